"""Citations for lists of references: BibTeX, RIS and CSL-JSON, which programs such as Zotero read."""

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.timezone import localdate

from practices.exports.citation import Citation
from practices.exports.formats.structured import dumped
from practices.exports.formats.taken import Taken

TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\{",
    "}": r"\}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
"""The signs that mean something to TeX."""
SPECIAL = re.compile("[" + re.escape("".join(TEX)) + "]")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write_bibtex(taken: Taken) -> Iterator[bytes]:
    """Give a report for each practice; what stands between the entries is a remark (BibTeX has no other)."""
    yield f"% {_flat(taken.remark)}\n% {taken.attribution}\n".encode()
    for cited in taken.citations:
        day = localdate(cited.at)
        fields = {
            "title": f"{{{_tex(cited.title)}}}",  # capitals stay as they are
            "author": f"{{{_tex(cited.author)}}}",  # no person with a first name
            "institution": _tex(settings.SITE_NAME),
            "year": str(day.year),
            "url": cited.address,
            "language": cited.language,
            "keywords": _tex(", ".join(cited.topics)),
            "abstract": _tex(cited.summary),
            "note": _tex(f"Edition {cited.number} of {cited.day}. {cited.licence_name}"),
        }
        lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
        yield f"\n@techreport{{{cited.key},\n{''.join(lines)}  month = {MONTHS[day.month - 1]},\n}}\n".encode()


def write_ris(taken: Taken) -> Iterator[bytes]:
    """Give a report for each practice; each carries where it was taken from, as RIS has no other place for it."""
    for cited in taken.citations:
        day = localdate(cited.at)
        lines = [
            ("TY", "RPRT"),
            ("ID", cited.key),
            ("TI", cited.title),
            ("AU", cited.author),
            ("PY", str(day.year)),
            ("DA", f"{day:%Y/%m/%d}"),
            ("ET", str(cited.number)),
            ("PB", settings.SITE_NAME),
            ("UR", cited.address),
            ("LA", cited.language),
            ("AB", cited.summary),
            *(("KW", topic) for topic in cited.topics),
            ("N1", str(cited.licence_name)),
            ("N1", taken.remark),
            ("ER", ""),
        ]
        text = "".join(f"{tag}  - {_flat(value)}\r\n" for tag, value in lines if value or tag == "ER")
        yield f"{text}\r\n".encode()


def write_csl(taken: Taken) -> Iterator[bytes]:
    """Give a list of items as the Citation Style Language has them (CSL-JSON 1.0)."""
    yield b"["
    between = ""
    for cited in taken.citations:
        yield f"{between}\n{dumped(_item(cited, taken))}".encode()
        between = ","
    yield b"\n]\n"


def _item(cited: Citation, taken: Taken) -> dict[str, object]:
    said = {
        "id": cited.key,
        "type": "report",
        "title": cited.title,
        "author": [{"literal": cited.author}],
        "issued": _parts(cited.day),
        "accessed": _parts(localdate(taken.at).isoformat()),
        "edition": str(cited.number),
        "publisher": settings.SITE_NAME,
        "URL": cited.address,
        "language": cited.language,
        "keyword": ", ".join(cited.topics),
        "abstract": cited.summary,
        "license": str(cited.licence_name),
        "note": taken.remark,
    }
    return {name: value for name, value in said.items() if value}


def _parts(day: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in day.split("-")]]}


def _tex(text: str) -> str:
    return SPECIAL.sub(lambda sign: TEX[sign[0]], _flat(text))


def _flat(text: str) -> str:
    """Return a text on one line: a new line would begin another field."""
    return " ".join(text.split())

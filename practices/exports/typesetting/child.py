"""The process that sets one page or book with typst: alone, bounded, without the site, which it never imports.

`press` starts it with the folder of the pages, the page, the form, and how much it may take; data come in and the file
goes out by the standard streams.
"""

import json
import os
import re
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

MISSING = re.compile(r"the text `\"(.*?)\"` could not be displayed")
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
UNKNOWN = "\ufffd"
TRIES = 4
"""Times that a book is set: a sign that stands for another may join with its neighbours to one that is missing, too."""
MEGABYTE = 1024 * 1024
KIND = 5
"""How far it stands back where pages want the processor, too."""


def bound(megabytes: int, seconds: int) -> None:
    """Take no more addresses or time than that, and write no file; be the first to go where memory is short."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    os.nice(KIND)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def unprintable(diagnostic: str) -> list[str]:
    """Return the signs that no font has, as typst names them: PDF/UA refuses a file with an empty box."""
    found = {ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) for text in MISSING.findall(diagnostic)}
    return sorted(found, key=len, reverse=True)


def set_page(folder: str, page: str, form: str, data: str) -> bytes:
    """Return the file; signs that no font has, here or on the machine, become `UNKNOWN`."""
    import typst  # noqa: PLC0415  within the bounds

    options: dict[str, Any] = {
        "input": f"{folder}/{page}",
        "root": folder,
        "font_paths": typst.Fonts(font_paths=[f"{folder}/fonts"]),
        "format": form,
        "ppi": 72.0,  # a picture has as many dots as its page has points
        "pdf_standards": ["ua-1"] if form == "pdf" else [],
    }
    for last in range(TRIES):
        try:
            made: bytes = typst.compile(sys_inputs={"data": data}, **options)
        except typst.TypstError as error:
            missing = unprintable(error.diagnostic)
            if not missing or last == TRIES - 1:
                raise
            in_json = (re.escape(json.dumps(text, ensure_ascii=False)[1:-1]) for text in missing)
            data = re.sub("|".join(in_json), UNKNOWN, data)
        else:
            return made
    raise AssertionError


def set_input(folder: str, page: str, form: str, megabytes: str, seconds: str) -> None:
    """Set what comes in."""
    bound(int(megabytes), int(seconds))
    data = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(set_page(folder, page, form, data))


if __name__ == "__main__":
    set_input(*sys.argv[1:])

"""The treatment of people's texts: folded, counted, excerpted, rendered as safe HTML, read as documents."""

import html
import re
import unicodedata
from collections.abc import Iterator

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

SPECIAL = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
LONGEST_MARKDOWN, MARKS, MOST_MARKS = 20_000, "[*_>\n", 2_000
COMPARED = 200
"""Characters of a title or a name by which it is compared, sorted and found."""
TAGS = {"p", "br", "ul", "ol", "li", "a", "em", "strong", "blockquote"}
SCHEMES = {"http", "https", "mailto"}
WEB = ("https://", "http://")

type Document = dict[str, str]
"""The `title` and the `url` of a document; either may be empty."""

NO_WORD = re.compile(r"[\W_]+")
IDEOGRAPHS = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WORD = re.compile(
    rf"[{IDEOGRAPHS}]"  # kana and Han: no blanks between words, so each counts
    rf"|[^\W_{IDEOGRAPHS}]+(?:['\u2019\u2010-\u2011-][^\W_]+)*",
)
HOST_FIRST = re.compile(r"(?:[\w-]{1,63}\.){1,10}[^\W\d_]{2,24}(?::\d{1,5})?(?:[/?#]\S*)?")
"""An address that begins with its host: nobody types the scheme."""
_PLAIN, _BRACKETS = r"[^\s<>()\"\\^`{|}]", r"\([^\s<>()\"\\^`{|}]*\)"
BARE_ADDRESS = re.compile(
    rf"(?<![\w@/.:-])(?:https?://|www\.(?=[\w-]+\.))(?:{_PLAIN}|{_BRACKETS})*"
    rf"(?:{_BRACKETS}|(?![.,;:!?'*_~\[\]\u2019\u201d]){_PLAIN})",
    re.IGNORECASE,
)
"""A web address within a text; the signs that end a sentence or a bracket are no part of it."""
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that XML 1.0 cannot hold."""
UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\u202a-\u202e\u2066-\u2069"
    rf"{''.join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))}]+"
)
"""Control signs, halves of signs and non-characters, which say nothing, and what turns all that follows around (UAX #9).

Marks of direction (U+200E, U+200F, U+061C) and joiners stay: languages need them.
"""
LINE_END = re.compile(r"\r\n|[\r\x0b\x0c\x85]")
"""What ends a line besides the newline: Word has U+000B for a line within a paragraph."""
YEARS = re.compile(r"(?<![\d-])(\d{4})-(\d{4}|1[3-9]|[2-9]\d)(?![\d-])")
"""Two years with a hyphen between them; 2015-06 may be a month."""
ENDING, APART, PAIRS = ".,;:!?", " ,;:–—-", {"()", "[]", "<>"}
"""What may end a line behind an address, stand between an address and a title, and enclose an address."""
JOINERS = "\u00ad\u200c\u200d"
"""Soft hyphen and the two joiners: they stand within words."""

_markdown = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["list", "link", "autolink", "emphasis", "newline", "escape", "entity", "blockquote"],
)


def _link_bare_addresses(state: StateCore) -> None:
    """Make links of the web addresses that stand in a text as they are; what is a link already stays one."""
    for block in state.tokens:
        if block.type != "inline" or block.children is None:
            continue
        made: list[Token] = []
        depth = 0
        for token in block.children:
            depth += (token.type == "link_open") - (token.type == "link_close")
            made += [token] if token.type != "text" or depth else _linked_parts(token.content)
        block.children = made


def _linked_parts(text: str) -> Iterator[Token]:
    end = 0
    for found in BARE_ADDRESS.finditer(text):
        yield _text_token(text[end : found.start()])
        address = _with_scheme(found[0])
        yield Token("link_open", "a", 1, attrs={"href": _markdown.normalizeLink(address)}, markup="linkify")
        yield _text_token(found[0])
        yield Token("link_close", "a", -1, markup="linkify")
        end = found.end()
    yield _text_token(text[end:])


def _with_scheme(address: str) -> str:
    return address if address.lower().startswith(WEB) else f"{WEB[0]}{address}"


def _text_token(text: str) -> Token:
    return Token("text", "", 0, content=text)


_markdown.core.ruler.push("bare_addresses", _link_bare_addresses)


def whole_address(text: str) -> str:
    """Return a web address with its scheme; one that was typed without gets https, and what is no address stays."""
    return f"{WEB[0]}{text}" if HOST_FIRST.fullmatch(text) else text


def lines(text: str) -> list[str]:
    """Return the lines of a text that say something, without the blanks around them."""
    return [line for line in map(str.strip, text.split("\n")) if line]


def legible(text: str) -> str:
    """Return a text as people see it: its lines end in one way, and it has no sign that is `UNSEEN`."""
    return UNSEEN.sub("", LINE_END.sub("\n", text))


def fold(text: str) -> str:
    """Return a title or name as lower-case words of letters and digits, without accents, with single blanks between.

    Only its first `COMPARED` characters count.
    """
    plain = text[:COMPARED].casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).translate(SPECIAL)
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    return plain if plain.isascii() and plain.isalnum() else NO_WORD.sub(" ", plain).strip()


def composed(text: str) -> str:
    """Return a text in Unicode's composed form (NFC), of more than 30 marks in a row the first 30.

    No language has more (UAX #15, "Stream-Safe Text Format"), and some Pythons take the square of their number.
    """
    marks = "" if text.isascii() else "".join(filter(unicodedata.combining, set(text)))
    safe = re.sub(rf"([{marks}]{{30}})[{marks}]+", r"\1", text) if marks else text
    return unicodedata.normalize("NFC", safe)


def count_words(text: str) -> int:
    """Return how many words a text has: runs of letters and digits; kana and Han signs count one each.

    Marks (accents, vowel signs) and joiners are part of the word they stand in. The counter in the browser
    (`static/js/counter.js`) has the same rule.
    """
    joining = {} if text.isascii() else dict.fromkeys(ord(sign) for sign in set(text) if _joins(sign))
    return sum(1 for _ in WORD.finditer(text.translate(joining)))


def _joins(sign: str) -> bool:
    return sign in JOINERS or unicodedata.category(sign).startswith("M")


def as_html(markdown: str) -> str:
    """Return a long answer as safe HTML: paragraphs, lists, quotations, links and emphasis, and nothing else.

    A text beyond `LONGEST_MARKDOWN` characters or `MOST_MARKS` signs that may begin something, which no complete entry has, is shown
    as typed.
    """
    if len(markdown) > LONGEST_MARKDOWN or sum(map(markdown.count, MARKS)) > MOST_MARKS:
        return f"<p>{html.escape(markdown)}</p>\n"
    return nh3.clean(
        _markdown.render(markdown.replace("\0", "")),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel="nofollow noopener",
    )


def plain(markdown: str) -> str:
    """Return a long answer as one line of plain text."""
    return unmark(as_html(markdown))


def unmark(rendered: str) -> str:
    """Return what `render` made as one line of plain text."""
    spaced = rendered.replace("<br>", " ").replace("</p>", " ").replace("</li>", " ")
    return " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())


def plain_beginning(markdown: str, *, characters: int = 220) -> str:
    """Return the start of a text as plain words, cut at a blank, with an ellipsis where it was cut."""
    text = plain(markdown)
    if len(text) <= characters:
        return text
    return going_on(text[: characters - 1].rsplit(" ", 1)[0])


def beginning(text: str, characters: int = COMPARED) -> str:
    """Return a text as it is, or its first characters with an ellipsis."""
    return text if len(text) <= characters else going_on(text[: characters - 1])


def going_on(text: str) -> str:
    """Return the beginning of a text with an ellipsis, and no other sign before it."""
    return text.rstrip(" ,;:.-") + "…"


def documents_from_lines(text: str) -> list[Document]:
    """Return the documents of a text with one a line: a title and a web address, in either order; either may stand alone.

    What stands in angle brackets at the end of a line is its address, whatever it is.
    """
    found = map(_document, lines(text))
    return [document for document in found if any(document.values())]


def documents_to_lines(documents: list[Document]) -> str:
    """Return documents as people type them, one a line; `documents_from_lines` reads them again."""
    return "\n".join(_line(_flat(document)) for document in documents)


def documents_as_typed(documents: list[Document]) -> str:
    """Return documents for a form, one a line: in angle brackets stands only what is not read as an address without."""
    bare = (" ".join(filter(None, (each["title"], each["url"]))) for each in map(_flat, documents))
    return "\n".join(
        line if _document(line) == document else _line(document)
        for line, document in zip(bare, map(_flat, documents), strict=True)
    )


def _document(line: str) -> Document:
    if line.endswith(">") and "<" in line:
        title, _, address = line[:-1].rpartition("<")
        return {"title": title.strip(), "url": address.strip()}
    *title_alone, last = line.rsplit(maxsplit=1) or [""]
    if last.lower().startswith(WEB):
        bare = BARE_ADDRESS.match(last)
        is_ended = bare and not last[bare.end() :].strip(ENDING)
        return {"title": "".join(title_alone).strip(), "url": bare[0] if bare and is_ended else last}
    if not (found := BARE_ADDRESS.search(line)):
        return {"title": line, "url": ""}
    address = _with_scheme(found[0])
    return {
        "title": _title_around(line[: found.start()].rstrip(), line[found.end() :].lstrip()),
        "url": address,
    }


def _title_around(before: str, after: str) -> str:
    """Return the title that stands before and after an address, without the signs that only keep them apart."""
    if before and after and before[-1] + after[0] in PAIRS:
        before, after = before[:-1], after[1:]
        if before.startswith("[") and before.endswith("]"):
            before = before[1:-1]
    before, after = before.strip(), after.strip() if after.strip(ENDING) else ""
    return f"{before} {after}".strip() if before else after.lstrip(APART)


def _line(document: Document) -> str:
    """Return the shortest line that is read as this document again."""
    title, address = document["title"], document["url"]
    alone = title or address
    if not (title and address) and _document(alone) == document:
        return alone
    return f"{title} <{address}>".strip()


def _flat(document: Document) -> Document:
    """Return a document on one line; an address cannot hold the sign that opens it."""
    flat = {part: " ".join(document[part].split("\n")).strip() for part in ("title", "url")}
    return flat | {"url": flat["url"].replace("<", "%3C")}


def with_dashes(period: str) -> str:
    """Return a period as it is printed: a hyphen between two years, or one that stands apart, is an en dash."""
    return YEARS.sub("\\1–\\2", period).replace(" - ", " – ")

"""The flow of a text: its paragraphs, lists, quotations, links and emphasis, as data that whoever sets it can walk."""

import re
import unicodedata
from html.parser import HTMLParser
from typing import NamedTuple

BLANKS = re.compile(r"[ \t\n\r\f]+")
LONG_RUN = re.compile(r"[^\s\u200b]{31,}")
RUN = 10
"""Letters after which a run of more than thirty may be broken, which no language has: it would leave the page."""
UNPRINTABLE = {"Cc", "Cn", "Co", "Cs"}
"""Control signs, and what Unicode gives no meaning to: no font has them."""
INLINE = {"a", "em", "strong"}

type Flow = list[Node | str]


class Node(NamedTuple):
    """A part of a text: its HTML tag, the address that it leads to, and what it holds."""

    tag: str
    address: str
    inner: Flow


def flow(html: str) -> Flow:
    """Return what `practices.text.as_html` made, which nests well, as data."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.flow


def printable(text: str) -> str:
    """Return a text on one line, of signs that can be printed."""
    if not text.isascii() or not text.isprintable():
        for sign in set(text):
            if unicodedata.category(sign) in UNPRINTABLE:
                text = text.replace(sign, " ")
    return BLANKS.sub(" ", text)


def breakable(text: str) -> str:
    """Return a printable text whose long runs may be broken into lines."""
    return LONG_RUN.sub(_broken, printable(text))


def _broken(run: re.Match[str]) -> str:
    return "\u200b".join(run[0][start : start + RUN] for start in range(0, len(run[0]), RUN))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.flow: Flow = []
        self._open = [self.flow]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs).get("href") or "", [])
        self._open[-1].append(node)
        if tag != "br":
            self._open.append(node.inner)

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() or self._is_within_a_line():
            self._open[-1].append(data)

    def _is_within_a_line(self) -> bool:
        """Whether blanks stand between words: between blocks they mean nothing."""
        inner = self._open[-1]
        return bool(inner) and (isinstance(inner[-1], str) or inner[-1].tag in INLINE)

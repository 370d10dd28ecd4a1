"""The paragraphs of a Word file, with the fields that they stand in, what is emphasised in them, and where they link to.

What was deleted while changes were tracked is not there any more, and of a drawing told twice the first telling counts.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, ClassVar

from practices.imports.word.styles import is_on
from practices.uploads.elements import Attributes, Handler, TooComplex

MOST_CHARACTERS = 600_000
"""Of a whole file; the longest answer that can be stored has a third of it."""
GONE = {"w:del", "w:moveFrom", "mc:Fallback", "w:pPrChange", "w:rPrChange", "w:sectPr"}
SIGNS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "\u2011",
    "w:softHyphen": "\u00ad",
}
PICTURES = {"a:blip", "?imagedata"}
LINK = re.compile(r'\s*HYPERLINK\s+"([^"]+)"', re.IGNORECASE)


@dataclass(slots=True)
class Control:
    """A field of a form: its name, whether nobody wrote into it, and whether a box is ticked, if it is one."""

    tag: str = ""
    is_blank: bool = False
    is_ticked: bool | None = None


@dataclass(slots=True)
class Stretch:
    """A text that looks alike from its first to its last sign."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    link: str = ""
    style: str = ""
    control: Control | None = None


@dataclass(slots=True)
class Paragraph:
    pieces: list[Stretch] = field(default_factory=list)
    style: str = ""
    outline: int | None = None
    number: str = ""
    level: str = "0"

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class _Field:
    """A field that Word fills in: what it asks for, and where it leads, if it is a link."""

    asked: str = ""
    link: str = ""


class Paragraphs(Handler):
    """Collects the paragraphs of a part; `links` says where its links lead, by number."""

    def __init__(self, links: dict[str, str] | None = None) -> None:
        self.links = links or {}
        self.all: list[Paragraph] = []
        self.pictures = self.elsewhere = self.characters = self.gone = 0
        self._open: list[Paragraph] = []
        self._controls: list[Control] = []
        self._leads: list[str] = []
        self._fields: list[_Field] = []
        self._run: Stretch | None = None
        self._within: list[str] = []

    def start(self, name: str, given: Attributes) -> None:
        if self.gone or name in GONE:
            self.gone += 1
            return
        self._within.append(name)
        if name in SIGNS:
            self._say(SIGNS[name])
        elif name in PICTURES:
            self.pictures += 1
        elif name in {"w:altChunk", "w:object"}:
            self.elsewhere += 1
        elif hears := self.STARTS.get(name):
            hears(self, given)

    def end(self, name: str) -> None:
        if self.gone:
            self.gone -= 1
            return
        self._within.pop()
        if name == "w:p" and self._open:
            paragraph = self._open.pop()
            if paragraph.pieces:
                paragraph.pieces = [
                    _joined(list(alike)) for _same, alike in groupby(paragraph.pieces, key=_look)
                ]
                self.all.append(paragraph)
        elif name == "w:r":
            self._run = None
        elif name == "w:sdt" and self._controls:
            self._controls.pop()
        elif name in {"w:hyperlink", "w:fldSimple"} and self._leads:
            self._leads.pop()

    def text(self, text: str) -> None:
        if self.gone or not self._within:
            return
        if self._within[-1] in {"w:t", "m:t"}:
            self._say(text)
        elif self._within[-1] == "w:instrText" and self._fields:
            self._fields[-1].asked += text[:1000]

    def _say(self, text: str) -> None:
        self.characters += len(text)
        if self.characters > MOST_CHARACTERS:
            raise TooComplex
        if not self._open or "w:tabs" in self._within[-2:]:
            return
        run = self._run or Stretch("")
        link = next((each for each in [*self._leads, *(each.link for each in self._fields)] if each), "")
        control = self._controls[-1] if self._controls else None
        self._open[-1].pieces.append(Stretch(text, run.is_bold, run.is_italic, link, run.style, control))

    # What each element says

    def _paragraph(self, given: Attributes) -> None:
        self._open.append(Paragraph())

    def _runs(self, given: Attributes) -> None:
        self._run = Stretch("")

    def _style(self, given: Attributes) -> None:
        if self._open:
            self._open[-1].style = given.get("w:val", "")

    def _run_style(self, given: Attributes) -> None:
        if self._run:
            self._run.style = given.get("w:val", "")

    def _outline(self, given: Attributes) -> None:
        value = given.get("w:val", "")
        if self._open and value.isdecimal():
            self._open[-1].outline = int(value) + 1

    def _number(self, given: Attributes) -> None:
        if self._open:
            self._open[-1].number = given.get("w:val", "")

    def _level(self, given: Attributes) -> None:
        if self._open:
            self._open[-1].level = given.get("w:val", "0")

    def _bold(self, given: Attributes) -> None:
        if self._run:
            self._run.is_bold = is_on(given)

    def _italic(self, given: Attributes) -> None:
        if self._run:
            self._run.is_italic = is_on(given)

    def _control(self, given: Attributes) -> None:
        self._controls.append(Control())

    def _tag(self, given: Attributes) -> None:
        if self._controls:
            self._controls[-1].tag = given.get("w:val", "")

    def _blank(self, given: Attributes) -> None:
        if self._controls:
            self._controls[-1].is_blank = is_on(given)

    def _ticked(self, given: Attributes) -> None:
        if self._controls:
            self._controls[-1].is_ticked = given.get("w14:val", "1") not in {"0", "false"}

    def _link(self, given: Attributes) -> None:
        self._leads.append(self.links.get(given.get("r:id", ""), ""))

    def _simple(self, given: Attributes) -> None:
        self._leads.append(_lead(given.get("w:instr", "")))

    def _complex(self, given: Attributes) -> None:
        kind = given.get("w:fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].link = _lead(self._fields[-1].asked)
        elif self._fields and kind == "end":
            self._fields.pop()

    STARTS: ClassVar[dict[str, Callable[[Any, Attributes], None]]] = {
        "w:p": _paragraph,
        "w:r": _runs,
        "w:pStyle": _style,
        "w:rStyle": _run_style,
        "w:outlineLvl": _outline,
        "w:numId": _number,
        "w:ilvl": _level,
        "w:b": _bold,
        "w:i": _italic,
        "w:sdt": _control,
        "w:tag": _tag,
        "w:showingPlcHdr": _blank,
        "w14:checked": _ticked,
        "w:hyperlink": _link,
        "w:fldSimple": _simple,
        "w:fldChar": _complex,
    }
    """What is heard of an element when it begins."""


def _look(piece: Stretch) -> tuple[object, ...]:
    return piece.is_bold, piece.is_italic, piece.link, piece.style, id(piece.control)


def _joined(alike: list[Stretch]) -> Stretch:
    first = alike[0]
    first.text = "".join(piece.text for piece in alike)
    return first


def _lead(asked: str) -> str:
    found = LINK.match(asked)
    return found[1] if found else ""

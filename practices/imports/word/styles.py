"""The styles and lists of a Word file: which paragraph is a heading, which run a placeholder, which item has a number?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from practices.uploads.elements import Attributes, Handler

HEADING = re.compile(r"heading (\d)")
OFF = {"0", "false", "off", "none"}
MOST_PARENTS = 20
BULLETS = {"bullet", "none", ""}


def is_on(given: Attributes) -> bool:
    """Say whether an element that switches something on does so."""
    return given.get("w:val", "1") not in OFF


@dataclass
class Style:
    name: str = ""
    parent: str = ""
    outline: int | None = None
    is_bold: bool = False


class Styles(Handler):
    """The styles of a file by their ids, whose names are the same in every language of Word."""

    def __init__(self) -> None:
        self.by_id: dict[str, Style] = {}
        self.here = Style()

    def start(self, name: str, given: Attributes) -> None:
        value = given.get("w:val", "")
        if name == "w:style":
            self.here = self.by_id.setdefault(given.get("w:styleId", ""), Style())
        elif name == "w:name":
            self.here.name = value.lower()
        elif name == "w:basedOn":
            self.here.parent = value
        elif name == "w:outlineLvl":
            self.here.outline = int(value) + 1 if value.isdecimal() else None
        elif name == "w:b":
            self.here.is_bold = is_on(given)

    def _line(self, key: str) -> Iterator[Style]:
        """Give a style and those that it is based on."""
        for _ in range(MOST_PARENTS):
            if (style := self.by_id.get(key)) is None:
                return
            yield style
            key = style.parent

    def level(self, key: str) -> int:
        """Return the level of a heading, 1 for the highest; 0 for what is none."""
        for style in self._line(key):
            if found := HEADING.fullmatch(style.name):
                return int(found[1])
            if style.outline is not None:
                return style.outline if style.outline < 10 else 0  # noqa: PLR2004  Word's name for a text's own level
        return 0

    def is_bold(self, key: str) -> bool:
        return any(style.is_bold for style in self._line(key))

    def name(self, key: str) -> str:
        return self.by_id[key].name if key in self.by_id else key.lower()

    def list_of(self, key: str) -> str:
        """Return what the name of a style says of lists: an item with a number, without one, or none."""
        names = [style.name for style in self._line(key)]
        return next(
            (kind for kind in ("list number", "list bullet") if any(kind in name for name in names)), ""
        )


class Numbering(Handler):
    """The lists of a file: whether the items of a level have numbers."""

    def __init__(self) -> None:
        self.formats: dict[tuple[str, str], str] = {}
        self.abstract_of: dict[str, str] = {}
        self.abstract = self.level = self.number = ""

    def start(self, name: str, given: Attributes) -> None:
        if name == "w:abstractNum":
            self.abstract = given.get("w:abstractNumId", "")
        elif name == "w:lvl":
            self.level = given.get("w:ilvl", "")
        elif name == "w:numFmt":
            self.formats.setdefault((self.abstract, self.level), given.get("w:val", ""))
        elif name == "w:num":
            self.number = given.get("w:numId", "")
        elif name == "w:abstractNumId":
            self.abstract_of[self.number] = given.get("w:val", "")

    def has_numbers(self, number: str, level: str) -> bool:
        """Say whether the items of a list count at this level."""
        return self.formats.get((self.abstract_of.get(number, ""), level), "") not in BULLETS

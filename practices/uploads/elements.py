"""The elements of a part of a Word file, one after the other: no tree is built, and nothing that it names is opened.

An office file has no document type (ECMA-376, part 2, 9.1.4), so that one that has it is refused before it can name
any entity.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import IO
from xml.parsers import expat  # it tells elements, keeps none, and opens nothing by itself

type Attributes = Mapping[str, str]

PIECE = 64 * 1024
MOST_ELEMENTS, DEEPEST = 150_000, 200
"""Elements of a part: some 100 pages of Word; and how deep they lie in one another."""
MANY_ATTRIBUTES, MOST_ATTRIBUTES = 10, 1000
"""With so many, an element is worth two; and those of one element."""
SHORT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14:",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/package/2006/content-types": "",
}
"""How the names of elements and attributes begin, as people write them; those of others begin with “?”."""


class TooComplex(Exception):
    """A part has more elements than anybody writes, or declares what no office program does."""


class Handler:
    """Hears what a part says; the names are short."""

    def start(self, name: str, given: Attributes) -> None:
        """Hear that an element begins."""

    def end(self, name: str) -> None:
        """Hear that an element ends."""

    def text(self, text: str) -> None:
        """Hear a text."""


def hear(stream: IO[bytes], handler: Handler, most: int = MOST_ELEMENTS) -> int:
    """Tell a handler the elements of a part, and return how many there are.

    Raises `TooComplex`, or `ValueError` for what is no XML.
    """
    parser, ears = expat.ParserCreate(namespace_separator=" "), _Ears(handler, most)
    ears.listen(parser)
    try:
        while piece := stream.read(PIECE):
            parser.Parse(piece, False)  # noqa: FBT003  it takes no names
        parser.Parse(b"", True)  # noqa: FBT003  as above
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return ears.count


class _Ears:
    """Counts what a part says, and hands it on."""

    def __init__(self, handler: Handler, most: int) -> None:
        self.handler, self.most, self.count, self.depth = handler, most, 0, 0

    def listen(self, parser: expat.XMLParserType) -> None:
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self.refuse
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.handler.text

    def refuse(self, *declared: object) -> None:
        raise TooComplex

    def start(self, name: str, given: dict[str, str]) -> None:
        self.count += 1 + len(given) // MANY_ATTRIBUTES
        self.depth += 1
        if self.count > self.most or self.depth > DEEPEST or len(given) > MOST_ATTRIBUTES:
            raise TooComplex
        self.handler.start(
            _short(name), {_short(key): value for key, value in given.items()} if given else given
        )

    def end(self, name: str) -> None:
        self.depth -= 1
        self.handler.end(_short(name))


@lru_cache(1000)
def _short(name: str) -> str:
    space, _blank, local = name.rpartition(" ")
    return SHORT.get(space, "?") + local if space else name

"""WordprocessingML, piece by piece, as text: runs, paragraphs, and the fields of a form (ECMA-376, part 1, 17).

python-docx makes the file around them; it has no content controls, and takes long for many paragraphs.
"""

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from practices.text import NO_XML

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
SPECIAL = re.compile("[\t\n]")
SIGNS = {"\t": "<w:tab/>", "\n": "<w:br/>"}
BOX = (
    '<w14:checkbox><w14:checked w14:val="%d"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)
EMU = 360_000
"""In a centimetre: the unit of pictures."""
DRAWING = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent {size}/><wp:docPr id="{number}" name="{number}" descr={alt}/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:nvPicPr><pic:cNvPr id="{number}" name="{number}"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r>"
)


def run_of(text: str, properties: str = "") -> str:
    """Return a run of text; ends of lines and tabs are elements of their own."""
    text = NO_XML.sub("", text)
    pieces, end = [], 0
    for found in SPECIAL.finditer(text):
        pieces += [_text(text[end : found.start()]), SIGNS[found[0]]]
        end = found.end()
    return f"<w:r>{_wrapped('rPr', properties)}{''.join(pieces)}{_text(text[end:])}</w:r>"


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph of runs, in a style by its id."""
    styled = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    return f"<w:p>{_wrapped('pPr', styled + properties)}{content}</w:p>"


def _wrapped(name: str, content: str) -> str:
    return f"<w:{name}>{content}</w:{name}>" if content else ""


def bookmark(name: str, number: int, content: str) -> str:
    """Return runs to which links within the file lead by a name; no two have one number."""
    start = f'<w:bookmarkStart w:id="{number}" w:name={attribute(name)}/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def drawn_picture(relation: str, number: int, alt: str, width: float, height: float) -> str:
    """Return a run with the picture of a relation, which has a number of its own; centimetres wide and high."""
    size = f'cx="{round(width * EMU)}" cy="{round(height * EMU)}"'
    return DRAWING.format(relation=relation, number=number, alt=attribute(alt), size=size)


class Fields:
    """The fields of one form (content controls); each has a number of its own."""

    def __init__(self) -> None:
        self.number = 0

    def rich(self, tag: str, name: str, paragraphs: str, *, is_blank: bool) -> str:
        """Return a field of paragraphs with Word's own lists and emphasis."""
        return self._field(tag, name, paragraphs, is_blank=is_blank)

    def plain(self, tag: str, name: str, runs: str, *, is_blank: bool, lines: bool) -> str:
        """Return a field of one line, or of several, without any formatting."""
        return self._field(
            tag, name, runs, '<w:text w:multiLine="1"/>' if lines else "<w:text/>", is_blank=is_blank
        )

    def choice(
        self,
        tag: str,
        name: str,
        runs: str,
        offered: Sequence[tuple[str, str]],
        *,
        is_blank: bool,
        typed: bool,
    ) -> str:
        """Return a list to choose from by value and label; with `typed`, one may also write into it."""
        items = "".join(
            f"<w:listItem w:displayText={attribute(label)} w:value={attribute(value)}/>"
            for value, label in offered
        )
        kind = "comboBox" if typed else "dropDownList"
        return self._field(tag, name, runs, f"<w:{kind}>{items}</w:{kind}>", is_blank=is_blank)

    def box(self, tag: str, name: str, runs: str, *, is_ticked: bool) -> str:
        """Return a box to tick."""
        return self._field(tag, name, runs, BOX % is_ticked, is_blank=False)

    def _field(self, tag: str, name: str, content: str, kind: str = "", *, is_blank: bool) -> str:
        self.number += 1
        blank = "<w:showingPlcHdr/>" if is_blank else ""
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={attribute(name)}/><w:tag w:val={attribute(tag)}/>"
            f'<w:id w:val="{self.number}"/><w:lock w:val="sdtLocked"/>{blank}{kind}</w:sdtPr>'
            f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )


def attribute(text: str) -> str:
    """Return the value of an attribute, in its quotes."""
    return quoteattr(NO_XML.sub("", text))


def body(parts: Iterable[str]) -> str:
    """Return the body of a document, to be parsed as one."""
    return f"<w:body {SPACES}>{''.join(parts)}</w:body>"

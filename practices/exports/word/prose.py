"""Texts of practices in a Word file: paragraphs, lists that count from one, quotations, links and emphasis of Word's own."""

from io import BytesIO

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE

from practices.choices import RIGHT_TO_LEFT
from practices.exports.casebook.flow import Flow, Node, printable
from practices.exports.word.markup import attribute, drawn_picture, paragraph, run_of

BULLETED, NUMBERED, QUOTED = "ListBullet", "ListNumber", "Quote"
DEEPEST_LIST = 3
LINKED = '<w:color w:val="7F2C0D"/><w:u w:val="single"/>'
MARKS = {"strong": "<w:b/>", "em": "<w:i/>"}
"""How the emphasis of a text looks."""


class Prose:
    """The paragraphs of one file, whose links and lists it numbers; `language` is that of what is written now."""

    def __init__(self, document: WordDocument) -> None:
        self._document, self.language = document, ""
        self._links: dict[str, str] = {}
        self._list = self._pictures = 0

    @property
    def is_from_right(self) -> bool:
        return self.language in RIGHT_TO_LEFT

    def paragraph(self, content: str, style: str = "", properties: str = "") -> str:
        """Return a paragraph of what is written already."""
        return paragraph(content, style, properties + ("<w:bidi/>" if self.is_from_right else ""))

    def words(self, text: str, look: str = "") -> str:
        """Return words of the language of now."""
        if not self.language:
            return run_of(text, look)
        side = "<w:rtl/>" if self.is_from_right else ""
        code = "bidi" if self.is_from_right else "val"
        return run_of(text, f'{look}{side}<w:lang w:{code}="{self.language}"/>')

    def link(self, words: str, address: str) -> str:
        """Return words that lead to an address, or to a place of the file that begins with “#”."""
        if address.startswith("#"):
            return f"<w:hyperlink w:anchor={attribute(address[1:])}>{words}</w:hyperlink>"
        if address not in self._links:
            self._links[address] = number = f"link{len(self._links)}"
            self._document.part.rels.add_relationship(
                RELATIONSHIP_TYPE.HYPERLINK, address, number, is_external=True
            )
        return f'<w:hyperlink r:id="{self._links[address]}">{words}</w:hyperlink>'

    def picture(self, content: bytes, alt: str, width: float, height: float) -> str:
        """Return a run with a picture, so many centimetres wide and high."""
        relation, _image = self._document.part.get_or_add_image(BytesIO(content))
        self._pictures += 1
        return drawn_picture(relation, self._pictures, alt, width, height)

    def text(self, parts: Flow, style: str = "") -> str:
        """Return a text with all that stands in it."""
        return "".join(self._block(part, style) for part in parts)

    def _block(self, part: Node | str, style: str) -> str:
        if isinstance(part, str):
            return self.paragraph(self.words(printable(part)), style)
        if part.tag in {"ul", "ol"}:
            return self._items(part, depth=1)
        if part.tag == "blockquote":
            return self.text(part.inner, QUOTED)
        return self.paragraph(self._line(part.inner), style)

    def _items(self, part: Node, depth: int) -> str:
        level = min(depth, DEEPEST_LIST)
        style = (NUMBERED if part.tag == "ol" else BULLETED) + (str(level) if level > 1 else "")
        counted = self._counted(style) if part.tag == "ol" else ""
        return "".join(
            self._item(each, style, counted, depth) for each in part.inner if isinstance(each, Node)
        )

    def _item(self, item: Node, style: str, counted: str, depth: int) -> str:
        """Return an item: its first words with the sign, what follows as paragraphs and lists of its own."""
        blocks = {"p", "ul", "ol", "blockquote"}
        line: Flow = [each for each in item.inner if isinstance(each, str) or each.tag not in blocks]
        if line and isinstance(line[-1], str):
            line[-1] = line[-1].rstrip()  # the end of a line before a list within
        made = [self.paragraph(self._line(line), style, counted)] if line else []
        for each in (each for each in item.inner if isinstance(each, Node) and each.tag in blocks):
            if each.tag in {"ul", "ol"}:
                made.append(self._items(each, depth + 1))
            elif each.tag == "p" and not made:
                made.append(self.paragraph(self._line(each.inner), style, counted))
            else:
                made.append(self._block(each, "ListContinue"))
        return "".join(made)

    def _counted(self, style: str) -> str:
        """Return what makes a list count from one: a number of its own."""
        numbers = self._document.part.numbering_part.element
        of_style = self._document.styles.element.xpath(f'w:style[@w:styleId="{style}"]//w:numId/@w:val')
        kind = numbers.num_having_numId(int(of_style[0])).abstractNumId.val
        number = numbers.add_num(kind)
        number.add_lvlOverride(0).add_startOverride(1)
        return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number.numId}"/></w:numPr>'

    def _line(self, parts: Flow, look: str = "") -> str:
        made = ""
        for part in parts:
            if isinstance(part, str):
                made += self.words(printable(part), look)
            elif part.tag == "br":
                made += "<w:r><w:br/></w:r>"
            elif part.tag == "a" and part.address:
                made += self.link(self._line(part.inner, look + LINKED), part.address)
            else:
                made += self._line(part.inner, look + MARKS.get(part.tag, ""))
        return made

"""The file around a text: its styles, language, properties and page, by python-docx."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

from django.conf import settings
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.shared import Cm, Pt, RGBColor

from practices.exports.word import markup
from practices.text import NO_XML

INK, QUIET, ACCENT = RGBColor(0x14, 0x23, 0x3F), RGBColor(0x51, 0x60, 0x7B), RGBColor(0xA6, 0x3C, 0x14)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Calibri"
HEADINGS = {"Title": (26, 0), "Heading 1": (17, 22), "Heading 2": (12.5, 14), "Heading 3": (11, 10)}
"""The size of each heading, and the space before it, in points."""
GUIDANCE, ANSWER = "Guidance", "Answer"
BOXED = (
    "<w:pPr {}><w:pBdr>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="7C869A"/>'
        for side in ("top", "left", "bottom", "right")
    )
    + '</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="F5F2E9"/></w:pPr>'
)
"""The frame by which people see where to write."""
PAGE_NUMBER = '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def to_bcp47(language: str) -> str:
    """Return the code of a language as office programs look for it: the country in capitals."""
    name, dash, country = language.partition("-")
    return f"{name}{dash}{country.upper()}"


def new_document(title: str, language: str, at: datetime) -> WordDocument:
    """Return a document without a text, which says what it is and in which language (BCP 47)."""
    document, language = Document(), to_bcp47(language)
    package = document.part.package
    for key in [key for key, rel in package.rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        package.rels.pop(key)  # it shows another document
    about = document.core_properties
    about.title, about.language = NO_XML.sub("", title)[:255], language
    about.author = about.last_modified_by = settings.SITE_NAME
    about.created = about.modified = at
    about.comments, about.revision = "", 1
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2)
    _style(document, language)
    return document


def _style(document: WordDocument, language: str) -> None:
    styles: Any = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for name, (size, before) in HEADINGS.items():
        _set(styles[name], size, before)
    guidance, answer = (styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) for name in (GUIDANCE, ANSWER))
    guidance.base_style = answer.base_style = normal
    guidance.font.size, guidance.font.color.rgb = Pt(10), QUIET
    guidance.paragraph_format.space_after = Pt(2)
    guidance.paragraph_format.keep_with_next = True
    answer.paragraph_format.space_after = Pt(3)
    answer.paragraph_format.left_indent = answer.paragraph_format.right_indent = Cm(0.2)
    for each in parse_xml(BOXED.format(markup.SPACES)):
        answer.element.get_or_add_pPr().append(each)
    styles["Caption"].font.color.rgb, styles["Caption"].font.bold = INK, False
    blank = styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER)
    blank.font.color.rgb = QUIET
    for lang in styles.element.xpath("w:docDefaults//w:lang"):
        for name in lang.attrib:
            if name.endswith("}val"):
                lang.set(name, language)


def _set(style: Any, size: float, before: int) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
    style.font.bold, style.font.italic = True, False
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]  # it would win over the font
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(3)
    style.paragraph_format.keep_with_next = True


def finished(document: WordDocument, parts: Iterable[str], foot: str) -> bytes:
    """Return the file with these paragraphs, and a line and the page's number at the foot of each page."""
    content = parse_xml(markup.body(parts))
    end = document.element.body.sectPr
    for each in list(content):
        end.addprevious(each)
    footer = document.sections[0].footer
    runs = markup.run_of(f"{foot} \u00b7 ") + PAGE_NUMBER
    last: Any = parse_xml(markup.body([markup.paragraph(runs, GUIDANCE)]))
    footer.paragraphs[0]._p.addprevious(last[0])  # noqa: SLF001  python-docx offers no other way to its element
    footer.paragraphs[-1]._p.getparent().remove(footer.paragraphs[-1]._p)  # noqa: SLF001  as above
    file = BytesIO()
    document.save(file)
    return file.getvalue()

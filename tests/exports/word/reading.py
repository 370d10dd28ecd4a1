"""A Word file as its XML has it, read without the library that writes it."""

from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
KINDS = ("text", "dropDownList", "comboBox")


@dataclass(frozen=True)
class Field:
    """A content control: what kind it is, what it is called, what stands in it, and what it offers."""

    kind: str
    name: str
    text: str
    is_blank: bool
    is_locked: bool
    offered: tuple[str, ...] = ()


def part(body: bytes, name: str) -> Element:
    with ZipFile(BytesIO(body)) as packed:
        return fromstring(packed.read(name))  # noqa: S314  what we wrote ourselves


def document(body: bytes) -> Element:
    return part(body, "word/document.xml")


def said(element: Element) -> str:
    """Return the words of an element; an end of a line is one, too."""
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(
        signs.get(each.tag, each.text or "") for each in element.iter() if each.tag in {*signs, f"{W}t"}
    )


def paragraphs(body: bytes) -> list[tuple[str, str]]:
    """Return each paragraph with its style."""
    found = []
    for each in document(body).iter(f"{W}p"):
        style = each.find(f"{W}pPr/{W}pStyle")
        found.append(("" if style is None else style.get(f"{W}val", ""), said(each)))
    return found


def headings(body: bytes, level: int) -> list[str]:
    return [text for style, text in paragraphs(body) if style == f"Heading{level}"]


def fields(body: bytes) -> dict[str, Field]:
    """Return the fields of a form by their tags."""
    found = {}
    for each in document(body).iter(f"{W}sdt"):
        about, content = each.find(f"{W}sdtPr"), each.find(f"{W}sdtContent")
        assert about is not None
        assert content is not None
        tag, name = (_value(about, key) for key in ("tag", "alias"))
        assert tag not in found
        kind = next((kind for kind in KINDS if about.find(f"{W}{kind}") is not None), "rich")
        if about.find(f"{W14}checkbox") is not None:
            kind = "box"
        found[tag] = Field(
            kind=kind,
            name=name,
            text="\n\n".join(map(said, content.iter(f"{W}p")))
            if content.find(f"{W}p") is not None
            else said(content),
            is_blank=about.find(f"{W}showingPlcHdr") is not None,
            is_locked=_value(about, "lock") == "sdtLocked",
            offered=tuple(item.get(f"{W}displayText", "") for item in about.iter(f"{W}listItem")),
        )
    return found


def _value(about: Element, key: str) -> str:
    element = about.find(f"{W}{key}")
    return "" if element is None else element.get(f"{W}val", "")

"""The small Markdown that mails are written in, made HTML and plain text: headings, paragraphs, lists and quotations.

It has neither links nor emphasis, so that no word in a mail can become one. What people typed goes into a page by
`literal`, and stands there as they typed it.
"""

import re
import textwrap
from collections.abc import Iterator
from datetime import date
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

WIDTH = 78
TAGS = {"h1", "h2", "h3", "h4", "p", "br", "ul", "li", "blockquote"}
SIGNS_OUT_OF_PLACE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control signs, and those that turn the direction of what follows: a title could disguise itself with them."""
MARKS = re.compile(r"[\\`*_\[\]<>&!~|#]|^[ \t]*[-+=:]|^[ \t]*\d+[.)]", re.MULTILINE)
"""What some Markdown reads as its own, even where ours does not: within a line, then at its beginning."""
QUOTED, BULLET = "> ", "- "

_markdown = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["heading", "list", "blockquote", "newline", "escape"]
)


def clean(text: str) -> str:
    """Return a text without control signs and signs that turn its direction."""
    return SIGNS_OUT_OF_PLACE.sub("", text)


def literal(value: Any) -> Any:
    """Return what a page may hold (words, numbers, moments, lists of them) with its words escaped."""
    if isinstance(value, bool | int | date):
        return value
    if isinstance(value, list | tuple):
        return [literal(each) for each in value]
    lines = "\n".join(clean(str(value)).splitlines())
    return MARKS.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", lines)


def parse(markdown: str) -> list[Token]:
    """Return the parts of a text, for both of the following."""
    return _markdown.parse(markdown)


def to_html(parts: list[Token]) -> str:
    """Return a text as HTML."""
    return nh3.clean(_markdown.renderer.render(parts, _markdown.options, {}), tags=TAGS, attributes={})


def to_text(parts: list[Token]) -> str:
    """Return a text as plain text, in lines of 78 signs at most; only a line with an address may be longer: it would break.

    Headings of the third level stand in capitals, those of the fourth right above what they name.
    """
    return _text(SyntaxTreeNode(parts), WIDTH)


def _text(node: SyntaxTreeNode, width: int) -> str:
    match node.type:
        case "inline":
            return "\n".join(line for written in _lines(node) for line in _fill(written, width))
        case "blockquote":
            lines = _joined(node, width - len(QUOTED)).split("\n")
            return "\n".join(f"{QUOTED}{line}".rstrip() for line in lines)
        case "list_item":
            return BULLET + textwrap.indent(_joined(node, width - len(BULLET)), "  ").lstrip()
        case "heading" if node.tag == "h3":
            return _joined(node, width).upper()
    return _joined(node, width)


def _joined(node: SyntaxTreeNode, width: int) -> str:
    """Return what stands in a node, with a blank line between its parts but in a list and below a small heading."""
    texts = (
        _text(part, width) + ("\n" if node.type == "bullet_list" or part.tag == "h4" else "\n\n")
        for part in node.children
    )
    return "".join(texts).rstrip()


def _lines(inline: SyntaxTreeNode) -> list[str]:
    words = ("\n" if part.type.endswith("break") else part.content for part in inline.children)
    return "".join(words).splitlines()


def _fill(paragraph: str, width: int) -> Iterator[str]:
    for line in textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False) or [""]:
        yield from [line] if "://" in line else textwrap.wrap(line, width) or [""]

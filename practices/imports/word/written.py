"""What the paragraphs of an answer say, as the form on the site is written: emphasis and lists of Word become its signs."""

from collections.abc import Iterable, Iterator

from practices.imports.word.paragraphs import Paragraph, Stretch
from practices.imports.word.styles import Numbering, Styles
from practices.question_kinds import MOST_VALUES
from practices.text import SCHEMES, whole_address

ITEM, NUMBERED = "- ", "1. "
UNSAFE = str.maketrans({"<": "%3C", ">": "%3E", " ": "%20", "\n": "%0A"})


class Writer:
    """Writes paragraphs out; `styles` and `numbering` say which are items of lists, and which are bold."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.styles, self.numbering = styles, numbering

    def marked(self, paragraphs: Iterable[Paragraph]) -> str:
        """Return a text in the site's small Markdown: paragraphs with a blank line between, items without."""
        text, was_item = "", False
        for paragraph in paragraphs:
            sign = self._sign(paragraph)
            said = "".join(self._marked(paragraph))
            if not said:
                continue
            between = ("\n" if was_item and sign else "\n\n") if text else ""
            text += between + sign + said
            was_item = bool(sign)
        return text

    def lines(self, paragraphs: Iterable[Paragraph]) -> str:
        """Return a text without any marks, a line a paragraph."""
        return "\n".join(filter(None, (paragraph.text for paragraph in paragraphs)))

    def documents(self, paragraphs: Iterable[Paragraph]) -> str:
        """Return documents one a line: the title, then the address in angle brackets."""
        return "\n".join(line for paragraph in paragraphs for line in _documents(paragraph) if line.strip())

    def address(self, paragraphs: list[Paragraph]) -> str:
        """Return the address that is written or, if words stand for it, linked."""
        said = self.lines(paragraphs)
        links = [piece.link for paragraph in paragraphs for piece in paragraph.pieces if _is_web(piece.link)]
        return links[0] if links and not _is_web(whole_address(said.strip())) else said

    def _sign(self, paragraph: Paragraph) -> str:
        """Return what an item of a list begins with; what is none begins with nothing."""
        if self.level(paragraph):
            return ""
        depth = int(paragraph.level) if paragraph.level.isdecimal() and len(paragraph.level) == 1 else 0
        if paragraph.number not in {"", "0"}:
            has_numbers = self.numbering.has_numbers(paragraph.number, paragraph.level)
        elif kind := self.styles.list_of(paragraph.style):
            has_numbers = kind == "list number"
        else:
            return ""
        return (" " * 3 * depth) + (NUMBERED if has_numbers else ITEM)

    def level(self, paragraph: Paragraph) -> int:
        """Return the level of a heading; 0 for what is none."""
        if paragraph.outline is not None:
            return paragraph.outline if paragraph.outline < 10 else 0  # noqa: PLR2004  Word's name for a text's own level
        return self.styles.level(paragraph.style)

    def _marked(self, paragraph: Paragraph) -> Iterator[str]:
        is_heading = self.level(paragraph) > 0
        for piece in paragraph.pieces:
            lines = piece.text.split("\n")
            yield "\n".join(_emphasised(line, piece, is_bold=piece.is_bold or is_heading) for line in lines)


def _emphasised(line: str, piece: Stretch, *, is_bold: bool) -> str:
    core = line.strip()
    if not core:
        return line
    start = line.index(core)
    marks = "*" * (2 * is_bold + piece.is_italic)
    said = f"{marks}{_linked(core, piece.link)}{marks}"
    return line[:start] + said + line[start + len(core) :]


def _linked(text: str, link: str) -> str:
    if link.partition(":")[0].lower() not in SCHEMES or link.rstrip("/") in {
        text.rstrip("/"),
        whole_address(text).rstrip("/"),
        f"mailto:{text}",
    }:
        return text
    return f"[{text}](<{link.translate(UNSAFE)}>)"


def _is_web(link: str) -> bool:
    return link.lower().startswith(("https://", "http://"))


def _documents(paragraph: Paragraph) -> Iterator[str]:
    """Give a line for each link of a paragraph; the words around the links belong to the first."""
    text = paragraph.text
    links = [piece for piece in paragraph.pieces if _is_web(piece.link) and not _is_web(piece.text.strip())]
    if not links or len(links) > MOST_VALUES:
        yield from text.split("\n")
        return
    first, *others = links
    title = text
    for piece in others:
        title = title.replace(piece.text, "", 1)
    yield f"{' '.join(title.split())} <{first.link.translate(UNSAFE)}>"
    for piece in others:
        yield f"{' '.join(piece.text.split())} <{piece.link.translate(UNSAFE)}>"

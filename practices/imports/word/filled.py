"""A filled Word form, or a text with the programme's headings: what does it answer to which question, and what is left over?"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from practices.answers.word_form import BOXES, OF, TICKED, TITLE, printed_paragraphs
from practices.imports.tables import Unreadable
from practices.imports.word import headings
from practices.imports.word.opened import WordFile, word_file
from practices.imports.word.paragraphs import Control, Paragraph, Paragraphs, Stretch
from practices.imports.word.styles import Numbering, Styles
from practices.imports.word.written import Writer
from practices.models import Topic
from practices.question_kinds import Kind, Question
from practices.template import BY_FIELD, WRITTEN
from practices.uploads.office import Links

ADDRESS_AT, ENOUGH = "http", 10
"""How an address begins, and so many headings of the form tell that a file is one."""
PLACEHOLDER = "placeholder text"
MARKS = f"{BOXES[True]}\u2611\u2713\u2714\u2717\u2718\u00d7xX"
"""What people put where they cannot tick."""
SIGNS = re.compile(rf"(?:(?:[{BOXES[False]}{MARKS[:-2]}]|\[\s?[xX]?\s?\]|[xX](?=[\s{BOXES[False]}]|$))\s*)+")


@dataclass
class Filled:
    """What a file says: texts by field, the boxes that are ticked in it, and the words that answer no question.

    `is_form` tells the site's own form; `guessed` is a field whose answer no heading named. `pictures` were not read.
    """

    texts: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, list[str]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    guessed: str = ""
    is_form: bool = False
    pictures: int = 0


def read_filled(raw: bytes) -> Filled:
    """Return what a Word file answers; raises `Unreadable` with what its sender can do, also when it answers nothing."""
    with word_file(raw) as file:
        styles, numbering, links = Styles(), Numbering(), Links("/hyperlink")
        file.read(file.beside("styles.xml"), styles)
        file.read(file.beside("numbering.xml"), numbering)
        file.read(file.links, links)
        said = Paragraphs(links.targets)
        file.read(file.main, said)
        notes = list(_notes(file))
    filled = _Reader(Writer(styles, numbering), said.all).read()
    filled.left += notes
    filled.pictures = said.pictures + said.elsewhere
    if not (filled.texts or any(filled.boxes.values())):
        if filled.is_form:
            raise Unreadable(_("No answer stands in the form yet. Fill it in, save it, and upload it then."))
        raise Unreadable(
            _(
                "None of the template's questions was found in it. Copy your text into the Word form, "
                "or give each part its heading: Purpose, Stimulus / rationale, Process, Impact, Key reference documents."
            )
        )
    return filled


def _notes(file: WordFile) -> Iterable[str]:
    """Give the notes at the foot of pages and at the end: they answer no question by themselves."""
    for name in ("footnotes.xml", "endnotes.xml"):
        part = Paragraphs()
        if file.read(file.beside(name), part):
            yield from (text for paragraph in part.all if (text := paragraph.text.strip()))


class _Reader:
    """Goes through the paragraphs of one file, and gives each to the question whose heading it stands beneath."""

    def __init__(self, writer: Writer, paragraphs: list[Paragraph]) -> None:
        self.writer, self.paragraphs = writer, paragraphs
        self.filled = Filled(is_form=self._is_form())
        self.named = headings.in_forms() if self.filled.is_form else headings.in_texts()
        self.printed = set(map(_unaddressed, printed_paragraphs()))
        self.boxed = {str(question.label) for question in WRITTEN} | {
            topic.name for topic in Topic.objects.all()
        }
        self.parts: defaultdict[str, list[Paragraph]] = defaultdict(list)
        self.boxes: defaultdict[str, list[str]] = defaultdict(list)
        self.left: list[Paragraph] = []
        self.field = ""
        self.level = 0

    def read(self) -> Filled:
        for paragraph in self.paragraphs:
            self._take(paragraph)
        if not self.filled.is_form and "title" not in self.parts and self.parts:
            self._guess_title()
        for question in WRITTEN:
            if text := self._text(question, self.parts[question.field]):
                self.filled.texts[question.field] = text
        self.filled.boxes = dict(self.boxes)
        self.filled.left = [text for each in self.left if (text := each.text.strip())]
        return self.filled

    def _is_form(self) -> bool:
        """Say whether this is the site's form, by its fields, or by its headings where a program took the fields away."""
        headed = [each.text for each in self.paragraphs if self.writer.level(each)]
        known = [text for text in headed if headings.question_of(text, headings.in_forms())]
        return len(known) >= ENOUGH or any(map(_question_of_field, _controls(self.paragraphs)))

    def _take(self, paragraph: Paragraph) -> None:
        paragraph.pieces = [piece for piece in paragraph.pieces if not self._is_blank(piece)]
        in_fields = [piece.control for piece in paragraph.pieces if piece.control]
        if tagged := next(filter(None, map(_question_of_field, in_fields)), ""):
            self.field, self.level = tagged, 0
            if any(control.is_ticked is not None for control in in_fields):
                self._tick(paragraph)
                return
        elif self._is_heading(paragraph):
            return
        if paragraph.text and (tagged or not self._is_printed(paragraph)):
            (self.parts[self.field] if self.field else self.left).append(paragraph)

    def _is_printed(self, paragraph: Paragraph) -> bool:
        """Say whether a paragraph is the form's own: its title, its guidance_of, or a field that lost its frame."""
        is_title = not self.field and paragraph.text.strip().startswith(str(TITLE))
        return (self.filled.is_form and is_title) or _unaddressed(paragraph.text) in self.printed

    def _is_blank(self, piece: Stretch) -> bool:
        """Say whether a text is what stands in a field that nobody wrote into."""
        if not piece.control or not piece.control.is_blank:
            return False
        is_ours = piece.text in self.printed
        return is_ours or self.writer.styles.name(piece.style) == PLACEHOLDER

    def _is_heading(self, paragraph: Paragraph) -> bool:
        """Say whether a paragraph is a heading and no answer; what follows then belongs to its question."""
        text, level = paragraph.text, self.writer.level(paragraph)
        named = headings.question_of(text, self.named) if text.strip() else None
        if named is not None and (level or not self.filled.is_form):
            self.field, self.level = named, level
            return True
        if self.filled.is_form or not text.strip():
            return False
        field, end = self._beginning(paragraph)
        if field and field not in self.parts:
            self.field, self.level = field, level
            _cut(paragraph, end)
            return False
        if (
            level and self.field and level <= self.level
        ):  # a part of its own that the template does not ask for
            self.field, self.level = "", 0
        return False

    def _beginning(self, paragraph: Paragraph) -> tuple[str, int]:
        """Return the question with which a paragraph begins, before a colon or in bold, and where its answer begins."""
        first = paragraph.pieces[0]
        if first.is_bold and (field := headings.question_of(first.text, self.named)):
            return field, len(first.text)
        return headings.beginning_of(paragraph.text, self.named)

    def _tick(self, paragraph: Paragraph) -> None:
        """Note the boxes of a paragraph; what else is written there than what they are for is left over."""
        marked, beside = _signed(paragraph.text)
        boxes = {id(piece.control): piece.control for piece in paragraph.pieces if _is_box(piece)}
        for control in filter(None, boxes.values()):
            name, _slash, value = control.tag.partition(OF)
            if control.is_ticked or (marked and len(boxes) == 1):
                self.boxes[name].append(value)
        if beside and beside not in self.boxed:
            paragraph.pieces = [piece for piece in paragraph.pieces if not _is_box(piece)]
            self.left.append(paragraph)

    def _text(self, question: Question, paragraphs: list[Paragraph]) -> str:
        write = WRITERS.get(question.kind, Writer.lines)
        if question.kind in TICKED:
            paragraphs = list(self._tick_by_sign(question, paragraphs))
            write = Writer.lines
        return write(self.writer, paragraphs).strip()

    def _tick_by_sign(self, question: Question, paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
        """Read boxes that have become signs, as programs that know no fields leave them; give what is none."""
        for paragraph in paragraphs:
            marked, name = _signed(paragraph.text)
            if marked is None:
                yield paragraph
            elif marked:
                self.boxes[question.field].append(name)
            else:
                self.boxes.setdefault(question.field, [])

    def _guess_title(self) -> None:
        """Take what stands highest for the title, where nothing says which one is."""
        heads = [each for each in self.left if self.writer.styles.name(each.style) == "title"]
        heads += [each for each in self.left if self.writer.level(each)]
        likely = [*heads, *self.left]
        if likely and len(likely[0].text) <= (BY_FIELD["title"].characters or 0):
            self.left.remove(likely[0])
            self.parts["title"], self.filled.guessed = [likely[0]], "title"


def _signed(text: str) -> tuple[bool | None, str]:
    """Return whether a line has the sign of a tick before its words, None where it has no sign at all, and its words."""
    signs = SIGNS.match(text.strip())
    if signs is None:
        return None, text.strip()
    return any(sign in MARKS for sign in signs[0]), text.strip()[signs.end() :]


def _is_box(piece: Stretch) -> bool:
    return piece.control is not None and piece.control.is_ticked is not None


def _controls(paragraphs: Iterable[Paragraph]) -> Iterable[Control]:
    return (piece.control for paragraph in paragraphs for piece in paragraph.pieces if piece.control)


def _question_of_field(control: Control) -> str:
    """Return the question that a field is for, if it is one of the form's."""
    name = control.tag.partition(OF)[0]
    return name if name in BY_FIELD else ""


def _unaddressed(text: str) -> str:
    """Return a paragraph without the addresses in it: those of the form are the site's own."""
    return " ".join(word for word in text.split() if not word.startswith(ADDRESS_AT))


def _cut(paragraph: Paragraph, end: int) -> None:
    """Take the first signs of a paragraph away: its heading."""
    while paragraph.pieces and end:
        first = paragraph.pieces[0]
        taken = min(end, len(first.text))
        first.text, end = first.text[taken:], end - taken
        if not first.text:
            paragraph.pieces.pop(0)
    if paragraph.pieces:
        paragraph.pieces[0].text = paragraph.pieces[0].text.lstrip()


WRITERS: dict[Kind, Callable[[Writer, list[Paragraph]], str]] = {
    Kind.TEXT: Writer.marked,
    Kind.DOCUMENTS: Writer.documents,
    Kind.ADDRESS: Writer.address,
}
"""How the answers are written out that are more than lines."""

"""The good-practice template as a Word form: every question with its guidance and a field to write into, blank or filled in.

Each field is a content control that has the question's name as its tag; a box of several has what it is for behind it.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.utils.translation import get_language
from django_countries import countries

from practices.answers.codec import Answers
from practices.answers.word_form import BOXES, OF, TITLE, guidance_of, instructions, placeholder
from practices.choices import RIGHT_TO_LEFT
from practices.exports.word.markup import Fields, paragraph, run_of
from practices.exports.word.package import ANSWER, GUIDANCE, WORD, finished, new_document
from practices.models import Topic
from practices.question_kinds import Kind, Question
from practices.template import SECTIONS
from practices.text import documents_to_lines

PARAGRAPHS = re.compile(r"\n\n(?!\n)")
"""Where one paragraph of a text ends and the next begins: any other end of a line stays within its paragraph."""
BLANK = '<w:rStyle w:val="PlaceholderText"/>'
LANGUAGE, FROM_RIGHT = '<w:lang w:val="%s"/>', '<w:rtl/><w:lang w:bidi="%s"/>'


def blank_form() -> bytes:
    """Return the template to be filled in."""
    return _form({}, str(TITLE), now())


def filled_form(values: Answers, at: datetime) -> bytes:
    """Return the form with the answers of an entry, as `as_typed` has them."""
    title = f"{TITLE}: {' '.join(values['title'].split())}"
    return _form(values, title, at)


def word_response_headers(name: str) -> dict[str, str]:
    """Return what an answer with a form says of it: its type, and the name under which it is saved."""
    saved = content_disposition_header(as_attachment=True, filename=f"{name}.docx") or "attachment"
    return {"Content-Type": WORD, "Content-Disposition": saved, "X-Robots-Tag": "noindex"}


def _form(values: Answers, title: str, at: datetime) -> bytes:
    document = new_document(title, get_language() or settings.LANGUAGE_CODE, at)
    return finished(
        document, _Form(values).parts(title), f"{settings.SITE_NAME}, {settings.SITE_URL}/template/"
    )


class _Form:
    """The paragraphs of a form; `values` are the answers as they are typed."""

    def __init__(self, values: Answers) -> None:
        self.values, self.fields = values, Fields()
        self.language = values.get("language", "")
        chosen = values.get("topics", [])
        self.topics = [each for each in Topic.objects.all() if not each.is_retired or each.slug in chosen]

    def parts(self, title: str) -> Iterator[str]:
        yield paragraph(run_of(title), "Title")
        for step in instructions():
            yield paragraph(run_of(step), "ListNumber")
        for section in (each for each in SECTIONS if not each.takes_files):
            yield paragraph(run_of(str(section.title)), "Heading1")
            yield paragraph(run_of(str(section.help)), GUIDANCE)
            for question in section.questions:
                yield paragraph(run_of(str(question.label)), "Heading2")
                yield from (paragraph(run_of(said), GUIDANCE) for said in guidance_of(question))
                yield WRITERS.get(question.kind, _Form.line)(self, question)

    def line(self, question: Question) -> str:
        """Return a field of one line."""
        return self._plain(question, self._text(question), lines=False)

    def lines(self, question: Question) -> str:
        """Return a field of several lines that are no paragraphs."""
        return self._plain(question, self._text(question), lines=True)

    def text(self, question: Question) -> str:
        """Return a field of paragraphs."""
        return self._rich(question, PARAGRAPHS.split(self._text(question)))

    def documents(self, question: Question) -> str:
        """Return a field with a document a paragraph."""
        return self._rich(question, documents_to_lines(self.values.get(question.field, [])).split("\n"))

    def country(self, question: Question) -> str:
        """Return a list of all countries, into which one may also write."""
        offered = [(code, str(name)) for code, name in countries]
        return self._choice(question, offered, typed=True)

    def choice(self, question: Question) -> str:
        """Return a list of the answers that may be chosen."""
        offered = [(value, str(label)) for value, label in question.choices()] if question.choices else []
        return self._choice(question, offered, typed=False)

    def tick(self, question: Question) -> str:
        """Return one box."""
        return self._box(question.field, question.label, is_ticked=bool(self.values.get(question.field)))

    def boxes(self, question: Question) -> str:
        """Return a box for each topic."""
        chosen = self.values.get(question.field, [])
        return "".join(
            self._box(f"{question.field}{OF}{topic.slug}", topic.name, is_ticked=topic.slug in chosen)
            for topic in self.topics
        )

    def _text(self, question: Question) -> str:
        return str(self.values.get(question.field, "")).strip()

    def _rich(self, question: Question, pieces: list[str]) -> str:
        is_blank = not any(pieces)
        content = "".join(
            self._answer(self._blank(question) if is_blank else self._said(piece)) for piece in pieces
        )
        return self.fields.rich(question.field, str(question.label), content, is_blank=is_blank)

    def _plain(self, question: Question, text: str, *, lines: bool) -> str:
        runs = self._said(text) if text else self._blank(question)
        label = str(question.label)
        return self._answer(self.fields.plain(question.field, label, runs, is_blank=not text, lines=lines))

    def _choice(self, question: Question, offered: list[tuple[str, str]], *, typed: bool) -> str:
        value, label = self._text(question), str(question.label)
        runs = run_of(dict(offered).get(value, value)) if value else self._blank(question)
        first = ("", str(placeholder(question)))
        return self._answer(
            self.fields.choice(
                question.field, label, runs, [first, *offered], is_blank=not value, typed=typed
            )
        )

    def _box(self, tag: str, label: Any, *, is_ticked: bool) -> str:
        box = self.fields.box(tag, str(label), run_of(BOXES[is_ticked], FONT_OF_BOXES), is_ticked=is_ticked)
        return paragraph(box + run_of(f" {label}"), ANSWER)

    def _blank(self, question: Question) -> str:
        return run_of(str(placeholder(question)), BLANK)

    def _said(self, text: str) -> str:
        """Return words of the entry, marked as of its language."""
        if not self.language:
            return run_of(text)
        return run_of(text, (FROM_RIGHT if self._is_from_right else LANGUAGE) % self.language)

    def _answer(self, content: str) -> str:
        return paragraph(content, ANSWER, "<w:bidi/>" if self._is_from_right else "")

    @property
    def _is_from_right(self) -> bool:
        return self.language in RIGHT_TO_LEFT


FONT_OF_BOXES = '<w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic"/>'
WRITERS: dict[Kind, Callable[[_Form, Question], str]] = {
    Kind.PLAIN: _Form.lines,
    Kind.CITIES: _Form.lines,
    Kind.TEXT: _Form.text,
    Kind.DOCUMENTS: _Form.documents,
    Kind.COUNTRY: _Form.country,
    Kind.CHOICE: _Form.choice,
    Kind.TICK: _Form.tick,
    Kind.TOPICS: _Form.boxes,
}
"""How each kind is asked; the others have one line."""

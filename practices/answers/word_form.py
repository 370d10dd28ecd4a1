"""What a Word form says beside the answers: the names of its fields, its guidance_of, and what stands where nothing is answered.

Whoever writes the form and whoever reads it again have it from here, so that no guidance is taken for an answer.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.question_kinds import Kind, Question
from practices.template import SECTIONS, WRITTEN

TITLE = gettext_lazy("Good-practice template")
WRITE, CHOOSE = gettext_lazy("Write your answer here."), gettext_lazy("Choose an answer.")
BOXES = {True: "\u2612", False: "\u2610"}
"""The signs of a box that is ticked, and of one that is not."""
CHOSEN = {Kind.COUNTRY, Kind.CHOICE}
TICKED = {Kind.TOPICS, Kind.TICK}
OF = "/"
"""Stands in the name of a box between the question and what the box is for."""


def guidance_of(question: Question) -> list[str]:
    """Return what the form says about a question, a paragraph each."""
    needed = _("Needed before you submit.") if question.needed else ""
    said = [" ".join(str(part) for part in (question.help, needed, question.limit) if part)]
    if question.example:
        said.append(_("For example: %(example)s.") % {"example": question.example})
    return said


def instructions() -> list[str]:
    """Return how the form is filled in, step by step."""
    return [
        _("Write into the grey fields. What you do not know yet can stay empty."),
        _("Bold, italics, lists and links of Word are kept; pictures are not."),
        _("Leave the headings as they are: by them your answers are found again."),
        _("Save the file as Word document (.docx). LibreOffice and Google Docs can do that, too."),
        _(
            "Sign in, choose “Upload a Word file”, and you get a draft with all your answers. It is not published."
        ),
    ]


def placeholder(question: Question) -> str | Promise:
    """Return what stands in a field that nobody has filled in."""
    return CHOOSE if question.kind in CHOSEN else WRITE


def printed_paragraphs() -> set[str]:
    """Return every paragraph of the form that is no answer and no heading."""
    helps = (str(section.help) for section in SECTIONS if not section.takes_files)
    said = {str(WRITE), str(CHOOSE), *instructions(), *helps}
    return said.union(*(guidance_of(question) for question in WRITTEN))

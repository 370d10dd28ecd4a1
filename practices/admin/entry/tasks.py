"""The task list of a form: how far is each section of the template, and which answers are to be mended?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.admin.error_summary import FormError, anchor
from practices.answers import codec, completeness
from practices.answers.codec import Answers
from practices.answers.completeness import Flaw, Issue
from practices.models import Practice
from practices.question_kinds import Kind, Section
from practices.template import SECTION_OF, SECTIONS

MISSING = "missing"
"""In the address of a form: show at the fields what is missing, too."""

TOLD = "told"
"""In the address of the form of a section: which of its fields were said to be mended when it was saved."""

BACK = "back"
"""In the address of a form: lead back to the page on which a contributor checks the answers."""

type Pages = Callable[[Section], str]
"""The address of the page that asks the questions of a section."""


def this_page(section: Section) -> str:
    """Return the address of the page that asks all questions."""
    return ""


@dataclass(frozen=True)
class Task:
    """A section with its state: `name` for the style sheet, `words` for people; `errors` are what is left to do."""

    title: str | Promise
    address: str
    name: str
    words: str
    errors: list[FormError]


def tasks(practice: Practice, issues: Iterable[Issue], page: Pages = this_page) -> list[Task]:
    """Return the template's sections as a list of tasks."""
    answers, told = codec.read(practice), [*issues, *completeness.warnings(practice)]
    return [_task(section, answers, told, page) for section in SECTIONS]


def to_mend(practice: Practice, section: Section) -> list[Issue]:
    """Return what of a section is to be corrected or looked at; what is only missing can wait."""
    found = [*completeness.issues(practice), *completeness.warnings(practice)]
    return [issue for issue in found if SECTION_OF[issue.field] is section and not issue.missing]


def answer_address(field: str, page: Pages = this_page) -> str:
    """Return where a question is answered."""
    return f"{page(SECTION_OF[field])}#{anchor(field)}"


def _task(section: Section, answers: Answers, issues: list[Issue], page: Pages) -> Task:
    fields = [question.field for question in section.questions]
    mine = [issue for issue in issues if issue.field in fields]
    asked = [question.field for question in section.questions if question.kind is not Kind.TICK]
    name, words = _state(mine, sum(not codec.is_empty(answers[field]) for field in asked), len(asked))
    errors = [FormError(answer_address(issue.field, page), issue.sentence) for issue in mine]
    return Task(section.title, page(section) or answer_address(fields[0]), name, words, errors)


def _state(issues: list[Issue], answered: int, asked: int) -> tuple[str, str]:
    """Return the state of a section of which so many questions are answered, for the style sheet and for people."""
    doubtful = sum(issue.flaw is Flaw.DOUBTFUL for issue in issues)
    missing = sum(issue.missing for issue in issues)
    unfit = len(issues) - missing - doubtful
    if unfit:
        return "unfit", ngettext("%(count)d to correct", "%(count)d to correct", unfit) % {"count": unfit}
    if not answered:
        return "blank", _("Not started") if missing else _("Not started (optional)")
    if missing:
        left = ngettext("In progress: %(count)d to do", "In progress: %(count)d to do", missing)
        said = left % {"count": missing}
        look = ngettext("%(count)d to look at", "%(count)d to look at", doubtful) % {"count": doubtful}
        return "begun", f"{said}, {look}" if doubtful else said
    if doubtful:
        said = ngettext("Done, %(count)d to look at", "Done, %(count)d to look at", doubtful)
        return "done", said % {"count": doubtful}
    if answered < asked:
        return "done", _("Done: %(answered)d of %(asked)d answered") % {"answered": answered, "asked": asked}
    return "done", _("Done")


def is_from_check(request: HttpRequest) -> bool:
    """Say whether a form was opened to mend what the page before submitting showed."""
    return request.GET.get(BACK) == "check"

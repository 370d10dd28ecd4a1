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
from practices.question_kinds import Section
from practices.template import SECTION_OF, SECTIONS

MISSING = "missing"
"""In the address of a form: show at the fields what is missing, too."""

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


def answer_address(field: str, page: Pages = this_page) -> str:
    """Return where a question is answered."""
    return f"{page(SECTION_OF[field])}#{anchor(field)}"


def _task(section: Section, answers: Answers, issues: list[Issue], page: Pages) -> Task:
    fields = [question.field for question in section.questions]
    mine = [issue for issue in issues if issue.field in fields]
    is_blank = all(codec.is_empty(answers[field]) for field in fields)
    name, words = _state(mine, is_blank=is_blank)
    errors = [FormError(answer_address(issue.field, page), issue.sentence) for issue in mine]
    return Task(section.title, page(section) or answer_address(fields[0]), name, words, errors)


def _state(issues: list[Issue], *, is_blank: bool) -> tuple[str, str]:
    doubtful = sum(issue.flaw is Flaw.DOUBTFUL for issue in issues)
    missing = sum(issue.missing for issue in issues)
    unfit = len(issues) - missing - doubtful
    if unfit:
        return "unfit", ngettext("%(count)d to correct", "%(count)d to correct", unfit) % {"count": unfit}
    if is_blank:
        return "blank", _("Not started") if missing else _("Not started (optional)")
    if missing:
        left = ngettext("In progress: %(count)d to do", "In progress: %(count)d to do", missing)
        return "begun", left % {"count": missing}
    if doubtful:
        said = ngettext("Done, %(count)d to look at", "Done, %(count)d to look at", doubtful)
        return "done", said % {"count": doubtful}
    return "done", _("Done")


def is_from_check(request: HttpRequest) -> bool:
    """Say whether a form was opened to mend what the page before submitting showed."""
    return request.GET.get(BACK) == "check"

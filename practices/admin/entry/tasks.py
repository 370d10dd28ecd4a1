"""The task list of a form: how far is each section of the template, and which answers are to be mended?"""

from collections.abc import Iterable
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
from practices.questions import Section
from practices.template import SECTIONS

MISSING = "missing"
"""In the address of a form: show at the fields what is missing, too."""

SUBMIT, BACK = "submit", "back"
"""The move before which a contributor checks the answers, and what in a form's address leads back to that page."""


@dataclass(frozen=True)
class Task:
    """A section with its state: `name` for the style sheet, `words` for people; `errors` are what is left to do."""

    title: str | Promise
    anchor: str
    name: str
    words: str
    errors: list[FormError]


def tasks(practice: Practice, issues: Iterable[Issue]) -> list[Task]:
    """Return the template's sections as a list of tasks."""
    answers, told = codec.read(practice), [*issues, *completeness.warnings(practice)]
    return [_task(section, answers, told) for section in SECTIONS]


def _task(section: Section, answers: Answers, issues: list[Issue]) -> Task:
    fields = [question.field for question in section.questions]
    mine = [issue for issue in issues if issue.field in fields]
    is_blank = all(codec.is_empty(answers[field]) for field in fields)
    name, words = _state(mine, is_blank=is_blank)
    errors = [FormError(anchor(issue.field), issue.sentence) for issue in mine]
    return Task(section.title, anchor(fields[0]), name, words, errors)


def _state(issues: list[Issue], *, is_blank: bool) -> tuple[str, str]:
    doubtful = sum(issue.flaw is Flaw.DOUBTFUL for issue in issues)
    missing = sum(issue.missing for issue in issues)
    unfit = len(issues) - missing - doubtful
    words = [
        ngettext("%(count)d does not fit", "%(count)d do not fit", unfit) % {"count": unfit} if unfit else "",
        ngettext("%(count)d to do", "%(count)d to do", missing) % {"count": missing} if missing else "",
    ]
    if unfit or missing:
        return "unfit" if unfit else "missing", ", ".join(filter(None, words))
    if doubtful:
        said = ngettext("Complete, %(count)d to look at", "Complete, %(count)d to look at", doubtful)
        return "complete", said % {"count": doubtful}
    return ("optional", _("Optional")) if is_blank else ("complete", _("Complete"))


def is_from_check(request: HttpRequest) -> bool:
    """Say whether a form was opened to mend what the page before submitting showed."""
    return request.GET.get(BACK) == "check"

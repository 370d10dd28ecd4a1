"""Are the words of a form written, once, however often they are sent?"""

from typing import Any

from django.core.exceptions import PermissionDenied

from practices import actions
from practices import answers as answering
from practices.actions import Stale
from practices.answers import Answers
from practices.forms.practice import NewPracticeForm, PracticeForm
from practices.models import Practice, User
from practices.template import MANY


def save(practice: Practice, form: PracticeForm, *, by: User) -> Practice:
    """Write what a form says and return the entry as it is now; the same words sent again are there already.

    Raises what `actions.save_answers` raises.
    """
    if says_the_same(practice, form):
        return practice
    try:
        return actions.save_answers(practice, form.answers, by=by, seen=form.version)
    except Stale as stale:
        if says_the_same(stale.practice, form):
            return stale.practice
        raise


def add(form: NewPracticeForm, *, by: User, contributor: User | None) -> tuple[Practice, bool]:
    """Return the entry that an add form makes, and whether its words are in it.

    A form sent again makes no second entry: other words than the first time are a correction of it, as long as nobody
    has written in the entry since.
    """
    practice, is_new = actions.create_once(form.answers, by=by, contributor=contributor, key=form.once)
    if is_new or _begins(practice, form):
        return practice, True
    try:
        return actions.save_answers(practice, form.answers, by=by, seen=1), True
    except (Stale, PermissionDenied):
        return practice, False


def says_the_same(practice: Practice, form: PracticeForm) -> bool:
    """Say whether an entry holds the words of a form, whoever wrote them."""
    return _in_order(form.encoded) == _in_order(answering.encoded(practice))


def _begins(practice: Practice, form: NewPracticeForm) -> bool:
    now, typed = answering.encoded(practice), form.encoded
    return all(now[question.field] == typed[question.field] for question in form.questions)


def _in_order(answers: Answers) -> dict[str, Any]:
    """Return answers with their sets of rows in one order, as the database gives them in its own."""
    rows = {name: sorted(answers[name], key=lambda row: (row["slug"], row["name"])) for name in MANY}
    return answers | rows

"""The saving of a form: are its words written, once, however often they are sent?"""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from practices.admin.entry.form import NewPracticeForm, PracticeForm, in_order
from practices.answers import codec
from practices.answers.codec import KEPT_TYPED, TYPED, Answers
from practices.entries import actions
from practices.entries.actions import Stale
from practices.models import Practice, User


@transaction.atomic
def save(practice: Practice, form: PracticeForm, *, by: User, moves: bool = False) -> Practice:
    """Write what a form says and return the entry as it is now, locked; the same words sent again are there already.

    With `moves`, words that are there already are hers only if her page showed them, or her last press wrote them: what
    is moved next is what she has seen. Raises what `actions.save_answers` raises.
    """
    current = Practice.all_objects.locked(practice.pk)
    if says_the_same(current, form) and (not moves or _has_seen(current, form, by)):
        return current
    expected_version = current.version if form.shows(current) else form.version
    return actions.save_answers(current, form.answers, by=by, expected_version=expected_version)


def _has_seen(practice: Practice, form: PracticeForm, person: User) -> bool:
    is_repeated = practice.saved_by_id == person.pk and practice.version == form.version + 1
    return is_repeated or practice.version == form.version


def add_entry(
    form: NewPracticeForm, *, by: User, contributor: User | None, first: Answers | None = None
) -> tuple[Practice, bool]:
    """Return the entry that an add form makes, with the `first` answers that nobody typed, and whether its words are in it.

    A form sent again makes no second entry: other words than the first time are a correction of it, as long as nobody
    has written in the entry since.
    """
    practice, is_new = actions.create_once(
        (first or {}) | form.answers, by=by, contributor=contributor, key=form.once
    )
    if is_new or _begins(practice, form):
        return practice, True
    try:
        return actions.save_answers(practice, form.answers, by=by, expected_version=1), True
    except (Stale, PermissionDenied):
        return practice, False


def says_the_same(practice: Practice, form: PracticeForm) -> bool:
    """Say whether an entry holds the words of a form, whoever wrote them."""
    now = in_order(codec.said(practice)) | {KEPT_TYPED: practice.kept_typed}
    return all(now[name] == value for name, value in in_order(form.answers).items())


def _begins(practice: Practice, form: NewPracticeForm) -> bool:
    now, said = codec.said(practice), form.said
    asked = [question.field for question in form.questions]
    return all(
        now[name] == said[name] for name in [*asked, *(TYPED[each] for each in asked if each == "city")]
    )

"""Does the mail of a move that can be undone wait for as long, and leave in its turn?"""

import pytest
from django.utils import timezone

from practices.entries import bulk
from practices.mail.kinds import KINDS
from practices.models import Mail
from practices.models.batch import UNDO_WITHIN
from practices.workflow import MOVES
from tests.builders import make_editor, make_user, moved, submitted


def next_to_leave() -> list[str]:
    """Return the kinds of the mails that are due, in the order in which they leave."""
    due = Mail.objects.due(timezone.now()).order_by("next_attempt_at", "pk")
    return [mail.kind for mail in due]


def test_mails_of_moves_that_can_be_undone_are_held_as_long() -> None:
    waits = {kind.name: kind.wait for kind in KINDS.values() if kind.wait}
    held = {"returned", "published", "rejected", "reopened", "trashed", "many"}
    assert waits == dict.fromkeys(held, UNDO_WITHIN) | {"edited": KINDS["edited"].after}


@pytest.mark.django_db
def test_mail_of_a_move_that_can_be_undone_leaves_when_it_cannot_any_more() -> None:
    practice = moved(submitted(contributor=make_user()), "return", by=make_editor(), note="Say more.")
    assert next_to_leave() == ["submitted"]
    held = Mail.objects.get(kind="returned", practice=practice)
    assert UNDO_WITHIN * 0.9 < held.next_attempt_at - held.created_at <= UNDO_WITHIN


@pytest.mark.django_db
def test_mail_that_was_held_leaves_before_what_comes_after_it() -> None:
    person, editor = make_user(), make_editor()
    practice = moved(submitted(contributor=person), "return", by=editor, note="Say more.")
    other = moved(submitted(contributor=person), "return", by=editor, note="Say more.")
    Mail.objects.filter(kind="submitted").delete()
    moved(practice, "submit", by=person)
    assert next_to_leave() == ["returned", "submitted"]
    assert Mail.objects.get(practice=other, kind="returned").next_attempt_at > timezone.now()


@pytest.mark.django_db
def test_mail_of_many_that_was_held_leaves_before_what_comes_after_it() -> None:
    person, editor = make_user(), make_editor()
    pair = [submitted(contributor=person) for _ in range(2)]
    Mail.objects.all().delete()
    bulk.move_each(MOVES["return"], [(each.pk, each.version) for each in pair], by=editor, note="Say more.")
    assert next_to_leave() == []
    moved(pair[0], "submit", by=person)
    assert next_to_leave() == ["many", "submitted"]

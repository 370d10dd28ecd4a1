"""Does the mail of a move that can be undone wait for as long, and leave in its turn?"""

from datetime import timedelta

import pytest
from django.utils import timezone

from practices.entries import bulk, coauthors
from practices.mail.kinds import KINDS
from practices.mail.mail_kind import HELD
from practices.models import Mail, Practice, User
from practices.models.batch import UNDO_WITHIN
from practices.workflow import MOVES
from tests.builders import make_city, make_draft, make_editor, make_user, moved, submitted

MINUTE = timedelta(minutes=1)


def next_to_leave() -> list[str]:
    """Return the kinds of the mails that are due, in the order in which they leave."""
    due = Mail.objects.due(timezone.now()).order_by("next_attempt_at", "pk")
    return [mail.kind for mail in due]


def test_mails_of_moves_that_can_be_undone_are_held_as_long() -> None:
    waits = {kind.name: kind.wait for kind in KINDS.values() if kind.wait}
    held = {"returned", "published", "rejected", "reopened", "trashed", "many"}
    assert waits == dict.fromkeys(held, HELD) | {"edited": KINDS["edited"].after}


@pytest.mark.django_db
def test_mail_of_a_move_that_can_be_undone_leaves_when_it_cannot_any_more() -> None:
    practice = moved(submitted(contributor=make_user()), "return", by=make_editor(), note="Say more.")
    assert next_to_leave() == ["submitted"]
    held = Mail.objects.get(kind="returned", practice=practice)
    assert UNDO_WITHIN + MINUTE * 0.9 < held.next_attempt_at - held.created_at <= UNDO_WITHIN + MINUTE


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


def written_by_two() -> list[Practice]:
    """Return two entries that a contributor and a co-author have submitted, before anybody was told."""
    author, second = make_user("ada@city.example", city=make_city()), make_user("ben@city.example")
    second.city = author.city
    second.save()
    drafts = [make_draft(contributor=author, title=f"Ship {number}") for number in range(2)]
    for each in drafts:
        coauthors.join(coauthors.invite(each, email=second.email, by=author), by=second)
    pair = [moved(each, "submit", by=author, licence_agreed=True) for each in drafts]
    Mail.objects.all().delete()
    return pair


@pytest.mark.django_db
def test_mails_of_one_move_to_several_people_are_all_held() -> None:
    practice = moved(written_by_two()[0], "return", by=make_editor(), note="Say more.")
    assert (Mail.objects.filter(practice=practice).count(), next_to_leave()) == (2, [])


@pytest.mark.django_db
def test_mails_of_a_bulk_move_to_several_people_are_all_held() -> None:
    seen = [(each.pk, each.version) for each in written_by_two()]
    bulk.move_each(MOVES["return"], seen, by=make_editor(), note="Say more.")
    assert (Mail.objects.count(), next_to_leave()) == (2, [])


@pytest.mark.django_db
def test_invitation_lets_leave_what_was_held_before_it() -> None:
    practice, editor = written_by_two()[0], make_editor()
    practice = moved(practice, "return", by=editor, note="Say more.")
    coauthors.invite(practice, email="third@city.example", by=User.objects.get(email="ada@city.example"))
    assert next_to_leave() == ["returned", "returned", "invited"]

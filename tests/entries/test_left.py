"""What becomes of an entry whose contributor closed her account?"""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from practices import permissions
from practices.accounts import lifecycle
from practices.admin.editorial import dashboard
from practices.entries import coauthors
from practices.models import CoAuthor, Practice, User
from practices.workflow import NEXT, Status
from tests.builders import in_status, make_city, make_editor, make_user, moved
from tests.entries.test_coauthors import officer, with_coauthor
from tests.pages import client_of
from tests.test_permissions import COLUMNS, DISABLED, EDITOR, OTHER, PEOPLE, practice_of

SAID = "Its contributor has closed the account."


def left(status: Status = Status.RETURNED) -> Practice:
    """Return an entry whose contributor closed her account."""
    person = officer()
    practice = in_status(status, contributor=person, edition=False)
    lifecycle.close_account(person)
    return Practice.objects.get(pk=practice.pk)


def page_of(practice: Practice, name: str) -> str:
    return f"/admin/practices/practice/{practice.pk}/{name}/"


LEFT = """
can_see       . . . E A W . . .
can_edit      . . . E A W . . .
can_invite    . . . E A W . . .
can_take_over . . . E A W . . .
waits_for     . . . E A W . . .
"""
"""What is asked of a person and a draft whose contributor closed her account; the columns are those of test_permissions."""


def draft_of(pk: int, *, coauthor: int | None = None, **fields: Any) -> Practice:
    practice = practice_of(None, **fields)
    practice.contributor = PEOPLE[pk]
    practice.__dict__["_coauthorships"] = [CoAuthor(pk=1, practice=practice, person_id=coauthor)]
    return practice


@pytest.mark.parametrize("row", LEFT.strip().splitlines())
def test_right_to_what_nobody_writes_is_as_the_table_says(row: str) -> None:
    name, *cells = row.split()
    may = [getattr(permissions, name)(who, draft_of(DISABLED)) for who in COLUMNS[:-1]]
    assert may == [cell != "." for cell in cells]


@pytest.mark.parametrize(
    ("practice", "is_left"),
    [
        (draft_of(DISABLED), True),
        (draft_of(OTHER), False),
        (draft_of(DISABLED, coauthor=OTHER), False),
        (practice_of(None), False),
    ],
)
def test_only_what_nobody_writes_is_taken_over(practice: Practice, is_left: bool) -> None:
    assert practice.is_left is is_left
    assert permissions.can_take_over(PEOPLE[EDITOR], practice) is is_left
    assert permissions.waits_for(PEOPLE[EDITOR], practice) is is_left


@pytest.mark.django_db
@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETURNED])
def test_page_and_desk_say_it_instead_of_waiting_for_her(status: Status) -> None:
    practice, client = left(status), client_of(make_editor())
    page = client.get(page_of(practice, "change")).content.decode()
    assert SAID in page
    assert str(NEXT[status]) not in page
    desk = client.get("/admin/").content.decode()
    assert "Their contributors have closed their accounts" in desk
    assert page_of(practice, "change") in desk


@pytest.mark.django_db
def test_desk_names_only_what_nobody_writes_and_what_would_be_hers_to_write() -> None:
    kept = [left(Status.SUBMITTED), in_status(Status.DRAFT, contributor=make_user(), edition=False)]
    together = with_coauthor(
        in_status(Status.DRAFT, contributor=officer(), edition=False), officer()
    ).practice
    assert together.contributor
    lifecycle.close_account(together.contributor)
    waits = left()
    assert [each.pk for each in dashboard.left()] == [waits.pk]
    assert {each.is_left for each in Practice.objects.filter(pk__in=[kept[1].pk, together.pk])} == {False}
    assert set(Practice.objects.left()) == {kept[0], waits}


@pytest.mark.django_db
def test_editor_takes_it_over_and_another_approves_it() -> None:
    practice, editor = left(), make_editor()
    client = client_of(editor)
    page = client.get(page_of(practice, "authors")).content.decode()
    assert "Take it over" in page
    assert "Give it to another account" in page
    client.post(page_of(practice, "authors"), {"take_over": "1"})
    practice.refresh_from_db()
    assert practice.contributor == editor
    assert [event.move for event in practice.events.all()][:1] == ["hand_over"]
    again = client.post(page_of(practice, "authors"), {"take_over": "1"})
    assert again.status_code == 403
    submitted = moved(practice, "submit", by=editor)
    with pytest.raises(PermissionDenied):
        moved(submitted, "approve", by=editor)
    assert moved(submitted, "approve", by=make_editor()).status == Status.PUBLISHED


@pytest.mark.django_db
def test_whoever_accepts_the_invitation_is_its_contributor() -> None:
    practice, editor, heir = left(), make_editor(), officer()
    Practice.objects.filter(pk=practice.pk).update(city=make_city())
    invitation = coauthors.invite(practice, email=heir.email, by=editor)
    coauthors.join(invitation, by=heir)
    practice = Practice.objects.get(pk=practice.pk)
    assert (practice.contributor, practice.is_left) == (heir, False)
    assert [event.move for event in practice.events.all()][:3] == ["hand_over", "join", "invite"]
    assert not practice.coauthors.current().exists()
    assert permissions.can_edit(heir, practice)


@pytest.mark.django_db
def test_nobody_else_takes_it_over() -> None:
    practice, theirs = left(), in_status(Status.DRAFT, contributor=make_user(), edition=False)
    people: list[tuple[User, Practice]] = [(make_user(), practice), (make_editor(), theirs)]
    for person, entry in people:
        with pytest.raises(PermissionDenied):
            coauthors.take_over(entry, by=person)
        assert Practice.objects.get(pk=entry.pk).contributor == entry.contributor

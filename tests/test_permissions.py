"""Truth tables of who may do what."""

import itertools
import re
from datetime import timedelta
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from pytest_django.fixtures import Settings

from practices import permissions
from practices.models import CoAuthor, Comment, Event, Practice, PreviewLink, User
from practices.workflow import MOVES, Role, Status

OWNER, OTHER, EDITOR, ADMIN, OWNING_EDITOR, DISABLED, DISABLED_EDITOR, ONE_STEP, COAUTHOR = range(1, 10)


def person(pk: int) -> User:
    return User(
        pk=pk,
        email=f"{pk}@city.example",
        is_staff=pk in {EDITOR, ADMIN, OWNING_EDITOR, DISABLED_EDITOR, ONE_STEP},
        second_step=pk in {EDITOR, ADMIN, OWNING_EDITOR, DISABLED_EDITOR},
        is_superuser=pk == ADMIN,
        is_active=pk not in {DISABLED, DISABLED_EDITOR},
    )


PEOPLE = {pk: person(pk) for pk in range(1, 10)}
VISITOR = AnonymousUser()


def practice_of(pk: int | None, status: Status = Status.DRAFT, **fields: Any) -> Practice:
    """Return a practice of this contributor, which the co-author writes with her."""
    practice = Practice(pk=1, contributor=PEOPLE.get(pk or 0), status=status, **fields)
    practice.__dict__["_coauthorships"] = [CoAuthor(pk=1, practice=practice, person_id=COAUTHOR)]
    return practice


PERSON = """
is_signed_in           . O o E A W . . 1 C
is_staff               . . . E A W . . 1 .
is_editor              . . . E A W . . . .
needs_second_step      . . . . . . . . 1 .
is_admin               . . . . A . . . . .
can_enter_contribute   . O o E A W . . 1 C
can_enter_admin        . . . E A W . . . .
can_create             . O o E A W . . 1 C
can_change_cities_and_topics . . . E A W . . . .
can_change_ready_notes . . . E A W . . . .
can_see_reports        . . . E A W . . . .
can_see_people         . . . . A . . . . .
is_rationed            . O o . . . D d 1 C
can_lift_limit         . . . E A W . . . .
can_see_mails          . . . E A W . . . .
can_read_records       . . . E A W . . . .
"""
"""What is asked of a person alone. Columns: visitor, owner, other contributor, editor, admin, an editor who has an entry
of her own, disabled, disabled editor, editor without a second step, co-author; a dot is no."""

ENTRY = """
can_see                . O . E A W . . . C  . . . E A W . . . C
can_share_preview      . O . E A W . . . C  . . . E A W . . . C
can_decide             . . . E A W . . . .  . . . E A . . . . .
can_comment            . . . E A W . . . .  . . . E A W . . . .
can_edit               . O . E A W . . . C  . . . E A W . . . C
can_link_cities        . . . E A W . . . .  . . . E A W . . . .
can_invite             . O . E A W . . . .  . . . E A W . . . .
can_take_over          . . . . . . . . . .  . . . . . . . . . .
can_take_down          . . . . A . . . . .  . . . . A . . . . .
"""
"""What is asked of a person and a draft: of the owner first, then of the editor's own."""

COLUMNS = (VISITOR, *PEOPLE.values())


@pytest.mark.parametrize("row", PERSON.strip().splitlines())
def test_right_of_a_person_is_as_the_table_says(row: str) -> None:
    name, *cells = row.split()
    assert [getattr(permissions, name)(who) for who in COLUMNS] == [cell != "." for cell in cells]


@pytest.mark.parametrize("row", ENTRY.strip().splitlines())
def test_right_towards_an_entry_is_as_the_table_says(row: str) -> None:
    name, *cells = row.split()
    asked = [(who, practice_of(pk)) for pk in (OWNER, OWNING_EDITOR) for who in COLUMNS]
    assert [getattr(permissions, name)(*each) for each in asked] == [cell != "." for cell in cells]


@pytest.mark.parametrize(
    ("who", "owner", "internal", "reads"),
    [
        (OWNER, OWNER, False, True),
        (OWNER, OWNER, True, False),
        (OTHER, OWNER, False, False),
        (EDITOR, OWNER, True, True),
        (OWNING_EDITOR, OWNING_EDITOR, False, True),
        (OWNING_EDITOR, OWNING_EDITOR, True, False),
        (DISABLED_EDITOR, OWNER, False, False),
        (ONE_STEP, OWNER, True, False),
    ],
)
def test_reading_a_comment(who: int, owner: int, internal: bool, reads: bool) -> None:
    comment = Comment(practice=practice_of(owner), internal=internal)
    assert permissions.can_see_comment(PEOPLE[who], comment) is reads


ELSEWHERE = {"can_make", "is_open", "can_move", "open_moves"}
"""Every move in every status for every role stands in `test_workflow`."""


def test_every_question_has_its_table() -> None:
    """A function that is in no table, and that no test of these files asks, has none."""
    public = {
        name
        for name, each in vars(permissions).items()
        if isinstance(each, FunctionType) and each.__module__ == permissions.__name__ and name[0] != "_"
    }
    tables = {row.split()[0] for table in (PERSON, ENTRY) for row in table.strip().splitlines()}
    files = Path(__file__).parent.glob("test_permissions*.py")
    asked = {name for file in files for name in re.findall(r"permissions\.(\w+)\(", file.read_text())}
    assert public - tables - asked - ELSEWHERE == set()
    assert (tables | asked | ELSEWHERE) - public == set()


HELD = {
    OWNER: {Role.CONTRIBUTOR},
    OTHER: set(),
    EDITOR: {Role.EDITOR, Role.SECOND_EDITOR},
    ADMIN: {Role.EDITOR, Role.SECOND_EDITOR},
    OWNING_EDITOR: {Role.CONTRIBUTOR, Role.EDITOR},
    DISABLED: set(),
    DISABLED_EDITOR: set(),
    ONE_STEP: set(),
    COAUTHOR: {Role.CONTRIBUTOR},
}


@pytest.mark.parametrize("who", HELD)
def test_parts_of_each_person(who: int) -> None:
    own = {OWNER: OWNER, OWNING_EDITOR: OWNING_EDITOR, DISABLED: DISABLED}.get(who, OWNER)
    assert permissions.roles(PEOPLE[who], practice_of(own)) == HELD[who]


def test_visitor_plays_no_part() -> None:
    assert permissions.roles(VISITOR, practice_of(None)) == set()


def test_operator_has_no_account() -> None:
    assert permissions.roles(None, practice_of(OWNER)) == {Role.OPERATOR}


def test_owning_editor_may_approve_only_by_the_setting(settings: Settings) -> None:
    settings.ALLOW_SELF_APPROVAL = True
    mine = practice_of(OWNING_EDITOR, Status.SUBMITTED)
    assert permissions.can_make(PEOPLE[OWNING_EDITOR], mine, MOVES["approve"])
    settings.ALLOW_SELF_APPROVAL = False
    assert not permissions.can_make(PEOPLE[OWNING_EDITOR], mine, MOVES["approve"])


MAY_EDIT = {
    OWNER: {Status.DRAFT, Status.RETURNED},
    OTHER: set(),
    EDITOR: {Status.DRAFT, Status.RETURNED, Status.SUBMITTED},
    ADMIN: {Status.DRAFT, Status.RETURNED, Status.SUBMITTED},
    COAUTHOR: {Status.DRAFT, Status.RETURNED},
    DISABLED_EDITOR: set(),
}


@pytest.mark.parametrize(("who", "status"), list(itertools.product(MAY_EDIT, Status)))
def test_editing_by_person_and_status(who: int, status: Status) -> None:
    assert permissions.can_edit(PEOPLE[who], practice_of(OWNER, status)) is (status in MAY_EDIT[who])


def test_operator_and_visitor_edit_nothing() -> None:
    for status in Status:
        assert not permissions.can_edit(None, practice_of(None, status))
        assert not permissions.can_edit(VISITOR, practice_of(None, status))


@pytest.mark.parametrize(
    ("who", "sees"), [(OWNER, True), (OTHER, False), (EDITOR, True), (ADMIN, True), (DISABLED_EDITOR, False)]
)
def test_seeing_a_working_copy(who: int, sees: bool) -> None:
    assert permissions.can_see(PEOPLE[who], practice_of(OWNER)) is sees


@pytest.mark.parametrize(
    ("who", "status", "links"),
    [
        (OWNER, Status.DRAFT, False),
        (EDITOR, Status.DRAFT, True),
        (EDITOR, Status.SUBMITTED, True),
        (EDITOR, Status.PUBLISHED, False),
    ],
)
def test_linking_cities(who: int, status: Status, links: bool) -> None:
    assert permissions.can_link_cities(PEOPLE[who], practice_of(OWNER, status)) is links


FIRST_DRAFT: dict[str, Any] = {"status": Status.DRAFT}
SUBMITTED_ONCE = FIRST_DRAFT | {"licence_agreed_at": timezone.now()}
ON_LINE_ONCE = FIRST_DRAFT | {"slug": "ship"}


@pytest.mark.parametrize(
    ("who", "stands", "may"),
    [
        (OWNER, FIRST_DRAFT, True),
        (OWNER, SUBMITTED_ONCE, False),
        (OWNER, ON_LINE_ONCE, False),
        (OWNER, {"status": Status.SUBMITTED}, False),
        (OWNER, {"status": Status.PUBLISHED}, False),
        (OTHER, FIRST_DRAFT, False),
        (COAUTHOR, FIRST_DRAFT, False),
        (EDITOR, FIRST_DRAFT, True),
        (EDITOR, {"status": Status.PUBLISHED}, True),
        (ADMIN, SUBMITTED_ONCE, True),
        (ONE_STEP, FIRST_DRAFT, False),
        (DISABLED_EDITOR, FIRST_DRAFT, False),
    ],
)
def test_throwing_away_and_bringing_back(who: int, stands: dict[str, Any], may: bool) -> None:
    practice = practice_of(OWNER, **stands)
    person = PEOPLE[who]
    assert permissions.can_trash(person, practice) is may
    assert not permissions.can_recover(person, practice)
    practice.trashed_at = timezone.now()
    assert not permissions.can_trash(person, practice)
    assert permissions.can_recover(person, practice) is may
    assert permissions.can_see_in_trash(person, practice) is (who in {OWNER, COAUTHOR, EDITOR, ADMIN})
    assert permissions.roles(person, practice) == permissions.roles(None, practice) == set()
    practice.purged_at = timezone.now()
    assert not permissions.can_recover(person, practice)
    assert not permissions.can_see_in_trash(person, practice)


def test_visitor_and_operator_throw_nothing_away() -> None:
    assert not permissions.can_trash(VISITOR, practice_of(None))
    assert not permissions.can_see_in_trash(VISITOR, Practice(trashed_at=timezone.now()))


@pytest.mark.parametrize(
    ("who", "actor", "knows"),
    [(OWNER, OWNER, True), (OWNER, EDITOR, False), (OWNER, None, False), (EDITOR, OWNER, True)],
)
def test_knowing_who_made_a_move(who: int, actor: int | None, knows: bool) -> None:
    assert permissions.can_see_actor(PEOPLE[who], Event(actor_id=actor, practice=practice_of(OWNER))) is knows


@pytest.mark.parametrize(
    ("who", "status", "waits"),
    [
        (OWNER, Status.DRAFT, True),
        (OWNER, Status.RETURNED, True),
        (OWNER, Status.SUBMITTED, False),
        (OWNER, Status.PUBLISHED, False),
        (EDITOR, Status.SUBMITTED, True),
        (EDITOR, Status.DRAFT, False),
        (EDITOR, Status.PUBLISHED, False),
    ],
)
def test_waiting_for_a_person(who: int, status: Status, waits: bool) -> None:
    assert permissions.waits_for(PEOPLE[who], practice_of(OWNER, status)) is waits


@pytest.mark.parametrize(
    ("who", "shares"),
    [
        (OWNER, True),
        (OTHER, False),
        (EDITOR, True),
        (ADMIN, True),
        (OWNING_EDITOR, True),
        (DISABLED, False),
        (DISABLED_EDITOR, False),
    ],
)
def test_who_may_give_a_secret_address(who: int, shares: bool) -> None:
    assert permissions.can_share_preview(PEOPLE[who], practice_of(OWNER)) is shares


@pytest.mark.parametrize(
    ("who", "days", "opens"),
    [(OWNER, 13, True), (OWNER, 14, False), (OTHER, 0, False), (DISABLED, 0, False), (EDITOR, 0, True)],
)
def test_secret_address_opens_while_it_is_young_and_its_maker_may_share(
    who: int, days: int, opens: bool
) -> None:
    made_at = timezone.now() - timedelta(days=days)
    link = PreviewLink(practice=practice_of(OWNER), by=PEOPLE[who], made_at=made_at)
    assert permissions.can_open_shared_preview(link) is opens

"""Truth tables of who may do what."""

import itertools
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from pytest_django.fixtures import Settings

from practices import permissions
from practices.models import Event, Practice, PreviewLink, User
from practices.workflow import MOVES, Status, Who

OWNER, OTHER, EDITOR, ADMIN, OWNING_EDITOR, DISABLED, DISABLED_EDITOR, ONE_STEP = range(1, 9)


def person(pk: int) -> User:
    return User(
        pk=pk,
        email=f"{pk}@city.example",
        is_staff=pk in {EDITOR, ADMIN, OWNING_EDITOR, DISABLED_EDITOR, ONE_STEP},
        second_step=pk in {EDITOR, ADMIN, OWNING_EDITOR, DISABLED_EDITOR},
        is_superuser=pk == ADMIN,
        is_active=pk not in {DISABLED, DISABLED_EDITOR},
    )


PEOPLE = {pk: person(pk) for pk in range(1, 9)}
VISITOR = AnonymousUser()


def practice_of(pk: int | None, status: Status = Status.DRAFT) -> Practice:
    return Practice(pk=1, contributor_id=pk, status=status)


@pytest.mark.parametrize(
    ("who", "signed_in", "editor", "admin"),
    [
        (OWNER, True, False, False),
        (EDITOR, True, True, False),
        (ADMIN, True, True, True),
        (ONE_STEP, True, False, False),
        (DISABLED, False, False, False),
        (DISABLED_EDITOR, False, False, False),
    ],
)
def test_person_has_the_rights_of_her_role(who: int, signed_in: bool, editor: bool, admin: bool) -> None:
    user = PEOPLE[who]
    assert permissions.is_signed_in(user) is signed_in
    assert permissions.can_enter_contribute(user) is signed_in
    assert permissions.can_create(user) is signed_in
    assert permissions.is_editor(user) is editor
    assert permissions.can_enter_admin(user) is editor
    assert permissions.can_change_vocabularies(user) is editor
    assert permissions.can_see_mails(user) is editor
    assert permissions.is_admin(user) is admin
    assert permissions.can_see_people(user) is admin


@pytest.mark.parametrize(
    ("who", "staff", "needs"),
    [(OWNER, False, False), (EDITOR, True, False), (ONE_STEP, True, True), (DISABLED_EDITOR, False, False)],
)
def test_editor_needs_a_second_step_first(who: int, staff: bool, needs: bool) -> None:
    assert permissions.is_staff(PEOPLE[who]) is staff
    assert permissions.needs_second_step(PEOPLE[who]) is needs


def test_visitor_has_no_rights() -> None:
    asks = (
        permissions.is_signed_in,
        permissions.is_editor,
        permissions.is_admin,
        permissions.can_create,
        permissions.can_enter_contribute,
        permissions.can_enter_admin,
        permissions.can_change_vocabularies,
        permissions.can_see_people,
        permissions.can_see_mails,
    )
    assert [ask(VISITOR) for ask in asks] == [False] * len(asks)
    assert permissions.parts(VISITOR, practice_of(None)) == set()
    assert not permissions.can_see(VISITOR, practice_of(None))


PARTS = {
    OWNER: {Who.CONTRIBUTOR},
    OTHER: set(),
    EDITOR: {Who.EDITOR, Who.SECOND_EDITOR},
    ADMIN: {Who.EDITOR, Who.SECOND_EDITOR},
    OWNING_EDITOR: {Who.CONTRIBUTOR, Who.EDITOR},
    DISABLED: set(),
    DISABLED_EDITOR: set(),
    ONE_STEP: set(),
}


@pytest.mark.parametrize("who", PARTS)
def test_parts_of_each_person(who: int) -> None:
    own = {OWNER: OWNER, OWNING_EDITOR: OWNING_EDITOR, DISABLED: DISABLED}.get(who, OWNER)
    assert permissions.parts(PEOPLE[who], practice_of(own)) == PARTS[who]


def test_operator_has_no_account() -> None:
    assert permissions.parts(None, practice_of(OWNER)) == {Who.OPERATOR}


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


@pytest.mark.parametrize(
    ("who", "actor", "knows"),
    [(OWNER, OWNER, True), (OWNER, EDITOR, False), (OWNER, None, False), (EDITOR, OWNER, True)],
)
def test_knowing_who_made_a_move(who: int, actor: int | None, knows: bool) -> None:
    assert permissions.can_see_actor(PEOPLE[who], Event(actor_id=actor)) is knows


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

"""Who invites, ends, accepts and knows whom, where several write one entry? The tables of the others are in `test_permissions`."""

from typing import Any

import pytest

from practices import permissions
from practices.models import City, CoAuthor, Practice, User, home_cities
from tests.test_permissions import (
    COAUTHOR,
    DISABLED,
    EDITOR,
    ONE_STEP,
    OTHER,
    OWNER,
    PEOPLE,
    VISITOR,
    practice_of,
)


@pytest.mark.parametrize(
    ("who", "hers", "asked"),
    [
        (OWNER, True, True),
        (OTHER, False, False),
        (COAUTHOR, True, False),
        (EDITOR, True, True),
        (DISABLED, False, False),
        (ONE_STEP, False, False),
    ],
)
def test_ending_a_coauthorship_and_taking_back_an_invitation(who: int, hers: bool, asked: bool) -> None:
    practice = practice_of(OWNER)
    for coauthor, may in ((CoAuthor(person_id=COAUTHOR), hers), (CoAuthor(email="x@city.example"), asked)):
        coauthor.practice = practice
        assert permissions.can_end(PEOPLE[who], coauthor) is may


@pytest.mark.parametrize(
    ("who", "to", "joined", "sees"),
    [
        (OTHER, OTHER, None, True),
        (OWNER, OTHER, None, False),
        (EDITOR, OTHER, None, False),
        (DISABLED, DISABLED, None, False),
        (COAUTHOR, None, COAUTHOR, True),
        (OWNER, None, COAUTHOR, False),
    ],
)
def test_invitation_is_seen_by_whom_it_was_sent_to(
    who: int, to: int | None, joined: int | None, sees: bool
) -> None:
    invitation = CoAuthor(person_id=joined, email=PEOPLE[to].email if to else "")
    assert permissions.can_see_invitation(PEOPLE[who], invitation) is sees
    assert not permissions.can_see_invitation(VISITOR, invitation)


@pytest.mark.parametrize(
    ("who", "writer", "knows"),
    [
        (OWNER, COAUTHOR, True),
        (COAUTHOR, OWNER, True),
        (OWNER, EDITOR, False),
        (OWNER, None, False),
        (EDITOR, OWNER, True),
        (OTHER, OWNER, False),
        (OTHER, OTHER, True),
    ],
)
def test_knowing_who_wrote(who: int, writer: int | None, knows: bool) -> None:
    assert permissions.can_see_writer(PEOPLE[who], practice_of(OWNER), writer) is knows


OSLO, BERGEN, LUND = {"city_id": 1}, {"city_id": 2}, {"city_id": 3}
TYPED: dict[str, Any] = {"city_typed": "Old Haven", "country": "NO"}
NEW_TOWN = {"partner_cities_typed": "New Town\nPraia, Portugal"}
ABROAD = {"city_typed": "praia", "country": "PT"}


@pytest.mark.parametrize(
    ("contributor", "entry", "account", "has", "joins"),  # each with Lund as partner
    [
        (BERGEN, OSLO, LUND, True, True),
        ({}, {}, LUND, False, False),
        (BERGEN, {}, BERGEN, True, True),
        (BERGEN, OSLO, BERGEN, True, True),
        (BERGEN, OSLO, OSLO, True, True),
        (TYPED, OSLO, OSLO, True, True),
        (BERGEN, TYPED, TYPED, True, True),
        (BERGEN, TYPED | NEW_TOWN, TYPED | {"city_typed": "new-town"}, True, True),
        (BERGEN, TYPED | NEW_TOWN, ABROAD, True, True),
        (BERGEN, TYPED | NEW_TOWN, ABROAD | {"country": "SE"}, True, False),
        (BERGEN, {}, {}, True, False),
        ({}, OSLO, OSLO, True, True),
        (None, OSLO, OSLO, True, True),
        (TYPED, {}, TYPED | {"city_typed": " old haven"}, True, True),
        (TYPED, {}, TYPED | {"country": "SE"}, True, False),
        ({}, {}, {}, False, False),
    ],
)
def test_being_of_the_city_of_an_entry(
    contributor: dict[str, Any] | None,
    entry: dict[str, Any],
    account: dict[str, Any],
    has: bool,
    joins: bool,
) -> None:
    practice = Practice(pk=1, contributor=None if contributor is None else User(**contributor), **entry)
    vars(practice)["_prefetched_objects_cache"] = {"partner_cities": [City(pk=LUND["city_id"])]}
    assert permissions.has_city(practice) is has
    assert permissions.is_of_city(User(**account), practice) is joins
    assert has or home_cities.home_city_names(practice) == []

"""What the database itself refuses."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from practices.models import City, Edition, Event, OldSlug, Place, Practice, Snapshot, Topic, User
from tests.builders import make_city, make_draft, make_user, published

pytestmark = pytest.mark.django_db


def practice_row(**columns: object) -> Callable[[], object]:
    return lambda: Practice.objects.filter(pk=make_draft().pk).update(**columns)


def edition_row(**columns: object) -> Callable[[], object]:
    return lambda: Edition.objects.filter(pk=published().edition.pk).update(**columns)


def twice(make: Callable[[], object]) -> Callable[[], object]:
    return lambda: (make(), make())


REFUSED: dict[str, Callable[[], object]] = {
    "status unknown": practice_row(status="lost"),
    "published without slug": practice_row(status="published"),
    "withdrawn without reason": practice_row(status="withdrawn"),
    "withdrawn and not kept": practice_row(status="withdrawn", withdrawn_reason="Ended."),
    "agreed to no licence": practice_row(licence_agreed_at=timezone.now()),
    "one slug twice": twice(practice_row(slug="same")),
    "edition without title": edition_row(title=""),
    "edition without country": edition_row(country=""),
    "edition zero": edition_row(number=0),
    "edition before its first": edition_row(first_published_at=timezone.now() + timedelta(days=1)),
    "period backwards": edition_row(period_start=2020, period_end=2010, period_ongoing=False),
    "ongoing with an end": edition_row(period_end=2020, period_ongoing=True),
    "city without country": lambda: City.objects.create(name="Nowhere", country="", slug="nowhere"),
    "city off the earth": lambda: make_city("Moonbase", latitude=91, longitude=0),
    "city with half its coordinates": lambda: make_city("Halfway", latitude=1),
    "city slug twice": lambda: [City.objects.create(name="A", country="NO", slug="a") for _ in range(2)],
    "topic twice": lambda: [Topic.objects.create(slug="a", name="a") for _ in range(2)],
    "place without country": lambda: Place.objects.create(
        edition=published().edition, country="", is_lead=False
    ),
    "two leads": lambda: Place.objects.create(edition=published().edition, country="SE", is_lead=True),
    "a place's city twice": lambda: Place.objects.create(
        edition=published().edition, country="NO", city=make_city(), is_lead=False
    ),
    "unknown move": lambda: Event.objects.create(
        practice=make_draft(), move="lose", from_status="draft", to_status="draft", link=""
    ),
    "event to nowhere": lambda: Event.objects.create(
        practice=make_draft(), move="submit", from_status="draft", to_status="lost", link=""
    ),
    "one edition, two snapshots": lambda: Snapshot.objects.create(
        practice=published(), edition=1, answers={}, link=""
    ),
    "old slug twice": lambda: [OldSlug.objects.create(kind="city", slug="a", target=1) for _ in range(2)],
    "admin who is no editor": lambda: make_user(is_superuser=True),
    "one address, two people": lambda: [make_user("ANNA@city.example"), make_user("anna@City.example ")],
}


@pytest.mark.parametrize("what", REFUSED)
def test_database_refuses(what: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        REFUSED[what]()


def test_many_drafts_share_no_slug() -> None:
    make_draft()
    make_draft()
    assert Practice.objects.filter(slug=None).count() == 2


def test_practice_with_history_cannot_be_deleted() -> None:
    practice = published()
    with pytest.raises(ProtectedError):
        practice.delete()
    with pytest.raises(ProtectedError):
        make_city().delete()
    assert Practice.objects.count() == 1


def test_person_is_known_by_her_address_in_lower_case() -> None:
    person = make_user(" Anna@City.Example")
    assert person.email == "anna@city.example"
    assert User.objects.get_by_natural_key("ANNA@city.example ") == person

"""Are made-up practices many, the same every time, and never mixed with those of people?"""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from practices.answers import codec, completeness
from practices.models import City, Edition, Event, Place, Practice, SearchEntry, Snapshot, Topic
from practices.places.cities import fold_names
from practices.search.engine import is_found
from practices.workflow import Status
from tests.builders import published
from tests.performance.make_synthetic import Command, indexed_afterwards
from tests.performance.synthetic import CITIES, NoCities, make, word

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


@pytest.fixture
def cities() -> None:
    rows = [City(name=f"Town {n}", country="NO", slug=f"town-{n}", population=n) for n in range(CITIES)]
    City.objects.bulk_create(fold_names(city) for city in rows)
    Topic.objects.bulk_create(Topic(slug=f"topic-{n}", name=f"Topic {n}") for n in range(5))


def texts() -> list[str]:
    return list(Edition.objects.order_by("title").values_list("title", flat=True))


@pytest.mark.usefixtures("cities")
def test_made_up_practices_are_whole() -> None:
    make(range(1, 8))
    assert [title.partition(":")[0] for title in texts()] == [
        f"Synthetic practice {number:06}" for number in range(1, 8)
    ]
    for practice in Practice.objects.all():
        said = codec.encode(codec.read(practice))
        assert codec.encode(codec.read(practice.edition)) == said
        assert practice.snapshots.get().answers == codec.encode(codec.unnamed(codec.read(practice)))
        assert (practice.status, completeness.issues(practice)) == (Status.PUBLISHED, [])
        assert is_found(f'"{practice.title}"')
    assert {row.objects.count() for row in (Edition, SearchEntry, Snapshot, Event)} == {7}
    assert Place.objects.filter(is_lead=True).count() == 7


@pytest.mark.usefixtures("cities")
def test_same_seed_makes_the_same() -> None:
    make(range(1, 4), seed=1)
    first = texts()
    Edition.objects.all().delete()
    Practice.objects.update(slug=None, status=Status.DRAFT)
    make(range(1, 4), seed=1)
    assert texts() == first
    make(range(4, 5), seed=2)
    make_again = texts()[3]
    assert make_again.startswith("Synthetic practice 000004")


def test_words_get_longer_and_differ() -> None:
    words = [word(rank) for rank in range(2000)]
    assert (len(set(words)), len(words[0]) < len(words[-1])) == (2000, True)


def test_without_cities_nothing_is_made() -> None:
    with pytest.raises(NoCities):
        make(range(1, 2))


@pytest.mark.usefixtures("cities")
def test_command_makes_up_to_a_number_and_refuses_a_catalogue_of_people(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in (2, 3):
        call_command(Command(), practices=number)
        assert Practice.objects.count() == number
    published(title="Of people", topics=[])
    with pytest.raises(CommandError, match="practices of people"):
        call_command(Command(), practices=9)
    call_command(Command(), practices=4, yes=True)
    assert Practice.objects.count() == 5


@pytest.mark.usefixtures("cities")
def test_index_that_a_killed_maker_took_away_is_there_after_the_next_call() -> None:
    if connection.vendor != "postgresql":
        pytest.skip(
            "the full-text table of SQLite is its own index: bin/with-postgres tests that of PostgreSQL"
        )
    before = definition()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX practices_searchentry_lexemes")
    call_command(Command(), practices=0)
    with indexed_afterwards():
        assert definition() == []
    assert (definition(), len(before)) == (before, 1)


def definition() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'practices_searchentry_lexemes'")
        return list(cursor.fetchall())


@pytest.mark.long
@pytest.mark.usefixtures("cities")
def test_one_in_fifty_is_a_translation_into_another_language() -> None:
    make(range(1, 101))
    numbered = Practice.objects.exclude(translation_of=None).values_list("title", "translation_of__title")
    assert sorted((title.split()[2], original.split()[2]) for title, original in numbered) == [
        ("000050:", "000049:"),
        ("000100:", "000099:"),
    ]
    languages = Practice.objects.exclude(translation_of=None).values_list(
        "language", "translation_of__language"
    )
    assert [translated for translated, original in languages if translated == original] == []

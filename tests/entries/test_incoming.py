"""Do entries that are brought in together leave what drafts leave that are published afterwards, one by one?"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from practices.entries import actions
from practices.entries.incoming import Incoming, bring_in
from practices.models import Event, LastChange, OldSlug, Practice, version
from practices.models.old_slug import SlugKind
from practices.workflow import Status
from tests import every_answer
from tests.builders import answers_of, make_city, make_topic, published

pytestmark = pytest.mark.django_db

KEYS = {"id", "practice_id", "edition_id", "word_id"}
BY_CHANCE = {"salts", "seals", "link", "chain_head"}
SOURCE: dict[str, Any] = {"source_url": "https://source.example/1", "licence": "CC-BY-4.0"}
NUMBER = re.compile(r"-\d+$")
"""What an address ends with when others have the title: PostgreSQL gives no number twice, not even one taken back."""
INDEX = {
    "postgresql": "SELECT lexemes::text FROM practices_searchentry",
    "sqlite": "SELECT term, offset FROM temp.said ORDER BY term, offset",
}
"""What an index says."""


def everything() -> dict[str, Any]:
    """Return all answers, sets of rows in an order that is not theirs."""
    oslo, bergen = make_city("Oslo", population=5), make_city("Bergen", aliases=["Björgvin"])
    turin, roma, homes = make_city("Turin", "IT"), make_topic("roma", "Roma"), make_topic("homes", "Homes")
    return answers_of(
        city=bergen,
        partner_cities=[turin, oslo],
        partner_cities_typed="Atlantis",
        topics=[roma, homes],
        language="fr",
        summary="Un résumé.",
        body="More, *with* [a link](https://city.example/).",
        documents=[{"title": "A report", "url": "https://city.example/report"}],
        cost="under-10k",
        contact_name="The harbour office",
        contact_email="harbour@bergen.example",
    )


def stands() -> dict[str, list[Any]]:
    """Return what stands in the tables, without keys and what hangs on salts; of a moment, whether it is that of the move."""
    moved_at = {event.at for event in Event.objects.all()}
    models: Any = apps.get_app_config("practices").get_models(include_auto_created=True)
    found: dict[str, list[Any]] = {
        model._meta.label: sorted(
            repr(
                [
                    _plain(name, value, moved_at)
                    for name, value in row.items()
                    if name not in KEYS | BY_CHANCE and (model, name) != (LastChange, "version")
                ]
            )
            for row in model._base_manager.values()
        )
        for model in models
        if model.__name__ != "SearchEntry"
    }
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            table = "fts5vocab('main', 'practices_searchentry', 'instance')"
            cursor.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.said USING {table}")
        cursor.execute(INDEX[connection.vendor])
        found["index"] = sorted(cursor.fetchall())
    return found


def _plain(name: str, value: Any, moved_at: set[datetime]) -> Any:
    if name == "slug" and value:
        return NUMBER.sub("-N", value)
    return value in moved_at if isinstance(value, datetime) else value


def after(act: Callable[[], object]) -> dict[str, list[Any]]:
    with transaction.atomic():
        act()
        found = stands()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("publish", [True, False])
def test_entry_brought_in_is_the_draft_that_is_published_column_by_column(*, publish: bool) -> None:
    answers = everything()
    version.invalidate_pages()

    def in_two_steps() -> None:
        practice = actions.create_draft(answers, by=None, **SOURCE)
        if publish:
            actions.move(practice, "publish", by=None, expected_version=practice.version)

    two = after(in_two_steps)
    assert after(lambda: bring_in([Incoming(answers, SOURCE)], publish=publish)) == two
    assert (len(two["practices.Edition"]), len(two["index"]) > 0) == (publish, publish)


def test_entry_that_cannot_be_published_stays_the_draft_it_is() -> None:
    answers = everything() | {"country": ""}
    version.invalidate_pages()
    draft = after(lambda: actions.create_draft(answers, by=None))
    assert after(lambda: bring_in([Incoming(answers)], publish=True)) == draft
    assert bring_in([Incoming(answers)], publish=True) == ["An edition needs at least a title and a country."]
    assert Practice.objects.get().status == Status.DRAFT


def test_what_is_at_hand_after_writing_is_what_the_database_says() -> None:
    practice = actions.create_draft(everything(), by=None)
    stored = Practice.objects.get()
    for field in ("topics", "partner_cities"):
        assert list(getattr(practice, field).all()) == list(getattr(stored, field).all())
    practice.topics.clear()
    assert list(practice.topics.all()) == []


ENTRIES = st.lists(
    st.fixed_dictionaries({field: st.sampled_from(some) for field, some in every_answer.options().items()}),
    min_size=1,
    max_size=6,
)


@pytest.mark.long
@given(some=ENTRIES, countryless=st.sets(st.integers(0, 5)), publish=st.booleans())
@settings(max_examples=15)
def test_entries_brought_in_together_are_what_they_are_one_by_one(
    *, some: list[dict[str, dict[str, Any]]], countryless: set[int], publish: bool
) -> None:
    with transaction.atomic():
        every_answer.first()
        published(title="A blue ship")
        OldSlug.objects.create(kind=SlugKind.PRACTICE, slug="the-reading-ship-oslo", target=10**6)
        entries = [_incoming(number, each, lost=number in countryless) for number, each in enumerate(some)]

        def one_by_one() -> None:
            for each in entries:
                practice = actions.create_draft(each.answers, by=None, **each.about)
                if publish and each.answers["country"]:
                    actions.move(practice, "publish", by=None, expected_version=practice.version)

        two, one = after(one_by_one), after(lambda: bring_in(entries, publish=publish))
        del one["practices.Version"], two["practices.Version"]  # raised once, or for each
        assert one == two
        transaction.set_rollback(True)


def _incoming(number: int, said: dict[str, dict[str, Any]], *, lost: bool) -> Incoming:
    plain: dict[str, Any] = {}
    for each in said.values():
        plain |= each
    about = SOURCE | {"source_url": f"https://source.example/{number}"}
    return Incoming(every_answer.given(plain) | ({"country": ""} if lost else {}), about)


def test_translations_come_in_beside_their_originals() -> None:
    original = published(title="The ship")
    about: dict[str, Any] = {"translation_of": original, "translated_by": "human"}
    answers = answers_of(title="Le navire", language="fr")
    version.invalidate_pages()

    def in_two_steps() -> None:
        practice = actions.create_draft(answers, by=None, **about)
        actions.move(practice, "publish", by=None, expected_version=practice.version)

    assert after(lambda: bring_in([Incoming(answers, about)], publish=True)) == after(in_two_steps)
    bring_in([Incoming(answers, about)], publish=True)
    assert Practice.objects.get(title="Le navire").edition.original == original.edition


@pytest.mark.parametrize("count", [1, 5])
def test_queries_do_not_grow_with_the_entries(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    entries = [Incoming(everything() | {"title": f"Ship {number}"}) for number in range(count)]
    version.invalidate_pages()
    with django_assert_num_queries(24 if connection.vendor == "postgresql" else 22):
        bring_in(entries, publish=True)

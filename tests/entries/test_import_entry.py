"""Does an entry that is brought in leave what a draft leaves that is published afterwards?"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from practices.entries import actions
from practices.models import Event, Practice, version
from practices.workflow import Status
from tests.builders import answers_of, make_city, make_topic

pytestmark = pytest.mark.django_db

KEYS = {"id", "practice_id", "edition_id", "word_id"}
BY_CHANCE = {"salts", "seals", "link", "chain_head"}
SOURCE: dict[str, Any] = {"source_url": "https://source.example/1", "licence": "CC-BY-4.0"}
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
            repr([_plain(value, moved_at) for name, value in row.items() if name not in KEYS | BY_CHANCE])
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
        found["index"] = cursor.fetchall()
    return found


def _plain(value: Any, moved_at: set[datetime]) -> Any:
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
    assert after(lambda: actions.import_entry(answers, publish=publish, **SOURCE)) == two
    assert (len(two["practices.Edition"]), len(two["index"]) > 0) == (publish, publish)


def test_entry_that_cannot_be_published_stays_the_draft_it_is() -> None:
    answers = everything() | {"country": ""}
    version.invalidate_pages()
    draft = after(lambda: actions.create_draft(answers, by=None))
    assert after(lambda: actions.import_entry(answers, publish=True)) == draft
    assert actions.import_entry(answers, publish=True) == "An edition needs at least a title and a country."
    assert Practice.objects.get().status == Status.DRAFT


def test_what_is_at_hand_after_writing_is_what_the_database_says() -> None:
    practice = actions.create_draft(everything(), by=None)
    stored = Practice.objects.get()
    for field in ("topics", "partner_cities"):
        assert list(getattr(practice, field).all()) == list(getattr(stored, field).all())
    practice.topics.clear()
    assert list(practice.topics.all()) == []

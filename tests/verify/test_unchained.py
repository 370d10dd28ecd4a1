"""Does the history of an older release get its chain, whatever it writes meanwhile, and only while it may still run?"""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from practices.answers import codec
from practices.models import Event, Practice, Snapshot, chain
from practices.template import FIELDS
from practices.verify import unchained
from tests.builders import make_draft, make_editor, make_user, moved, published, submitted
from tests.chains import forget_chains
from tests.verify.faults import late, put_in
from tests.verify.looking import findings

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

MIGRATION: Any = import_module("practices.migrations.0009_chains_of_what_is_there")


def order(practice: Practice) -> list[tuple[int | None, str]]:
    rows = [*practice.events.all(), *practice.snapshots.all()]
    return sorted((row.position, getattr(row, "move", "snapshot")) for row in rows)


@pytest.mark.parametrize("at_once", [1, 200])
def test_migration_chains_what_is_there_in_its_order(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MIGRATION, "AT_ONCE", at_once)
    entries = [
        published(contributor=make_user()),
        submitted(),
        make_draft(),
        published(title="From elsewhere"),
    ]
    before = [order(practice) for practice in entries]
    forget_chains(*entries)
    assert findings() != []
    for _twice in range(2):
        MIGRATION.fill(apps, SimpleNamespace(connection=connection))
    assert [order(practice) for practice in entries] == before
    assert findings() == []


def test_older_release_writes_on_and_the_days_work_chains_it() -> None:
    practice = submitted()
    forget_chains(practice)
    moved(practice, "return", by=make_editor(), note="Say more.")
    assert [event.position for event in practice.events.all()] == [1, None]
    assert unchained.numbers() == {practice.pk}
    unchained.give_place(unchained.numbers())
    assert unchained.numbers() == set()
    assert findings() == []
    practice = moved(moved(practice, "submit", by=make_editor()), "approve", by=make_editor())
    assert (practice.chain_length, findings()) == (7, [])


def test_rows_without_a_place_are_an_older_releases_for_a_week() -> None:
    told: Any = SimpleNamespace(ship=submitted())
    put_in(None)(told)
    assert [line.rpartition(". ")[2] for line in findings()] == [
        "An older release wrote it; `verify --fix` or the day's work gives it its place."
    ]
    late(lambda _told: None)(told)
    assert ["Read it: `verify --chain`" in line for line in findings()] == [True]


def test_every_column_is_a_fact_a_part_or_of_the_chain_itself() -> None:
    """A column that no link says anything of could be changed, and nobody would know."""
    of_the_chain = {"id", "practice_id", "position", "salts", "seals", "link"}
    told_by_events = {"taken_down", "taken_down_at"}  # held against them by `practices.verify.takedowns`
    of_models = ((Event, {"note", "takedown"}), (Snapshot, {"answers", "change_note"} | told_by_events))
    for model, words in of_models:
        columns = {field.attname for field in model._meta.concrete_fields}
        assert columns == {*chain.FACTS[str(model._meta.model_name)]} | words | of_the_chain


def test_contact_is_told_by_how_its_questions_begin() -> None:
    assert {field for field in FIELDS if field.startswith(chain.OF_CONTACT)} == {*codec.CONTACT}

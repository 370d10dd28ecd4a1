"""What does a move made with many entries say of each, and its undoing?"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from practices.entries import actions, bulk, undo
from practices.models import Batch, Event, Practice
from practices.workflow import MOVES
from tests.admin.editorial.test_bulk import standing
from tests.builders import make_editor, submitted

pytestmark = pytest.mark.django_db
EACH_ENTRY = 13  # statements


def test_approval_says_which_cities_are_only_typed() -> None:
    editor = make_editor()
    linked = submitted(title="Linked")
    typed = submitted(title="Typed", city=None, city_typed="Atlantis", partner_cities_typed="Ys\nVineta")

    def said(move: str) -> dict[str, str]:
        entries = [(linked.pk, linked.version), (typed.pk, typed.version)]
        return {
            entry.title: entry.text for entry in bulk.move_each(MOVES[move], entries, by=editor).entries.all()
        }

    assert said("approve") == {
        "Linked": "now published.",
        "Typed": "now published. Typed, but not in our list yet: Atlantis; Ys; Vineta.",
    }
    linked.version += 1
    typed.version += 1
    assert said("revise") == {"Linked": "now draft.", "Typed": "now draft."}


MOST_STATEMENTS = 200


class CutOff(Exception):
    """What ends a press before it is answered."""


@contextmanager
def cut_off(after: int) -> Iterator[None]:
    """End what is done within after so many statements that write."""
    left = after

    def count(execute: Any, sql: str, *given: Any) -> Any:
        nonlocal left
        result = execute(sql, *given)
        left -= not sql.startswith(("SELECT", "BEGIN"))
        if left == 0:
            raise CutOff
        return result

    with connection.execute_wrapper(count), suppress(CutOff):
        yield


def pressed_until_nothing_cuts_it_off(act: Callable[[], object], undone: Callable[[], object]) -> int:
    """Cut an act off after its first statement, its second..., each time from where it began; return after how many not."""
    for after in range(1, MOST_STATEMENTS):
        with cut_off(after):
            act()
            return after
        act()
        undone()
    raise AssertionError("It writes without an end")


@pytest.mark.alike
@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_run_that_was_cut_off_anywhere_goes_on_when_she_presses_again_and_can_be_undone() -> None:
    editor, entries = make_editor(), [submitted(), submitted(title="The singing ship")]
    before, keys = standing(), [uuid4()]

    def press() -> Batch:
        return bulk.move_each(MOVES["approve"], seen.items(), by=editor, key=keys[-1])

    def take_back() -> None:
        batch = Batch.objects.get(key=keys[-1])
        made = [(each.practice_id, each.done, each.text) for each in batch.entries.all()]
        assert made == [(pk, True, "now published.") for pk in seen]
        assert Event.objects.filter(move="approve").count() == 2 * len(keys)
        undo.undo_batch(batch, by=editor)
        assert standing() == before
        keys.append(uuid4())
        seen.update(Practice.objects.values_list("pk", "version"))

    seen = {each.pk: each.version for each in entries}
    assert pressed_until_nothing_cuts_it_off(press, take_back) > 20


@pytest.mark.alike
@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_undo_that_was_cut_off_anywhere_goes_on_when_she_presses_again() -> None:
    editor, entries = make_editor(), [submitted(), submitted(title="The singing ship")]
    before = standing()

    def approve() -> Batch:
        seen = Practice.objects.values_list("pk", "version")
        return bulk.move_each(MOVES["approve"], list(seen), by=editor)

    def again() -> None:
        assert standing() == before
        assert {entry.text for entry in made[-1].entries.all()} == {"undone: submitted again."}
        assert Event.objects.filter(move="undo").count() == len(entries) * len(made)
        made.append(approve())

    made = [approve()]
    assert pressed_until_nothing_cuts_it_off(lambda: undo.undo_batch(made[-1], by=editor), again) > 20


def test_undo_that_was_begun_in_time_is_finished_later() -> None:
    editor, entries = make_editor(), [submitted(), submitted()]
    batch = bulk.move_each(MOVES["approve"], [(each.pk, each.version) for each in entries], by=editor)
    batch.entries.filter(practice=entries[0]).update(undone_at=timezone.now())
    Batch.objects.update(at=timezone.now() - timedelta(hours=1))
    undo.undo_batch(batch, by=editor)
    assert [Practice.objects.get(pk=each.pk).status for each in entries] == ["published", "submitted"]


def many(times: int) -> list[tuple[int, int]]:
    """Make so many copies of one submitted entry; return each with its version."""
    first = submitted()
    columns = {field.attname: getattr(first, field.attname) for field in Practice._meta.concrete_fields[1:]}
    Practice.objects.bulk_create(Practice(**columns) for _ in range(times - 1))
    return list(Practice.objects.filter(pk__gte=first.pk).order_by("pk").values_list("pk", "version"))


@pytest.mark.thorough
@pytest.mark.long
@pytest.mark.alike
def test_of_five_hundred_the_one_that_changed_is_left_alone() -> None:
    editor, entries = make_editor(), many(500)
    stale = Practice.objects.get(pk=entries[250][0])
    actions.save_answers(stale, {"purpose": "Changed."}, by=make_editor(), expected_version=stale.version)
    batch = bulk.move_each(MOVES["return"], entries, by=editor, note="More.")
    assert [entry.practice_id for entry in batch.entries.all() if not entry.done] == [stale.pk]
    assert Event.objects.filter(move="return").count() == 499


@pytest.mark.long
def test_each_entry_of_a_bulk_move_costs_the_same_however_many_there_are() -> None:
    """How long that is, the benchmark measures."""
    editor, asked = make_editor(), []
    for times in (10, 20, 40):
        entries = many(times)
        with CaptureQueriesContext(connection) as statements:
            bulk.move_each(MOVES["return"], entries, by=editor, note="More.")
        asked.append(len(statements))
    assert asked[2] - asked[1] == 2 * (asked[1] - asked[0]) == 20 * EACH_ENTRY

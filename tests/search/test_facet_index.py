"""Is what a version has from the last one what the database says, whatever happened to entries meanwhile?"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.entries import actions, bulk, erasure, merging, undo
from practices.entries.actions import Incomplete, MoveRefused, Stale
from practices.entries.incoming import Incoming, bring_in
from practices.entries.merging import MergeRefused
from practices.models import Edition, Place, Practice, last_change, version
from practices.models.per_version import forget_versions, making_for
from practices.search import counts, facet_index
from practices.search.facet_index import ANSWERS, CITIES, COUNTRIES, TOPICS, Column, Found, held
from practices.verify.rebuilding import derive_anew
from practices.workflow import MOVES
from tests.api.test_changes import CHANGES, fresh, merge_city, next_edition, restore, withdraw
from tests.builders import (
    answers_of,
    make_city,
    make_editor,
    make_topic,
    make_user,
    moved,
    published,
    submitted,
)
from tests.proof import many

pytestmark = [pytest.mark.django_db, pytest.mark.either]

HELD: list[Column[Any]] = [ANSWERS, COUNTRIES, CITIES, TOPICS, counts.MONTHS]
COUNTED: list[Callable[[], Any]] = [
    counts.by_country,
    counts.by_city,
    counts.by_topic,
    counts.by_language,
    counts.with_topic,
    lambda: sorted(counts.choices().rows),
    lambda: counts.periods(this_year=2026).by_year(only_ongoing=False),
    lambda: counts.span(2026),
]
SETS = "json_group_array", "array_agg"
"""What reads a column whole."""


def columns() -> list[Column[Any]]:
    """Return the columns that can be read: without editions there are no months."""
    return [column for column in HELD if column is not counts.MONTHS or Edition.objects.exists()]


def shown() -> list[dict[Any, set[int]]]:
    """Return what a page of this version has of each column."""
    with making_for(version.current()):
        return [{answer: set(keys) for answer, keys in held(column).items()} for column in columns()]


def counted() -> list[Any]:
    with making_for(version.current()):
        return [count() for count in COUNTED]


def is_as_the_database_says() -> bool:
    anew = [{answer: set(keys) for answer, keys in column.read_whole().items()} for column in columns()]
    with making_for(version.current()):
        everything = set(facet_index.everything().keys)
    return (shown(), counted(), everything) == (
        anew,
        [count() for count in COUNTED],
        set(Edition.objects.values_list("pk", flat=True)),
    )


def reads_whole() -> bool:
    """Look, and say whether columns were read whole for it."""
    with CaptureQueriesContext(connection) as asked:
        shown()
    return any(word in query["sql"] for query in asked for word in SETS)


def add(practice: Practice) -> object:
    return published(title="One more", country="SE", city=make_city("Malmö", "SE"), language="sv")


def bring(practice: Practice) -> object:
    said = [
        answers_of(title=f"From elsewhere {number}", period="2010-2011", topics=[]) for number in range(2)
    ]
    return bring_in([Incoming(each) for each in said], publish=True)


def say_otherwise(practice: Practice) -> object:
    """Publish an edition with other answers to all that is counted."""
    editor, now = make_editor(), moved(practice, "revise", by=make_editor())
    said = {"country": "DK", "city": None, "period": "since 2020", "outcome": "discontinued"}
    actions.save_answers(
        now, said | {"topics": [make_topic("ships")]}, by=editor, expected_version=now.version
    )
    moved(practice, "submit", by=editor, licence_agreed=True)
    return moved(practice, "approve", by=make_editor())


def approve_and_undo(practice: Practice) -> object:
    waiting, editor = submitted(contributor=make_user(), title="Hasty"), make_editor()
    batch = bulk.move_each(MOVES["approve"], [(waiting.pk, waiting.version)], by=editor)
    shown()
    return undo.undo_batch(batch, by=editor)


def publish_again(practice: Practice) -> object:
    """Take it off line and publish it anew, as an edition with another key."""
    withdraw(practice)
    return next_edition(practice)


def merge_topic(practice: Practice) -> object:
    return merging.merge(make_topic(), make_topic("schools"), by=make_editor())


def merge_and_part(practice: Practice) -> object:
    merged = merging.merge(make_city(), make_city("Bergenhus"), by=make_editor())
    shown()
    return merging.part(merged, by=make_editor())


def derive(practice: Practice) -> None:
    Place.objects.filter(edition__practice=practice).delete()
    derive_anew(Edition.objects.filter(practice=practice).values_list("pk", flat=True))


def forget(practice: Practice) -> object:
    person = practice.contributor or make_user()
    return erasure.forget(person, by=person)


ACTS = (
    {name: do for name, (do, _state) in CHANGES.items()}
    | {"forget a person": forget}
    | {
        each.__name__: each
        for each in (
            add,
            bring,
            say_otherwise,
            approve_and_undo,
            publish_again,
            merge_topic,
            merge_and_part,
            derive,
        )
    }
)
REFUSALS = (
    IntegrityError,
    PermissionDenied,
    Incomplete,
    MoveRefused,
    MergeRefused,
    Stale,
    Practice.DoesNotExist,
)


def act(name: str, number: int) -> None:
    """Do one thing to one of the entries, or nothing where it cannot be done: a city that was merged has given its name away."""
    keys = list(Practice.all_objects.order_by("pk").values_list("pk", flat=True))
    try:
        with transaction.atomic():
            ACTS[name](Practice.all_objects.get(pk=keys[number % len(keys)]))
    except REFUSALS:
        pass


@pytest.mark.long
@settings(max_examples=many(6, 100))
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 5), st.booleans()), min_size=1, max_size=8
    )
)
def test_what_is_carried_on_is_what_the_database_says(acts: list[tuple[str, int, bool]]) -> None:
    with transaction.atomic():
        forget_versions()
        for title in ("A ship", "A train"):
            published(title=title, contributor=make_user())
        shown()
        for name, number, is_looked_at in acts:
            act(name, number)
            if is_looked_at:
                assert is_as_the_database_says()
        assert is_as_the_database_says()
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", ACTS)
def test_each_act_alone_is_seen(name: str) -> None:
    practice = published(title="A ship", contributor=make_user())
    published(title="A train", country="SE")
    shown()
    ACTS[name](fresh(practice))
    assert is_as_the_database_says()


@pytest.mark.parametrize(
    ("act", "is_whole"),
    [
        (add, False),
        (bring, False),
        (next_edition, False),
        (say_otherwise, False),
        (merge_city, False),
        (merge_topic, False),
        (withdraw, True),
        (publish_again, True),
        (restore, False),
    ],
)
def test_columns_are_read_whole_only_where_an_edition_has_gone(
    act: Callable[[Practice], object], is_whole: bool
) -> None:
    practice = published(title="A ship")
    published(title="A train", country="SE")
    assert (reads_whole(), reads_whole()) == (True, False)
    act(fresh(practice))
    assert (reads_whole(), reads_whole()) == (is_whole, False)


def test_some_are_counted_by_the_database_a_few_times_before_a_column_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(facet_index, "FEW", 1)
    monkeypatch.setattr(facet_index, "SOME", 4)
    found = Found.of([published(title=title).edition.pk for title in ("A ship", "A train")])
    with making_for(version.current()):
        numbers = [COUNTRIES.counted(found) for _ in range(2)]
        before = set(facet_index.held_columns().columns)
        numbers.append(COUNTRIES.counted(found))
        assert (before, set(facet_index.held_columns().columns)) == (set(), {COUNTRIES})
    assert numbers == [{"NO": 2}] * 3


def test_after_many_changes_columns_are_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facet_index, "MOST_CHANGED", 1)
    published(title="A ship")
    shown()
    add(published(title="A train"))
    assert reads_whole()


def test_nothing_is_carried_on_from_another_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that was put back has the numbers of its own time."""
    published(title="A ship")
    shown()
    version.begin_anew()
    assert (reads_whole(), reads_whole()) == (True, False)


def test_edition_that_came_and_went_while_a_page_was_made_is_not_found() -> None:
    published(title="A ship")
    with making_for(version.current()):
        held(ANSWERS)
        practice = published(title="A train")
        held(COUNTRIES)
    publish_again(practice)
    shown()
    with making_for(version.current()):
        found = COUNTRIES.where("NO".__eq__).keys
    assert set(found) == set(Edition.objects.values_list("pk", flat=True))


def test_change_that_is_told_after_the_version_was_heard_is_read_again() -> None:
    practice = published(title="A ship")
    heard = version.current()
    last_change.tell([practice.pk])
    with making_for(heard):
        held(ANSWERS)
    say_otherwise(fresh(practice))
    assert is_as_the_database_says()


def test_what_is_made_for_a_version_is_of_its_count_whatever_others_have_heard() -> None:
    old = published(title="A ship")
    Edition.objects.filter(practice=old).update(first_published_at=datetime(2020, 1, 15, tzinfo=UTC))
    with making_for(version.current()):
        assert counts.by_month() == {"2020-01": 1}
        published(title="A train")
        version.current()  # another page hears of it, in the first month of which this one knows nothing
        held(ANSWERS)
        held(counts.MONTHS)
    assert is_as_the_database_says()

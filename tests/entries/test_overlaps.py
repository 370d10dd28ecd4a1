"""Does who writes while another has not yet committed wait for him, and then do right?

SQLite has one writer at a time: there nothing overlaps.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event as Moment
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from practices.accounts import lifecycle
from practices.entries import actions, bulk, publishing, undo
from practices.imports.cities import load_cities
from practices.models import City, Edition, Event, Practice, SearchEntry, Topic, User
from practices.places import cities
from practices.search import engine, renames
from practices.workflow import MOVES
from tests.builders import (
    make_admin,
    make_city,
    make_draft,
    make_editor,
    make_topic,
    make_translation,
    make_user,
    moved,
    published,
    submitted,
)
from tests.imports.test_cities import TURIN, list_of
from tests.search.test_renames import follow, titles

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
AS_THEY_STAND = "SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off"
"""Lets PostgreSQL read a small table as it reads a large one: rows come as they stand, not by key."""
SECONDS = 30


def overlapped(
    first: Callable[[], object], second: Callable[[], object], meanwhile: Callable[[], object] = lambda: None
) -> None:
    """Let `second` begin when `first` has written, and `first` commit when `second` waits for it or is done."""
    written, waits = Moment(), Moment()

    def one() -> None:
        try:
            with transaction.atomic():
                first()
                written.set()
                waits.wait(SECONDS)
        finally:
            written.set()
            connection.close()

    def two() -> None:
        try:
            second()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        try:
            before = pool.submit(one)
            written.wait(SECONDS)
            after = pool.submit(two)
            _until_it_waits(after)
            meanwhile()
        finally:
            waits.set()
        before.result()
        after.result()


def _until_it_waits(act: Future[None]) -> None:
    end = time.monotonic() + SECONDS
    with connection.cursor() as cursor:
        while not act.done() and time.monotonic() < end:
            cursor.execute(WAITING)
            if cursor.fetchone() != (0,):
                return
            time.sleep(0.01)


@pytest.mark.parametrize("move", ["withdraw", "trash"])
def test_edition_is_taken_off_that_the_worker_indexes(move: str) -> None:
    practice, editor = published(), make_editor()
    edition = practice.edition.pk

    def take_off() -> None:
        if move == "trash":
            actions.trash(practice, by=editor, expected_version=practice.version)
        else:
            moved(practice, move, by=editor, note="The city asked.", reason="It has ended.")

    overlapped(lambda: engine.reindex([edition]), take_off)
    assert not Edition.objects.exists()
    assert not SearchEntry.objects.exists()


def rename(city: City, topic: Topic) -> None:
    """Give a city and a topic other names, and let editions be sorted by them."""
    with transaction.atomic():
        city.name, topic.name = "Akersborg", "Travellers"
        cities.fold_names(city).save()
        topic.save()
        renames.follow_city(city)
        renames.follow_topic(topic)


@pytest.mark.parametrize("order", ["approval first", "rename first"])
@pytest.mark.parametrize("revised", [False, True])
def test_approval_and_rename_at_once_end_with_the_new_names(order: str, *, revised: bool) -> None:
    oslo, roma, editor = make_city("Oslo"), make_topic("roma", "Roma"), make_editor()
    practice = make_draft(title="Ship", city=oslo, topics=[roma])
    if revised:
        moved(practice, "publish", by=None)
        moved(practice, "revise", by=editor)

    def approve() -> None:
        moved(practice, "publish", by=None)

    def rename_and_follow() -> None:
        rename(oslo, roma)
        follow()

    if order == "approval first":
        overlapped(approve, rename_and_follow)
    else:
        overlapped(lambda: rename(oslo, roma), approve)
        follow()
    assert [titles(f"q={word}") for word in ("oslo", "akersborg", "roma", "travellers")] == [
        [],
        ["Ship"],
        [],
        ["Ship"],
    ]
    assert Edition.objects.get().sort_place == "norway akersborg"


def test_entries_of_one_city_and_topic_become_editions_side_by_side() -> None:
    said = {"city": make_city("Oslo"), "partner_cities": [], "topics": [make_topic()]}
    named: list[str] = []

    def name(who: str) -> None:
        with transaction.atomic():
            publishing.as_called_now([said])
            named.append(who)

    overlapped(partial(name, "first"), partial(name, "second"), lambda: named.append("both still at it"))
    assert named == ["first", "second", "both still at it"]


def test_worker_that_waited_for_an_approval_indexes_the_city_that_it_named() -> None:
    practice, bergen, editor = (
        published(title="Ship", city=make_city("Oslo")),
        make_city("Bergen"),
        make_editor(),
    )
    revised = moved(practice, "revise", by=editor)
    actions.save_answers(revised, {"city": bergen}, by=editor, expected_version=revised.version)
    overlapped(lambda: moved(practice, "publish", by=None), lambda: engine.reindex([practice.edition.pk]))
    assert (titles("q=oslo"), titles("q=bergen")) == ([], ["Ship"])


def translated(first: Practice, second: Practice) -> Practice:
    """Return a draft that two editions on line translate."""
    original = make_draft(title="Original", language="fr")
    for practice in (first, second):
        make_translation(practice, of=original)
    return original


def taken_off(first: Practice, second: Practice) -> Callable[[], object]:
    original = moved(translated(first, second), "publish", by=None)
    return lambda: actions.trash(original, by=make_editor(), expected_version=original.version)


def put_on(first: Practice, second: Practice) -> Callable[[], object]:
    original = translated(first, second)
    return lambda: moved(original, "publish", by=None)


def followed(first: Practice, second: Practice) -> Callable[[], object]:
    """Return an update with other names of two cities, that of the later edition first."""
    renamed = [city for city in (second.city, first.city) if city]
    for city in renamed:
        city.name = f"New {city.name}"
        cities.fold_names(city)
    return lambda: renames.follow_cities(renamed)


def indexed(first: Practice, second: Practice) -> Callable[[], object]:
    return lambda: engine.reindex([second.edition.pk, first.edition.pk])


def assert_locked_in_order(found: QuerySet[Any], act: Callable[[], object]) -> None:
    """Of two rows, an act that waits for the first, which stands behind the second, does not hold the second meanwhile."""
    first, second = found.order_by("pk")
    rows: Any = found.model._default_manager
    rows.filter(pk=first.pk).update(country="SE")
    rows.filter(pk=first.pk).update(country="NO")

    def as_they_stand() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(AS_THEY_STAND)
            act()

    def see() -> None:
        with transaction.atomic():
            rows.select_for_update(nowait=True).get(pk=second.pk)

    overlapped(lambda: rows.select_for_update().get(pk=first.pk), as_they_stand, meanwhile=see)


@pytest.mark.parametrize("begin", [indexed, followed, taken_off, put_on])
def test_editions_are_locked_in_the_order_of_their_keys(
    begin: Callable[[Practice, Practice], Callable[[], object]],
) -> None:
    practices = [published(title=name, city=make_city(name)) for name in ("Oslo", "Bergen")]
    act = begin(*practices)
    assert_locked_in_order(Edition.objects.filter(practice__in=practices), act)


def test_cities_are_locked_in_the_order_of_their_keys(tmp_path: Path) -> None:
    rows = [TURIN | {"geoname_id": number, "slug": f"turin-{number}", "country": "NO"} for number in "12"]
    load_cities(list_of(tmp_path, *rows))
    renewed = [row | {"aliases": "Taurinum"} for row in reversed(rows)]
    update = list_of(tmp_path, *renewed)
    assert_locked_in_order(City.objects.all(), lambda: load_cities(update))
    assert [city.aliases[-1] for city in City.objects.all()] == ["Taurinum", "Taurinum"]


def test_undo_of_many_holds_one_entry_at_a_time() -> None:
    entries, editor = [submitted(title="First"), submitted(title="Second")], make_editor()
    batch = bulk.move_each(MOVES["approve"], [(each.pk, each.version) for each in entries], by=editor)

    def hold(practice: Practice, **how: bool) -> None:
        with transaction.atomic():
            list(Practice.objects.filter(pk=practice.pk).select_for_update(nowait=how.get("now", False)))

    overlapped(
        lambda: hold(entries[1]),
        lambda: undo.undo_batch(batch, by=editor),
        meanwhile=lambda: hold(entries[0], now=True),
    )
    assert not Edition.objects.exists()


def test_admin_goes_on_deciding_while_somebody_closes_her_account() -> None:
    """Else the two wait for one another: who leaves for the entry, who decides for her own row, which the event names."""
    person, practice, admin = make_user(), submitted(), make_admin()

    def is_decided() -> None:
        assert Event.objects.filter(practice=practice, move="approve", actor=admin).exists()

    overlapped(
        lambda: lifecycle.close_account(person),
        lambda: moved(practice, "approve", by=admin),
        meanwhile=is_decided,
    )
    assert not User.objects.get(pk=person.pk).is_active


def test_editor_who_hands_in_waits_for_no_account() -> None:
    """Her form holds the entry by then, and whoever closes an account holds accounts first."""
    practice, editor = make_draft(), make_editor()

    def is_submitted() -> None:
        assert Event.objects.filter(practice=practice, move="submit").exists()

    overlapped(
        lambda: User.objects.select_for_update(no_key=True).get(pk=editor.pk),
        lambda: moved(practice, "submit", by=editor, licence_agreed=True),
        meanwhile=is_submitted,
    )

"""Does who writes while another has not yet committed wait for him, and then do right?

SQLite has one writer at a time: there nothing overlaps.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from practices import actions, renames
from practices.models import City, Edition, SearchEntry, Topic
from practices.search import cities, engine
from tests.builders import make_city, make_draft, make_editor, make_topic, moved, published
from tests.test_renames import follow, titles

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
SECONDS = 30


def overlapped(
    first: Callable[[], object], second: Callable[[], object], meanwhile: Callable[[], object] = lambda: None
) -> None:
    """Let `second` begin when `first` has written, and `first` commit when `second` waits for it or is done."""
    written, waits = Event(), Event()

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
            actions.trash(practice, by=editor, seen=practice.version)
        else:
            moved(practice, move, by=editor, note="The city asked.", reason="It has ended.")

    overlapped(lambda: engine.reindex([edition]), take_off)
    assert not Edition.objects.exists()
    assert not SearchEntry.objects.exists()


def rename(city: City, topic: Topic) -> None:
    """Give a city and a topic other names, and let editions be sorted by them."""
    with transaction.atomic():
        city.name, topic.name = "Akersborg", "Travellers"
        cities.index(city).save()
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

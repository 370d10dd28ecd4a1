"""Does who writes while another has not yet committed wait for him, and then do right?

SQLite has one writer at a time: there nothing overlaps.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from practices import actions
from practices.models import Edition, SearchEntry
from practices.search import engine
from tests.builders import make_editor, moved, published

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

"""Does a request wait for a database that says nothing no longer than it may, and do others not wait behind it?"""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from django.db.utils import ConnectionHandler, OperationalError

from catalogue import databases
from catalogue.postgresql import base, silence
from catalogue.postgresql.silence import ANSWER_SECONDS, CONNECT_SECONDS, LOCKED, REST, Silence


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[float], None]]:
    """Give what moves the time on."""
    now = 1000.0

    def move(seconds: float) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr(time, "monotonic", lambda: now)
    yield move
    monkeypatch.undo()


def is_refused(known: Silence) -> bool:
    """Say whether a thread that is not this one is refused."""
    said: list[bool] = []

    def ask() -> None:
        try:
            known.refuse()
        except psycopg.OperationalError:
            said.append(True)
        else:
            said.append(False)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    return said == [True]


def waited_in_vain(known: Silence, clock: Callable[[float], None]) -> bool:
    since = time.monotonic()
    clock(ANSWER_SECONDS)
    return known.note(since, ANSWER_SECONDS)


def test_nobody_waits_behind_one_who_waited_in_vain(clock: Callable[[float], None]) -> None:
    known = Silence()
    assert not is_refused(known)
    assert waited_in_vain(known, clock)
    with pytest.raises(psycopg.OperationalError, match="says nothing"):
        known.refuse()
    clock(REST)
    known.refuse()
    known.refuse()  # the one who asks goes on
    assert is_refused(known)
    known.note(time.monotonic(), ANSWER_SECONDS)
    assert not is_refused(known)


def test_one_who_ends_without_a_word_is_followed_by_another(clock: Callable[[float], None]) -> None:
    known = Silence()
    waited_in_vain(known, clock)
    clock(REST)
    known.refuse()
    clock(ANSWER_SECONDS)
    assert not is_refused(known)


def test_wait_for_a_lock_is_no_silence(clock: Callable[[float], None]) -> None:
    known, since = Silence(), time.monotonic()
    clock(ANSWER_SECONDS - 1)
    known.note(time.monotonic(), ANSWER_SECONDS)  # others are answered
    clock(1)
    assert known.note(since, ANSWER_SECONDS)
    assert not is_refused(known)


def test_server_alone_ends_its_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    engines = []
    for url in ("postgres://a@b/c", "sqlite:////tmp/site.sqlite3"):
        monkeypatch.setenv("DATABASE_URL", url)
        for as_server in (False, True):
            if as_server:
                monkeypatch.setenv(databases.AS_SERVER, "1")
            else:
                monkeypatch.delenv(databases.AS_SERVER, raising=False)
            engines.append(databases.default_database(Path("none"))["ENGINE"])
    stock = "django.db.backends.postgresql"
    assert engines == [stock, "catalogue.postgresql", databases.SQLITE, databases.SQLITE]


def test_others_heard_before_it_fell_silent_do_not_hide_it(clock: Callable[[float], None]) -> None:
    """A statement that was slow before keeps nobody else waiting."""
    known, since = Silence(), time.monotonic()
    clock(1.5)
    known.note(time.monotonic(), ANSWER_SECONDS)
    clock(ANSWER_SECONDS - 1.5)
    assert known.note(since, ANSWER_SECONDS)
    assert is_refused(known)


def test_connection_that_is_not_made_is_silence_sooner(clock: Callable[[float], None]) -> None:
    known, since = Silence(), time.monotonic()
    clock(CONNECT_SECONDS)
    assert not is_refused(known)
    clock(0.1)
    assert known.note(since, CONNECT_SECONDS)
    assert is_refused(known)


def as_served() -> Any:
    """Return the test's database as the server's processes ask it."""
    given = connections["default"].settings_dict | {"ENGINE": "catalogue.postgresql"}
    return ConnectionHandler({"default": given})["default"]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="is about PostgreSQL: run bin/with-postgres")
def test_statement_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Silence()
    monkeypatch.setattr(base, "SILENCE", known)
    monkeypatch.setattr(silence, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(silence, "LOCKED", 0.1)
    monkeypatch.setattr(base.BoundedWait.__call__, "__defaults__", (0.1, 0.3))
    database = as_served()
    with database.cursor() as cursor:
        cursor.execute("SELECT 1")
        since = time.monotonic()
        with pytest.raises(OperationalError):
            cursor.execute("SELECT pg_sleep(3)")
    assert (time.monotonic() - since < 2, known.is_silent) == (True, True)
    time.sleep(REST)
    database.close()
    with database.cursor() as cursor:
        cursor.execute("SELECT 2")
        assert cursor.fetchone() == (2,)
    assert not known.is_silent
    database.close()
    time.sleep(3)  # until the server, too, is done with it


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="is about PostgreSQL: run bin/with-postgres")
def test_who_waits_already_is_told_that_it_is_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    known, began = Silence(), time.monotonic()
    monkeypatch.setattr(base, "SILENCE", known)
    database = as_served()
    finding = threading.Timer(0.5, lambda: known.note(-ANSWER_SECONDS, ANSWER_SECONDS))
    with database.cursor() as cursor:
        known.heard -= LOCKED + 1
        finding.start()
        with pytest.raises(OperationalError, match="says nothing"):
            cursor.execute("SELECT pg_sleep(3)")
    assert (time.monotonic() - began < 2, known.is_silent) == (True, True)
    database.close()
    time.sleep(3)  # until the server, too, is done with it

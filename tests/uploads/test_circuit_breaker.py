"""Does nobody wait long for a store of files or a scanner that takes bytes and says nothing?"""

import socket
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from threading import Thread

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from practices.entries.files.receiving import delete_unless_known, receive
from practices.uploads import bucket, circuit_breaker, scanning, storage
from practices.uploads.circuit_breaker import CircuitBreaker
from practices.uploads.exceptions import StorageUnavailable
from tests.builders import make_draft, make_user
from tests.entry_pictures import digest_of, sent_picture
from tests.public.views.test_pictures import on_line
from tests.uploads.test_bucket import named
from tests.uploads.test_storage import SHIP


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[None]:
    """Let the site keep files in a store that takes bytes and says nothing."""
    monkeypatch.setattr(storage, "STORE_BREAKER", CircuitBreaker())
    with socket.create_server(("127.0.0.1", 0), backlog=50) as mute:
        named(monkeypatch, settings, f"s3://a:b@127.0.0.1:{mute.getsockname()[1]}/catalogue?tls=0")
        yield


def test_page_waits_some_seconds_for_a_silent_store_and_the_next_one_not_at_all(
    silent: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def waited() -> float:
        since = time.monotonic()
        with pytest.raises(StorageUnavailable):
            storage.open_shown(digest_of(SHIP), 320, "webp")
        return time.monotonic() - since

    assert 2.5 < waited() < 4.8
    assert waited() < 0.2
    monkeypatch.setattr(circuit_breaker, "REST_SECONDS", 0)
    storage.STORE_BREAKER.until = 0.0
    assert waited() > 2.5, "it is asked again after a while"


@pytest.mark.django_db
def test_picture_of_a_silent_store_is_a_place_within_seconds(silent: None, settings: Settings) -> None:
    away = settings.STORAGES
    settings.STORAGES = away | {"uploads": {"BACKEND": "practices.uploads.folder.WholeFiles"}}
    _practice, digest = on_line(colour=201)
    settings.STORAGES = away
    since = time.monotonic()
    answers = [Client().get(f"/pictures/{digest}-320.webp") for _time in range(20)]
    assert time.monotonic() - since < 6
    assert {(each.status_code, each["Content-Type"]) for each in answers} == {(200, "image/svg+xml")}


def test_failure_that_comes_at_once_lets_no_store_rest() -> None:
    resting = CircuitBreaker()
    for error in (OSError, FileNotFoundError):
        with pytest.raises(error), resting.asked():
            raise error
    with resting.asked():
        pass


def test_while_one_asks_a_silent_store_again_the_others_let_it_rest() -> None:
    resting = CircuitBreaker(long=-1)
    with pytest.raises(OSError, match="gone"), resting.asked():
        raise OSError("gone")
    resting.until = 0.0
    with resting.asked(), pytest.raises(OSError, match="says nothing"), resting.asked():
        raise AssertionError
    with resting.asked():
        pass


def refused_within(seconds: float, ask: Callable[[], object]) -> None:
    since = time.monotonic()
    with pytest.raises(StorageUnavailable):
        ask()
    assert time.monotonic() - since < seconds


@pytest.mark.django_db
def test_whoever_sends_a_picture_waits_for_a_silent_store_no_longer_than_a_page(silent: None) -> None:
    """One thread of four waits, and a small picture needs no place among those who send."""
    practice = make_draft(contributor=(person := make_user()))
    for seconds in (5, 1):
        refused_within(seconds, lambda: receive(practice, sent_picture(colour=202), by=person))
    assert not practice.uploads.exists()


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_file_that_a_silent_store_does_not_delete_holds_the_database_for_seconds(
    silent: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite has one writer at a time, who is waited for 20 seconds."""
    monkeypatch.setattr(bucket, "HURRIED_READ_SECONDS", 1)
    asked, gone = storage.delete, list[float]()

    def writer() -> None:
        since = time.monotonic()
        make_user()
        gone.append(time.monotonic() - since)
        connection.close()

    other = Thread(target=writer)

    def delete(digest: str) -> None:
        other.start()
        asked(digest)

    monkeypatch.setattr(storage, "delete", delete)
    refused_within(3, lambda: delete_unless_known(digest_of(SHIP)))
    other.join()
    assert gone[0] < 3


def test_one_at_a_time_waits_for_a_silent_scanner(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "SECONDS", 0.2)
    monkeypatch.setattr(scanning, "SCAN_BREAKER", CircuitBreaker(long=0.1, answer=9))
    with socket.create_server(("127.0.0.1", 0)) as mute:
        settings.SCANNER = mute.getsockname()
        for seconds in (1, 0.1):
            refused_within(seconds, lambda: scanning.scan(BytesIO(b"a")))
        scanning.SCAN_BREAKER.until = 0.0
        with scanning.SCAN_BREAKER.asked():
            refused_within(0.1, lambda: scanning.scan(BytesIO(b"a")))

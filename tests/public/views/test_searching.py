"""Is a search limited for who searches faster than people do, in all processes together, and nobody else?"""

import logging
import os
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import Settings

from catalogue.env import ROOT
from practices.models import Attempt
from practices.worker import commands
from tests.builders import published
from tests.killed import database_url
from tests.ports import free_port

SECONDS = 20
PATIENT = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _limited(settings: Settings) -> None:
    settings.LIMITS = settings.LIMITS | {"search": {"ip": [(5, 60)]}}  # a minute, as this machine may be slow


def search(number: int, *, forwarded: str = "", peer: str = "127.0.0.1") -> int:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return Client(REMOTE_ADDR=peer).get(f"/practices/?q=ship{number}", headers=headers).status_code


@pytest.mark.django_db
def test_sixth_search_is_put_off_in_words_without_cookie_or_session() -> None:
    published()
    assert [search(number) for number in range(5)] == [200] * 5
    answer = Client().get("/practices/?q=ship5")
    assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (429, True)
    assert 50 < int(answer.headers["Retry-After"]) <= 61
    assert "Then load this page again: your words stand in its address." in answer.text
    assert (len(answer.cookies), "Cookie" in answer.headers.get("Vary", "")) == (0, False)
    assert Attempt.objects.count() == 5


@pytest.mark.django_db
def test_what_costs_little_is_not_counted() -> None:
    published()
    assert [search(number) for number in range(5)] == [200] * 5
    assert search(0) == 200  # is kept already
    assert Client().get("/practices/?country=NO").status_code == 200
    assert Client().get("/practices/?q=").status_code == 301
    assert search(6) == 429


@pytest.mark.long
@pytest.mark.django_db
def test_limit_is_one_visitors_own_and_no_forged_header_moves_it(settings: Settings) -> None:
    published()
    for number in range(5):
        assert search(number, forwarded=f"192.0.2.{number}") == 200
    assert search(5, forwarded="192.0.2.200") == 429
    assert search(5, peer="198.51.100.9") == 200
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    caches["pages"].clear()
    for number in range(5):
        assert search(number, forwarded=f"192.0.2.{number}, 203.0.113.5") == 200
    assert search(5, forwarded="192.0.2.200, 203.0.113.5") == 429
    assert search(5, forwarded="192.0.2.200, 203.0.113.6") == 200


@pytest.mark.django_db
def test_too_many_proxies_in_the_settings_are_said_once_and_no_fault(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    published()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    with caplog.at_level(logging.WARNING, "practices.accounts.visitors"):
        for number in range(5):
            assert search(number, forwarded=f"192.0.2.{number}") == 200
    assert search(5, forwarded="192.0.2.200") == 429  # all come from one proxy
    assert search(5, forwarded="192.0.2.200", peer="198.51.100.9") == 200
    assert [
        record.getMessage().partition(":")[0]
        for record in caplog.records
        if record.name == "practices.accounts.visitors"
    ] == ["X-Forwarded-For names 1, but PROXIES is 2"]
    sign_in = {"login": "nobody@city.example", "password": "x"}
    headers = {"X-Forwarded-For": "192.0.2.1"}
    assert Client().post("/accounts/login/", sign_in, headers=headers).status_code == 200


@contextmanager
def serving(workers: int, **environment: str) -> Iterator[int]:
    """Serve the test's own database by the real server, with so many processes, on a free port."""
    port = free_port()
    given = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "SECRET_KEY": os.environ["SECRET_KEY"],
        "DATABASE_URL": database_url(),
    }
    with subprocess.Popen(
        commands.server_command("127.0.0.1", port, workers), cwd=ROOT, env=given | environment
    ) as server:
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()
            server.wait(SECONDS)


def _wait_for(port: int) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        try:
            if fetched(port, "/livez") == 200:
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("The server did not come up")


def fetched(port: int, path: str, **headers: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request(
            "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.long
@PATIENT
def test_processes_count_together_and_believe_no_forged_header() -> None:
    published()
    with serving(2, SEARCHES_PER_SECOND="1") as port:  # one, as this machine may be slow
        began = time.monotonic()
        answers = Counter(
            fetched(port, f"/practices/?q=ship{number}", X_Forwarded_For=f"192.0.2.{number}")
            for number in range(60)
        )
        most = 1 + int(time.monotonic() - began)
    assert set(answers) == {200, 429}
    assert answers[200] <= most

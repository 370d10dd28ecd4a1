"""Twenty equal posts and killed servers, against the real server with its processes (promises R2 and R5)."""

import http.client
import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from practices.models import Event, Mail, Practice, Snapshot
from tests import tree
from tests.builders import make_city, make_draft, make_editor, make_topic, make_user
from tests.killed import Connection, durable, losing_the_first_answer, served
from tests.pages import client_of, form_data

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

ENTRIES = "/contribute/practices/practice/"
TIMES = 20
LOST = (0, "")


def send(browser: Connection, address: str, data: dict[str, object]) -> tuple[int, str]:
    """Post, and press again when no answer comes, as people do; return the answer, or that the first was lost."""
    try:
        answer = browser.post(address, data)
    except (OSError, http.client.HTTPException):
        return LOST
    return answer.status, answer.getheader("Location", "")


def twenty(browser: Connection, address: str, data: dict[str, object]) -> Counter[tuple[int, str]]:
    ready = Barrier(TIMES)

    def one(_number: int) -> tuple[int, str]:
        ready.wait(30)
        return send(browser, address, data)

    with ThreadPoolExecutor(TIMES) as pool:
        return Counter(pool.map(one, range(TIMES)))


def test_twenty_posts_over_four_workers_and_a_lost_answer_are_one_entry_and_one_mail() -> None:
    make_city()
    make_topic()
    make_editor()
    client = client_of(make_user())
    added = form_data(client.get(f"{ENTRIES}add/").content) | {"title": "A ship", "country": "NO"}
    ready = make_draft(contributor=make_user())
    owner = client_of(ready.contributor)  # type: ignore[arg-type]
    with served(workers=4) as server, losing_the_first_answer(server.port) as port:
        answers = twenty(Connection(port, client), f"{ENTRIES}add/", added)
        practice = Practice.objects.exclude(pk=ready.pk).get()
        assert answers == {(302, f"{ENTRIES}{practice.pk}/change/practice/"): TIMES - 1, LOST: 1}
        assert send(Connection(port, client), f"{ENTRIES}add/", added) in answers
        address = f"{ENTRIES}{ready.pk}/move/submit/"
        answers = twenty(Connection(port, owner), address, {"seen": 1, "licence_agreed": "on"})
    assert answers == {(302, f"{ENTRIES}{ready.pk}/submitted/"): TIMES}
    assert [event.move for event in Event.objects.all()] == ["submit"]
    assert (Snapshot.objects.count(), Mail.objects.filter(kind="submitted").count()) == (1, 1)


ROUNDS, CLIENTS = 3, 4


@pytest.mark.alike
def test_no_acknowledged_write_is_lost_when_all_processes_are_killed() -> None:
    people = [make_user() for _ in range(CLIENTS)]
    entries = [make_draft(contributor=person) for person in people]
    clients = [client_of(person) for person in people]
    forms = [
        form_data(client.get(f"{ENTRIES}{entry.pk}/change/").content)
        for client, entry in zip(clients, entries, strict=True)
    ]
    acknowledged, written = [1] * CLIENTS, threading.Semaphore(0)
    chance = random.Random(20)  # noqa: S311  the same numbers of writes in every run

    def write(number: int, port: int, is_over: threading.Event) -> None:
        browser, entry = Connection(port, clients[number]), entries[number]
        while not is_over.is_set():
            seen = acknowledged[number]
            data = forms[number] | {"seen": seen, "purpose": f"Word {seen}.", "_continue": "1"}
            answer = send(browser, f"{ENTRIES}{entry.pk}/change/", data)
            if answer == LOST:
                return
            assert answer[0] == 302
            acknowledged[number] = seen + 1
            written.release()

    with durable(), served(workers=2) as server, ThreadPoolExecutor(CLIENTS) as pool:
        for _ in range(ROUNDS):
            if server.process is None:
                server.start()
            is_over = threading.Event()
            writing = [pool.submit(write, number, server.port, is_over) for number in range(CLIENTS)]
            until(written, times=chance.randint(CLIENTS, 5 * CLIENTS))
            time.sleep(chance.uniform(0, 0.05))
            server.kill()
            is_over.set()
            for each in writing:
                each.result(60)
            for number, entry in enumerate(entries):
                entry.refresh_from_db()
                assert entry.version in {acknowledged[number], acknowledged[number] + 1}
                assert entry.version == 1 or entry.purpose == f"Word {entry.version - 1}."
                acknowledged[number] = entry.version


def until(written: threading.Semaphore, *, times: int) -> None:
    """Wait until so many writes were acknowledged, however long the machine takes for them."""
    assert all(written.acquire(timeout=60) for _ in range(times))


def test_database_answers_only_when_a_write_is_on_the_disk() -> None:
    """See https://www.sqlite.org/pragma.html#pragma_synchronous: 2 is FULL."""
    if connection.vendor == "sqlite":
        with durable(), connection.cursor() as cursor:
            asked = [
                cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")
            ]
        assert asked == [2, "wal"]
        return
    with durable(), connection.cursor() as cursor:
        before = syncs(cursor)
        for number in range(TIMES):
            make_user(f"durable{number}@city.example")
        tree.until(lambda: syncs(cursor) - before >= TIMES)


def syncs(cursor: Any) -> int:
    """Return how often the server has synced its log with the disk, as far as its processes have said so.

    One sync is enough for all that was written before it, so another process may do it for us, and each says
    only once a second what it did.
    """
    cursor.execute("SELECT pg_stat_force_next_flush()")
    cursor.execute("SELECT wal_sync FROM pg_stat_wal")
    return int(cursor.fetchone()[0])

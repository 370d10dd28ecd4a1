"""While the database is away: do visitors get kept pages or a plain word, and all is well soon after (promise R9)?"""

import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from catalogue.env import ROOT
from practices.errors import wording
from tests.headings import words
from tests.served import Answer, Site, served

pytestmark = [pytest.mark.long, pytest.mark.either]

PATIENCE = 60  # seconds, on a busy machine; how soon it is on a quiet one is measured elsewhere
type Database = tuple[str, Callable[[], object], Callable[[], object]]
"""Its address, what takes it away, what brings it back."""

LEAK = re.compile(rb"Traceback|psycopg|sqlite|OperationalError|SELECT|/usr/|\.py\b", re.IGNORECASE)


def with_postgres() -> Any:
    loader = SourceFileLoader("with_postgres", str(ROOT / "bin" / "with-postgres"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@contextmanager
def on_postgres() -> Iterator[Database]:
    """Yield the address of a server of our own, what kills it at once, and what starts it again.

    Its folder is not pytest's: the server is another user's, and pytest closes its folders to others at each start.
    """
    folder = Path(tempfile.mkdtemp(prefix="outage-"))
    folder.chmod(0o755)
    programs = with_postgres()
    running: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        for _ in range(50):
            running[:] = [programs.start(folder)]
            try:
                programs.wait(running[0], folder)
            except SystemExit:  # a child of the killed one may still hold its memory
                time.sleep(0.1)
            else:
                return
        pytest.fail("PostgreSQL did not start again")

    def kill() -> None:
        running[0].send_signal(signal.SIGQUIT)  # as pg_ctl stop -m immediate
        running[0].wait()

    start()
    try:
        yield programs.address(folder), kill, start
    finally:
        kill()
        shutil.rmtree(folder)


@contextmanager
def on_sqlite(folder: Path) -> Iterator[Database]:
    """Yield the address of a file, what takes its folder away, and what brings that back."""
    home, away = folder / "home", folder / "away"
    home.mkdir()
    yield (
        f"sqlite:///{home}/site.sqlite3",
        lambda: home.rename(away) and None,
        lambda: away.rename(home) and None,
    )


def is_refusal(answer: Answer) -> bool:
    """Say whether this is the page that says that the catalogue is away, and nothing that is not for visitors."""
    said = words(answer.body.decode())
    return (
        answer.status == 503
        and all(str(text) in said for text in (wording.AWAY.title, wording.AWAY.typed, wording.AWAY.cure))
        and answer.get("Retry-After") == "30"
        and "no-store" in answer.get("Cache-Control")
        and "default-src 'none'" in answer.get("Content-Security-Policy")
        and not LEAK.search(answer.body + str(answer.headers).encode())
    )


def sign_in(site: Site) -> Answer:
    """Send the form that a page showed, which needs no database."""
    site.ask("/accounts/login/")
    typed = {"login": "a@city.example", "password": "b", "csrfmiddlewaretoken": site.cookies["csrftoken"]}
    return site.ask("/accounts/login/", "POST", typed)


def send_files(site: Site) -> Answer:
    """Send a body that is taken only from who is signed in, as somebody who may be."""
    site.cookies["sessionid"] = site.cookies["__Host-sessionid"] = "x" * 32
    return site.ask("/contribute/practices/practice/1/change/", "POST", b"x" * (settings.BODY_BYTES + 1))


def reference(answer: Answer) -> str:
    (found,) = re.findall(rb"<strong>([0-9a-f]{8})</strong>", answer.body)
    return str(found.decode())


def wait_for(state: Callable[[], bool]) -> bool:
    """Wait until it has come to this; say whether it has."""
    until = time.monotonic() + PATIENCE
    while not (has_come := state()) and time.monotonic() < until:
        time.sleep(0.05)
    return has_come


def test_database_that_goes_away_costs_no_visitor_more_than_a_moment(tmp_path: Path) -> None:
    database = on_postgres() if connection.vendor == "postgresql" else on_sqlite(tmp_path)
    with database as (url, kill, start), served(tmp_path, DATABASE_URL=url) as site:
        before = site.ask("/about/") if connection.vendor == "postgresql" else None
        kill()
        if before:
            kept = site.ask("/about/")
            assert (kept.status, kept.body) == (200, before.body)
        refused = [site.ask("/topics/"), site.ask("/readyz"), sign_in(site), send_files(site)]
        assert [is_refusal(answer) for answer in refused] == [True, False, True, True]
        assert [answer.status for answer in refused] == [503, 503, 503, 503]
        assert f"[{reference(refused[0])}]" in site.log.read_text()
        assert site.ask("/livez").status == 200
        start()
        since = time.monotonic()
        while (again := site.ask("/topics/")).status == 503 and time.monotonic() - since < PATIENCE:
            time.sleep(0.1)
        assert [again.status, site.ask("/readyz").status, site.ask("/about/").status] == [200, 200, 200]


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="a file is not stopped under load: run on PostgreSQL"
)
def test_database_that_goes_away_under_load_is_no_fault_of_ours(tmp_path: Path) -> None:
    statuses: list[int] = []
    over = threading.Event()

    def visit(site: Site, word: str) -> None:
        for number in count():
            if over.is_set():
                return
            answer = site.ask(f"/practices/?q={word}{number}")
            statuses.append(answer.status)
            if answer.status != 200:
                assert is_refusal(answer)
                time.sleep(0.01)

    with (
        on_postgres() as (url, kill, start),
        served(tmp_path, DATABASE_URL=url, SEARCHES_PER_SECOND=str(10**6)) as site,
    ):
        visits = [threading.Thread(target=visit, args=(site, word)) for word in "abcd"]
        for thread in visits:
            thread.start()
        try:
            met = [wait_for(lambda: statuses.count(200) > 20)]
            kill()
            met.append(wait_for(lambda: statuses.count(503) > 8))
            start()
            met.append(wait_for(lambda: statuses[-80:] == [200] * 80))
        finally:
            over.set()
            for thread in visits:
                thread.join()
    assert (met, set(statuses)) == ([True, True, True], {200, 503})

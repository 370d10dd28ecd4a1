"""Do two servers share the pages that they keep, and go on without the Redis that keeps them?"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from django.conf import settings

from tests.builders import published
from tests.ports import HOST, free_port
from tests.servers.patient import PATIENCE
from tests.servers.started import answers, get, granian, running

PAGE = "/practices/"


@contextmanager
def redis(port: int) -> Iterator[None]:
    folder = Path(tempfile.mkdtemp(prefix="redis-"))
    command = ["redis-server", "--port", str(port), "--bind", HOST, "--save", "", "--dir", str(folder)]
    try:
        with running(command, lambda: answers(port)):
            yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def said(port: int, *question: str) -> str:
    command = ["redis-cli", "-p", str(port), *question]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def soon(port: int, words: bytes) -> bool:
    """Wait until the page says these words, far less than it is kept; how soon is for `tests/performance`."""
    until = time.monotonic() + PATIENCE
    while not (said := words in get(port, PAGE).body) and time.monotonic() < until:
        time.sleep(0.02)
    return said


def test_two_servers_share_pages_and_go_on_without_redis() -> None:
    published(title="Old title")
    where = free_port()
    with _server(where) as one, _server(where) as two:
        with redis(where):
            time.sleep(0.1)
            _share(one, two, where)
            _change(one, two)
        for port in (one, two):
            assert get(port, PAGE).status == 200
        published(title="While Redis is away")
        for port in (one, two):
            assert soon(port, b"While Redis is away")


def _server(where: int) -> AbstractContextManager[int]:
    """Start a server of its own."""
    return granian(
        "tests.servers.patient",
        CACHE_URL=f"redis://{HOST}:{where}/0",
        ENV_FILE=os.devnull,
        SECRET_KEY=settings.SECRET_KEY,
    )


def _share(one: int, two: int, where: int) -> None:
    """One server's page is what the other hands out."""
    first = get(one, PAGE)
    assert first.status == 200
    keys = said(where, "KEYS", "*").split()
    assert len(keys) == 1
    hits = _hits(where)
    assert get(two, PAGE).body == first.body
    assert get(two, PAGE, {"If-None-Match": first.headers["etag"]}).status == 304
    assert (said(where, "KEYS", "*").split(), _hits(where)) == (keys, hits + 2)


def _hits(where: int) -> int:
    stats = dict(line.split(":") for line in said(where, "INFO", "stats").split() if ":" in line)
    return int(stats["keyspace_hits"])


def _change(one: int, two: int) -> None:
    published(title="New title")
    assert [soon(port, b"New title") for port in (one, two)] == [True, True]

"""Behind a network that swallows everything: does a thread wait for PostgreSQL for ever?"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pytest
from django.db import connection, connections
from django.db.utils import ConnectionHandler, OperationalError

from catalogue.databases import ENGINE_OPTIONS
from tests.test_outage import with_postgres

pytestmark = [pytest.mark.long, pytest.mark.django_db]

NAME = f"net{os.getpid()}"
_cable = f"10.213.{os.getpid() // 64 % 256}.{{}}".format
HERE, THERE = (_cable(os.getpid() % 64 * 4 + end) for end in (1, 2))
"""Addresses of nobody else who runs this test at the same time."""
SECONDS = 25
"""The promise is some 11; a busy machine may be late, and without it the wait has no end."""


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


@contextmanager
def host() -> Iterator[list[str]]:
    """Make a host of our own behind a cable, and yield the words that begin a command there."""
    ip("netns", "add", NAME)
    try:
        ip("link", "add", f"{NAME}a", "type", "veth", "peer", "name", f"{NAME}b", "netns", NAME)
        ip("addr", "add", f"{HERE}/30", "dev", f"{NAME}a")
        ip("link", "set", f"{NAME}a", "up")
        there = ["ip", "netns", "exec", NAME]
        subprocess.run([*there, "ip", "addr", "add", f"{THERE}/30", "dev", f"{NAME}b"], check=True)
        subprocess.run([*there, "ip", "link", "set", f"{NAME}b", "up"], check=True)
        yield there
    finally:
        subprocess.run(["ip", "link", "del", f"{NAME}a"], check=False)  # at once, its address with it
        ip("netns", "del", NAME)


@contextmanager
def postgres_there(there: list[str]) -> Iterator[None]:
    """Run a server on that host, reached over the cable only."""
    folder = Path(mkdtemp(prefix="network-"))
    folder.chmod(0o755)
    programs = with_postgres()
    programs.end_if_told()
    first = programs.start(folder)
    programs.wait(first, folder)
    first.terminate()
    first.wait()
    access = folder / "data" / "pg_hba.conf"
    access.write_text(f"host all all {HERE}/32 trust\n")
    user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    command = [
        *there,
        *user,
        str(programs.newest() / "postgres"),
        "-D",
        str(folder / "data"),
        "-k",
        str(folder),
    ]
    server = subprocess.Popen(
        [*command, "-c", f"listen_addresses={THERE}"], cwd="/", stderr=subprocess.DEVNULL
    )
    try:
        programs.wait(server, folder)
        yield
    finally:
        server.kill()
        server.wait()
        shutil.rmtree(folder)


@pytest.mark.skipif(
    os.getuid() != 0 or not shutil.which("ip"), reason="makes a network: root, apt-get install iproute2"
)
def test_question_that_nobody_answers_ends() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("is about PostgreSQL: run bin/with-postgres")
    engine = "django.db.backends.postgresql"
    known = {
        "ENGINE": engine,
        "NAME": "postgres",
        "USER": "postgres",
        "HOST": THERE,
        "OPTIONS": ENGINE_OPTIONS[engine],
    }
    with host() as there, postgres_there(there):
        database = ConnectionHandler({"default": connections["default"].settings_dict | known})["default"]
        with database.cursor() as cursor:
            cutting = subprocess.Popen(
                ["sh", "-c", f"sleep 1; ip netns exec {NAME} ip link set {NAME}b down"]
            )
            since = time.monotonic()
            with pytest.raises(OperationalError):
                cursor.execute("SELECT pg_sleep(120)")
            assert time.monotonic() - since < SECONDS
        cutting.wait()

"""Does the site, in a network without a way out, speak to nobody but those that are configured (promise R46)?"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests import mail_server, ready
from tests.served import Site
from tests.tree import until
from tests.worker.started import PREPARED, Started, started

pytestmark = [
    pytest.mark.either,
    pytest.mark.long,
    pytest.mark.xdist_group("waits"),
    pytest.mark.skipif(
        os.getuid() != 0 or not (shutil.which("strace") and shutil.which("ip")),
        reason="makes a network and counts calls: root, apt-get install strace iproute2",
    ),
]
NAMES = "/var/run/nscd/socket"
"""Where the C library asks a daemon of this machine for names, if there is one; nobody told it to."""
PATIENCE = 180
"""Seconds: a busy machine is slow, and each call is looked at."""
CALLS = "connect,sendto,sendmsg"
IN_NETWORK = re.compile(r'sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]+)"')
ON_MACHINE = re.compile(r'sun_path=@?"([^"]+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
PATHS = (
    *("/", "/about/", "/template/", "/privacy/", "/accessibility/", "/places/", "/topics/", "/api/"),
    *("/practices/", "/practices/?q=library", "/practices/?country=NO", "/practices.csv", "/practices.pdf"),
    *("/api/v1/practices/", "/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/livez"),
    *("/readyz?detail", "/accounts/login/", "/accounts/signup/"),
)


@contextmanager
def nowhere_to_go() -> Iterator[None]:
    """Move this thread, and what it starts, into a network of its own that has its own machine in it and no route."""
    with Path("/proc/thread-self/ns/net").open() as home:
        os.unshare(os.CLONE_NEWNET)
        try:
            subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
            routes = subprocess.check_output(["ip", "route"], text=True)
            assert routes == ""
            yield
        finally:
            os.setns(home.fileno(), os.CLONE_NEWNET)


def spoken_to(trace: Path) -> set[str]:
    """Return whom the calls of a trace name: `address:port`, or the path of a socket of this machine."""
    text = trace.read_text()
    return {f"{host}:{port}" for port, host in IN_NETWORK.findall(text)} | set(ON_MACHINE.findall(text))


def test_site_and_worker_speak_to_their_database_and_mail_server_alone(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    command = [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-e",
        f"trace={CALLS}",
        "-e",
        "signal=none",
        "-o",
        str(trace),
    ]
    with nowhere_to_go(), mail_server.running() as mails:
        given = {
            "MAIL_URL": f"smtp://127.0.0.1:{mails.port}",
            "CONTACT_EMAIL": "catalogue@city.example",
            "HOME": str(tmp_path),
            "SITE_URL": "http://localhost",
        }
        with database() as url:
            if url:
                given["DATABASE_URL"] = url
            with started(
                tmp_path, ready.file_with_tables(), *command, sys.executable, "-c", PREPARED, **given
            ) as site:
                until(site.is_up, PATIENCE)
                walk(site)
                until(lambda: mails.taken, PATIENCE)
                time.sleep(2)  # a round of the worker more
    own = {f"127.0.0.1:{site.port}", f"127.0.0.1:{mails.port}"}
    found = spoken_to(trace)
    assert f"127.0.0.1:{mails.port}" in found  # so the calls are counted
    assert {each for each in found - own - {NAMES} if not is_of_the_database(each)} == set()


@contextmanager
def database() -> Iterator[str]:
    """Give the address of a database of its own on the server of the tests; nothing for SQLite."""
    if connection.vendor == "sqlite":
        yield ""
        return
    with ready.on_server(ready.template()) as url:
        yield url


def is_of_the_database(each: str) -> bool:
    return connection.vendor == "postgresql" and each.startswith(
        f"{connection.settings_dict['HOST']}/.s.PGSQL"
    )


def walk(site: Started) -> None:
    """Ask for all kinds of pages and files, and for a mail."""
    statuses = {path: site.get(path) for path in PATHS}
    assert {path: status for path, status in statuses.items() if status not in {200, 202}} == {}
    visitor = Site(site.port, {}, site.log)
    (token,) = TOKEN.findall(visitor.ask("/accounts/password/new/").body.decode())
    sent = {"csrfmiddlewaretoken": token, "email": "somebody@city.example"}
    assert visitor.ask("/accounts/password/new/", "POST", sent).status == 302

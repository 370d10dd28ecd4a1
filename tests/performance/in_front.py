"""How many requests a second reach visitors through a cache in front, while an editor approves once a minute?

`python -m tests.performance.in_front SECONDS` serves the catalogue that DATABASE_URL names, 10,000 practices or so, with
Varnish in front, sends requests over as many addresses as there are for so long, as often as Zipf's law says, and prints
JSON; then the same for a third of the time without Varnish.
"""

import json
import os
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import median
from threading import Event, Thread
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")
django.setup()

from django.db import connection  # noqa: E402  settings first

from practices.entries import actions  # noqa: E402
from practices.models import Place, Practice, User  # noqa: E402
from tests.performance import clock  # noqa: E402
from tests.performance.load import CONNECTIONS, Line, request  # noqa: E402
from tests.performance.server import Server, serving  # noqa: E402
from tests.performance.synthetic import word  # noqa: E402
from tests.ports import free_port  # noqa: E402

ADDRESSES, AT_ONCE = 10_000, 200_000
A_MINUTE = 60
FIRST_APPROVAL = 15
MEMORY = "256m"
VCL = """
vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "%d"; }
sub vcl_recv {
  if (req.method == "GET" && req.url !~ "^/(admin|contribute|accounts)") { unset req.http.Cookie; return (hash); }
}
"""
"""Everything else is Varnish's own: the site says how long each page may be kept, and be shown while it is asked for anew."""
COUNTERS = ("cache_hit", "cache_hit_grace", "cache_miss", "backend_req")


@dataclass
class Seen:
    """What came back: how long each answer took, in ms, and how many had which status."""

    took: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)

    def note(self, milliseconds: float, head: bytes) -> None:
        self.took.append(milliseconds)
        status = head[9:12].decode()
        self.statuses[status] = self.statuses.get(status, 0) + 1


def addresses() -> list[str]:
    """Return what is asked for, the most frequent first: ways in, then entries, and lists, filters and words among them."""
    dice = Random(1)  # noqa: S311  the same every time
    slugs = list(
        Practice.objects.exclude(slug=None).order_by("pk").values_list("slug", flat=True)[:ADDRESSES]
    )
    dice.shuffle(slugs)
    countries = sorted(set(Place.objects.order_by().values_list("country", flat=True)))
    others = [f"/practices/?page={number}" for number in range(2, 300)]
    others += [
        f"/practices/?country={country}&year={year}" for country in countries for year in range(2004, 2024)
    ]
    others += [f"/practices/?q={word(rank)}" for rank in range(50, 1000)]
    others += [f"/places/{country.lower()}/" for country in countries]
    dice.shuffle(others)
    entries = [f"/practices/{slug}/" for slug in slugs]
    mixed = [path for some in zip(*[iter(entries)] * 4, others, strict=False) for path in some]
    rest = entries[4 * len(others) :]
    return ["/", "/practices/", "/places/", "/api/v1/practices/", *mixed, *rest][:ADDRESSES]


def asked(paths: list[str]) -> Iterator[bytes]:
    """Give requests without end, each address as often as Zipf's law says."""
    dice, weights = Random(2), list(accumulate(1 / rank for rank in range(1, len(paths) + 1)))  # noqa: S311
    said = [request(path) for path in paths]
    while True:
        yield from dice.choices(said, cum_weights=weights, k=AT_ONCE)


def send(port: int, waiting: Iterator[bytes], seconds: float) -> tuple[Seen, float]:
    """Send requests for so long over some connections that are kept; return what came back, and how long it took."""
    seen, end = Seen(), time.perf_counter() + seconds
    began: dict[socket.socket, float] = {}
    with selectors.DefaultSelector() as selector:
        first = time.perf_counter()
        for _ in range(CONNECTIONS):
            line = Line(socket.create_connection(("127.0.0.1", port), timeout=A_MINUTE), b"2345")
            selector.register(line.socket, selectors.EVENT_READ, line)
            began[line.socket] = time.perf_counter()
            line.send(next(waiting))
        while selector.get_map():
            for key, _events in selector.select(A_MINUTE):
                line = key.data
                if not line.is_answered():
                    continue
                now = time.perf_counter()
                seen.note((now - began[line.socket]) * 1000, bytes(line.received[:12]))
                if now >= end:
                    selector.unregister(line.socket)
                    line.socket.close()
                else:
                    began[line.socket] = now
                    line.send(next(waiting))
        return seen, time.perf_counter() - first


@contextmanager
def approving() -> Iterator[list[float]]:
    """Let an editor approve once a minute meanwhile; give how many ms each approval took."""
    took: list[float] = []
    over = Event()

    def go_on() -> None:
        try:
            wait = FIRST_APPROVAL
            while not over.wait(wait):
                took.append(_approve())
                wait = A_MINUTE
        finally:
            connection.close()

    thread = Thread(target=go_on)
    thread.start()
    try:
        yield took
    finally:
        over.set()
        thread.join()


def _approve() -> float:
    writer, reader = (_editor(name) for name in ("writer", "reader"))
    key = Practice.objects.filter(status="published").order_by("pk").values_list("pk", flat=True)[0]

    def move(name: str, by: User) -> None:
        current = Practice.objects.get(pk=key)
        actions.move(current, name, by=by, expected_version=current.version, licence_agreed=True)

    move("revise", writer)
    move("submit", writer)
    began = time.perf_counter()
    move("approve", reader)
    return (time.perf_counter() - began) * 1000


def _editor(name: str) -> User:
    defaults = {"is_staff": True, "second_step": True}
    return User.objects.get_or_create(email=f"{name}@synthetic.example", defaults=defaults)[0]


@dataclass(frozen=True)
class Front:
    """Varnish in front of a server."""

    port: int
    pid: int
    folder: Path

    def counted(self) -> dict[str, int]:
        said = subprocess.run(
            ["varnishstat", "-n", str(self.folder / "work"), "-j"], check=True, capture_output=True, text=True
        ).stdout
        found = json.loads(said)["counters"]
        return {name: int(found[f"MAIN.{name}"]["value"]) for name in COUNTERS if f"MAIN.{name}" in found}

    @property
    def worked(self) -> float:
        return clock.worked([self.pid, *clock.children(self.pid)])


@contextmanager
def varnish(behind: int) -> Iterator[Front]:
    """Put Varnish in front of a port, as its package comes."""
    port, folder = free_port(), Path(tempfile.mkdtemp(prefix="varnish-"))
    (folder / "front.vcl").write_text(VCL % behind)
    command = ["varnishd", "-F", "-j", "none", "-n", str(folder / "work"), "-f", str(folder / "front.vcl")]
    with subprocess.Popen(
        [*command, "-a", f"127.0.0.1:{port}", "-s", f"malloc,{MEMORY}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            _until_up(port)
            yield Front(port, process.pid, folder)
        finally:
            process.terminate()
            process.wait()
            shutil.rmtree(folder, ignore_errors=True)


def _until_up(port: int) -> None:
    for _ in range(300):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("Varnish does not answer.")


def measure(seconds: int) -> dict[str, Any]:
    paths = addresses()
    environment = {"DATABASE_URL": os.environ["DATABASE_URL"]}
    found: dict[str, Any] = {"practices": Practice.objects.count(), "addresses": len(paths)}
    with serving(environment) as server, varnish(server.port) as front:
        found["in front"] = _measured(server, front.port, asked(paths), seconds, front)
    with serving(environment) as server:
        found["alone"] = _measured(server, server.port, asked(paths), seconds // 3, None)
    return found


def _measured(
    server: Server, port: int, waiting: Iterator[bytes], seconds: float, front: Front | None
) -> dict[str, Any]:
    before, own, varnished = server.worked, time.process_time(), front.worked if front else 0.0
    with approving() as approvals:
        seen, took = send(port, waiting, seconds)
    took_ms, count = sorted(seen.took), len(seen.took)
    found: dict[str, Any] = {
        "seconds": round(took, 1),
        "requests": count,
        "per_second": round(count / took),
        "statuses": seen.statuses,
        "median_ms": round(median(took_ms), 2),
        "p99_ms": round(took_ms[count * 99 // 100], 2),
        "slowest_ms": round(took_ms[-1], 1),
        "approvals_ms": [round(each) for each in approvals],
        "server_work_ms_a_request": round((server.worked - before) * 1000 / count, 3),
        "client_work_seconds": round(time.process_time() - own, 1),
    }
    if front:
        counted = front.counted()
        hits = counted["cache_hit"] / (counted["cache_hit"] + counted["cache_miss"])
        work = round((front.worked - varnished) * 1000 / count, 3)
        found |= {"varnish_work_ms_a_request": work, "hit_rate": round(hits, 4), "counted": counted}
    return found


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))

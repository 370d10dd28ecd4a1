"""The peer: what do Datasette's pages of the same practices cost? It reads SQLite's file, and is no part of our tests.

`--datasette PROGRAM` names one that is installed elsewhere: `python -m venv X && X/bin/pip install datasette`.
"""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from tests.performance import clock
from tests.performance.load import get
from tests.performance.server import SECONDS
from tests.ports import free_port

TABLE = "practices_edition"
SEARCH = """
SELECT id, title, teaser FROM practices_searchentry JOIN practices_edition ON id = practices_searchentry.rowid
WHERE practices_searchentry MATCH :q LIMIT 20
"""


def measure(program: str, file: Path, asked: dict[str, Any], times: int) -> dict[str, dict[str, float]]:
    """Return what its list, a filter, a row and a search cost; `asked` is what `plain_django` is asked for."""
    base = f"/{file.stem}"
    addresses = {
        "list": f"{base}/{TABLE}?_size=20&_sort_desc=first_published_at",
        "filtered": f"{base}/{TABLE}?_size=20&country={asked['country']}",
        "detail": f"{base}/{TABLE}/{asked['number']}",
    }
    addresses |= {
        name: f"{base}?{urlencode({'sql': SEARCH, 'q': word})}" for name, word in asked["words"].items()
    }
    with _serving(program, file) as (port, pid):
        return {name: _took(partial(_call, port, address), pid, times) for name, address in addresses.items()}


@contextmanager
def _serving(program: str, file: Path) -> Iterator[tuple[int, int]]:
    port = free_port()
    settings = ["--setting", "sql_time_limit_ms", "60000", "--setting", "suggest_facets", "off"]
    command = [program, "serve", "--immutable", str(file), "--port", str(port), *settings]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT) as process:
        try:
            _wait(port)
            yield port, process.pid
        finally:
            process.terminate()


def _wait(port: int) -> None:
    for _ in range(SECONDS * 10):
        try:
            get(port, "/-/versions.json")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("Datasette does not answer.")


def _call(port: int, address: str) -> None:
    if (answer := get(port, address)).status != HTTPStatus.OK:
        raise ValueError(address, answer.status)


def _took(act: partial[None], pid: int, times: int) -> dict[str, float]:
    """Return the median on the wall, and the mean of what the server worked, in milliseconds."""
    act()
    walls, before = [], clock.worked([pid])
    for _ in range(times):
        began = time.perf_counter()
        act()
        walls.append(time.perf_counter() - began)
    work = (clock.worked([pid]) - before) / times
    return clock.Took(median(walls) * 1000, work * 1000).as_dict()

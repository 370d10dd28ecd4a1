"""What a reader that nobody here wrote finds in a file of each form: the titles of the practices, in their order."""

import csv
import io
import json
from collections.abc import Callable

from practices.answers.cells import rearmed


def _csv(body: bytes) -> list[str]:
    rows = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True)
    return [rearmed(row["title"]) for row in rows]


def _json(body: bytes) -> list[str]:
    return [row["answers"]["title"] for row in json.loads(body)["practices"]]


TITLES: dict[str, Callable[[bytes], list[str]]] = {
    "csv": _csv,
    "json": _json,
}
"""How the titles are read, by ending."""

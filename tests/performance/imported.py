"""How long does it take to import a file of practices, and how much of it is work?

`python -m tests.performance.imported ROWS FOLDER` writes a file of made-up practices into the folder, imports it into the
database that DATABASE_URL names, and prints JSON. With `--taken-back` all of it is one transaction that is undone.
"""

import json
import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")
django.setup()

from django.db import transaction  # noqa: E402  settings first

from practices.imports.practices import import_practices  # noqa: E402  settings first
from tests.performance.clock import once  # noqa: E402
from tests.performance.synthetic import Maker  # noqa: E402


def measure(rows: int, folder: Path, *, taken_back: bool = False) -> dict[str, float]:
    maker, file = Maker(seed=1), folder / "practices.json"
    file.write_text(json.dumps([_plain(maker.answers(number)) for number in range(1, rows + 1)]))
    said: list[str] = []
    with transaction.atomic() if taken_back else nullcontext():
        took = once(lambda: import_practices(file, publish=True, say=said.append))
        if taken_back:
            transaction.set_rollback(True)
    if not said[-1].startswith(f"{rows} created, {rows} published"):
        raise ValueError(said[-1])
    return {"rows": rows, "seconds": round(took.wall / 1000, 2), "work_seconds": round(took.work / 1000, 2)}


def _plain(answers: dict[str, Any]) -> dict[str, Any]:
    """Return answers as a file has them."""
    return answers | {
        "city": answers["city"].slug if answers["city"] else "",
        "partner_cities": [f"{city.name}, {city.country.code}" for city in answers["partner_cities"]],
        "topics": [topic.slug for topic in answers["topics"]],
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), Path(sys.argv[2]), taken_back="--taken-back" in sys.argv)))

"""How fast is the catalogue with so many practices, on this machine, and are the figures reached?

`python -m tests.performance --practices N --database sqlite|postgres` makes that many practices, and 1,000 and 10,000 in
other databases, starts the production server on a free port and measures all in one run, a plain Django site of the same
practices and, if it is named, Datasette, too. It prints a table for people;
the last line is JSON. `--keep FOLDER` keeps the databases, so that the next run begins at once.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from catalogue.env import ROOT
from tests.performance import databases, datasette_server, outside, plans, table

FEW = 1000
"""How many practices the small catalogue has that the large one is compared with."""
ATTACKED = 10_000
"""How many practices the catalogue has that hostile addresses are sent to."""
MORE = 1000
"""How many are imported into the catalogue that has many."""
FILES = "static"


def main() -> None:
    options = _options()
    if options.database == "postgres" and not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        _with_postgres(options.keep)
    if options.database == "sqlite":
        os.environ["DATABASE_URL"] = ""
    with tempfile.TemporaryDirectory(prefix="catalogue-performance-") as work:
        found = _measured(options, options.keep or Path(work), Path(work))
    figures = table.rows(found)
    print(table.table(figures))
    print(plans.told(found["many"]["pages"]))
    print(json.dumps(vars(options) | {"rows": table.as_json(figures), "found": found}, default=str))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.performance", description=__doc__)
    parser.add_argument("--practices", type=int, required=True, metavar="N")
    parser.add_argument("--database", choices=["sqlite", "postgres"], required=True)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the databases there")
    parser.add_argument("--times", type=int, default=9, help="how often what is cold is measured")
    parser.add_argument("--requests", type=int, default=10_000, help="how many are sent to a server")
    parser.add_argument("--datasette", metavar="PROGRAM", help="a peer, installed elsewhere; with SQLite")
    parser.add_argument("--rows", type=int, default=10_000, help="how many are imported")
    return parser.parse_args()


def _with_postgres(keep: Path | None) -> None:
    """Begin again beside a PostgreSQL server of our own, which ends with us."""
    environment = os.environ | {"POSTGRES_SETTINGS": databases.SETTINGS}
    if keep:
        environment["POSTGRES_FOLDER"] = str(keep.absolute())
    command = [sys.executable, str(ROOT / "bin" / "with-postgres"), sys.executable, "-m", "tests.performance"]
    os.execvpe(sys.executable, [*command, *sys.argv[1:]], environment)  # noqa: S606  our own command


def _measured(options: argparse.Namespace, kept: Path, work: Path) -> dict[str, Any]:
    kept.mkdir(parents=True, exist_ok=True)
    _say(f"{options.practices} practices")
    many, seconds = databases.filled(options.practices, kept)
    few, _seconds = databases.filled(FEW, kept)
    _say("style sheets")
    files = {"STATIC_ROOT": str(kept / FILES)}
    many.manage("collectstatic", "--noinput", "--verbosity=0", **files)
    _say("pages, words and approvals")
    inside = {name: one.measure("inside", str(options.times)) for name, one in (("many", many), ("few", few))}
    _say("peers")
    peers = _peers(many, inside["many"]["asked"], kept, options)
    _say("hostile addresses")
    attacked, _seconds = databases.filled(ATTACKED, kept)
    hostile = attacked.measure("hostile")
    _say("the server")
    through = outside.measure(many.environment | files, inside["many"], work, requests=options.requests)
    _say("an import")
    with databases.empty(work) as empty:
        empty.manage("prepare")
        imported = empty.measure("imported", str(options.rows), str(work))
    _say("an import among many")
    more = many.measure("imported", str(MORE), str(work), "--taken-back")
    return {
        "seconds": seconds,
        "requests": options.requests,
        **inside,
        "peers": peers,
        "hostile": hostile,
        "outside": through,
        "import": imported,
        "more": more,
    }


def _peers(
    many: databases.Database, asked: dict[str, Any], kept: Path, options: argparse.Namespace
) -> dict[str, Any]:
    """Return what others cost on the same practices: a plain Django site, and Datasette if it is there."""
    found = {"plain Django": many.measure("plain_django", str(options.times), json.dumps(asked))}
    if options.datasette and options.database == "sqlite":
        file = kept / f"practices_{options.practices}.sqlite3"
        found["Datasette"] = datasette_server.measure(options.datasette, file, asked, options.times)
    return found


def _say(what: str) -> None:
    print(f"... {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

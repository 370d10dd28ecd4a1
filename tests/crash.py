"""A process that dies after the n-th statement of an approval, for every n: `python -m tests.crash PRACTICE EDITOR`.

Prints, one line each, what the database says after each death and at last after an approval that nobody disturbed.
"""

import json
import os
import sys
from typing import Any

import django

DEAD = 137


def digest() -> str:
    """Return all that an approval writes, as text."""
    from django.apps import apps  # noqa: PLC0415  Django is set up first

    models: Any = apps.get_app_config("practices").get_models(include_auto_created=True)
    rows = {
        model._meta.label: list(model.objects.order_by("pk").values())
        for model in models
        if model.__name__ not in {"City", "Topic", "User"}
    }
    return json.dumps(rows, default=str, sort_keys=True)


def approve(practice: int, editor: int, last: int) -> None:
    """Approve, and die after that many statements."""
    from django.db import connection  # noqa: PLC0415  Django is set up first

    from practices import actions  # noqa: PLC0415  Django is set up first
    from practices.models import Practice, User  # noqa: PLC0415  Django is set up first

    left = last

    def count(execute: Any, *given: Any) -> Any:
        nonlocal left
        result = execute(*given)
        left -= 1
        if not left:
            os._exit(DEAD)
        return result

    entry, by = Practice.objects.get(pk=practice), User.objects.get(pk=editor)
    with connection.execute_wrapper(count):
        actions.move(entry, "approve", by=by, seen=entry.version)


def child(act: Any, *given: Any) -> tuple[int, str]:
    """Run something in a process of its own; return how that ended, and what it returned."""
    reading, writing = os.pipe()
    if pid := os.fork():
        os.close(writing)
        with os.fdopen(reading) as pipe:
            said = pipe.read()
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said
    os.close(reading)
    said = act(*given)
    with os.fdopen(writing, "w") as pipe:
        pipe.write(said or "")
    os._exit(0)


def main(practice: int, editor: int) -> None:
    django.setup()
    sys.stdout.write(child(digest)[1] + "\n")
    status, last = DEAD, 0
    while status == DEAD:
        last += 1
        status = child(approve, practice, editor, last)[0]
        sys.stdout.write(child(digest)[1] + "\n")
    sys.exit(status)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))

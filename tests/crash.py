"""A process that dies after the n-th statement of an act that writes, for every n: `python -m tests.crash ACT PERSON PRACTICE...`.

Prints, one line each, what the database says before, after each death, and after the act that nobody disturbed. What
is done in steps goes on from where the death before left it.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

import django

DEAD = 137
MOST_STATEMENTS = 300
STEPS = {"bulk", "undo"}
KEY = UUID(int=1)
"""Of the page on which the button is pressed again after each death."""
STILL = {"City", "Topic", "User"}
WORDS: dict[str, Any] = {
    "note": "Because.",
    "reason": "It has ended.",
    "change_note": "A second ship.",
    "licence_agreed": True,
}
SAVED: dict[str, Any] = {"purpose": "Other words.", "topics": [], "city": None, "city_typed": "A quay"}


def digest() -> str:
    """Return all that stands in the tables of the catalogue, as text."""
    from django.apps import apps  # noqa: PLC0415  Django is set up first

    models: Any = apps.get_app_config("practices").get_models(include_auto_created=True)
    rows = {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in models
        if model.__name__ not in STILL
    }
    return json.dumps(rows, default=str, sort_keys=True)


def perform(name: str, person: int, entries: list[int]) -> None:
    """Do what the act is called: one of those here, or a move."""
    from practices.entries import actions, bulk, coauthors, undo  # noqa: PLC0415  Django is set up first
    from practices.models import Batch, Practice, User  # noqa: PLC0415  Django is set up first
    from practices.workflow import MOVES  # noqa: PLC0415  Django is set up first

    by: Any = User.objects.filter(pk=person).first()
    found = [Practice.all_objects.get(pk=entry) for entry in entries]
    first, seen = found[0], found[0].version
    acts: dict[str, Callable[[], object]] = {
        "save": lambda: actions.save_answers(first, SAVED, by=by, expected_version=seen),
        "bulk": lambda: bulk.move_each(
            MOVES["approve"], [(each.pk, each.version) for each in found], by=by, key=KEY
        ),
        "undo": lambda: [undo.undo_batch(each, by=by) for each in Batch.objects.all()],
        "trash": lambda: actions.trash(first, by=by, expected_version=seen, note="Because."),
        "recover": lambda: actions.recover(first, by=by, expected_version=seen),
        "purge": lambda: actions.purge(first, at=first.purged_from or first.created_at),
        "hand_over": lambda: coauthors.hand_over(first.coauthors.current().get(), by=by),
    }
    acts.get(name, lambda: actions.move(first, name, by=by, expected_version=seen, **WORDS))()


def disturbed(name: str, person: int, entries: list[int], last: int, say: Callable[[str], object]) -> None:
    """Perform an act, and die after it has written that often; for 0 say what stands there."""
    from django.db import connection  # noqa: PLC0415  Django is set up first

    left = last

    def count(execute: Any, sql: str, *given: Any) -> Any:
        nonlocal left
        result = execute(sql, *given)
        left -= not sql.startswith("SELECT")
        if not left:
            os._exit(DEAD)
        return result

    if not last:
        say(digest())
        return
    with connection.execute_wrapper(count):
        perform(name, person, entries)


def child(name: str, person: int, entries: list[int], last: int) -> tuple[int, str]:
    """Be disturbed in a process of its own; return how that ended, and what it said."""
    reading, writing = os.pipe()
    if pid := os.fork():
        os.close(writing)
        with os.fdopen(reading) as pipe:
            said = pipe.read()
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said
    os.close(reading)

    def say(text: str) -> None:
        with os.fdopen(writing, "w") as pipe:
            pipe.write(text)

    disturbed(name, person, entries, last, say)
    os._exit(0)


def prepare(name: str, person: int, entries: list[int]) -> None:
    """Load all that the act needs, so that the processes need not; nothing stays of it."""
    from django.db import connections, transaction  # noqa: PLC0415  Django is set up first

    with transaction.atomic():
        perform(name, person, entries)
        transaction.set_rollback(True)
    connections.close_all()


def main(name: str, person: int, *entries: int) -> None:
    django.setup()
    prepare(name, person, [*entries])
    stood, status, last = "", DEAD, 0
    for _ in range(MOST_STATEMENTS):
        now = child(name, person, [*entries], 0)[1]
        last = 1 if name in STEPS and stood and now != stood else last + 1
        status = child(name, person, [*entries], last)[0]
        stood = now
        sys.stdout.write(now + "\n")
        if status != DEAD:
            break
    sys.stdout.write(child(name, person, [*entries], 0)[1] + "\n")
    sys.exit(status)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))

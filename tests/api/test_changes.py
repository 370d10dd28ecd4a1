"""Does whoever goes on from where the last answer stopped miss nothing, and learn of nothing that was never public?"""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection, connections, transaction
from django.test import Client

from practices.api import changes
from practices.choices import Translator
from practices.entries import actions, erasure, merging, undo, undoable_moves
from practices.entries.takedown.door import What, take_down
from practices.models import Edition, LastChange, Practice, Version, last_change, version
from practices.models.old_slug import SlugKind
from practices.search import renames
from tests.builders import (
    make_admin,
    make_city,
    make_draft,
    make_editor,
    make_topic,
    make_user,
    moved,
    published,
    submitted,
    withdrawn,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/changes/"


def read(since: str = "") -> tuple[list[dict[str, Any]], str]:
    """Return all changes after a point, and the point up to which there are none any more."""
    found: list[dict[str, Any]] = []
    while True:
        caches["pages"].clear()
        body = Client().get(ADDRESS, {"since": since} if since else {}).json()
        found, since = [*found, *body["changes"]], body["since"]
        if body["next"] is None:
            return found, since


def states(since: str = "") -> list[tuple[int, str]]:
    return [(each["number"], each["state"]) for each in read(since)[0]]


def fresh(practice: Practice) -> Practice:
    return Practice.all_objects.get(pk=practice.pk)


def trash(practice: Practice) -> object:
    return actions.trash(practice, by=make_editor(), expected_version=practice.version)


def recover(practice: Practice) -> object:
    trash(practice)
    now = fresh(practice)
    return actions.recover(now, by=make_editor(), expected_version=now.version)


def next_edition(practice: Practice) -> object:
    editor = make_editor()
    return moved(
        moved(moved(practice, "revise", by=editor), "submit", by=editor, licence_agreed=True),
        "approve",
        by=make_editor(),
    )


def restore(practice: Practice) -> object:
    withdraw(practice)
    return moved(practice, "restore", by=make_editor())


def withdraw(practice: Practice) -> object:
    return moved(practice, "withdraw", by=make_editor(), note="Asked.", reason="It has ended.")


def take_away(practice: Practice) -> object:
    return take_down(
        practice, What(edition=1), reason="A court.", by=make_admin(), expected_version=practice.version
    )


def forget(practice: Practice) -> object:
    person = practice.contributor
    assert person
    return erasure.forget(person, by=person)


def merge_city(practice: Practice) -> object:
    return merging.merge(make_city(), make_city("Bergenhus"), by=make_editor())


def rename_topic(practice: Practice) -> object:
    renames.follow_topic(make_topic())
    return renames.follow_next()


def new_address_of_a_city(practice: Practice) -> None:
    renames.tell_renamed(SlugKind.CITY, make_city().pk)


CHANGES: dict[str, tuple[Callable[[Practice], object], str]] = {
    "next edition": (next_edition, "published"),
    "withdraw": (withdraw, "withdrawn"),
    "restore": (restore, "published"),
    "trash": (trash, "removed"),
    "recover": (recover, "published"),
    "take down": (take_away, "taken_down"),
    "forget a person": (forget, "published"),
    "merge cities": (merge_city, "published"),
    "rename a topic": (rename_topic, "published"),
    "new address of a city": (new_address_of_a_city, "published"),
}


@pytest.mark.long
@pytest.mark.parametrize("name", CHANGES)
def test_change_is_told_with_what_became_of_it(name: str) -> None:
    practice = published(contributor=make_user(), contact_name="Kari", contact_email="", contact_public=True)
    other = published(title="Another", city=make_city("Oslo"), topics=[make_topic("roma")])
    assert states() == [(practice.pk, "published"), (other.pk, "published")]
    _all, since = read()
    assert states(since) == []
    do, state = CHANGES[name]
    do(fresh(practice))
    assert states(since) == [(practice.pk, state)]


def test_what_is_no_longer_on_line_is_not_taken_down_because_another_practice_was() -> None:
    editor, waiting = make_editor(), submitted(title="Undone")
    undone = undoable_moves.move_with_undo(waiting, "approve", by=editor, expected_version=waiting.version)
    batch = undo.undoable(undone, by=editor)
    assert batch
    undo.undo_batch(batch, by=editor)
    take_away(gone := published(title="Gone"))
    assert sorted(states()) == [(undone.pk, "removed"), (gone.pk, "taken_down")]


def test_what_is_off_line_is_told_as_number_and_state_alone() -> None:
    gone, shown = withdrawn(title="Gone"), published(title="Shown")
    assert read()[0] == [
        {"number": gone.pk, "state": "withdrawn", "edition": None, "address": None},
        {
            "number": shown.pk,
            "state": "published",
            "edition": 1,
            "address": f"http://localhost:8000/api/v1/practices/{shown.pk}/",
        },
    ]


def test_nothing_is_told_of_what_was_never_on_line() -> None:
    owner = make_user()
    make_draft(contributor=owner)
    waiting = submitted(contributor=owner)
    last_change.tell([waiting.pk])
    trash(fresh(waiting))
    assert states() == []


def test_translation_changes_with_its_original() -> None:
    original = published(title="Une chorale", language="fr")
    translation = make_draft(title="A choir")
    said = {"translation_of": original, "translated_by": Translator.HUMAN}
    Practice.objects.filter(pk=translation.pk).update(**said)
    moved(translation, "publish", by=None)
    _all, since = read()
    withdraw(fresh(original))
    assert states(since) == [(original.pk, "withdrawn"), (translation.pk, "published")]


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_pages_lose_nothing_of_one_moment(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(changes, "AT_ONCE", at_once)
    keys = [published(title=f"Practice {number}").pk for number in range(5)]
    with transaction.atomic():
        last_change.tell(keys)
    assert len(set(LastChange.objects.values_list("version", flat=True))) == 1
    found, since = read()
    assert [each["number"] for each in found] == keys
    assert read(since) == ([], since)


def test_point_of_another_database_is_refused() -> None:
    published()
    _all, since = read()
    version.begin_anew()
    answer = Client().get(ADDRESS, {"since": since})
    assert (answer.status_code, answer.json()["title"]) == (410, "These changes cannot be told any more")
    later = f"{Version.objects.get().number + 1}-1"
    assert Client().get(ADDRESS, {"since": later}).status_code == 410
    assert Client().get(ADDRESS, {"since": f"1-{2**63}"}).status_code == 400
    assert len(states()) == 1


def test_what_an_older_release_did_is_told_by_the_worker() -> None:
    first, second, third = published(title="First"), published(title="Second"), published(title="Third")
    LastChange.objects.filter(pk=first.pk).delete()
    withdraw(fresh(second))
    LastChange.objects.filter(pk=second.pk).update(edition=1)
    Edition.objects.filter(practice=third).update(number=2)
    _all, since = read()
    last_change.catch_up()
    expected = [(first.pk, "published"), (second.pk, "withdrawn"), (third.pk, "published")]
    assert sorted(states(since)) == expected
    before = Version.objects.get().number
    last_change.catch_up()
    assert Version.objects.get().number == before


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_commits_in_another_order_are_all_told() -> None:
    """The first transaction writes before the second and commits after it began: a reader in between misses neither."""
    first, second = (submitted(contributor=make_user(), title=title) for title in ("First", "Second"))
    written, seen = Barrier(2, timeout=20), Barrier(2, timeout=20)

    def slow() -> None:
        try:
            with transaction.atomic():
                moved(first, "approve", by=make_editor())
                written.wait()
                seen.wait()
        finally:
            connections.close_all()

    def quick() -> None:
        try:
            moved(second, "approve", by=make_editor())
        finally:
            connections.close_all()

    threads = [Thread(target=slow), Thread(target=quick)]
    threads[0].start()
    written.wait()
    threads[1].start()
    found, since = read()
    seen.wait()
    for thread in threads:
        thread.join(20)
    told = [each["number"] for each in (*found, *read(since)[0])]
    assert sorted(told) == sorted([first.pk, second.pk])

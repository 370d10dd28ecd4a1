"""A small catalogue, and what somebody does in it past its doors, by SQL alone."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from practices.entries import actions, trash
from practices.models import Event, Practice, Snapshot, chain
from tests.builders import make_draft, make_editor, make_mail, make_user, moved, published
from tests.entries.takedown.told import take

FORGED, LONG_AGO = "f" * 64, "2020-01-01 00:00:00+00:00"

type Fault = Callable[["Told"], object]
type Find = Callable[["Told"], Any]


class Told:
    """An entry with two editions and a note, a draft, an entry that was purged, and a mail."""

    def __init__(self) -> None:
        author, editor = make_user(), make_editor()
        ship = make_draft(contributor=author, title="The reading ship", contact_name="Kari", summary="Quays.")
        ship = moved(ship, "submit", by=author, licence_agreed=True)
        ship = moved(moved(ship, "return", by=editor, note="Say who paid."), "submit", by=author)
        ship = moved(moved(ship, "approve", by=editor), "revise", by=author)
        ship = actions.save_answers(
            ship, {"title": "The singing ship"}, by=author, expected_version=ship.version
        )
        moved(moved(ship, "submit", by=author), "approve", by=editor, change_note="A second quay.")
        self.ship = Practice.objects.get(pk=ship.pk)
        self.draft = make_draft(title="A draft")
        self.gone = published(title="A ship that is gone")
        trashed = actions.trash(self.gone, by=editor, expected_version=self.gone.version, note="Twice.")
        trash.empty(at=(trashed.trashed_at or timezone.now()) + timedelta(days=90))
        taken = published(title="A ship that was named", country="SE", purpose="Doe rows.")
        self.as_written = Snapshot.objects.filter(practice=taken).values("answers", "salts").get()
        take(taken, passage="Doe")
        self.left = Snapshot.objects.get(practice=taken)
        self.takedown = Event.objects.get(practice=taken, move="take_down")
        self.mail = make_mail(kind="returned", practice=self.ship)
        self.events: list[Event] = list(Event.objects.filter(practice=self.ship).order_by("position"))
        self.snapshots: list[Snapshot] = list(
            Snapshot.objects.filter(practice=self.ship).order_by("position")
        )
        self.note = next(event for event in self.events if event.note)
        self.edition = self.ship.edition


def execute(statement: str, *given: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        assert cursor.rowcount != 0, statement


def sql(statement: str, find: Find | None = None) -> Fault:
    """Return what executes a statement, given the key of a row."""
    return lambda told: execute(statement, *([find(told).pk] if find else []))


def change(find: Find, **columns: Any) -> Fault:
    """Return what changes columns of a row."""

    def fault(told: Told) -> None:
        row = find(told)
        names = ", ".join(f"{name} = %s" for name in columns)
        statement = f"UPDATE {row._meta.db_table} SET {names} WHERE id = %s"  # noqa: S608
        execute(statement, *columns.values(), row.pk)

    return fault


def delete(find: Find) -> Fault:
    return lambda told: execute(f"DELETE FROM {find(told)._meta.db_table} WHERE id = %s", find(told).pk)  # noqa: S608


def last_event(told: Told) -> Event:
    return told.events[-1]


def the_ship(told: Told) -> Practice:
    return told.ship


def on_line(told: Told) -> Any:
    return told.edition


def the_note(told: Told) -> Event:
    return told.note


def snapshot(number: int) -> Find:
    return lambda told: told.snapshots[number]


def numbered(told: Told) -> Snapshot:
    """Return the snapshot of the first edition."""
    return next(each for each in told.snapshots if each.edition)


def before_last(told: Told) -> Event | Snapshot:
    rows: list[Event | Snapshot] = [*told.events[:-1], *told.snapshots]
    return max(rows, key=lambda row: row.position or 0)


def what_was_left(told: Told) -> Snapshot:
    """Return a text of which a passage was taken down."""
    return told.left


def write_again(told: Told) -> None:
    """Let it say what it said before it was taken down."""
    change(what_was_left, **{name: json.dumps(value) for name, value in told.as_written.items()})(told)


def account_otherwise(told: Told) -> None:
    """Let the event of a takedown tell that all of the text went, and let it go."""
    gone = {**(told.takedown.takedown or {}), "rows": [[told.left.position, "answers", ""]]}
    change(lambda told: told.takedown, takedown=json.dumps(gone))(told)
    change(what_was_left, answers="{}", salts="{}", taken_down="whole")(told)


def forge_last(told: Told) -> None:
    """Let another have done the last move, and make its link anew, as somebody can who knows how it is made."""
    last = told.events[-1]
    row = vars(last) | {"actor_id": None}
    link = chain.link_of(before_last(told).link or "", "event", row, last.position or 0, last.seals or {})
    change(last_event, actor_id=None, link=link)(told)


def cut_off(told: Told) -> None:
    """Take the last event out, and let the entry end before it."""
    last = before_last(told)
    delete(last_event)(told)
    change(the_ship, chain_length=last.position, chain_head=last.link)(told)


def cut_all(told: Told) -> None:
    sql("DELETE FROM practices_event WHERE practice_id = %s", the_ship)(told)
    sql("DELETE FROM practices_snapshot WHERE practice_id = %s", the_ship)(told)
    change(the_ship, chain_length=None, chain_head=None)(told)


def put_in(position: int | None, link: str | None = None) -> Fault:
    def fault(told: Told) -> None:
        columns = "practice_id, move, from_status, to_status, note, at, position, salts, seals, link"
        statement = f"INSERT INTO practices_event ({columns}) VALUES ({', '.join(['%s'] * 10)})"  # noqa: S608
        status, seals = told.ship.status, "{}" if link else None
        given = ("invite", status, status, "", timezone.now(), position, seals, seals, link)
        execute(statement, told.ship.pk, *given)

    return fault


def put_at_the_end(told: Told) -> None:
    put_in((told.ship.chain_length or 0) + 1, FORGED)(told)


def late(fault: Fault) -> Fault:
    """Return what is done when the days of an upgrade are over."""
    over = timezone.now() - timedelta(days=8)
    ended = "UPDATE django_migrations SET applied = %s WHERE name LIKE '%%chains%%'"

    def late_fault(told: Told) -> None:
        execute(ended, over)
        fault(told)

    return late_fault


def seal_anew(told: Told) -> None:
    seals = json.dumps({"note": chain.seal((told.note.salts or {})["note"], "Well done.")})
    change(the_note, note="Well done.", seals=seals)(told)


def swap(told: Told) -> None:
    one, other = told.events[:2]
    change(lambda _told: one, position=other.position)(told)
    change(lambda _told: other, position=one.position)(told)


def say(find: Find, **changed: Any) -> Fault:
    """Return what changes words of a snapshot."""
    return lambda told: change(find, answers=json.dumps(find(told).answers | changed))(told)


def forget_word(told: Told) -> None:
    word = "SELECT id FROM practices_word WHERE folded = 'singing'"
    sql(f"DELETE FROM practices_trigram WHERE word_id IN ({word})")(told)  # noqa: S608
    sql("DELETE FROM practices_word WHERE folded = 'singing'")(told)


def unfind(told: Told) -> None:
    sql("DELETE FROM practices_searchentry WHERE rowid = %s", on_line)(told)


def find_by(words: str, key: int = 0) -> Fault:
    """Return what lets the search find the ship, or what is not there, by other words."""

    def fault(told: Told) -> None:
        if not key:
            unfind(told)
        form = "%s::tsvector" if connection.vendor == "postgresql" else "%s"
        statement = f"INSERT INTO practices_searchentry (rowid, lexemes) VALUES (%s, {form})"  # noqa: S608
        execute(statement, key or told.edition.pk, words)

    return fault


def lose_address(told: Told) -> None:
    statement = "INSERT INTO practices_oldslug (kind, slug, target) VALUES ('practice', %s, %s)"
    execute(statement, told.ship.slug, told.draft.pk)

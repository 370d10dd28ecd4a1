"""The chain of an entry's history: is each event and snapshot as it was written, is none missing, and none new?

Each part of a row that may be blanked has a seal, the digest of a salt and its words. A row's link is the digest of the
link before it, of what the row is besides its words, and of its seals; the practice keeps the last one. So words can go, and the salt that guards them against guessing
with them, and the chain still proves the rest: decision 62. What is digested here may never be digested otherwise.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from heapq import merge
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from django.db import models

from practices.models.append_only import AppendOnly, WrittenOnce

if TYPE_CHECKING:
    from practices.models.practice import Practice

FACTS = {
    "event": ("move", "from_status", "to_status", "actor_id", "person_id", "at"),
    "snapshot": ("edition", "licence", "by_id", "at"),
}
"""What a row is besides its words, by the name of its model; of people it holds their numbers, which outlive their accounts."""
NOTE, ANSWERS, CONTACT, CHANGE_NOTE = "note", "answers", "contact", "change_note"
TAKEDOWN = "takedown"
OF_CONTACT = "contact_"
"""So the answers begin that are a part of their own: they go with the person, and the rest stays."""
TAIL = ["chain_length", "chain_head"]
"""The columns of a practice that say where its chain ends."""
SALT_BYTES = 16


class Chained(AppendOnly):
    """A row of an entry's history; an older release, running beside this one, leaves the columns of the chain empty."""

    position = models.PositiveIntegerField(null=True)
    salts = models.JSONField(null=True)
    seals = models.JSONField(null=True)
    link = models.CharField(max_length=64, null=True)  # noqa: DJ001  an older release does not know of it

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.link is None:
            raise WrittenOnce(f"{type(self).__name__} rows are written by `chain.append`.")
        super().save(*args, **kwargs)


def append(practice: "Practice", row: Chained) -> None:
    """Write the next row of an entry's history. The caller holds the entry's lock, and saves its `TAIL` afterwards."""
    extend(practice, row)
    row.save()


def extend(practice: "Practice", row: Chained) -> None:
    """Make a row the next one of an entry's chain, and save neither."""
    for name, value in next_columns(practice, str(row._meta.model_name), vars(row)).items():
        setattr(row, name, value)


def next_columns(practice: "Practice", kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that make a row the next one of an entry's chain, which ends there from now on."""
    parts = parts_of(kind, row)
    salts = {part: token_hex(SALT_BYTES) for part in parts}
    seals = {part: seal(salts[part], words) for part, words in parts.items()}
    position = (practice.chain_length or 0) + 1
    link = link_of(practice.chain_head or "", kind, row, position, seals)
    practice.chain_length, practice.chain_head = position, link
    return {"position": position, "salts": salts, "seals": seals, "link": link}


def parts_of(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words of a row by the parts that are blanked together; what is blank is no part."""
    if kind == "event":
        of_event = {NOTE: row["note"], TAKEDOWN: row.get(TAKEDOWN)}
        return {part: words for part, words in of_event.items() if words}
    answers = row["answers"]
    contact = {field: value for field, value in answers.items() if field.startswith(OF_CONTACT)}
    others = {field: value for field, value in answers.items() if field not in contact}
    said = {
        ANSWERS: others,
        CONTACT: contact if any(contact.values()) else {},
        CHANGE_NOTE: row.get(CHANGE_NOTE),
    }
    return {part: words for part, words in said.items() if words}


def seal(salt: str, words: Any) -> str:
    """Return the digest of words, which nobody can guess who has not the salt."""
    return sha256(f"{salt} {_canonical(words)}".encode()).hexdigest()


def reworded(
    kind: str, row: Mapping[str, Any], words: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the salts of a row that says other `words` from now on, and the new seals of its parts that differ, "" of a blank one.

    The seals that are in its link stay, and prove nothing of these parts any more: an event has to keep the new ones.
    """
    before, after = parts_of(kind, row), parts_of(kind, {**row, **words})
    salts = {part: salt for part, salt in (row["salts"] or {}).items() if after.get(part) == before.get(part)}
    differing = [part for part in before if after.get(part) != before[part]]
    salts |= {part: token_hex(SALT_BYTES) for part in differing if part in after}
    return salts, {part: seal(salts[part], after[part]) if part in after else "" for part in differing}


def link_of(before: str, kind: str, row: Mapping[str, Any], position: int, seals: Mapping[str, str]) -> str:
    """Return the link of a row, given the link before it; nothing in it depends on the database."""
    facts = [row[name] for name in FACTS[kind]]
    return sha256(_canonical([before, kind, row["practice_id"], position, facts, seals]).encode()).hexdigest()


def as_written(
    events: Iterable[Mapping[str, Any]], snapshots: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give the rows of an entry that have no link yet, each kind in the order of its keys, with their kinds; a snapshot before its event."""
    both = (("snapshot", row) for row in snapshots), (("event", row) for row in events)
    return merge(*both, key=lambda each: each[1]["at"])


def chained(practice: "Practice", rows: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[Any]:
    """Give, for each row that has no link yet, its kind, its key, and the columns that it gets."""
    for kind, row in rows:
        yield kind, row["id"], next_columns(practice, kind, row)


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a chain")

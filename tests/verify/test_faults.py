"""Is each fault that somebody makes in the database found and told, and what follows from the rest mended (N7)?"""

import json
import re

import pytest
from django.db import connection, transaction

from practices.verify.checks import mend
from tests.proof import ALL
from tests.verify import faults
from tests.verify.faults import (
    FORGED,
    LONG_AGO,
    Fault,
    Told,
    change,
    delete,
    late,
    on_line,
    put_in,
    say,
    snapshot,
    sql,
    the_note,
    the_ship,
)
from tests.verify.looking import findings, lines_of, result

pytestmark = pytest.mark.django_db

CHANGED = "event: it was changed, or put in, or moved, or what stood before it was"
MARKED = "snapshot: it says otherwise than its events what was taken down of it"
NO_PLACE = "event: it has no place in the chain"
FOLLOWS = "edition 2: {} does not follow from it"
UNFOUND = "edition 2: search does not find it by what it says"
PLACES = "edition 2: its rows of places are not those that it names"
STANDS = "history: it leaves the entry otherwise ({}) than it stands ({})"
ENDS = "history: it ends otherwise than the entry knows"
COPY = "it is published, and its working copy differs from its edition (purpose)"
UNREADABLE = '{}: it cannot be read ({}("{}"))'

TOLD: dict[str, tuple[Fault, list[str]]] = {
    "a note": (change(the_note, note="Forged."), ["event: its words (note) are not those that were written"]),
    "a note that was none": (
        change(lambda told: told.events[0], note="Forged."),
        ["event: it had no words (note) when it was written"],
    ),
    "who did it": (change(the_note, actor_id=None), [CHANGED]),
    "what was done": (change(the_note, move="reject"), [CHANGED]),
    "when it was done": (change(the_note, at=LONG_AGO), [CHANGED]),
    "whose it is": (
        lambda told: change(the_note, practice_id=told.draft.pk)(told),
        [
            "history: rows before snapshot are missing (1)",
            "draft, history: rows before event are missing (2)",
            "draft, history: it has more rows than the entry knows of (3)",
        ],
    ),
    "words of an old snapshot": (
        say(snapshot(0), purpose="Forged."),
        ["snapshot: its words (answers) are not those that were written"],
    ),
    "a change note that was none": (
        change(faults.numbered, change_note="Forged."),
        ["snapshot: it had no words (change_note) when it was written"],
    ),
    "a change note": (
        change(snapshot(-1), change_note="Forged."),
        ["snapshot: its words (change_note) are not those that were written"],
    ),
    "a contact in a snapshot": (
        say(snapshot(0), contact_name="Forged."),
        ["snapshot: its words (contact) are not those that were written"],
    ),
    "words of the last snapshot": (
        say(snapshot(-1), purpose="Forged."),
        [
            "snapshot: its words (answers) are not those that were written",
            "edition 2: purpose is not as in its snapshot",
        ],
    ),
    "words blanked": (
        change(snapshot(0), answers="{}", salts="{}"),
        [
            "snapshot: its words are gone (answers), and no event says why",
            "snapshot: its words are gone (contact), and no event says why",
        ],
    ),
    "a text taken down without its event": (
        change(snapshot(0), answers="{}", salts="{}", taken_down="whole", taken_down_at=LONG_AGO),
        [
            "snapshot: its words are gone (answers), and no event says why",
            "snapshot: its words are gone (contact), and no event says why",
            MARKED,
        ],
    ),
    "a passage taken out without its event": (
        say(snapshot(0), purpose="[…]"),
        ["snapshot: its words (answers) are not those that were written"],
    ),
    "words that were taken down": (
        faults.write_again,
        [
            "a-ship-that-was-named, snapshot: its words (answers) were taken down, and are here again",
            "a-ship-that-was-named, edition 1: purpose is not as in its snapshot",
        ],
    ),
    "what a takedown left": (
        say(faults.what_was_left, impact="Forged."),
        [
            "a-ship-that-was-named, snapshot: its words (answers) are not those that were written",
            "a-ship-that-was-named, edition 1: impact is not as in its snapshot",
        ],
    ),
    "that words were taken down": (
        change(faults.what_was_left, taken_down="", taken_down_at=None),
        [f"a-ship-that-was-named, {MARKED}"],
    ),
    "what an event tells of a takedown": (
        faults.account_otherwise,
        [
            "a-ship-that-was-named, event: its words (takedown) are not those that were written",
            "a-ship-that-was-named, edition 1: title, country, period, topics, purpose, process is not as in its snapshot",
        ],
    ),
    "a note blanked": (
        change(the_note, note="", salts="{}"),
        ["event: its words are gone (note), and no event says why"],
    ),
    "a salt": (change(the_note, salts="{}"), ["event: its words (note) are not those that were written"]),
    "a note with its seal": (faults.seal_anew, [CHANGED]),
    "a deletion in the middle": (
        delete(the_note),
        ["history: rows before snapshot are missing (1)"],
    ),
    "a tail cut off": (delete(faults.last_event), ["history: rows at its end are missing (1)"]),
    "a tail cut off with its head": (faults.cut_off, [STANDS.format("submitted", "published")]),
    "all of a history": (
        faults.cut_all,
        [STANDS.format("draft", "published"), "edition 2: it has no snapshot"],
    ),
    "a row put in": (put_in(3, FORGED), ["event: it was put in: its place in the history is another's"]),
    "a row put at the end": (
        faults.put_at_the_end,
        [CHANGED, "history: it has more rows than the entry knows of (1)"],
    ),
    "a row without a place": (late(put_in(None)), [NO_PLACE]),
    "a link without a place": (late(put_in(None, FORGED)), [NO_PLACE]),
    "two rows swapped": (faults.swap, [CHANGED, CHANGED, CHANGED.replace("event", "snapshot")]),
    "the last row with its link": (faults.forge_last, [ENDS]),
    "the head": (change(the_ship, chain_head=FORGED), [ENDS]),
    "an edition's number": (
        change(faults.numbered, edition=None),
        [
            "snapshot: its edition's number is gone, and no event says why",
            "edition 2: first_published_at is not as in its snapshot",
        ],
    ),
    "nothing that can be read": (
        change(snapshot(-1), answers="[]"),
        [
            UNREADABLE.format("snapshot", "AttributeError", "'list' object has no attribute 'items'"),
            UNREADABLE.format(
                "check “editions”, from above row to the last",
                "TypeError",
                "unsupported operand type(s) for |: 'dict' and 'list'",
            ),
        ],
    ),
    "words on line": (
        change(on_line, purpose="Forged."),
        [COPY, "edition 2: purpose is not as in its snapshot", FOLLOWS.format("rendered")],
    ),
    "a licence on line": (change(on_line, licence=""), ["edition 2: licence is not as in its snapshot"]),
    "the working copy of what is published": (change(the_ship, purpose="Forged."), [COPY]),
    "on line from the trash": (
        change(the_ship, trashed_at=LONG_AGO),
        [STANDS.format("published", "published trash"), "it is on line, and its status says that it is not"],
    ),
    "published and not on line": (
        change(lambda told: told.draft, status="published", slug="nowhere"),
        [
            f"nowhere, {STANDS.format('draft', 'published')}",
            "nowhere: it is not on line, and its status says that it is",
        ],
    ),
    "words of what was purged": (
        change(lambda told: told.gone, title="Forged."),
        ["a-ship-that-is-gone: it was purged, and has words"],
    ),
    "a reserved address": (change(the_ship, slug="map"), ["map: its address is a word that addresses need"]),
    "an old address to nothing": (
        sql("INSERT INTO practices_oldslug (kind, slug, target) VALUES ('topic', 'nowhere', 9999)"),
        ["old address (topic nowhere): it leads to nothing"],
    ),
    "an old address of another": (
        faults.lose_address,
        ["old address (practice the-singing-ship): another one has it now"],
    ),
    "a mail about nothing": (
        change(lambda told: told.mail, practice_id=None),
        ["mail (returned): it tells about an entry and names none"],
    ),
}
"""What is told, and stays: by its name, the fault, and what is said of it."""

MENDED: dict[str, tuple[Fault, list[str]]] = {
    "HTML": (
        change(on_line, rendered=json.dumps({"purpose": "<p>Reading.</p>"})),
        [FOLLOWS.format("rendered"), UNFOUND],
    ),
    "a teaser": (change(on_line, teaser="Forged."), [FOLLOWS.format("teaser")]),
    "a sort key": (change(on_line, sort_title="forged"), [FOLLOWS.format("sort_title")]),
    "a year": (change(on_line, period_start=1999), [FOLLOWS.format("period_start")]),
    "an original": (
        sql("UPDATE practices_edition SET original_id = id WHERE id = %s", on_line),
        [FOLLOWS.format("original_id")],
    ),
    "a place fewer": (
        sql("DELETE FROM practices_place WHERE edition_id = %s", on_line),
        [
            PLACES,
            "country NO: lists count 0 practices, and there are 1",
            "city: lists count 0 practices, and there are 1",
        ],
    ),
    "a place in no city": (
        sql("UPDATE practices_place SET city_id = 9999 WHERE edition_id = %s", on_line),
        [
            PLACES,
            "city: lists count 0 practices, and there are 1",
            "city: lists count 1 practices, and there are 0",
            "place: its city is not there",
        ],
    ),
    "no row of the index": (faults.unfind, [UNFOUND]),
    "a row of the index with other words": (faults.find_by("forged"), [UNFOUND]),
    "a row of the index of nothing": (
        faults.find_by("forged", 9999),
        ["search index, row: it is of no edition"],
    ),
    "a word fewer": (faults.forget_word, ["edition 2: the list of words lacks 1 of its words"]),
    "three letters fewer": (
        sql("DELETE FROM practices_trigram WHERE gram = 'sin'"),
        ["list of words, “singing”: its rows of three letters are not those of the word"],
    ),
    "a fold": (
        sql("UPDATE practices_city SET sort_name = 'forged' WHERE slug = 'bergen'"),
        [
            "city (Bergen, Norway): its folded names are not those of its names",
            FOLLOWS.format("sort_place"),
        ],
    ),
    "a rename of nothing": (
        sql("INSERT INTO practices_rename (kind, target, below) VALUES ('city', 9999, 1)"),
        ["rename (city): what was renamed is not there"],
    ),
    "a row of an older release": (put_in(None), [NO_PLACE]),
}
"""What follows from the rest, and is made anew."""


def plain(finding: str) -> str:
    """Return what a finding says, without numbers of rows, without the cure, and the ship unnamed."""
    said = re.sub(r"No\. \d+( \(/practices/([\w-]+)/\))?", lambda found: found[2] or "draft", finding)
    said = re.sub(r"to \d+: it cannot", "to the last: it cannot", said.partition(". ")[0])
    said = re.sub(r"(event|snapshot|place|mail|city|address|rename|row) \d+", r"\1", said)
    return re.sub(r"^the-singing-ship[,:] ", "", said)


@pytest.mark.long
def test_every_fault_is_told_and_what_follows_from_the_rest_is_mended() -> None:
    told = Told()
    assert findings() == []
    every = TOLD | MENDED
    tried = list(every)[
        :: 1 if ALL else 3 if connection.vendor == "sqlite" else 5
    ]  # what is read is alike on both
    found: dict[str, list[str]] = {}
    for name in tried:
        fault = every[name][0]
        with transaction.atomic():
            fault(told)
            first = result()
            lines = lines_of(first)
            found[name] = [plain(line) for line in lines]
            mend(first)
            left = [] if name in MENDED else [line for line in lines if "`verify --fix`" not in line]
            assert (name, findings()) == (name, left)
            transaction.set_rollback(True)
    assert found == {name: every[name][1] for name in tried}

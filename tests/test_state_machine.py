"""Any order of all that two editors, a contributor and a co-author may do with an entry, against a model written by hand."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from practices.accounts import lifecycle
from practices.answers import completeness
from practices.entries import actions, bulk, trash, undo
from practices.entries.actions import Incomplete, MoveRefused, Stale
from practices.models import Batch, Event, Practice, Snapshot
from practices.workflow import MOVES
from tests import entry_files, every_answer
from tests.builders import make_draft, make_editor, make_user
from tests.desk_rules import EDITORS, PEOPLE, DeskRules
from tests.every_answer import (
    CONTACT,
    Said,
    addresses,
    face,
    given,
    html_of,
    nameless,
    said_by,
    shown,
)
from tests.history_rules import HistoryRules
from tests.proof import many
from tests.takedown_rules import TakedownRules
from tests.test_workflow import DESIGN, WORDS
from tests.verify.looking import findings

pytestmark = pytest.mark.django_db

IN_BULK = ["approve", "return", "reject", "reopen", "revise", "discard", "restore"]
OFTEN_FALSE, OFTEN_TRUE = st.sampled_from([False] * 5 + [True]), st.sampled_from([True] * 5 + [False])
EDITABLE = {"contributor": {"draft", "returned"}, "editor": {"draft", "returned", "submitted"}}


class Entry(DeskRules, HistoryRules, TakedownRules):
    """One entry that two write; the first editor is its contributor in half of the runs."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self) -> None:
        if hasattr(self, "trashed"):
            self.nothing_is_found()
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(owner=st.sampled_from(PEOPLE[:2]))
    def begin(self, owner: str) -> None:
        people = {who: make_editor() if who in EDITORS else make_user() for who in PEOPLE}
        self.people, self.owner = people, owner
        self.said = every_answer.first()
        practice = make_draft(contributor=people[owner], **given(self.said))
        entry_files.bring_all(practice, self.said, by=people[owner])
        practice.coauthors.create(by=people[owner], person=people["co-author"], joined_at=timezone.now())
        self.pk, self.version, self.status, self.events = practice.pk, 1, "draft", 0
        self.writer = owner
        self.on_line: Said | None = None
        self.off_line: Said | None = None
        self.published: list[Any] = []
        self.slugs: list[str] = []
        self.kept: list[Any] = []
        self.claimed: str | None = None
        self.batch: tuple[Batch, str, str, dict[str, Any]] | None = None
        self.comments: set[tuple[str, bool]] = set()
        self.settled = 0
        self.trashed = False
        self.made: set[str] = set()

    def letter(self, who: str) -> str:
        """Return the part as the design's table writes it; a stranger has none."""
        if who not in EDITORS:
            return "o" if who in {self.owner, "co-author"} else "-"
        return "m" if self.owner == who else "e"

    def outcome(self, act: Any) -> str:
        try:
            with transaction.atomic():
                act()
        except (PermissionDenied, Stale, Incomplete, MoveRefused) as refusal:
            return type(refusal).__name__
        return "done"

    def expected(self, who: str, name: str, *, late: bool, told: bool) -> str:
        sources, _target, parts, edition = DESIGN[name]
        if self.trashed or self.letter(who) not in parts:
            return "PermissionDenied"
        if late:
            return "Stale"
        if self.status not in sources or edition not in {None, self.on_line is not None} or name == "publish":
            return "MoveRefused"
        if name == "approve" and not told and (self.comments or not self.said["purpose"]):
            return "Unsure"
        return "Incomplete" if name == "submit" and not self.said["purpose"] else "done"

    def mark(self, *, told: bool) -> str:
        return completeness.doubts(Practice.all_objects.get(pk=self.pk)).mark if told else ""

    def a_move(self, data: st.DataObject, names: list[str]) -> str:
        """Return a move, more often one that is open than one that is not."""
        likely = [name for name in names if self.status in DESIGN[name][0]]
        return data.draw(st.sampled_from(likely * 3 + names))

    @rule(who=st.sampled_from(PEOPLE), data=st.data(), late=OFTEN_FALSE, told=OFTEN_TRUE)
    def move(self, who: str, data: st.DataObject, late: bool, told: bool) -> None:
        self.make(self.a_move(data, list(DESIGN)), who, late=late, told=told)

    def make(self, name: str, who: str, *, late: bool = False, told: bool = True) -> None:
        practice, seen = Practice(pk=self.pk), self.version - late
        words: dict[str, Any] = WORDS | {"despite": self.mark(told=told)}
        result = self.outcome(
            lambda: actions.move(practice, name, by=self.people[who], expected_version=seen, **words)
        )
        assert result == self.expected(who, name, late=late, told=told)
        if result == "done":
            self.moved(name)

    def moved(self, name: str) -> None:
        self.status, self.claimed = DESIGN[name][1], None
        self.made.add(name)
        self.version, self.events = self.version + 1, self.events + 1
        self.effect(name)

    def effect(self, name: str) -> None:
        if name in {"submit", "discard", "restore"}:
            self.kept.append(self.said)
        if name == "approve":
            self.approved()
        if name == "withdraw":
            self.on_line, self.off_line = None, self.on_line
        if name == "restore":
            self.on_line = self.off_line
        if name in {"discard", "restore"}:
            assert self.on_line is not None
            self.said = self.said | self.answered()

    def approved(self) -> None:
        """Take down what is public from now on, byte for byte: it says what the working copy said."""
        self.on_line = face(Practice.objects.get(pk=self.pk))
        assert self.on_line is not None
        assert self.on_line["said"] == shown(self.said)
        assert self.on_line["columns"]["rendered"] == html_of(self.said)
        self.published.append(nameless(self.said))
        self.slugs.append(self.on_line["slug"])

    def answered(self) -> Said:
        """Return what a working copy takes of the edition on line: a contact that it hides stays as it is."""
        assert self.on_line is not None
        said: Said = self.on_line["said"]
        hidden = set() if said["contact_public"] else {*CONTACT} - {"contact_public"}
        return {column: value for column, value in said.items() if column not in hidden}

    def expected_of_save(self, who: str, *, late: bool) -> str:
        part = self.letter(who)
        mine = "editor" if part in "em" else "contributor"
        may = part != "-" and self.status in EDITABLE[mine] and not self.trashed
        return ("Stale" if late else "done") if may else "PermissionDenied"

    @rule(data=st.data(), steps=st.integers(1, 4), undo_by=st.sampled_from(["", *PEOPLE]))
    def go_the_usual_way(self, data: st.DataObject, steps: int, undo_by: str) -> None:
        """Bring the entry nearer to its next edition, as people do: by chance alone that is rare."""
        editor = next(who for who in EDITORS if who != self.owner)
        for _ in range(0 if self.trashed else steps):
            if self.status in {"draft", "returned"}:
                self.save(self.owner, data, late=False)
            if self.status == "submitted":
                self.move_each("approve", editor, undo_by=undo_by)
            else:
                name = {"published": "revise", "rejected": "reopen", "withdrawn": "restore"}
                self.make(name.get(self.status, "submit"), editor)

    @rule(who=st.sampled_from(PEOPLE), data=st.data(), late=OFTEN_FALSE)
    def save(self, who: str, data: st.DataObject, late: bool) -> None:
        answers: Said = {}
        for field, options in every_answer.options().items():
            answers |= data.draw(st.sampled_from(options), label=field)
        practice, seen, by = Practice(pk=self.pk), self.version - late, self.people[who]
        entry_files.bring_all(practice, answers, by=by)
        result = self.outcome(
            lambda: actions.save_answers(practice, given(answers), by=by, expected_version=seen)
        )
        assert result == self.expected_of_save(who, late=late)
        if result == "done":
            if who != self.writer and answers != self.said:
                self.kept.append(self.said)
            self.events += answers != self.said and self.letter(who) == "e"
            self.said, self.writer, self.version = self.said | answers, who, self.version + 1

    @rule(
        who=st.sampled_from(EDITORS),
        data=st.data(),
        late=OFTEN_FALSE,
        told=OFTEN_TRUE,
        undo_by=st.sampled_from(["", *PEOPLE]),
    )
    def move_many(self, who: str, data: st.DataObject, late: bool, told: bool, undo_by: str) -> None:
        self.move_each(self.a_move(data, IN_BULK), who, late=late, told=told, undo_by=undo_by)

    def move_each(
        self, name: str, who: str, *, late: bool = False, told: bool = True, undo_by: str = ""
    ) -> None:
        stood = {"status": self.status, "said": self.said, "on_line": self.on_line}
        entries, despite = [(self.pk, self.version - late)], {self.pk: self.mark(told=told)}
        batch = bulk.move_each(MOVES[name], entries, by=self.people[who], note="Because.", despite=despite)
        done = self.expected(who, name, late=late, told=told) == "done"
        assert [entry.done for entry in batch.entries.all()] == [done]
        if done:
            self.moved(name)
            self.batch = (batch, who, name, stood | {"version": self.version})
            if undo_by:
                self.take_back(undo_by)

    @precondition(lambda self: self.batch)
    @rule(who=st.sampled_from(PEOPLE))
    def take_back_later(self, who: str) -> None:
        self.take_back(who)

    def take_back(self, who: str) -> None:
        assert self.batch is not None
        batch, by, name, stood = self.batch
        result = self.outcome(lambda: undo.undo_batch(batch, by=self.people[who]))
        assert result == ("done" if who == by else "MoveRefused")
        if result == "done":
            self.batch = None
            if stood["version"] == self.version:
                self.taken_back(name, stood)

    def taken_back(self, name: str, stood: dict[str, Any]) -> None:
        """Stand as before; what an approval made an edition is kept, and is none any more."""
        self.status, self.said, self.on_line = stood["status"], stood["said"], stood["on_line"]
        self.version, self.events = self.version + 1, self.events + 1
        if name == "approve":
            self.kept.append(self.published.pop())
            self.slugs.pop()

    @rule(who=st.sampled_from(PEOPLE), back=st.booleans(), late=OFTEN_FALSE)
    def throw(self, who: str, back: bool, late: bool) -> None:
        first_draft = self.status == "draft" and not {"submit", "approve"} & self.made
        may = self.letter(who) in "em" or (who == self.owner and first_draft)
        expected = ("Stale" if late else "done") if may and self.trashed is back else "PermissionDenied"
        door = actions.recover if back else actions.trash
        practice, seen = Practice(pk=self.pk), self.version - late
        assert self.outcome(lambda: door(practice, by=self.people[who], expected_version=seen)) == expected
        if expected == "done":
            self.trashed, self.claimed = not back, None
            self.version, self.events = self.version + 1, self.events + 1

    def nothing_is_found(self) -> None:
        """Verify all of it; and again when the contributor has closed her account, and when the trash was emptied."""
        assert findings() == []
        lifecycle.close_account(self.people["contributor"])
        assert findings() == []
        trash.empty(at=timezone.now() + timedelta(days=91))
        assert findings() == []

    @invariant()
    def database_says_what_the_model_says(self) -> None:
        practice = Practice.all_objects.get(pk=self.pk)
        assert Practice.objects.filter(pk=self.pk).exists() is not self.trashed
        claimed = self.people[self.claimed] if self.claimed else None
        assert (practice.status, practice.version) == (self.status, self.version)
        assert said_by(practice) == self.said
        assert practice.claimed_by == claimed
        assert Event.objects.filter(practice=practice).count() == self.events

    @invariant()
    def only_what_was_approved_is_public(self) -> None:
        practice = Practice.all_objects.get(pk=self.pk)
        assert face(practice) == (None if self.trashed else self.on_line)
        assert addresses(practice) == {*self.slugs}
        for snapshot in Snapshot.objects.filter(practice=practice).exclude(edition=None):
            assert not any(snapshot.answers.get(field) for field in CONTACT if field != "contact_public")


@pytest.mark.alike
@pytest.mark.long
def test_any_order_of_all_that_may_be_done_does_what_the_design_says() -> None:
    runs = (
        many(6, 30) if connection.vendor == "sqlite" else 12
    )  # what the moves do is alike on both, and dear
    run_state_machine_as_test(Entry, settings=settings(max_examples=runs, stateful_step_count=25))

"""Any order of all that two editors, a contributor and a co-author may do with an entry, against a model written by hand."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from practices import actions, batches, claims, permissions, remarks
from practices.actions import Incomplete, MoveRefused, Stale
from practices.admin.history import answers_of
from practices.models import Batch, Edition, Event, Practice, Remark, Snapshot
from practices.workflow import MOVES
from tests.builders import make_draft, make_editor, make_user
from tests.test_workflow import DESIGN, WORDS

pytestmark = pytest.mark.django_db

EDITORS = ("first", "second")
PEOPLE = ("contributor", *EDITORS, "co-author")
TEXTS = ("", "A red ship.", "A blue ship.", "A ship with books.")
EDITABLE = {"contributor": {"draft", "returned"}, "editor": {"draft", "returned", "submitted"}}


class Entry(RuleBasedStateMachine):
    """One entry that two write; the first editor is its contributor in half of the runs."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(owner=st.sampled_from(PEOPLE[:2]))
    def begin(self, owner: str) -> None:
        self.people = {who: make_editor() if who in EDITORS else make_user() for who in PEOPLE}
        self.owner = owner
        practice = make_draft(contributor=self.people[owner], purpose=TEXTS[1])
        mate = self.people["co-author"]
        practice.coauthors.create(by=self.people[owner], person=mate, joined_at=timezone.now())
        self.pk, self.version, self.status, self.events = practice.pk, 1, "draft", 0
        self.text, self.writer = TEXTS[1], owner
        self.on_line: str | None = None
        self.published: list[str] = []
        self.kept: list[str] = []
        self.claimed: str | None = None
        self.batch: tuple[Batch, str, str, dict[str, Any]] | None = None
        self.remarks: set[tuple[str, bool]] = set()
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

    def expected(self, who: str, name: str, *, late: bool) -> str:
        sources, _target, parts, edition = DESIGN[name]
        if self.trashed or self.letter(who) not in parts:
            return "PermissionDenied"
        if late:
            return "Stale"
        if self.status not in sources or edition not in {None, self.on_line is not None} or name == "publish":
            return "MoveRefused"
        return "Incomplete" if name == "submit" and not self.text else "done"

    def a_move(self, data: st.DataObject, names: list[str]) -> str:
        """Return a move, more often one that is open than one that is not."""
        likely = [name for name in names if self.status in DESIGN[name][0]]
        return data.draw(st.sampled_from(likely * 3 + names))

    @rule(who=st.sampled_from(PEOPLE), data=st.data(), late=st.sampled_from([False] * 5 + [True]))
    def move(self, who: str, data: st.DataObject, late: bool) -> None:
        name = self.a_move(data, list(DESIGN))
        practice, seen = Practice(pk=self.pk), self.version - late
        words: dict[str, Any] = WORDS
        result = self.outcome(lambda: actions.move(practice, name, by=self.people[who], seen=seen, **words))
        assert result == self.expected(who, name, late=late)
        if result == "done":
            self.moved(name)

    def moved(self, name: str) -> None:
        self.status, self.claimed = DESIGN[name][1], None
        self.made.add(name)
        self.version, self.events = self.version + 1, self.events + 1
        self.effect(name)

    def effect(self, name: str) -> None:
        if name in {"submit", "discard", "restore"}:
            self.kept.append(self.text)
        if name == "approve":
            self.on_line = self.text
            self.published.append(self.text)
        if name == "withdraw":
            self.on_line = None
        if name == "restore":
            self.on_line = self.published[-1]
        if name in {"discard", "restore"}:
            assert self.on_line is not None
            self.text = self.on_line

    def expected_of_save(self, who: str, *, late: bool) -> str:
        part = self.letter(who)
        mine = "editor" if part in "em" else "contributor"
        may = part != "-" and self.status in EDITABLE[mine] and not self.trashed
        return ("Stale" if late else "done") if may else "PermissionDenied"

    @rule(
        who=st.sampled_from(PEOPLE), text=st.sampled_from(TEXTS), late=st.sampled_from([False] * 5 + [True])
    )
    def save(self, who: str, text: str, late: bool) -> None:
        practice, seen = Practice(pk=self.pk), self.version - late
        by = self.people[who]
        result = self.outcome(lambda: actions.save_answers(practice, {"purpose": text}, by=by, seen=seen))
        assert result == self.expected_of_save(who, late=late)
        if result == "done":
            if who != self.writer and text != self.text:
                self.kept.append(self.text)
            self.text, self.writer, self.version = text, who, self.version + 1

    @rule(
        who=st.sampled_from(EDITORS),
        data=st.data(),
        late=st.sampled_from([False] * 5 + [True]),
        undo_by=st.sampled_from(["", *PEOPLE]),
    )
    def move_many(self, who: str, data: st.DataObject, late: bool, undo_by: str) -> None:
        name = self.a_move(data, ["approve", "return", "reopen", "restore"])
        stood = {"status": self.status, "text": self.text, "on_line": self.on_line}
        batch = batches.run(
            MOVES[name], [(self.pk, self.version - late)], by=self.people[who], note="Because."
        )
        done = self.expected(who, name, late=late) == "done"
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
        result = self.outcome(lambda: batches.undo(batch, by=self.people[who]))
        assert result == ("done" if who == by else "MoveRefused")
        if result == "done":
            self.batch = None
            if stood["version"] == self.version:
                self.taken_back(name, stood)

    def taken_back(self, name: str, stood: dict[str, Any]) -> None:
        """Stand as before; what an approval made an edition is kept, and is none any more."""
        self.status, self.text, self.on_line = stood["status"], stood["text"], stood["on_line"]
        self.version, self.events = self.version + 1, self.events + 1
        if name == "approve":
            self.kept.append(self.published.pop())

    @rule(
        who=st.sampled_from(PEOPLE),
        number=st.integers(0, 20),
        late=st.sampled_from([False] * 5 + [True]),
    )
    def bring_back(self, who: str, number: int, late: bool) -> None:
        found = list(Snapshot.objects.filter(practice=self.pk).order_by("pk"))
        if not found:
            return
        snapshot = found[number % len(found)]
        practice, seen, by = Practice(pk=self.pk), self.version - late, self.people[who]
        answers = answers_of(snapshot)
        result = self.outcome(lambda: actions.save_answers(practice, answers, by=by, seen=seen, keep=True))
        assert result == self.expected_of_save(who, late=late)
        if result == "done":
            text = (self.kept + self.published)[self.place(snapshot)]
            if text != self.text:
                self.kept.append(self.text)
            self.text, self.writer, self.version = text, who, self.version + 1

    def place(self, snapshot: Snapshot) -> int:
        """Return where the model keeps a snapshot: those without a number first, then by their number."""
        if snapshot.edition:
            return len(self.kept) + snapshot.edition - 1
        before = Snapshot.objects.filter(practice=self.pk, edition=None, pk__lt=snapshot.pk)
        return before.count()

    @rule(who=st.sampled_from(PEOPLE), internal=st.booleans())
    def remark(self, who: str, internal: bool) -> None:
        may = self.letter(who) == "e" or (self.letter(who) == "m" and not internal)
        may = may and not self.trashed
        practice, by = Practice(pk=self.pk, contributor=self.people[self.owner]), self.people[who]
        result = self.outcome(
            lambda: remarks.remark(practice, field="", text="Why?", internal=internal, by=by)
        )
        assert result == ("done" if may else "PermissionDenied")
        if may:
            self.remarks.add((who, internal))

    @rule(who=st.sampled_from(PEOPLE), by=st.sampled_from(EDITORS), internal=st.booleans())
    def settle(self, who: str, by: str, internal: bool) -> None:
        open_ones = Remark.objects.filter(practice=self.pk, resolved_at=None, internal=internal)
        remark = open_ones.filter(by=self.people[by]).first()
        assert (remark is not None) == ((by, internal) in self.remarks)
        if remark is None:
            return
        may = self.letter(who) == "e" or (self.letter(who) == "m" and not internal)
        may = may and not self.trashed
        result = self.outcome(lambda: remarks.resolve(remark, by=self.people[who]))
        assert result == ("done" if may else "PermissionDenied")
        if may:
            self.remarks.remove((by, internal))
            self.settled += 1

    @rule(who=st.sampled_from(PEOPLE), release=st.booleans())
    def claim(self, who: str, release: bool) -> None:
        may = self.letter(who) == "e" and not self.trashed
        taken = not release and self.claimed not in {None, who}
        expected = "done" if may and self.status == "submitted" and not taken else "MoveRefused"
        door = claims.release if release else claims.claim
        result = self.outcome(lambda: door(Practice(pk=self.pk), by=self.people[who]))
        assert result == (expected if may else "PermissionDenied")
        if result == "done":
            self.claimed = None if release else who

    @rule(who=st.sampled_from(PEOPLE), back=st.booleans(), late=st.sampled_from([False] * 5 + [True]))
    def throw(self, who: str, back: bool, late: bool) -> None:
        first_draft = self.status == "draft" and not {"submit", "approve"} & self.made
        may = self.letter(who) in "em" or (who == self.owner and first_draft)
        expected = ("Stale" if late else "done") if may and self.trashed is back else "PermissionDenied"
        door = actions.recover if back else actions.trash
        practice, seen = Practice(pk=self.pk), self.version - late
        assert self.outcome(lambda: door(practice, by=self.people[who], seen=seen)) == expected
        if expected == "done":
            self.trashed, self.claimed = not back, None
            self.version, self.events = self.version + 1, self.events + 1

    @invariant()
    def database_says_what_the_model_says(self) -> None:
        practice = Practice.everything.get(pk=self.pk)
        assert Practice.objects.filter(pk=self.pk).exists() is not self.trashed
        claimed = self.people[self.claimed] if self.claimed else None
        assert (practice.status, practice.version, practice.purpose) == (self.status, self.version, self.text)
        assert practice.claimed_by == claimed
        assert Event.objects.filter(practice=practice).count() == self.events
        found = [edition.purpose for edition in Edition.objects.filter(practice=practice)]
        assert found == ([] if self.on_line is None or self.trashed else [self.on_line])

    @invariant()
    def remarks_are_those_of_the_model(self) -> None:
        found = list(Remark.objects.filter(practice=self.pk))
        assert len(found) == len(self.remarks) + self.settled
        owner = self.people[self.owner]
        assert not any(each.internal and permissions.can_see_remark(owner, each) for each in found)

    @invariant()
    def nothing_that_stood_there_is_lost(self) -> None:
        snapshots = Snapshot.objects.filter(practice=self.pk).order_by("pk")
        numbered = [each for each in snapshots if each.edition]
        assert [each.edition for each in numbered] == list(range(1, len(self.published) + 1))
        assert [each.answers["purpose"] for each in numbered] == self.published
        assert [each.answers["purpose"] for each in snapshots if not each.edition] == self.kept


def test_any_order_of_all_that_may_be_done_does_what_the_design_says() -> None:
    run_state_machine_as_test(
        Entry,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )

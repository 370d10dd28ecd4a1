"""Any order of moves, saves and claims by two editors and a contributor, against a model written by hand."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from practices import actions, claims
from practices.actions import Incomplete, MoveRefused, Stale
from practices.models import Edition, Event, Practice, Snapshot
from tests.builders import make_draft, make_editor, make_user
from tests.test_workflow import DESIGN, WORDS

pytestmark = pytest.mark.django_db

PEOPLE = ("contributor", "first", "second")
TEXTS = ("", "A red ship.", "A blue ship.", "A ship with books.")
EDITABLE = {"contributor": {"draft", "returned"}, "editor": {"draft", "returned", "submitted"}}


class Entry(RuleBasedStateMachine):
    """One entry; the first editor owns it in half of the runs."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(owner=st.sampled_from(PEOPLE[:2]))
    def begin(self, owner: str) -> None:
        self.people = {"contributor": make_user(), "first": make_editor(), "second": make_editor()}
        self.owner = owner
        practice = make_draft(contributor=self.people[owner], purpose=TEXTS[1])
        self.pk, self.version, self.status, self.events = practice.pk, 1, "draft", 0
        self.text, self.writer = TEXTS[1], owner
        self.on_line: str | None = None
        self.published: list[str] = []
        self.kept: list[str] = []
        self.claimed: str | None = None

    def letter(self, who: str) -> str:
        """Return the part as the design's table writes it; a stranger has none."""
        if who == "contributor":
            return "o" if self.owner == who else "-"
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
        if self.letter(who) not in parts:
            return "PermissionDenied"
        if late:
            return "Stale"
        if self.status not in sources or edition not in {None, self.on_line is not None} or name == "publish":
            return "MoveRefused"
        return "Incomplete" if name == "submit" and not self.text else "done"

    @rule(
        who=st.sampled_from(PEOPLE),
        name=st.sampled_from(list(DESIGN)),
        late=st.sampled_from([False] * 5 + [True]),
    )
    def move(self, who: str, name: str, late: bool) -> None:
        practice, seen = Practice(pk=self.pk), self.version - late
        words: dict[str, Any] = WORDS
        result = self.outcome(lambda: actions.move(practice, name, by=self.people[who], seen=seen, **words))
        assert result == self.expected(who, name, late=late)
        if result == "done":
            self.status, self.claimed = DESIGN[name][1], None
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

    @rule(
        who=st.sampled_from(PEOPLE), text=st.sampled_from(TEXTS), late=st.sampled_from([False] * 5 + [True])
    )
    def save(self, who: str, text: str, late: bool) -> None:
        part = self.letter(who)
        mine = "editor" if part in "em" else "contributor"
        may = part != "-" and self.status in EDITABLE[mine]
        expected = ("Stale" if late else "done") if may else "PermissionDenied"
        practice, seen = Practice(pk=self.pk), self.version - late
        by = self.people[who]
        result = self.outcome(lambda: actions.save_answers(practice, {"purpose": text}, by=by, seen=seen))
        assert result == expected
        if result == "done":
            if who != self.writer and text != self.text:
                self.kept.append(self.text)
            self.text, self.writer, self.version = text, who, self.version + 1

    @rule(who=st.sampled_from(PEOPLE), release=st.booleans())
    def claim(self, who: str, release: bool) -> None:
        may = self.letter(who) == "e"
        taken = not release and self.claimed not in {None, who}
        expected = "done" if may and self.status == "submitted" and not taken else "MoveRefused"
        door = claims.release if release else claims.claim
        result = self.outcome(lambda: door(Practice(pk=self.pk), by=self.people[who]))
        assert result == (expected if may else "PermissionDenied")
        if result == "done":
            self.claimed = None if release else who

    @invariant()
    def database_says_what_the_model_says(self) -> None:
        practice = Practice.objects.get(pk=self.pk)
        claimed = self.people[self.claimed] if self.claimed else None
        assert (practice.status, practice.version, practice.purpose) == (self.status, self.version, self.text)
        assert practice.claimed_by == claimed
        assert Event.objects.filter(practice=practice).count() == self.events
        found = [edition.purpose for edition in Edition.objects.filter(practice=practice)]
        assert found == ([] if self.on_line is None else [self.on_line])

    @invariant()
    def nothing_that_stood_there_is_lost(self) -> None:
        snapshots = Snapshot.objects.filter(practice=self.pk).order_by("pk")
        numbered = [each for each in snapshots if each.edition]
        assert [each.edition for each in numbered] == list(range(1, len(self.published) + 1))
        assert [each.answers["purpose"] for each in numbered] == self.published
        assert [each.answers["purpose"] for each in snapshots if not each.edition] == self.kept


def test_any_order_of_moves_saves_and_claims_does_what_the_design_says() -> None:
    run_state_machine_as_test(
        Entry,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )

"""What is kept of an entry's words, and brought back: rules of the state machine, with their model."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from practices.admin.entry.history import answers_of
from practices.answers import codec
from practices.entries import actions
from practices.models import Event, Practice, Snapshot, User
from practices.template import FIELDS
from tests.chains import chain_anew
from tests.desk_rules import PEOPLE
from tests.every_answer import Said, kept_in

BLANK = codec.encode(codec.read(Practice()))


class HistoryRules(RuleBasedStateMachine):
    """`kept` and `published` are what snapshots say, those of editions apart: nothing of a contact."""

    pk: int
    people: dict[str, User]
    version: int
    events: int
    letter: Callable[[str], str]
    writer: str
    said: Said
    published: list[Any]
    kept: list[Any]
    outcome: Callable[[Callable[[], Any]], str]
    expected_of_save: Callable[..., str]

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
        if snapshot.is_taken_down:
            return
        practice, seen, by = Practice(pk=self.pk), self.version - late, self.people[who]
        answers = answers_of(snapshot)
        result = self.outcome(
            lambda: actions.save_answers(practice, answers, by=by, expected_version=seen, keep=True)
        )
        assert result == self.expected_of_save(who, late=late)
        if result == "done":
            said = self.said | (self.kept + self.published)[self.place(snapshot)]
            if said != self.said:
                self.kept.append(self.said)
                self.events += self.letter(who) == "e"
            self.said, self.writer, self.version = said, who, self.version + 1

    @rule(field=st.sampled_from([field for field in FIELDS if field not in codec.CONTACT]))
    def ask_what_nobody_asked_before(self, field: str) -> None:
        """Let what was kept know nothing of a question that it left blank, as if it were older than any takedown."""
        if Event.objects.filter(practice=self.pk, move="take_down").exists():
            return
        for snapshot in Snapshot.objects.filter(practice=self.pk):
            if snapshot.answers.get(field) == BLANK[field]:
                older = {each: value for each, value in snapshot.answers.items() if each != field}
                Snapshot.objects.filter(pk=snapshot.pk).amend(answers=older)
        chain_anew(Practice(pk=self.pk))

    def place(self, snapshot: Snapshot) -> int:
        """Return where the model keeps a snapshot: those without a number first, then by their number."""
        if snapshot.edition:
            return len(self.kept) + snapshot.edition - 1
        before = Snapshot.objects.filter(practice=self.pk, edition=None, pk__lt=snapshot.pk)
        return before.count()

    @invariant()
    def nothing_that_stood_there_is_lost(self) -> None:
        snapshots = Snapshot.objects.filter(practice=self.pk).order_by("pk")
        numbered = [each for each in snapshots if each.edition]
        assert [each.edition for each in numbered] == list(range(1, len(self.published) + 1))
        said = self.kept + self.published
        found = [*(each for each in snapshots if not each.edition), *numbered]
        assert [each.is_taken_down for each in found] == [each is None for each in said]
        assert [each.answers for each in found if each.is_taken_down] == [{}] * said.count(None)
        left = [kept_in(each) for each in found if not each.is_taken_down]
        known = [each for each in said if each is not None]
        assert [one | other for one, other in zip(left, known, strict=True)] == left

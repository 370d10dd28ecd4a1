"""What editors may do with an entry that changes neither its words nor its status: remarks and claims, with their model."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from practices import permissions
from practices.entries import claims, comments
from practices.models import Practice, Remark, User

EDITORS = ("first", "second")
PEOPLE = ("contributor", *EDITORS, "co-author")


class DeskRules(RuleBasedStateMachine):
    pk: int
    people: dict[str, User]
    owner: str
    status: str
    trashed: bool
    claimed: str | None
    remarks: set[tuple[str, bool]]
    settled: int
    letter: Callable[[str], str]
    outcome: Callable[[Callable[[], Any]], str]

    @rule(who=st.sampled_from(PEOPLE), internal=st.booleans())
    def remark(self, who: str, internal: bool) -> None:
        may = self.letter(who) == "e" or (self.letter(who) == "m" and not internal)
        may = may and not self.trashed
        practice, by = Practice(pk=self.pk, contributor=self.people[self.owner]), self.people[who]
        result = self.outcome(
            lambda: comments.remark(practice, field="", text="Why?", internal=internal, by=by)
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
        result = self.outcome(lambda: comments.resolve(remark, by=self.people[who]))
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

    @invariant()
    def remarks_are_those_of_the_model(self) -> None:
        found = list(Remark.objects.filter(practice=self.pk))
        assert len(found) == len(self.remarks) + self.settled
        owner = self.people[self.owner]
        assert not any(each.internal and permissions.can_see_remark(owner, each) for each in found)

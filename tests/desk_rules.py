"""What editors may do with an entry that changes neither its words nor its status: comments and claims, with their model."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from practices import permissions
from practices.entries import claims, comments
from practices.models import Comment, Practice, User

EDITORS = ("first", "second")
PEOPLE = ("contributor", *EDITORS, "co-author")


class DeskRules(RuleBasedStateMachine):
    pk: int
    people: dict[str, User]
    owner: str
    status: str
    trashed: bool
    claimed: str | None
    comments: set[tuple[str, bool]]
    settled: int
    letter: Callable[[str], str]
    outcome: Callable[[Callable[[], Any]], str]

    @rule(who=st.sampled_from(PEOPLE), internal=st.booleans())
    def comment(self, who: str, internal: bool) -> None:
        may = self.letter(who) == "e" or (self.letter(who) == "m" and not internal)
        may = may and not self.trashed
        practice, by = Practice(pk=self.pk, contributor=self.people[self.owner]), self.people[who]
        result = self.outcome(lambda: comments.add(practice, field="", text="Why?", internal=internal, by=by))
        assert result == ("done" if may else "PermissionDenied")
        if may:
            self.comments.add((who, internal))

    @rule(who=st.sampled_from(PEOPLE), by=st.sampled_from(EDITORS), internal=st.booleans())
    def settle(self, who: str, by: str, internal: bool) -> None:
        open_ones = Comment.objects.filter(practice=self.pk, resolved_at=None, internal=internal)
        comment = open_ones.filter(by=self.people[by]).first()
        assert (comment is not None) == ((by, internal) in self.comments)
        if comment is None:
            return
        may = self.letter(who) == "e" or (self.letter(who) == "m" and not internal)
        may = may and not self.trashed
        result = self.outcome(lambda: comments.resolve(comment, by=self.people[who]))
        assert result == ("done" if may else "PermissionDenied")
        if may:
            self.comments.remove((by, internal))
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
    def comments_are_those_of_the_model(self) -> None:
        found = list(Comment.objects.filter(practice=self.pk))
        assert len(found) == len(self.comments) + self.settled
        owner = self.people[self.owner]
        assert not any(each.internal and permissions.can_see_comment(owner, each) for each in found)

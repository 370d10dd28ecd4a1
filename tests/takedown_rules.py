"""Takedowns by law, in any order with everything else: rules of the state machine, with their model."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from practices.answers.passage import WordSequence
from practices.entries.takedown.door import What, take_down
from practices.models import BatchEntry, Mail, Practice, User
from practices.question_kinds import Kind
from practices.template import QUESTIONS
from practices.text import fold
from tests.builders import make_admin
from tests.desk_rules import PEOPLE
from tests.every_answer import CONTACT, Said, blank

ADMIN, WORDS, LEFT = "admin", "blue ship", "[…]"
OFTEN_FALSE = st.sampled_from([False] * 5 + [True])
CHOSEN = {Kind.COUNTRY, Kind.TOPICS, Kind.CHOICE, Kind.TICK}
OWN_WORDS = [q.field for q in QUESTIONS if q.kind not in CHOSEN and q.field not in CONTACT]
TYPED = {"city": "city_typed", "partner_cities": "partner_cities_typed"}


def without(said: Said) -> Said:
    return {
        field: value.replace(WORDS, LEFT) if isinstance(value, str) else value
        for field, value in said.items()
    }


def face_without(face: Said | None, slug: str) -> Said | None:
    """Return what the public reads of an edition without the passage, at the address that it has then."""
    if face is None:
        return None
    columns = without(face["columns"])
    columns["rendered"] = without(columns["rendered"])
    columns["sort_title"] = fold(columns["title"])
    return face | {"columns": columns, "said": without(face["said"]), "slug": slug}


def says(said: Said | None) -> bool:
    return said is not None and without(said) != said


def words_of(said: Said, field: str) -> Any:
    return said[field] or said[TYPED[field]] if field in TYPED else said[field]


class TakedownRules(RuleBasedStateMachine):
    """Of what went whole, `kept` and `published` hold None."""

    pk: int
    people: dict[str, User]
    version: int
    events: int
    status: str
    trashed: bool
    claimed: str | None
    batch: Any
    said: Said
    on_line: Said | None
    off_line: Said | None
    published: list[Any]
    kept: list[Any]
    slugs: list[str]
    outcome: Callable[[Callable[[], Any]], str]
    answered: Callable[[], Said]

    def taken(self, who: str, what: What, *, late: bool, stands: bool) -> bool:
        """Take it down through the door, and say whether that was done, as the model has it."""
        if ADMIN not in self.people:
            self.people[ADMIN] = make_admin()
        expected = "done" if stands else "MoveRefused"
        expected = "PermissionDenied" if who != ADMIN else "Stale" if late else expected
        practice, seen, by = Practice(pk=self.pk), self.version - late, self.people[who]
        result = self.outcome(
            lambda: take_down(practice, what, reason="By order.", by=by, expected_version=seen)
        )
        assert result == expected
        if result == "done":
            self.version, self.events, self.batch = self.version + 1, self.events + 1, None
        return result == "done"

    @rule(who=st.sampled_from([*PEOPLE, ADMIN, ADMIN, ADMIN]), late=OFTEN_FALSE)
    def take_a_passage_down(self, who: str, late: bool) -> None:
        what = What(passage=WordSequence(f"{WORDS.upper()}."))
        slugs = [slug for slug in self.slugs if slug.startswith("a-blue-ship")]
        goes = any(each and WORDS in each["title"] for each in self.published)
        if not self.taken(who, what, late=late, stands=self.stands()):
            return
        if goes and slugs:
            last = self.slugs[-1]
            self.slugs = [slug for slug in self.slugs if slug not in slugs]
            self.slugs += [f"practice-{self.pk}"] if last in slugs else []
        slug = self.slugs[-1] if self.slugs else ""
        self.said = without(self.said)
        self.on_line, self.off_line = (face_without(each, slug) for each in (self.on_line, self.off_line))
        self.kept = [each and without(each) for each in self.kept]
        self.published = [each and without(each) for each in self.published]

    def stands(self) -> bool:
        """Say whether the words stand in a text of the entry, in a mail about it, or in the name that a bulk move gave it."""
        mails = Mail.objects.filter(practice=self.pk).values_list("subject", "text")
        names = BatchEntry.objects.filter(practice=self.pk).values_list("title", flat=True)
        told = [" ".join(text.split()) for text in (*names, *(part for mail in mails for part in mail))]
        return any(map(says, (self.said, *self.kept, *self.published))) or any(WORDS in text for text in told)

    @rule(
        who=st.sampled_from([*PEOPLE, ADMIN, ADMIN, ADMIN]),
        back=st.integers(0, 2),
        late=OFTEN_FALSE,
    )
    def take_an_edition_down(self, who: str, back: int, late: bool) -> None:
        """Take the last edition, or one before it."""
        number = len(self.published) - back
        there = number > 0 and self.published[number - 1] is not None
        if self.taken(who, What(number), late=late, stands=there):
            is_last, was_said = back == 0, self.working_copy_says(number)
            self.kept, self.published[number - 1] = [None] * len(self.kept), None
            self.entry_is_left(is_last=is_last, was_said=was_said)

    def working_copy_says(self, number: int) -> bool:
        """Say whether the working copy says anything that this edition alone said."""
        gone = self.published[number - 1]
        others = [each for each in self.published if each and each is not gone]
        return any(
            words_of(gone, field)
            and words_of(self.said, field) == words_of(gone, field)
            and all(words_of(other, field) != words_of(gone, field) for other in others)
            for field in OWN_WORDS
        )

    def entry_is_left(self, *, is_last: bool, was_said: bool) -> None:
        here = None if self.trashed else self.on_line
        if is_last or (was_said and here is None):
            self.said = blank()
        elif was_said:
            self.said = self.said | self.answered()
        if (is_last and self.status not in {"draft", "rejected"}) or (
            was_said and self.status == "submitted"
        ):
            self.status, self.claimed = "draft", None
        if is_last:
            self.on_line = self.off_line = None

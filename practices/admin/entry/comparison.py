"""The comparison of two texts of an entry: which answers differ, and what changed since which moment?"""

from practices.answers import codec
from practices.answers.codec import Answers
from practices.answers.diff import Piece, pieces
from practices.answers.display import AnswerRow, answer_row
from practices.models import Practice, Snapshot
from practices.template import QUESTIONS
from practices.workflow import SUBMIT, Status


def differences(now: Answers, yours: Answers) -> list[tuple[AnswerRow, AnswerRow]]:
    """Return the answers that differ, as they are now and as a person has typed them; an edition says no contact."""
    unsaid = set(codec.CONTACT) - (now.keys() & yours.keys())
    now, yours = codec.whole(now), codec.whole(yours)
    differing = (q for q in QUESTIONS if q.field not in unsaid and now[q.field] != yours[q.field])
    return [(answer_row(question, now), answer_row(question, yours)) for question in differing]


def unpublished_changes(practice: Practice) -> list[tuple[AnswerRow, AnswerRow]]:
    """Return what the next edition would change: each answer that differs, on line and now; nothing without one."""
    if not practice.has_edition:
        return []
    ours = codec.encode(codec.public_answers(codec.read(practice)))
    return differences(codec.encode(codec.read(practice.edition)), ours)


def changes_since(practice: Practice, earlier: Answers | None) -> list[tuple[AnswerRow, AnswerRow]]:
    """Return what differs from the answers of an earlier moment; nothing without one."""
    return differences(earlier, codec.encoded(practice)) if earlier else []


def compared(found: list[tuple[AnswerRow, AnswerRow]]) -> list[tuple[AnswerRow, list[Piece]]]:
    """Return the answers that differ, each with its words: the same, gone or new."""
    return [(now, pieces(before.text, now.text)) for before, now in found]


def is_answered(practice: Practice, field: str) -> bool:
    """Say whether an answer of an entry that was sent back is another one now than when it was submitted."""
    submitted = practice.events.filter(move=SUBMIT).values_list("at", flat=True).first()
    snapshot = practice.snapshots.filter(edition=None, at=submitted).first() if submitted else None
    return snapshot is not None and codec.encoded(practice)[field] != codec.whole(snapshot.answers)[field]


def before_submitted(practice: Practice) -> Snapshot | None:
    """Return what was submitted the time before, since the entry was last on line; None for a first submission."""
    moves = practice.events.filter(move__in=["submit", "approve", "publish", "restore"])
    former = list(moves.values_list("move", "at")[:2])
    if practice.status != Status.SUBMITTED or [name for name, _at in former] != ["submit", "submit"]:
        return None
    return practice.snapshots.filter(edition=None, at=former[1][1]).first()

"""The record of an edit: which answers did an editor change in another's text?"""

from collections.abc import Collection

from practices.answers import codec
from practices.models import Event, Practice, User, chain
from practices.template import QUESTIONS
from practices.workflow import EDIT


def record(practice: Practice, changed: Collection[str], *, by: User | None) -> None:
    """Keep that a person who does not write an entry changes these of its answers, typed cities among them.

    Called by `practices.entries.actions` only, inside its transaction, on a locked practice, which is saved afterwards.
    """
    if by is None or not changed or practice.was_written_by(by.pk):
        return
    typed = {column: field for field, column in codec.TYPED.items()}
    fields = {typed.get(name, name) for name in changed}
    names = [str(question.label) for question in QUESTIONS if question.field in fields]
    event = Event(practice=practice, move=EDIT, actor=by, note=", ".join(names), at=practice.saved_at)
    event.from_status = event.to_status = practice.status
    chain.append(practice, event)

"""One kind of mail: when, to whom, in which words, where it leads, and how long it waits."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise

from practices.models.batch import UNDO_WITHIN
from practices.workflow import UNDOABLE

BULK = "bulk"
"""What sends the one mail about a bulk move."""

HELD = UNDO_WITHIN + timedelta(minutes=1)
"""How long a mail is held: a little longer than what it tells can be undone, so that an undo in the last moment comes first."""


@dataclass(frozen=True)
class MailKind:
    """One mail. `when` names moves of `workflow.MOVES`, or what else sends it; `leads` names an address.

    What a person has done herself is not told her, unless `to_doer`; `of_others` tells nothing of what an author has
    done. `whole` puts all answers into it. What waits for `after` speaks for all that happens to the entry until then.
    What tells of nothing but moves that can be undone is held for as long. Of what `is_recorded`, a record of the same kind
    is kept about its reader once a server took it.
    """

    name: str
    when: tuple[str, ...]
    whom: str | Promise
    subject: str | Promise
    button: str | Promise
    leads: str = ""
    to_doer: bool = False
    of_others: bool = False
    whole: bool = False
    after: timedelta = timedelta(0)
    is_recorded: bool = False

    @property
    def page(self) -> str:
        """The page of what it says, in the Markdown of `practices.mail.markdown`."""
        return f"mail/{self.name}.md"

    @property
    def is_held(self) -> bool:
        """Whether all that it tells can be undone for a while, and it is taken back then."""
        return not self.after and not {*UNDOABLE, BULK}.isdisjoint(self.when)

    @property
    def wait(self) -> timedelta:
        """How long it lies in the outbox before it leaves."""
        return HELD if self.is_held else self.after

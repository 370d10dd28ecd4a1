"""Which mails are there: when, to whom, in which words, and where do they lead?

`KINDS` is the one declaration; `practices.notify` writes them, `practices.outbox` sends them.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ENTRY = "contribute:practices_practice_change"
SAVED = "save"
DAILY = "daily"
WAITING = "waiting"


@dataclass(frozen=True)
class Kind:
    """One mail. `when` names moves of `workflow.MOVES`, or what else sends it; `leads` names an address.

    What a person has done herself is not told her, unless `to_doer`. `whole` puts all answers into the mail. A mail
    that waits for `after` speaks for all that happens to the entry until then.
    """

    name: str
    when: tuple[str, ...]
    whom: str | Promise
    subject: str | Promise
    text_page: str
    html_page: str
    button: str | Promise
    leads: str = ""
    to_doer: bool = False
    whole: bool = False
    after: timedelta = timedelta(0)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "submitted",
            ("submit",),
            _("the contributor"),
            _("Submitted: %(title)s (No. %(number)s)"),
            "mail/submitted.txt",
            "mail/submitted.html",
            _("See where it stands"),
            ENTRY,
            to_doer=True,
            whole=True,
        ),
        Kind(
            "returned",
            ("return",),
            _("the contributor"),
            _("Sent back with a note: %(title)s"),
            "mail/returned.txt",
            "mail/returned.html",
            _("Read the note and edit"),
            ENTRY,
        ),
        Kind(
            "published",
            ("approve", "restore"),
            _("the contributor"),
            _("Published: %(title)s"),
            "mail/published.txt",
            "mail/published.html",
            _("See it as everybody sees it"),
            "practices:detail",
        ),
        Kind(
            "rejected",
            ("reject",),
            _("the contributor"),
            _("Not taken: %(title)s"),
            "mail/rejected.txt",
            "mail/rejected.html",
            _("Read the note"),
            ENTRY,
        ),
        Kind(
            "reopened",
            ("reopen",),
            _("the contributor"),
            _("Open again: %(title)s"),
            "mail/reopened.txt",
            "mail/reopened.html",
            _("Edit it"),
            ENTRY,
        ),
        Kind(
            "withdrawn",
            ("withdraw",),
            _("the contributor"),
            _("Taken off line: %(title)s"),
            "mail/withdrawn.txt",
            "mail/withdrawn.html",
            _("See where it stands"),
            ENTRY,
        ),
        Kind(
            "edited",
            (SAVED, "discard"),
            _("the contributor"),
            _("An editor changed your text: %(title)s"),
            "mail/edited.txt",
            "mail/edited.html",
            _("See the text"),
            ENTRY,
            after=timedelta(minutes=15),
        ),
        Kind(
            WAITING,
            (DAILY,),
            _("every editor, at most once on a working day"),
            _("Entries that wait for an editor: %(count)s"),
            "mail/waiting.txt",
            "mail/waiting.html",
            _("Open what waits"),
            "admin:practices_practice_changelist",
        ),
    )
}

BY_MOVE = {move: kind for kind in KINDS.values() for move in kind.when}

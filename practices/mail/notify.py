"""The way of a mail into the outbox.

`send` writes it in the transaction of what it tells about, so that neither goes without the other. `practices.mail.kinds`
declares the kinds, `practices.mail.outbox` sends the mails later.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise

from practices.answers import plaintext
from practices.answers.codec import Answers
from practices.mail import render
from practices.mail.kinds import BY_MOVE, ENTRY, KINDS, RETURNED, SAVED
from practices.mail.mail_kind import MailKind
from practices.models import Event, Mail, Practice, User
from practices.models.mail import MailQuerySet
from practices.workflow import RECOVER, TRASH, UNDO

NOTHING_WHOLE: Answers = {}


def send(
    kind: str,
    *,
    to: User | str,
    context: Mapping[str, Any] | None = None,
    practice: Practice | None = None,
    key: str = "",
) -> Mail:
    """Put a mail into the outbox and return it. Call it inside the transaction of what it tells about.

    `to` is a person, who is written to in her language, or an address, which is written to in the current one.
    `context` is what the pages of the kind name; `path` in it is where the button leads, an address of this site
    without scheme and host (`ValueError` else), needed when the kind has none of its own. A mail with a `key` is
    written once, however often it is asked for.
    """
    declared = KINDS[kind]
    address, language = (to.email, to.language) if isinstance(to, User) else (to, translation.get_language())
    words = render.render_mail(declared, language or "", context or {})
    mail, _created = Mail.objects.get_or_create(
        message_id=message_id(kind, key or uuid4().hex),
        defaults={
            "kind": kind,
            "to": address,
            "practice": practice,
            "language": words.language,
            "subject": words.subject,
            "text": words.text,
            "html": words.html,
            "next_attempt_at": timezone.now() + declared.wait,
        },
    )
    return mail


def message_id(kind: str, key: str) -> str:
    """Return the Message-ID of a mail: it never changes, so that a mail that comes twice is seen as one."""
    return f"<{kind}.{key}@{urlsplit(settings.SITE_URL).hostname}>"


def let_go(*practices: Practice) -> None:
    """Let the mails leave that were held: what comes after a move takes the undo away, and is told after it.

    Call it once for what happened, before anybody is told of it: else it lets go what was just written.
    """
    now, held = timezone.now(), [kind.name for kind in KINDS.values() if kind.is_held]
    of_many = Mail.practices.through.objects.filter(practice__in=practices).values("mail")
    about = Q(practice__in=practices) | Q(pk__in=of_many)
    mails = Mail.objects.waiting().filter(about, kind__in=held, attempts=0, next_attempt_at__gt=now)
    mails.update(next_attempt_at=now)


def take_back(mails: MailQuerySet) -> set[str]:
    """Delete those mails that no sender has begun to send; return to whom they were.

    A sender that is at one of them now is waited for; one that comes later finds it gone.
    """
    unsent = mails.waiting().filter(attempts=0).order_by("pk").select_for_update()
    taken = dict(unsent.values_list("pk", "to"))
    Mail.objects.filter(pk__in=taken).delete()
    return {*taken.values()}


def moved(practice: Practice, event: Event) -> None:
    """Write the mails about a move, if there are any and somebody to read them.

    What comes back from the trash before a mail said that it is there is told to nobody.
    """
    among = _told_before(practice, BY_MOVE[TRASH]) if event.move == RECOVER else None
    _tell(BY_MOVE.get(event.move), practice, by=event.actor, note=event.note, at=event.at, among=among)


def undone(practice: Practice, event: Event) -> None:
    """Take back the mails about a move that was undone; to whom one has left already, write that it was undone."""
    if told := BY_MOVE.get(event.move):
        mails = Mail.objects.filter(kind=told.name, practice=practice, created_at__gte=event.at)
        take_back(mails)
        _tell(BY_MOVE[UNDO], practice, by=event.actor, among={mail.to for mail in mails})


def _told_before(practice: Practice, kind: MailKind) -> set[str]:
    """Take back the mails of a kind that wait; return who else hears of the entry."""
    unheard = take_back(Mail.objects.filter(kind=kind.name, practice=practice))
    return {reader.email for reader in readers(practice)} - unheard


def saved(practice: Practice, *, by: User | None) -> None:
    """Write the mail about a text that another person changed."""
    _tell(BY_MOVE[SAVED], practice, by=by)


def _tell(
    kind: MailKind | None,
    practice: Practice,
    *,
    by: User | None,
    note: str = "",
    among: set[str] | None = None,
    at: datetime | None = None,
) -> None:
    """Write to all authors but to who did it; of an author's own writing they know among themselves.

    A mail that tells the whole entry takes it from the snapshot that was kept `at` this moment.
    """
    if kind is None:
        return
    answers = practice.snapshots.filter(at=at).latest("pk").answers if kind.whole and at else {}
    told = [each for each in readers_of(kind, practice, by=by) if among is None or each.email in among]
    if told:
        let_go(practice)
    for reader in told:
        write_about(kind, practice, reader, note, by=by, answers=answers)


def readers(practice: Practice) -> list[User]:
    """Return who hears of an entry: its contributor and who writes with her, while their accounts are open."""
    written = [each.person for each in practice.coauthors.current().select_related("person")]
    return [person for person in (practice.contributor, *written) if person and person.is_active]


def readers_of(kind: MailKind, practice: Practice, *, by: User | None) -> list[User]:
    """Return whom a mail tells what somebody did with an entry."""
    if kind.of_others and by is not None and practice.is_written_by(by.pk):
        return []
    others = [reader for reader in readers(practice) if kind.to_doer or reader != by]
    return [reader for reader in others if not _waits(kind, practice, reader)]


def write_about(
    kind: MailKind,
    practice: Practice,
    reader: User,
    note: str,
    *,
    by: User | None,
    answers: Answers = NOTHING_WHOLE,
) -> None:
    """Write one person the mail about one entry."""
    doer = str(by) if by is not None and practice.is_written_by(by.pk) else ""
    with translation.override(render.site_language(reader.language)):
        context = {
            "title": render.on_one_line(str(practice)),
            "number": practice.pk,
            "status": practice.get_status_display().lower(),
            "note": note,
            "doer": doer,
            "remarks": remarks(practice) if kind.name == RETURNED else [],
            "reason": practice.withdrawn_reason,
            "sections": list(plaintext.answered_sections(answers)),
            "days": settings.TRASH_DAYS,
            "path": _path(kind, practice),
        }
        send(kind.name, to=reader, context=context, practice=practice)


def remarks(practice: Practice) -> list[tuple[str | Promise, str]]:
    """Return the open remarks that its authors may read, each with the question that it is about."""
    found = practice.comments.filter(internal=False, resolved_at=None)
    return [(comment.label, comment.text) for comment in found]


def _waits(kind: MailKind, practice: Practice, reader: User) -> bool:
    """Say whether a mail waits already that speaks for all that happens until it goes."""
    unsent = Mail.objects.waiting().filter(attempts=0)
    return bool(kind.after) and unsent.filter(kind=kind.name, practice=practice, to=reader.email).exists()


def _path(kind: MailKind, practice: Practice) -> str:
    return practice.get_absolute_url() if kind.leads != ENTRY else reverse(kind.leads, args=[practice.pk])

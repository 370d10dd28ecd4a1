"""The news of a bulk move: one mail to each person, whatever was done with how many of her entries.

Each entry says in the transaction that moved it, or put it back, that its people have yet to be told. They are told when
all are done; of what was cut off, the worker tells after a while. Whoever tells clears it in the same transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import ngettext_lazy

from practices.mail import notify, render
from practices.mail.kinds import BY_MOVE, MANY, RETURNED
from practices.mail.mail_kind import MailKind
from practices.models import Batch, BatchEntry, Event, Mail, User
from practices.models.batch import News
from practices.workflow import RECOVER, TRASH, UNDO

CUT_OFF = timedelta(minutes=5)
"""After this time nobody is at work on an entry any more: the worker tells what it has come to."""

SUBJECTS: dict[str, Any] = {
    "returned": ngettext_lazy(
        "%(count)d of your practices has come back with a note",
        "%(count)d of your practices have come back with a note",
        "count",
    ),
    "published": ngettext_lazy(
        "%(count)d of your practices is published", "%(count)d of your practices are published", "count"
    ),
    "rejected": ngettext_lazy(
        "%(count)d of your practices was not accepted",
        "%(count)d of your practices were not accepted",
        "count",
    ),
    "reopened": ngettext_lazy(
        "%(count)d of your practices can be changed again",
        "%(count)d of your practices can be changed again",
        "count",
    ),
    "edited": ngettext_lazy(
        "An editor changed the text of %(count)d of your practices",
        "An editor changed the texts of %(count)d of your practices",
        "count",
    ),
    "undone": ngettext_lazy(
        "The last step of %(count)d of your practices was undone",
        "The last steps of %(count)d of your practices were undone",
        "count",
    ),
    "trashed": ngettext_lazy(
        "%(count)d of your practices was removed", "%(count)d of your practices were removed", "count"
    ),
    "recovered": ngettext_lazy(
        "%(count)d of your practices is back from the trash",
        "%(count)d of your practices are back from the trash",
        "count",
    ),
}
"""What the mail about several entries says that was done, by the kind of the mail about one."""


@transaction.atomic
def tell_of(batch: Batch) -> None:
    """Write to the people of all entries of a batch who have yet to be told what was done with them."""
    waiting = batch.entries.select_for_update().exclude(news="")
    news = {entry.practice_id: entry.news for entry in waiting}
    if not news:
        return
    if kind := BY_MOVE.get(batch.move):
        moved = Event.objects.filter(practice__in=news, move=batch.move, actor=batch.by)
        events = {
            each.practice_id: each for each in moved.select_related("practice__contributor").order_by("pk")
        }
        _tell_moved(kind, [events[key] for key, what in news.items() if what == News.MADE], by=batch.by)
        _tell_undone(kind, [events[key] for key, what in news.items() if what == News.UNDONE], by=batch.by)
    batch.entries.filter(practice__in=news).update(news="")


def tell_of_cut_off() -> int:
    """Tell what nobody was told of for a while, as what did it was cut off; return of how many batches."""
    before = timezone.now() - CUT_OFF
    old = Q(news=News.MADE, at__lt=before) | Q(news=News.UNDONE, undone_at__lt=before)
    left = Batch.objects.filter(pk__in=BatchEntry.objects.filter(old).values("batch"))
    for batch in left:
        tell_of(batch)
    return len(left)


def _tell_moved(kind: MailKind, events: Iterable[Event], *, by: User) -> None:
    hers = defaultdict(list)
    for event in events:
        for reader in notify.readers_of(kind, event.practice, by=by):
            hers[reader].append(event)
    _write_all(kind, hers, by=by)


def _tell_undone(kind: MailKind, events: list[Event], *, by: User) -> None:
    """Take back the mails that have not left yet, and write anew what still holds of them; tell the others that it was undone."""
    undoes = BY_MOVE[RECOVER if kind is BY_MOVE[TRASH] else UNDO]
    undone, hers = {event.practice_id for event in events}, defaultdict(list)
    for event in events:
        alone = event.practice.mails.filter(kind=kind.name, created_at__gte=event.at)
        mails = [*alone, *event.practice.mails_of_many.filter(created_at__gte=event.at)]
        told = {mail.to for mail in mails if not _took_back(mail, kind, undone, by=by)}
        for reader in notify.readers_of(undoes, event.practice, by=by):
            if reader.email in told:
                hers[reader].append(event)
    _write_all(undoes, hers, by=by, is_undone=True)


def _took_back(mail: Mail, kind: MailKind, undone: set[int], *, by: User) -> bool:
    rest = set(mail.practices.values_list("pk", flat=True)) - undone
    if not notify.take_back(Mail.objects.filter(pk=mail.pk)):
        return False
    if rest:
        events = Event.objects.filter(
            practice__in=rest, move__in=kind.when, actor=by, at__lte=mail.created_at
        )
        last = {
            each.practice_id: each for each in events.select_related("practice__contributor").order_by("pk")
        }
        _write(kind, list(last.values()), User.objects.get(email=mail.to), by=by)
    return True


def _write_all(
    kind: MailKind, hers: Mapping[User, list[Event]], *, by: User, is_undone: bool = False
) -> None:
    notify.let_go(*{event.practice for events in hers.values() for event in events})
    for reader, events in hers.items():
        _write(kind, events, reader, by=by, is_undone=is_undone)


def _write(kind: MailKind, events: list[Event], reader: User, *, by: User, is_undone: bool = False) -> None:
    """Write of one entry what a mail about it says, and of several all of it in one mail."""
    if len(events) == 1:
        note = "" if is_undone else events[0].note
        notify.write_about(kind, events[0].practice, reader, note, by=by)
        return
    practices = [event.practice for event in events]
    with translation.override(render.site_language(reader.language)):
        context = {
            "news": SUBJECTS[kind.name] % {"count": len(events)},
            "kind": kind.name,
            "notes": [] if is_undone else list(dict.fromkeys(event.note for event in events if event.note)),
            "practices": [
                (
                    render.on_one_line(str(each)),
                    each.pk,
                    each.get_status_display().lower(),
                    notify.remarks(each) if kind.name == RETURNED else [],
                )
                for each in practices
            ],
        }
        notify.send(MANY, to=reader, context=context).practices.set(practices)

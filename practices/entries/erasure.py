"""The erasure of a person from entries: her name and address wherever she is the contact.

A door of its own beside `practices.entries.actions`: it takes contacts out and puts nothing in, whatever an entry's status, so
it asks for no version but raises it. A page that was open before then meets a newer one, and cannot bring them back.
"""

from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from practices.answers.codec import PRIVATE
from practices.models import (
    AuditEvent,
    Edition,
    Event,
    LastRead,
    Practice,
    Snapshot,
    User,
    chain,
    last_change,
)
from practices.workflow import ERASE

NOBODY = dict.fromkeys(PRIVATE, "") | {"contact_public": False}


@transaction.atomic
def forget(person: User, *, by: User | None) -> None:
    """Take out the contacts that have a person's address, and in her own entries those that have none.

    `by` is who does it: she herself, or None when nobody has used her account for years.
    Working copies, editions and kept texts alike; the rows of the history stay, and so does all else that they say.
    """
    forget_addresses([person])
    Practice.all_objects.filter(_hers(person, "", "contributor")).update(**NOBODY, version=F("version") + 1)
    for practice in Practice.all_objects.filter(_hers(person, "edition_aside__", "contributor")):
        aside = (practice.edition_aside or {}) | NOBODY
        Practice.all_objects.filter(pk=practice.pk).update(edition_aside=aside)
    hers = _hers(person, "answers__", "practice__contributor")
    saying = Snapshot.objects.filter(hers)
    for pk in sorted(set(saying.order_by().values_list("practice", flat=True))):
        _take_out_of_history(Practice.all_objects.locked(pk), saying, by=by)
    LastRead.objects.filter(hers | Q(person=person)).delete()
    public = Edition.objects.filter(_hers(person, "", "practice__contributor")).order_by("pk")
    if changed := dict(public.select_for_update(of=("self",)).values_list("pk", "practice")):
        Edition.objects.filter(pk__in=changed).update(**NOBODY)
        last_change.tell(changed.values())


def _take_out_of_history(practice: Practice, saying: Any, *, by: User | None) -> None:
    """Blank the contact in an entry's snapshots and the salts of its seals, with an event that says so."""
    for snapshot in saying.filter(practice=practice).iterator():
        salts = snapshot.salts and {
            part: salt for part, salt in snapshot.salts.items() if part != chain.CONTACT
        }
        Snapshot.objects.filter(pk=snapshot.pk).amend(answers=snapshot.answers | NOBODY, salts=salts)
    status = practice.status
    event = Event(practice=practice, move=ERASE, from_status=status, to_status=status, actor=by)
    chain.append(practice, event)
    practice.save(update_fields=chain.TAIL)


def forget_addresses(people: list[User] | QuerySet[User]) -> None:
    """Take the addresses that people had, and why they were blocked, out of the records of it."""
    told = AuditEvent.objects.filter(kind__in=("address_changed", "account_blocked"), person__in=people)
    told.amend(before={}, after={})


def _hers(person: User, answers: str, contributor: str) -> Q:
    own: dict[str, Any] = {contributor: person, f"{answers}contact_email": ""}
    return Q(**{f"{answers}contact_email__iexact": person.email}) | Q(**own) & ~Q(
        **{f"{answers}contact_name": ""}
    )

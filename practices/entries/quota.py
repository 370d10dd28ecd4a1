"""The daily quota of an account: how much may it add, with how many files, submit and invite?

Counted are rows that are there anyway: the keys of add forms, events, and invitations. Who adds or submits and is counted holds her
account until the end of the transaction, so that of many requests at once never more pass than the settings say.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from practices import permissions
from practices.models import CoAuthor, Event, FormKey, User, brought_files
from practices.workflow import MOVES, Requirement

DAY = timedelta(days=1)
COUNTED = [move.name for move in MOVES.values() if Requirement.QUOTA in move.needs]


def lock_counted(person: User) -> None:
    """Lock an account that is counted for the transaction, before any entry; whoever only refers to it need not wait.

    An editor's is not: her form holds the entry by then, and two locks in two orders wait for one another.
    """
    if permissions.is_rationed(person):
        User.objects.select_for_update(no_key=True).get(pk=person.pk)


def why_no_draft(person: User) -> str:
    """Return why a person may add no more practices for now, or nothing."""
    added = FormKey.objects.filter(person=person, at__gt=timezone.now() - DAY)
    if not permissions.is_rationed(person) or added.count() < settings.DRAFTS_A_DAY:
        return ""
    said = _(
        "An account may add %(most)d practices within a day, and yours has. What you typed is still here: "
        "send it tomorrow, or ask the editors to lift this limit for you."
    )
    return said % {"most": settings.DRAFTS_A_DAY}


def why_no_submission(person: User) -> str:
    """Return why a person may submit no more for now, or nothing."""
    submitted = Event.objects.filter(actor=person, move__in=COUNTED, at__gt=timezone.now() - DAY)
    if not permissions.is_rationed(person) or submitted.count() < settings.SUBMISSIONS_A_DAY:
        return ""
    said = _(
        "An account may submit %(most)d times within a day, and yours has. The entry is saved: "
        "submit it tomorrow, or ask the editors to lift this limit for you."
    )
    return said % {"most": settings.SUBMISSIONS_A_DAY}


def why_no_file(person: User) -> str:
    """Return why a person may bring no more files for now, or nothing."""
    since = timezone.now() - DAY
    if (
        not permissions.is_rationed(person)
        or brought_files.number_brought_by(person, since) < settings.FILES_A_DAY
    ):
        return ""
    said = _(
        "An account may add %(most)d files within a day, and yours has. "
        "Add this one tomorrow, or ask the editors to lift this limit for you."
    )
    return said % {"most": settings.FILES_A_DAY}


def why_no_invitation(person: User) -> str:
    """Return why a person, whoever it is, may invite nobody more for now, or nothing."""
    invited = CoAuthor.objects.filter(by=person, asked_at__gt=timezone.now() - DAY)
    if invited.count() < settings.INVITATIONS_A_DAY:
        return ""
    return _("You have invited many people today. Try again tomorrow.")

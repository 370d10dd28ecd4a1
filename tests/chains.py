"""The chains of entries, made anew where a test has written history as nobody may."""

from practices.models import Event, Practice, Snapshot
from practices.verify import unchained


def forget_chains(*practices: Practice) -> None:
    """Let the history be as an older release has written it."""
    for rows in (Event.objects, Snapshot.objects):
        rows.filter(practice__in=practices).amend(position=None, salts=None, seals=None, link=None)
    Practice.all_objects.filter(pk__in=[each.pk for each in practices]).update(
        chain_length=None, chain_head=None
    )


def chain_anew(practice: Practice) -> None:
    """Take the history as it stands for what was written."""
    forget_chains(practice)
    unchained.give_place([practice.pk])

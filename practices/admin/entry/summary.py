"""The summary of an entry, at the top of its page: the editors' note, what is missing, where each further page is."""

from itertools import pairwise
from typing import Any

from practices import permissions
from practices.admin.entry import comparison
from practices.admin.next_steps import EDITORS_SITE, decide_address, next_step_for, steps
from practices.admin.sites import page_address
from practices.answers import completeness
from practices.entries import undo
from practices.models import Event, Practice, User
from practices.workflow import EDIT, EDITABLE, ERASE, RECOVER, SUBMIT, TAKE_DOWN, UNDO, Role, Status


def standing(person: User, practice: Practice, site: str) -> dict[str, Any]:
    """Return what the top of an entry's page shows."""
    editable = permissions.can_edit(person, practice)
    return {
        "practice": practice,
        "editable": editable,
        "next_step": next_step_for(person, practice),
        "note": last_note(practice),
        "issues": completeness.issues(practice) if practice.status in EDITABLE[Role.EDITOR] else [],
        "unlinked": completeness.unlinked(practice),
        "edition": practice.edition if practice.has_edition else None,
        "changes": comparison.unpublished_changes(practice),
        "decide_address": decide_address(person, practice, site),
        "steps": steps(person, practice, site, editable=editable),
        "cities_address": page_address(practice, "cities", site) if _links(person, practice, site) else "",
        "history_address": page_address(practice, "history", site),
        "undoable": undo.undoable(practice, by=person) if site == EDITORS_SITE else None,
        "authors_address": page_address(practice, "authors", site) if practice.contributor_id else "",
        "translation_address": page_address(practice, "translation", site) if editable else "",
        "may_invite": permissions.can_invite(person, practice),
        "may_take_over": permissions.can_take_over(person, practice),
        "takedown_address": takedown_address(person, practice, site),
        "trash_address": page_address(practice, "trash", site)
        if permissions.can_trash(person, practice)
        else "",
    }


def _links(person: User, practice: Practice, site: str) -> bool:
    return site == EDITORS_SITE and permissions.can_link_cities(person, practice)


def takedown_address(person: User, practice: Practice, site: str) -> str:
    """Return where this person takes words of an entry down by law; nothing when she may not, or not on this site."""
    may = site == EDITORS_SITE and permissions.can_take_down(person, practice)
    return page_address(practice, "takedown", site) if may else ""


def last_note(practice: Practice) -> Event | None:
    """Return the editors' last note since the entry was published or given back, if nothing was submitted since.

    What leaves the status as it was, such as a time in the trash, is no answer to the contributor's text.
    """
    events: list[Event] = list(practice.events.all())
    gone = taken_back(events)
    for event in (each for each in events if each.from_status != each.to_status and each.pk not in gone):
        if event.move == SUBMIT:
            return None
        if event.note:
            return event
        if event.to_status == Status.PUBLISHED or event.from_status == Status.REJECTED:
            return None
    return None


def notes(practice: Practice) -> list[Event]:
    """Return the events that say something, newest first, but for what was taken back."""
    events = list(practice.events.select_related("actor"))
    gone = taken_back(events)
    return [event for event in events if event.note and event.move != EDIT and event.pk not in gone]


def taken_back(events: list[Event]) -> set[int]:
    """Return the keys of the events, given newest first, that were undone: nobody meant to say their notes."""
    events = [event for event in events if event.move not in {ERASE, TAKE_DOWN}]
    return {before.pk for after, before in pairwise(events) if after.move in {UNDO, RECOVER}} | {
        event.pk for event in events if event.move == UNDO
    }

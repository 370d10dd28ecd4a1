"""The doors through which answers, a status or an edition are written; an undo has its own in `undo`.

Each locks the row, asks `permissions`, the version and `completeness`, and writes everything in one transaction.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practices import permissions
from practices.answers import ceilings, codec, completeness
from practices.answers.codec import Answers
from practices.choices import Licence
from practices.entries import edit_record, publishing, quota
from practices.entries.files.receiving import refuse_foreign_files
from practices.entries.purging import blank_words
from practices.mail import notify
from practices.models import Content, Event, FormKey, Practice, Snapshot, User, chain
from practices.workflow import MOVES, PURGE, RECOVER, TRASH, WORDLESS, Effect, Move, MoveWords, Requirement

ANSWERS = {field.name for field in Content._meta.fields}
MOVE_FIELDS = [each.name for each in Practice._meta.concrete_fields if each.name not in {"id", *ANSWERS}]
"""What a move writes; answers are written by `codec.write`."""


class MoveRefused(Exception):
    """A move cannot be made; the text tells a person why, and what to do."""


class Missing(MoveRefused):
    """A move needs words or a consent that were not given, or the words are too long to be kept; `field` says which.

    `also` are the fields that lack words beside it, each with its message.
    """

    def __init__(self, field: str, message: str, *also: tuple[str, str]) -> None:
        super().__init__(message)
        self.field, self.also = field, also


class Incomplete(MoveRefused):
    """An entry cannot be submitted yet; `issues` says what is missing where."""

    def __init__(self, issues: list[completeness.Issue]) -> None:
        is_wrong = any(issue.flaw is completeness.Flaw.WRONG for issue in issues)
        super().__init__(
            _("Some answers cannot stand so: mend them first.")
            if is_wrong
            else _("Some answers are missing or too long.")
        )
        self.issues = issues


class Unsure(MoveRefused):
    """A move is made only by whoever was told of these `doubts`, and makes it all the same."""

    def __init__(self, doubts: completeness.Doubts) -> None:
        super().__init__(_("Nothing was done yet: %(doubts)s.") % {"doubts": doubts})
        self.doubts = doubts


class Stale(Exception):
    """Somebody wrote the entry after the person saw it; `practice` is the entry as it is now."""

    def __init__(self, practice: Practice) -> None:
        super().__init__(_("This entry was changed after you opened it."))
        self.practice = practice


@transaction.atomic
def create_draft(
    answers: Answers, *, by: User | None, contributor: User | None = None, **about: Any
) -> Practice:
    """Return a new draft with these answers; `by=None` is the operator, `about` is what `incoming.Incoming` has.

    Raises `PermissionDenied` for a person who may not create, `TooLong`, and `ValueError` for a field that is no answer.
    """
    if by is not None and not (permissions.can_create(by) and (contributor in {None, by})):
        raise PermissionDenied
    ceilings.refuse_too_long(answers)
    practice = Practice(contributor=contributor, saved_by=by, **about)
    codec.write(practice, answers)
    return practice


def create_once(answers: Answers, *, by: User, contributor: User | None, key: UUID) -> tuple[Practice, bool]:
    """Return the draft that this person made with the key of an add form, and whether this call made it.

    Raises `MoveRefused` when she has added as much as she may within a day.
    """
    try:
        with transaction.atomic():
            quota.lock_counted(by)
            _refuse(quota.why_no_draft(by))
            practice = create_draft(answers, by=by, contributor=contributor)
            FormKey.objects.create(person=by, key=key, practice=practice)
    except (IntegrityError, MoveRefused):
        made = FormKey.objects.select_related("practice").filter(person=by, key=key).first()
        if made is None:
            raise
        return made.practice, False
    return practice, True


@transaction.atomic
def save_answers(
    practice: Practice, answers: Answers, *, by: User | None, expected_version: int, keep: bool = False
) -> Practice:
    """Write answers into the working copy and return it as it is now; fields that are not given stay.

    `expected_version` is the version that the person's page showed. Raises `PermissionDenied`, `Stale`, `TooLong`, or `ValueError`
    for a field that is no answer and a file that is not the entry's. What another person wrote is kept in a snapshot before it is overwritten; with `keep`, what
    the person herself wrote is kept too.
    """
    current = _locked(practice, expected_version, lambda now: permissions.can_edit(by, now))
    ceilings.refuse_too_long(answers)
    before = codec.said(current)
    refuse_foreign_files(current, before, answers)
    changed = codec.changed(before, answers)
    if changed and (keep or by != current.saved_by):
        chain.append(current, Snapshot(practice=current, answers=codec.encode(before), by=current.saved_by))
    current.saved_by, current.saved_at = by, timezone.now()
    current.version += 1
    edit_record.record(current, changed, by=by)
    codec.write(current, answers)
    if changed:
        notify.saved(current, by=by)
    return current


@transaction.atomic
def move(  # noqa: PLR0913  the one door: who, what she saw, and what the moves need
    practice: Practice,
    name: str,
    *,
    by: User | None,
    expected_version: int,
    note: str = "",
    reason: str = "",
    change_note: str = "",
    licence_agreed: bool = False,
    despite: str = "",
    told_later: bool = False,
) -> Practice:
    """Make a move of `workflow.MOVES` and return the practice as it is now; `by=None` is the operator.

    `note` is what the contributor reads, `reason` what the public reads at a withdrawn address, `change_note` what it
    reads of the changes in a new edition, `licence_agreed` that the person agrees to CC BY 4.0, `despite` the mark of
    the doubts that she was told, `told_later` that whoever calls writes the mails. Raises `PermissionDenied` when the move is not hers, `Stale` when `expected_version` is
    not the current version, `Incomplete`, `Unsure` or `MoveRefused` when something is lacking. A refusal writes nothing.
    """
    step, now = MOVES[name], timezone.now()
    if by is not None and Requirement.QUOTA in step.needs:
        quota.lock_counted(by)
    current = _locked(practice, expected_version, lambda found: permissions.can_make(by, found, step))
    if not permissions.is_open(current, step):
        raise MoveRefused(permissions.why_closed(current, step))
    words = MoveWords(note.strip(), reason.strip(), change_note.strip())
    _ask_needs(current, step, words=words, licence_agreed=licence_agreed, despite=despite)
    if by is not None and Requirement.QUOTA in step.needs:
        _refuse(quota.why_no_submission(by))
    if licence_agreed and Requirement.LICENCE in step.needs:
        current.licence, current.licence_agreed_at = current.licence or Licence.CC_BY, now
    return _moved(step, Event(practice=current, actor=by, at=now), words=words, told_later=told_later)


@transaction.atomic
def trash(
    practice: Practice, *, by: User, expected_version: int, note: str = "", told_later: bool = False
) -> Practice:
    """Put an entry into the trash, off line with all that it has, and return it; `note` is what the contributor reads.

    Raises `PermissionDenied`, `Stale` when it was written since she saw it, `Missing` when the note is too long.
    """
    current = _locked(practice, expected_version, lambda found: permissions.can_trash(by, found))
    if beyond := ceilings.note_beyond(note=note.strip()):
        raise Missing(*beyond)
    event = Event(practice=current, move=TRASH, actor=by, at=timezone.now(), note=note.strip())
    current.trashed_at, current.claimed_by, current.claimed_at = event.at, None, None
    publishing.stash_edition(current)
    return _recorded(event, told_later=told_later)


@transaction.atomic
def recover(practice: Practice, *, by: User, expected_version: int, told_later: bool = False) -> Practice:
    """Bring an entry back from the trash as it was: status, texts, edition, address. Raises what `trash` raises."""
    current = _locked(practice, expected_version, lambda found: permissions.can_recover(by, found))
    current.trashed_at = None
    if current.edition_aside and not current.withdrawn_reason:
        publishing.unstash_edition(current)
    event = Event(practice=current, move=RECOVER, actor=by, at=timezone.now())
    return _recorded(event, told_later=told_later)


@transaction.atomic
def purge(practice: Practice, *, at: datetime) -> Practice:
    """Blank all words of an entry that lay in the trash long enough; number, address and events stay.

    Raises `MoveRefused` when it was brought back, or has not lain there for `TRASH_DAYS`.
    """
    current = Practice.all_objects.locked(practice.pk)
    if not current.is_due(at):
        raise MoveRefused(_("This entry does not wait to be purged."))
    current.purged_at = at
    blank_words(current)
    return _recorded(Event(practice=current, move=PURGE, at=at))


def _refuse(why: str) -> None:
    if why:
        raise MoveRefused(why)


def _locked(practice: Practice, expected_version: int, may: Callable[[Practice], bool]) -> Practice:
    """Return the locked entry as it is now, if the person may, and saw it so."""
    current = Practice.all_objects.locked(practice.pk)
    if not may(current):
        raise PermissionDenied
    if current.version != expected_version:
        raise Stale(current)
    return current


def _moved(step: Move, event: Event, *, words: MoveWords = WORDLESS, told_later: bool = False) -> Practice:
    practice = event.practice
    event.move, event.note, event.from_status = step.name, words.note, practice.status
    practice.status, practice.status_since = step.target, event.at
    practice.claimed_by = practice.claimed_at = None
    if practice.edition_aside and practice.has_edition:
        practice.edition_aside = None  # the last approval cannot be undone any more
    _take_effect(step.effect, event, words)
    return _recorded(event, told_later=told_later)


def _recorded(event: Event, *, told_later: bool = False) -> Practice:
    """Save the entry with its event and, unless that comes later, mail; what is no move leaves the status as it was."""
    (practice := event.practice).version += 1
    event.from_status, event.to_status = event.from_status or practice.status, practice.status
    chain.append(practice, event)
    practice.save(update_fields=MOVE_FIELDS)
    if not told_later:
        notify.moved(practice, event)
    return practice


def _ask_needs(
    practice: Practice, step: Move, *, words: MoveWords, licence_agreed: bool, despite: str
) -> None:
    if beyond := ceilings.note_beyond(**asdict(words)):
        raise Missing(*beyond)
    needs = step.needs
    if unwritten := list(_unwritten(practice, needs, words)):
        raise Missing(*unwritten[0], *unwritten[1:])
    if Requirement.COMPLETE in needs and (issues := completeness.issues(practice)):
        raise Incomplete(issues)
    if Requirement.SOUND in needs and (wrongs := completeness.wrongs(practice)):
        raise Incomplete(wrongs)
    if Requirement.LICENCE in needs and not (licence_agreed or practice.licence_agreed_at):
        raise Missing("licence_agreed", _("Agree to the licence: entries are published under CC BY 4.0."))
    if Requirement.ASSENT in needs and (doubts := completeness.doubts(practice)) and despite != doubts.mark:
        raise Unsure(doubts)


def _unwritten(
    practice: Practice, needs: tuple[Requirement, ...], words: MoveWords
) -> Iterator[tuple[str, str]]:
    """Give what is still to be written; what is public needs no note besides where nobody would read that."""
    if Requirement.NOTE in needs and not words.note and _reads_note(practice, needs):
        yield "note", _("Write a note: the contributor needs to know why.")
    if Requirement.REASON in needs and not words.reason:
        yield "reason", _("Write the public reason: it is what people find at the address.")


def _reads_note(practice: Practice, needs: tuple[Requirement, ...]) -> bool:
    return Requirement.REASON not in needs or practice.has_reader_of_notes


def _take_effect(effect: Effect | None, event: Event, words: MoveWords) -> None:
    practice, by, at = event.practice, event.actor, event.at
    if effect in {Effect.RECORD, Effect.RESET, Effect.RESTORE}:
        chain.append(practice, Snapshot(practice=practice, answers=codec.encoded(practice), by=by, at=at))
    try:
        if effect is Effect.PUBLISH:
            publishing.publish(practice, by=by, at=at, change_note=words.change_note)
        elif effect is Effect.RESET:
            publishing.reset_working_copy(practice)
        elif effect is Effect.WITHDRAW:
            publishing.withdraw(practice, words.reason)
        elif effect is Effect.RESTORE:
            publishing.restore(practice)
    except publishing.Unpublishable as refusal:
        raise MoveRefused(str(refusal)) from refusal

"""The takedown of a passage: it goes wherever an entry says it, and what stood around it stays."""

from typing import Any

from practices.answers import codec
from practices.answers.derived import derived_columns, places
from practices.answers.passage import WordSequence
from practices.entries.takedown import outside
from practices.entries.takedown.event_payload import Record
from practices.models import Comment, Edition, Place, Practice, Report, Snapshot
from practices.models.snapshot import Takedown
from practices.places import lookup
from practices.search.document import SearchText
from practices.search.engine import forget_unused, index


def take_passage(practice: Practice, passage: WordSequence, record: Record) -> None:
    """Take a passage out of a locked entry, which the door saves afterwards."""
    addresses = said_by_addresses(practice, passage)
    languages = {practice.language, *([practice.edition.language] if practice.has_edition else [])}
    _take_out_of_history(practice, passage, record)
    _take_out_of_working_copy(practice, passage)
    if practice.has_edition:
        _take_out_of_edition(practice, passage)
    elif practice.edition_aside:
        practice.edition_aside = _left_aside(practice, practice.edition_aside, passage)
    _take_out_of_what_is_beside(practice, passage)
    outside.leave_addresses(practice, addresses)
    forget_unused(SearchText("", passage.words, language=language) for language in languages)


def said_by_addresses(practice: Practice, passage: WordSequence) -> list[str]:
    """Return the slugs that were made of a title that says the passage, and of no other."""
    editions = practice.snapshots.exclude(edition=None).exclude(taken_down=Takedown.WHOLE)
    titles = set(editions.values_list("answers__title", flat=True))
    saying = {title for title in titles if passage.count(title or "")}
    return outside.made_of(saying, filter(None, titles - saying), outside.slugs_of(practice))


def _take_out_of_history(practice: Practice, passage: WordSequence, record: Record) -> None:
    for snapshot in practice.snapshots.exclude(taken_down=Takedown.WHOLE).order_by("pk").iterator():
        answers, note = passage.out_of_answers(snapshot.answers), passage.out_of(snapshot.change_note)
        record.reword(snapshot, Takedown.PASSAGE, answers=answers, change_note=note)
    for event in practice.events.exclude(note="").order_by("pk").iterator():
        record.reword(event, note=passage.out_of(event.note))


def _take_out_of_working_copy(practice: Practice, passage: WordSequence) -> None:
    practice.withdrawn_reason = passage.out_of(practice.withdrawn_reason)
    practice.source_url = "" if passage.count(practice.source_url) else practice.source_url
    practice.kept_typed = [
        name for name in practice.kept_typed if not passage.folded.count(lookup.name_in(name))
    ]
    codec.write(practice, _differing(codec.said(practice), passage))


def _take_out_of_edition(practice: Practice, passage: WordSequence) -> None:
    """Write what is left of the edition on line, and make anew what follows from it; its approval cannot be undone any more."""
    practice.edition_aside = None
    if differing := _differing(codec.said(practice.edition), passage):
        codec.write(practice.edition, differing)
        _derive_anew(practice.edition)


def _derive_anew(edition: Edition) -> None:
    answers = codec.said(edition)
    columns = derived_columns(answers)
    for column, value in columns.items():
        setattr(edition, column, value)
    edition.save(update_fields=[*columns])
    edition.places.all().delete()
    Place.objects.bulk_create(places(edition, answers))
    index([edition], new=False)


def _differing(said: codec.Answers, passage: WordSequence) -> codec.Answers:
    left = passage.out_of_answers(said)
    return {field: value for field, value in left.items() if value != said[field]}


def _left_aside(practice: Practice, aside: dict[str, Any], passage: WordSequence) -> dict[str, Any]:
    """Return what is kept of an edition off line, made anew from what its snapshot says now."""
    snapshot = Snapshot.objects.get(practice=practice, edition=aside["number"])
    contact = {field: aside[field] for field in codec.CONTACT}
    answers = codec.decode(snapshot.answers) | passage.out_of_answers(contact)
    derived = derived_columns(answers)
    return {name: {**answers, **derived}.get(name, value) for name, value in aside.items()}


def _take_out_of_what_is_beside(practice: Practice, passage: WordSequence) -> None:
    for comment in practice.comments.all():
        Comment.objects.filter(pk=comment.pk).update(text=passage.out_of(comment.text))
    for report in outside.reports_of(practice):
        Report.objects.filter(pk=report.pk).update(text=passage.out_of(report.text))

    def says(text: str) -> bool:
        return passage.count(text) > 0

    outside.forget_mails(outside.mails_that_say(practice, says), passage.out_of)
    outside.forget_stashes(outside.stashes_that_say(practice, says))
    outside.forget_reading(practice)

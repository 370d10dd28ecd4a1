"""Where an entry says a passage: every text that is kept of it, and what would have to go with it. Nothing is written."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.answers import codec
from practices.answers.codec import Answers
from practices.answers.passage import WordSequence
from practices.entries.takedown import outside
from practices.entries.takedown.passages import said_by_addresses
from practices.models import Practice, Snapshot
from practices.models.snapshot import Takedown
from practices.places import lookup


@dataclass(frozen=True)
class Standing:
    """A text that says it, and where in that text, with how often."""

    where: str
    what: str


def standings(practice: Practice, passage: WordSequence) -> list[Standing]:
    """Return every place where an entry says a passage: what the public reads first."""
    if not passage.is_one:
        return []
    found = (*_texts(practice, passage), *_words(practice, passage), *_beside(practice, passage))
    return [Standing(where, what) for where, what in found if what]


def name_of_kept(snapshot: Snapshot) -> str:
    """Return what a kept text is called: the edition that it is, or its moment."""
    at = date_format(localtime(snapshot.at), "DATETIME_FORMAT")
    if snapshot.edition is None:
        return _("Kept text of %(at)s") % {"at": at}
    return _("Edition %(number)d of %(at)s") % {"number": snapshot.edition, "at": at}


def _texts(practice: Practice, passage: WordSequence) -> Iterator[tuple[str, str]]:
    if practice.has_edition:
        yield _("The edition on line"), _questions(codec.said(practice.edition), passage)
    yield _("The working copy"), _questions(codec.said(practice), passage)
    kept = practice.snapshots.exclude(taken_down=Takedown.WHOLE).order_by("-at", "-pk")
    for snapshot in kept.iterator():
        yield name_of_kept(snapshot), _questions(snapshot.answers, passage)
        yield (
            _("What is new in edition %(number)s") % {"number": snapshot.edition},
            _times(passage.count(snapshot.change_note)),
        )


def _questions(answers: Answers, passage: WordSequence) -> str:
    return ", ".join(f"{label} ({_times(count)})" for label, count in passage.places(answers))


def _words(practice: Practice, passage: WordSequence) -> Iterator[tuple[str, str]]:
    for slug in said_by_addresses(practice, passage):
        yield _("An address, which ends"), f"/practices/{slug}/"
    yield _("The public reason"), _times(passage.count(practice.withdrawn_reason))
    yield _("The source"), _times(passage.count(practice.source_url))
    names = "\n".join(map(lookup.name_in, practice.kept_typed))
    yield _("What was chosen of typed cities"), _times(passage.folded.count(names))
    for event in practice.events.exclude(note="").order_by("-at", "-pk"):
        at = date_format(localtime(event.at), "DATETIME_FORMAT")
        where = _("The note of %(at)s (%(move)s)") % {"at": at, "move": event.get_move_display()}
        yield where, _times(passage.count(event.note))
    for comment in practice.comments.all():
        yield _("A remark (%(question)s)") % {"question": comment.label}, _times(passage.count(comment.text))
    if not practice.has_edition and practice.edition_aside:
        contact = {name: practice.edition_aside[name] for name in codec.CONTACT}
        yield _("The contact of the edition off line"), _questions(contact, passage)


def _beside(practice: Practice, passage: WordSequence) -> Iterator[tuple[str, str]]:
    def says(text: str) -> bool:
        return passage.count(text) > 0

    yield _("Mails"), _number(len(outside.mails_that_say(practice, says)))
    reports = [report for report in outside.reports_of(practice) if says(report.text)]
    yield _("Reports of problems"), _number(len(reports))
    yield _("What editors have read, and moves with many"), _number(outside.reading_that_says(practice, says))
    yield _("Words that wait to be sent again"), _number(len(outside.stashes_that_say(practice, says)))
    yield _("Files that were brought to it"), _number(practice.uploads.filter(file__in=passage.names).count())


def _times(count: int) -> str:
    return ngettext("%(count)d time", "%(count)d times", count) % {"count": count} if count else ""


def _number(count: int) -> str:
    return str(count) if count else ""

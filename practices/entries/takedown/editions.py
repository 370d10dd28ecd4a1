"""The takedown of an edition: all that it says goes, with every draft that is kept; what other editions say stays."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from practices.answers import codec, plaintext
from practices.answers.codec import Answers
from practices.answers.passage import WordSequence
from practices.answers.uploaded import FileRow, digests, named_by_content, named_in
from practices.entries import publishing
from practices.entries.actions import MoveRefused
from practices.entries.purging import texts_of
from practices.entries.takedown import outside
from practices.entries.takedown.event_payload import Record
from practices.models import PagePicture, Practice, PreviewLink, Snapshot, Upload
from practices.models.snapshot import Takedown
from practices.question_kinds import Kind
from practices.search.engine import forget_unused
from practices.template import QUESTIONS
from practices.workflow import Status

CHOSEN = {Kind.COUNTRY, Kind.TOPICS, Kind.CHOICE, Kind.TICK}
"""The kinds whose answers are nobody's own words."""
STAYS = {Status.DRAFT, Status.REJECTED}
"""The statuses in which an entry stays whose text went; any other becomes a draft."""


def edition_of(practice: Practice, number: int) -> Snapshot:
    """Return the kept text of an edition; raise `MoveRefused` when there is none, or none any more."""
    kept: Snapshot | None = (
        practice.snapshots.filter(edition=number).exclude(taken_down=Takedown.WHOLE).first()
    )
    if kept is None:
        raise MoveRefused(_("There is no such edition any more."))
    return kept


def others(practice: Practice, number: int) -> list[Snapshot]:
    """Return what is kept of the other editions, the oldest first."""
    kept = practice.snapshots.exclude(edition=None).exclude(edition=number)
    return list(kept.exclude(taken_down=Takedown.WHOLE).order_by("edition"))


def is_last(practice: Practice, number: int) -> bool:
    """Say whether an edition is the one on line, or was the last one that was."""
    return not practice.snapshots.filter(edition__gt=number).exists()


def shared(one: Answers, other: Answers) -> list[str]:
    """Return the fields in which two texts say the same in words of their own."""
    texts = _texts(one), _texts(other)
    return [field for field, text in texts[0].items() if texts[1].get(field) == text]


def _texts(answers: Answers) -> dict[str, str]:
    whole = codec.whole(answers)
    asked = [question for question in QUESTIONS if question.kind not in CHOSEN]
    said = {question.field: plaintext.of(question, whole[question.field]) for question in asked}
    return {field: text for field, text in said.items() if text.strip()}


def is_said_by_working_copy(practice: Practice, kept: Snapshot, besides: Iterable[Snapshot]) -> bool:
    """Say whether the working copy says anything that this edition alone said."""
    elsewhere = {field for other in besides for field in shared(kept.answers, other.answers)}
    return bool({*shared(kept.answers, codec.encoded(practice))} - elsewhere)


def files_that_stay(practice: Practice, kept: Snapshot, besides: Iterable[Snapshot]) -> list[FileRow]:
    """Return the files of an edition that other texts, of this entry or of another one, go on showing."""
    mine = {each["file"]: each for each in named_in(kept.answers)}
    said = [named_in(other.answers) for other in besides]
    if not (is_last(practice, kept.edition or 0) or is_said_by_working_copy(practice, kept, besides)):
        said.append(named_by_content(practice))
    stay = {digest for rows in said for digest in digests(rows)}
    stay |= shown_elsewhere(practice, mine)
    return [row for digest, row in mine.items() if digest in stay]


def brought_elsewhere(practice: Practice, names: Iterable[str]) -> QuerySet[Upload]:
    """Return what was brought to other entries of the files that are named so."""
    return Upload.objects.filter(file__in=names).exclude(practice=practice.pk).order_by("practice")


def on_pages(names: Iterable[str]) -> QuerySet[PagePicture]:
    """Return the pictures of cities and topics that are named so."""
    return PagePicture.objects.filter(file__in=names).select_related("city", "topic").order_by("pk")


def shown_elsewhere(practice: Practice, names: Iterable[str]) -> set[str]:
    """Return which files that are named so stay, since another entry, a city or a topic has them."""
    sought = list(names)
    return {row.file for rows in (brought_elsewhere(practice, sought), on_pages(sought)) for row in rows}


def addresses_of(practice: Practice, kept: Snapshot, besides: Iterable[Snapshot]) -> list[str]:
    """Return the slugs that were made of the title of this edition, and of that of no other."""
    titles = (other.answers.get("title", "") for other in besides)
    return outside.made_of([kept.answers.get("title", "")], titles, outside.slugs_of(practice))


def take_edition(practice: Practice, number: int, record: Record, *, with_address: bool) -> None:
    """Take an edition from a locked entry, which the door saves afterwards."""
    kept, besides = edition_of(practice, number), others(practice, number)
    addresses = addresses_of(practice, kept, besides) if with_address else []
    was_last, was_said = is_last(practice, number), is_said_by_working_copy(practice, kept, besides)
    gone = [kept, *practice.snapshots.filter(edition=None).exclude(taken_down=Takedown.WHOLE)]
    texts = list(texts_of([codec.encoded(practice), *(snapshot.answers for snapshot in gone)]))
    for snapshot in gone:
        record.reword(snapshot, Takedown.WHOLE, answers={}, change_note="")
    if was_last:
        _take_off_line(practice)
    elif practice.has_edition:
        practice.edition_aside = None
    if (was_last and practice.status not in STAYS) or (was_said and practice.status == Status.SUBMITTED):
        practice.status, practice.status_since = Status.DRAFT, record.at
        practice.claimed_by = practice.claimed_at = None
    if was_last or (was_said and not practice.has_edition):
        codec.write(practice, codec.blank())
        PreviewLink.objects.filter(practice=practice).delete()
    elif was_said:
        publishing.reset_working_copy(practice)
    _forget_what_is_beside(practice, {snapshot.answers.get("title", "") for snapshot in gone})
    outside.leave_addresses(practice, addresses)
    forget_unused(texts)


def _take_off_line(practice: Practice) -> None:
    publishing.stash_edition(practice)
    practice.edition_aside, practice.withdrawn_reason = None, ""


def _forget_what_is_beside(practice: Practice, titles: set[str]) -> None:
    """Delete mails that have not left and words that wait to be sent again, and what tells a title."""
    sought = [WordSequence(title) for title in titles]

    def says(text: str) -> bool:
        return any(title.count(text) for title in sought)

    number = _("No. %(number)d") % {"number": practice.pk}
    mails = [*practice.mails.all(), *outside.daily_mails(), *outside.mails_that_say(practice, says)]
    outside.forget_mails(mails, lambda _subject: number)
    outside.forget_stashes(outside.stashes_that_say(practice, lambda _text: True))
    outside.forget_reading(practice)

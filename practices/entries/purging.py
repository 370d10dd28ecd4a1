"""The purging of an entry: what is left is its number, its address, its licence, and who moved it when.

Called by `practices.entries.actions` only, inside its transaction, on a locked practice that `actions` saves afterwards.
"""

from collections.abc import Iterable, Iterator

from practices.answers import codec, plaintext
from practices.entries.files.receiving import drop_unnamed
from practices.models import BatchEntry, LastRead, Mail, Practice, PreviewLink, chain
from practices.question_kinds import Kind
from practices.search.document import SearchText
from practices.search.engine import forget_unused
from practices.template import QUESTIONS
from practices.text import as_html, unmark
from practices.workflow import TAKE_DOWN


def blank_words(practice: Practice) -> None:
    """Take out every word, name and contact: answers, notes, reasons, comments, mails and kept texts.

    Words that were on line and that no edition says any more leave the list of words, too.

    The rows of the history stay, and with them when something was written and by whom; what it said does not.
    """
    forget_unused(_said(practice))
    practice.withdrawn_reason = practice.source_url = ""
    practice.contributor = practice.saved_by = practice.edition_aside = None
    codec.write(practice, codec.blank())
    practice.snapshots.amend(answers={}, change_note="", salts={})
    practice.events.exclude(move=TAKE_DOWN).amend(note="", salts={})
    for event in practice.events.filter(
        move=TAKE_DOWN
    ):  # what was taken down is still to be told from what was forged
        salts = {part: salt for part, salt in (event.salts or {}).items() if part == chain.TAKEDOWN}
        practice.events.filter(pk=event.pk).amend(note="", salts=salts)
    practice.coauthors.all().delete()
    practice.comments.all().delete()
    BatchEntry.objects.filter(practice=practice).delete()
    Mail.objects.filter(practice=practice).delete()
    Mail.objects.filter(practices=practice).delete()
    PreviewLink.objects.filter(practice=practice).delete()
    LastRead.objects.filter(practice=practice).delete()
    drop_unnamed(practice)


def _said(practice: Practice) -> Iterator[SearchText]:
    """Give all that the entry may have been found by: its working copy, and snapshots, which had a number or not."""
    snapshots = practice.snapshots.values_list("answers", flat=True)
    return texts_of([codec.encode(codec.read(practice)), *snapshots])


def texts_of(some: Iterable[codec.Answers]) -> Iterator[SearchText]:
    """Give what is searched of answers as snapshots have them, each text once."""
    said = {
        (question.kind, answers["language"], plaintext.of(question, answers[question.field]))
        for answers in map(codec.whole, some)
        for question in QUESTIONS
        if question.weight
    }
    for kind, language, text in said:
        yield SearchText("", unmark(as_html(text)) if kind is Kind.TEXT else text, language=language)

"""The page that shows two entries side by side: are they the same practice?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from practices.admin.columns import placed
from practices.admin.entry.entry_of_address import with_entry
from practices.answers import codec, display
from practices.answers.codec import Answers
from practices.answers.diff import Change, Piece, pieces
from practices.models import Practice
from practices.template import QUESTIONS

if TYPE_CHECKING:
    from practices.admin.entry.admin import EntryAdmin


@dataclass(frozen=True)
class AnswerPair:
    """A question with the answers of two entries, each with the words that the other one does not have marked."""

    label: str | Promise
    ours: list[Piece]
    theirs: list[Piece]

    @property
    def is_same(self) -> bool:
        return all(piece.change is Change.SAME for piece in [*self.ours, *self.theirs])


@with_entry
def beside_view(
    request: HttpRequest, practice: Practice, *, number: int, admin: "EntryAdmin"
) -> HttpResponse:
    """Show an entry beside another one: its working copy, and what is on line of the other, or else its working copy."""
    others = Practice.objects.select_related("city", "contributor", "edition__city").exclude(pk=practice.pk)
    other = others.filter(pk=number).first()
    if other is None:
        raise Http404
    return admin.page(
        request,
        "admin/editorial/beside.html",
        practice,
        title=_("Side by side"),
        both=[_told(each, admin=admin) for each in (practice, other)],
        pairs=list(pairs(codec.encoded(practice), codec.encode(codec.said(other.text_on_line)))),
        review_address=admin.address(practice, "review"),
    )


def pairs(ours: Answers, theirs: Answers) -> Iterator[AnswerPair]:
    """Give the questions that one of two entries answers, but for the contact, with both answers."""
    ours, theirs = codec.whole(ours), codec.whole(theirs)
    for question in (each for each in QUESTIONS if each.field not in codec.CONTACT):
        first, second = (display.answer_row(question, answers).text for answers in (ours, theirs))
        if first or second:
            found = pieces(first, second)
            yield AnswerPair(
                question.label,
                [piece for piece in found if piece.change is not Change.NEW],
                [piece for piece in found if piece.change is not Change.GONE],
            )


def _told(practice: Practice, *, admin: "EntryAdmin") -> dict[str, object]:
    """Return what stands above the answers of an entry."""
    return {
        "practice": practice,
        "place": placed(practice),
        "period": practice.period,
        "edition": practice.edition if practice.has_edition else None,
        "address": admin.address(practice, "change"),
    }

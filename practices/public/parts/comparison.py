"""The comparison of practices: what does each answer to the same question, side by side?

The choice is a list of numbers in the address; nothing else knows it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.answers import codec
from practices.answers.article import AnsweredQuestion, Article, Item, article
from practices.listing.parameters import MOST_COMPARED, NUMBERED
from practices.models import Edition, Practice
from practices.template import WRITTEN

LONGEST_SHOWN = 40
ADDRESS = re.compile(
    r"(?:https?://[^/]+)?/(?:p/(?P<number>\d{1,18})|practices/(?P<slug>[-\w]+))/?[^/]*", re.ASCII
)


@dataclass(frozen=True)
class ComparedPractice:
    """A practice: its article, and the address of the comparison without it."""

    number: int
    url: str
    article: Article
    without: str


@dataclass(frozen=True)
class ComparedQuestion:
    """A question, and what each practice answers: nothing, safe HTML or items."""

    label: str | Promise
    answers: list[tuple[ComparedPractice, AnsweredQuestion | None]]


@dataclass(frozen=True)
class Choice:
    """The numbers that an address names, each once and no more than `MOST_COMPARED`, and what is wrong with the others."""

    numbers: list[int]
    faults: list[str]
    is_refused: bool = False

    def address(self, *, besides: int = 0, without: int = 0) -> str:
        """Return where these are compared, with another one or without one."""
        numbers = [number for number in self.numbers if number != without] + [besides] * bool(besides)
        return compare_address(numbers)

    @property
    def going_on(self) -> str:
        """Where one goes on choosing: `compare.js` reads there what is chosen already."""
        chosen = ",".join(map(str, self.numbers))
        return reverse("practices:list") + (f"#compare={chosen}" if chosen else "")

    @property
    def is_full(self) -> bool:
        return len(self.numbers) >= MOST_COMPARED


def compare_address(numbers: Iterable[int]) -> str:
    asked = urlencode([("p", number) for number in numbers])
    return reverse("practices:compare") + (f"?{asked}" if asked else "")


def read_choice(typed: Sequence[str]) -> Choice:
    """Read the numbers of an address, in its order."""
    numbers: list[int] = []
    faults: list[str] = []
    wrong = [text for text in typed if not NUMBERED.fullmatch(text)]
    for text in typed:
        if text in wrong:
            continue
        if (number := int(text)) not in numbers:
            numbers.append(number)
        elif (
            told := _("No. %(number)d was named twice. It stands here once.") % {"number": number}
        ) not in faults:
            faults.append(told)
    for text in wrong[:MOST_COMPARED]:
        shown = text.replace("\0", "�")[:LONGEST_SHOWN]
        faults.append(_("“%(text)s” is no number of a practice.") % {"text": shown})
    left_out = len(numbers) - MOST_COMPARED
    if left_out > 0:
        said = ngettext(
            "%(most)d practices stand side by side at most: the last one was left out. Remove one first, then add it again.",
            "%(most)d practices stand side by side at most: the last %(count)d were left out. Remove some first, then add them again.",
            left_out,
        )
        faults.append(said % {"most": MOST_COMPARED, "count": left_out})
    return Choice(numbers[:MOST_COMPARED], faults, bool(wrong) or left_out > 0)


def side_by_side(choice: Choice, editions: QuerySet[Edition]) -> list[ComparedPractice]:
    """Return those of the choice that are on line, in its order."""
    found = {each.practice_id: each for each in editions.filter(practice__in=choice.numbers)}
    return [
        ComparedPractice(
            number,
            edition.get_absolute_url(),
            article(codec.read(edition) | codec.typed(edition), edition.rendered, places=None),
            choice.address(without=number),
        )
        for number in choice.numbers
        if (edition := found.get(number))
    ]


def not_on_line(numbers: Iterable[int], practices: QuerySet[Practice]) -> list[str]:
    """Return why numbers are not on line; of what never was, no more than that."""
    missing = list(numbers)
    gone = practices.filter(pk__in=missing, slug__isnull=False, edition=None).in_bulk() if missing else {}
    return [_why(number, gone.get(number)) for number in missing]


def _why(number: int, practice: Practice | None) -> str:
    told = {"number": number}
    if practice and practice.withdrawn_reason and not practice.trashed_at:
        reason = {"reason": practice.withdrawn_reason}
        return _("No. %(number)d was withdrawn: %(reason)s") % (told | reason)
    if practice:
        return _("No. %(number)d was removed.") % told
    return _("There is no practice No. %(number)d.") % told


def compared_questions(shown: list[ComparedPractice]) -> list[ComparedQuestion]:
    """Return the questions of the template that any of these answers, in their order."""
    answers = [(column, _passages(column.article)) for column in shown]
    found = []
    for question in WRITTEN:
        each = [(column, passages.get(question.field)) for column, passages in answers]
        if any(passage for _column, passage in each):
            found.append(ComparedQuestion(question.label, each))
    return found


def _passages(shown: Article) -> dict[str, AnsweredQuestion]:
    parts = [passage for part in shown.parts for passage in part.passages]
    found = {passage.field: passage for passage in (*shown.facts, *parts)}
    if shown.summary:
        found["summary"] = AnsweredQuestion("summary", "", [Item(shown.summary)], SafeString())
    return found


def address_in(text: str) -> tuple[int | None, str]:
    """Return the number or the slug that somebody means who types a number, or the address of a practice here."""
    typed = text.strip().removeprefix(settings.SITE_URL)
    if NUMBERED.fullmatch(typed):
        return int(typed), ""
    match = ADDRESS.fullmatch(typed)
    if match is None:
        return None, ""
    return (int(match["number"]) if match["number"] else None), match["slug"] or ""

"""The completeness of an entry: which needed answers are missing, and which do not fit their limits?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from practices.answers import attachments, pictures
from practices.answers.ceilings import beyond
from practices.answers.codec import TYPED, is_empty, read
from practices.answers.period_reading import contradiction, period_reading
from practices.models import Comment, Practice
from practices.places.lookup import wrong_country
from practices.question_kinds import MOST_VALUES, Kind, Question
from practices.template import BY_FIELD, QUESTIONS
from practices.text import count_words, lines

NO_ADDRESS = gettext_lazy("Write an e-mail address such as office@city.example.")
"""What whoever typed no e-mail address is told, in every form."""
LONGEST_WORD = 20
"""Characters that a word may have on average: what has no words at all has a limit, too."""
WORDS = gettext_lazy("%(count)d words; the limit is %(limit)d.")
CHARACTERS = gettext_lazy("%(count)d characters; the limit is %(limit)d.")
ANSWERS = gettext_lazy("%(count)d answers; the limit is %(limit)d.")
CHOOSE = {Kind.COUNTRY, Kind.CHOICE}
FLAWS: dict[Kind, Callable[[Any], Iterable[str]]] = {
    Kind.PERIOD: lambda text: [contradiction(text)],
    Kind.PICTURES: pictures.flaws,
    Kind.ATTACHMENTS: attachments.attachment_flaws,
}
"""What is looked for in answers that are files or periods."""
validate_address = URLValidator(schemes=["http", "https"])


class Flaw(Enum):
    """How an answer falls short."""

    MISSING = auto()  # it is needed, and nothing is there yet
    UNFIT = auto()  # it is too long, or too many
    WRONG = auto()  # it contradicts itself or another answer, or is no address
    DOUBTFUL = auto()  # it may stay as it is, but somebody should look at it


@dataclass(frozen=True)
class Issue:
    """Something to mend before an entry can be submitted: at which field, what, and in what way."""

    field: str
    label: str | Promise
    message: str
    flaw: Flaw

    @property
    def missing(self) -> bool:
        return self.flaw is Flaw.MISSING

    @property
    def sentence(self) -> str:
        """Return the message so that it can stand away from its field; what is missing names the question already."""
        return self.message if self.missing else f"{self.label}: {self.message}"


def issues(practice: Practice) -> list[Issue]:
    """Return what keeps an entry from being submitted, in the template's order; an empty list means complete."""
    return list(_every_issue(practice))


def warnings(practice: Practice) -> list[Issue]:
    """Return what keeps nobody from submitting, but does less than its author thinks."""
    question, found = BY_FIELD["period"], period_reading(practice.period)
    if not found or not found.is_doubtful or contradiction(practice.period):
        return []
    return [Issue(question.field, question.label, found.text, Flaw.DOUBTFUL)]


def is_complete(practice: Practice) -> bool:
    return next(_every_issue(practice), None) is None


def _every_issue(practice: Practice) -> Iterator[Issue]:
    answers = read(practice)
    for question in QUESTIONS:
        for message, flaw in _issues(practice, question, answers[question.field]):
            yield Issue(question.field, question.label, message, flaw)


@dataclass(frozen=True)
class Doubts:
    """What forbids no approval, but is told before it: answers that are missing or do not fit, and open comments."""

    issues: list[Issue]
    comments: list[Comment]

    def __bool__(self) -> bool:
        return bool(self.issues or self.comments)

    def __str__(self) -> str:
        missing = sum(issue.missing for issue in self.issues)
        told = [
            (
                missing,
                ngettext("%(n)d needed answer is missing", "%(n)d needed answers are missing", missing),
            ),
            (
                unfit := len(self.issues) - missing,
                ngettext("%(n)d answer is too long", "%(n)d answers are too long", unfit),
            ),
            (
                comments := len(self.comments),
                ngettext("%(n)d remark is open", "%(n)d remarks are open", comments),
            ),
        ]
        return ", ".join(text % {"n": number} for number, text in told if number)

    @property
    def mark(self) -> str:
        """Return what a page sends back to say that its reader was told just this."""
        told = [f"{issue.flaw.name} {issue.field}" for issue in self.issues] + [
            str(each.pk) for each in self.comments
        ]
        return ", ".join(told).lower()


def doubts(practice: Practice) -> Doubts:
    """Return what an editor has to be told before she approves an entry all the same."""
    unfit = [issue for issue in issues(practice) if issue.flaw is not Flaw.WRONG]
    return Doubts(unfit, [comment for comment in practice.comments.all() if comment.resolved_at is None])


def wrongs(practice: Practice) -> list[Issue]:
    """Return what no edition may say: answers that contradict each other, addresses that are none. Counts no words."""
    answers = read(practice)
    return [
        Issue(question.field, question.label, message, Flaw.WRONG)
        for question in QUESTIONS
        if (message := _wrong(practice, question, answers[question.field]))
    ]


def _issues(practice: Practice, question: Question, value: Any) -> Iterator[tuple[str, Flaw]]:
    if question.needed and is_empty(value):
        yield _missing_text(question), Flaw.MISSING
    elif message := too_long(question, value):
        yield message, Flaw.UNFIT
    elif message := _wrong(practice, question, value):
        yield message, Flaw.WRONG


def _wrong(practice: Practice, question: Question, value: Any) -> str:
    return malformed(question, value) or contradictory(practice, question, value)


def contradictory(practice: Practice, question: Question, value: Any) -> str:
    """Return what an answer contradicts of the entry, or an empty text."""
    if question.field == "city" and value and value.country.code != practice.country.code:
        return _("%(city)s is not in the chosen country.") % {"city": value.name}
    if question.field == "city" and practice.city_typed.strip() and not value:
        return wrong_country(practice.city_typed.strip(), practice.country.code or "", practice.kept_typed)
    if question.kind is Kind.PICTURES:
        return " ".join(pictures.unshowable(practice, value))
    original = practice.translation_of if question.field == "language" else None
    if original and original.text_on_line.language == value:
        return _("The original is in this language. Choose that of the translation.")
    return ""


def _missing_text(question: Question) -> str:
    if question.kind is Kind.TOPICS:
        return _("Choose at least one topic.")
    if question.kind in CHOOSE:
        return _("Choose an answer: %(question)s.") % {"question": question.label}
    return _("Write an answer: %(question)s.") % {"question": question.label}


def too_long(question: Question, value: Any) -> str:
    """Return what is too long or too many about an answer, in a sentence with both figures, or an empty text."""
    if never := beyond(question, value):
        return never
    letters = question.characters or (question.words or 0) * LONGEST_WORD or None
    for limit, count, message in (
        (question.words, count_words, WORDS),
        (letters, len, CHARACTERS),
        (question.most, len, ANSWERS),
    ):
        if limit is not None and count(value) > limit:
            return str(message % {"count": count(value), "limit": limit})
    return ""


def malformed(question: Question, value: Any) -> str:
    """Return what is wrong about an answer alone (no address, years that cannot be), or lacks at files, or an empty text."""
    if question.kind in FLAWS:
        return "\n".join(FLAWS[question.kind](value))
    try:
        if question.kind is Kind.EMAIL and value:
            validate_email(value)
        if question.kind is Kind.ADDRESS and value:
            validate_address(value)
        if question.kind is Kind.DOCUMENTS:
            for document in value:
                if document["url"]:
                    validate_address(document["url"])
    except ValidationError:
        return (
            str(NO_ADDRESS)
            if question.kind is Kind.EMAIL
            else _("Write whole addresses that start with https:// or http://.")
        )
    return ""


def unlinked(practice: Practice) -> list[str]:
    """Return the cities that stand as typed, one text each, because nobody has linked them to the list yet."""
    return [line for typed in TYPED.values() for line in lines(getattr(practice, typed))[:MOST_VALUES]]

"""The files that answer questions: what do people say of each, and which files do answers name?

An answer is a list of dicts of JSON, one a file, in their order; `file` is the digest under which the bytes lie.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.choices import LICENCE_ADDRESSES, LICENCE_NAMES, Choices, languages, licences
from practices.models import Content
from practices.question_kinds import UPLOADED, Kind
from practices.template import of_kind

type FileRow = dict[str, Any]
"""What an entry says of one file."""

LONGEST = 500
"""Characters of each text that people write of a file."""
SHORT = 8
"""Signs of a digest by which people tell two files apart."""


@dataclass(frozen=True)
class SaidOfFile:
    """What is said of each file of a kind: what is typed, what is chosen and what is ticked, by name."""

    words: dict[str, str | Promise]
    choices: dict[str, Callable[[], Choices]]
    ticks: tuple[str, ...] = ()
    needed: frozenset[str] = field(default_factory=frozenset)
    """The words that no file can do without, whatever its licence."""


SAID_OF: dict[Kind, SaidOfFile] = {
    Kind.PICTURES: SaidOfFile(
        {
            "alt": _("Description for those who do not see it"),
            "caption": _("Caption"),
            "credit": _("Credit: who took it (CC0 needs none)"),
        },
        {"licence": licences},
        ("consent", "card"),
        frozenset({"alt", "credit"}),
    ),
    Kind.ATTACHMENTS: SaidOfFile(
        {"title": _("Title of the document"), "credit": _("Who wrote or published it")},
        {"language": languages, "licence": licences},
        needed=frozenset({"title"}),
    ),
}
"""What is said of files, by the kind of the question that they answer."""
QUESTIONS_OF_FILES = of_kind(*UPLOADED)
FILE_FIELDS = tuple(question.field for question in QUESTIONS_OF_FILES)
IN_SNAPSHOTS = tuple(f"answers__{name}" for name in FILE_FIELDS)
"""Where snapshots have them; those of an older release say nothing there."""
WORDS = tuple(dict.fromkeys(word for said in SAID_OF.values() for word in said.words))
"""The names of all words that are said of files."""


def digests(rows: Iterable[FileRow]) -> set[str]:
    return {str(each["file"]) for each in rows}


def named_in(answers: Mapping[str, Any]) -> list[FileRow]:
    """Return what answers say of files, of every kind."""
    return [row for name in FILE_FIELDS for row in answers.get(name) or []]


def named_by_content(content: Content) -> list[FileRow]:
    """Return what a working copy or edition says of files, of every kind."""
    return [row for name in FILE_FIELDS for row in getattr(content, name)]


def all_rows(answers: Sequence[Sequence[FileRow] | None]) -> list[FileRow]:
    """Return the files of several answers in one list; an answer that is not there names none."""
    return [row for rows in answers for row in rows or []]


def is_picture(row: FileRow) -> bool:
    """Say whether what is said is said of a picture, and not of a document."""
    return "alt" in row


def licence_name(licence: str) -> str:
    """Return what people call a licence for short; what is none we know, as it is."""
    return next((name for known, name in LICENCE_NAMES.items() if known == licence), licence)


def licence_address(licence: str) -> str:
    """Return the address of a licence's deed, or nothing."""
    return next((url for known, url in LICENCE_ADDRESSES.items() if known == licence), "")

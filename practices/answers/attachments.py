"""The documents that are kept with an entry: what is said of each, what is still to be said, and how does a page offer them?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from practices.answers.uploaded import (
    LONGEST,
    SAID_OF,
    SHORT,
    FileRow,
    digests,
    licence_address,
    licence_name,
)
from practices.choices import Language, Licence
from practices.models import Upload
from practices.question_kinds import Kind

type AttachmentAddress = Callable[[str], str]
"""Returns where the document of some digest is found."""

WORDS = SAID_OF[Kind.ATTACHMENTS].words
KILOBYTE, MEGABYTE = 2**10, 2**20


@dataclass(frozen=True)
class ShownAttachment:
    """A document as a page offers it; of one of which no row tells, kind and size are not said."""

    row: FileRow
    address: str
    kind: str = ""
    size: int = 0

    @property
    def title(self) -> str:
        """Return its title, or what tells it from others while it has none."""
        return str(self.row["title"]).strip() or _("Document %(name)s") % {"name": self.row["file"][:SHORT]}

    @property
    def credit(self) -> str:
        return str(self.row["credit"])

    @property
    def licence(self) -> str:
        return str(self.row["licence"])

    @property
    def licence_name(self) -> str:
        return licence_name(self.licence)

    @property
    def licence_address(self) -> str:
        return licence_address(self.licence)

    @property
    def language(self) -> str:
        return str(self.row["language"])

    @property
    def language_name(self) -> str:
        return language_name_of(self.row)

    @property
    def makeup(self) -> str:
        """Return what one gets: PDF, 1.2 MB."""
        return ", ".join(filter(None, (self.kind, size_in_words(self.size))))

    @property
    def remark(self) -> str:
        """Return what one gets, in which language, whose it is and under which licence, on one line."""
        return ", ".join(filter(None, (self.makeup, self.language_name, self.credit, self.licence_name)))


def size_in_words(size: int) -> str:
    """Return a size as people read it: megabytes with one place, less in whole kilobytes."""
    if size >= MEGABYTE:
        return str(filesizeformat(size))
    return _("%(size)d KB") % {"size": max(1, round(size / KILOBYTE))} if size else ""


def language_name_of(row: FileRow) -> str:
    return str(dict(Language.choices).get(row["language"], ""))


def public_attachment_address(digest: str) -> str:
    """Return where anybody finds a document that an edition offers."""
    return reverse("practices:attachment", args=[digest])


def attachment_on_site(row: FileRow) -> str:
    """Return where anybody finds a document, with the site's address."""
    return settings.SITE_URL + public_attachment_address(row["file"])


def shown_attachments(rows: Sequence[FileRow], address: AttachmentAddress) -> list[ShownAttachment]:
    """Return documents as a page offers them; asks the database once, if there are any."""
    known = {each.file: each for each in Upload.objects.filter(file__in=digests(rows))} if rows else {}
    return [shown_attachment(row, known.get(row["file"]), address(row["file"])) for row in rows]


def shown_attachment(row: FileRow, upload: Upload | None, address: str) -> ShownAttachment:
    """Return a document as it is offered there; `upload` is its row, if it has one."""
    if upload is None:
        return ShownAttachment(row, address)
    return ShownAttachment(row, address, upload.kind, upload.size)


def attachment_flaws(rows: Sequence[FileRow]) -> Iterator[str]:
    """Give what no edition may lack or say of its documents, a sentence each."""
    for number, row in enumerate(rows, 1):
        for _name, why in flaws_of_attachment(row):
            yield _("Document %(number)d: %(why)s") % {"number": number, "why": why}


def flaws_of_attachment(row: FileRow) -> Iterator[tuple[str, str]]:
    """Give what no document may lack or say that readers see, each with the name of what is said so."""
    if not row["title"].strip():
        yield "title", _("write its title.")
    if row["licence"] not in Licence.values:
        yield "licence", _("choose its licence.")
    for name, label in WORDS.items():
        if (count := len(row[name])) > LONGEST:
            words = {"label": label, "count": count, "limit": LONGEST}
            yield name, _("%(label)s has %(count)d characters; the limit is %(limit)d.") % words


def attachments_as_text(rows: Sequence[FileRow]) -> str:
    """Return documents in words, a line each, so that any change in them is a change of the words."""
    return "\n".join(_line(row, row["file"][:SHORT]) for row in rows)


def attachments_as_numbered_text(rows: Sequence[FileRow]) -> str:
    """Return documents in words for people alone, a line each, numbered as in the form."""
    return "\n".join(_line(row, str(number)) for number, row in enumerate(rows, 1))


def _line(row: FileRow, name: str) -> str:
    said = [*(row[name] for name in WORDS), language_name_of(row), row["licence"]]
    named = _("Document %(name)s") % {"name": name}
    return f"{named}: {'; '.join(' '.join(str(each).split()) for each in said if each)}"

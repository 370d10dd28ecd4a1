"""The figures of a book: which pictures of its practices are printed, and which are told of in words?

The one that stands for each practice comes first, then the others, as long as there is room. Only what belongs to the entry
and is ready is printed, in the width that a page has.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from practices.answers.pictures import JPEG, SHOWN_WIDTH, Picture, ShownPicture, chosen_of, shown_as
from practices.exports.casebook.flow import printable
from practices.models import Edition
from practices.models.upload import Readiness
from practices.uploads import storage

MOST_FIGURES, MOST_BYTES = 300, 8 * 2**20
"""Of a book: whoever makes one holds them, and then it is kept beside pages."""
LARGEST = 16.0, 11.0
"""Centimetres of a picture on paper."""
PER_CM = 96 / 2.54
"""Dots of a picture that is not blown up."""


@dataclass(frozen=True)
class PrintedPicture:
    """A picture with its bytes (JPEG), and how many dots these have."""

    shown: ShownPicture
    content: bytes

    @property
    def digest(self) -> str:
        return str(self.shown.picture["file"])

    @property
    def alt(self) -> str:
        return printable(self.shown.alt)

    @property
    def caption(self) -> str:
        return printable(self.shown.caption)

    @property
    def credit(self) -> str:
        """Whose it is, with what parts it from its licence."""
        return f"{printable(self.shown.credit)}, " if self.shown.credit else ""

    @property
    def licence(self) -> tuple[str, str]:
        """Its licence and where that is found."""
        address = self.shown.licence_address
        return (self.shown.licence_name, address) if address else (_("licence not stated"), "")

    @cached_property
    def dots(self) -> tuple[int, int]:
        """Its width and height."""
        width = _width(self.shown)
        return width, max(1, round(self.shown.height * width / self.shown.width))

    @property
    def size(self) -> tuple[float, float]:
        """How wide and high it stands on paper, in centimetres."""
        (width, height), (most_width, most_height) = self.dots, LARGEST
        scale = min(1 / PER_CM, most_width / width, most_height / height)
        return width * scale, height * scale


def prefetch_figures(editions: Iterable[Edition]) -> None:
    """Ask the database once for the files of all editions that have pictures or documents, and not at all if none has."""
    with_files = [each.practice for each in editions if each.pictures or each.attachments]
    prefetch_related_objects(with_files, "uploads")


def figures_of(editions: Iterable[Edition], unread: set[str]) -> dict[int, dict[str, PrintedPicture]]:
    """Return the figures of each edition by its key, by their digests; asks no database after `prefetch_figures`.

    To `unread` come the digests of those that cannot be had for now.
    """
    found: dict[int, dict[str, PrintedPicture]] = {}
    count, room = 0, MOST_BYTES
    for key, shown in _in_turn([each for each in editions if each.pictures]):
        if count == MOST_FIGURES:
            break
        content = _content(shown, unread)
        if len(content) > room:
            break  # to look for smaller ones would read all that are left
        if content:
            count, room = count + 1, room - len(content)
            found.setdefault(key, {})[shown.picture["file"]] = PrintedPicture(shown, content)
    return found


def _in_turn(editions: list[Edition]) -> Iterator[tuple[int, ShownPicture]]:
    firsts = {each.pk: chosen_of(each.pictures) for each in editions}
    ready = {each.pk: _ready(each) for each in editions}
    for is_first in (True, False):
        for edition in editions:
            for shown in ready[edition.pk]:
                if (shown.picture is firsts[edition.pk]) == is_first:
                    yield edition.pk, shown


def _ready(edition: Edition) -> list[ShownPicture]:
    rows = {row.file: row for row in edition.practice.uploads.all() if row.readiness == Readiness.READY}
    pictures: list[Picture] = edition.pictures
    return [shown_as(each, rows[each["file"]]) for each in pictures if each["file"] in rows]


def _content(shown: ShownPicture, unread: set[str]) -> bytes:
    """Return the bytes of a picture; none when they are gone, or while they cannot be had."""
    try:
        with storage.open_shown(shown.picture["file"], _width(shown), JPEG) as file:
            return file.read()
    except FileNotFoundError:
        return b""
    except storage.StorageUnavailable:
        unread.add(shown.picture["file"])
        return b""


def _width(shown: ShownPicture) -> int:
    return min(SHOWN_WIDTH, shown.width)

"""The public part of the catalogue: what anybody may read on its pages, and nothing else, as files to build upon."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.db.models import F, Q

from practices.answers import codec
from practices.exports import record
from practices.exports.archives.archive import PUBLIC, Archive, Say, write_archive
from practices.exports.archives.catalogue import one_moment
from practices.exports.archives.schema import object_of, schema_of
from practices.exports.archives.tables import PORTION, Row
from practices.exports.record import (
    COLUMNS,
    MOMENT,
    MOMENT_OR_NONE,
    NUMBER,
    NUMBER_OR_NONE,
    PICTURE_OR_NONE,
    TEXT,
    answers_schema,
    page_picture,
    with_addresses,
)
from practices.models import City, Edition, Place, Practice, Snapshot, Topic
from practices.models.snapshot import Takedown

DEGREES = {"type": ["number", "null"]}


@dataclass(frozen=True)
class PublicKind:
    """A kind of row: where its rows come from, and for each column its schema, and how it is read."""

    rows: Callable[[], Iterator[Any]]
    columns: dict[str, tuple[dict[str, Any], Callable[[Any], Any]]]

    @property
    def schema(self) -> dict[str, Any]:
        return object_of({name: said for name, (said, _read) in self.columns.items()})

    def read(self) -> Iterator[Row]:
        for row in self.rows():
            yield {name: read(row) for name, (_said, read) in self.columns.items()}


def export_public(folder: Path, say: Say) -> Archive:
    """Write what the public may read into a new folder, as of one moment; raise `ArchiveRefused` when it is there."""
    schema = schema_of({name: kind.schema for name, kind in KINDS.items()})
    with one_moment():
        kinds = ((name, kind.read()) for name, kind in KINDS.items())
        return write_archive(folder, PUBLIC, schema, kinds, say)


def _practices() -> Iterator[Edition]:
    return record.loaded().order_by("practice_id").iterator(chunk_size=PORTION)


def _earlier_editions() -> Iterator[Snapshot]:
    """Give the numbered snapshots that the pages of old editions show: those of practices that are on line."""
    rows = Snapshot.objects.filter(edition__lt=F("practice__edition__number"))
    left = rows.exclude(taken_down=Takedown.WHOLE).order_by("practice", "edition")
    return left.iterator(chunk_size=PORTION)


def _removed_editions() -> Iterator[Snapshot]:
    """Give the editions that were taken down by law, where their pages say so."""
    shown = Q(practice__edition__isnull=False) | Q(practice__withdrawn_reason="", practice__trashed_at=None)
    rows = Snapshot.objects.filter(shown, edition__isnull=False, taken_down=Takedown.WHOLE)
    return rows.order_by("practice_id", "edition").iterator(chunk_size=PORTION)


def _gone() -> Iterator[Practice]:
    """Give the practices that were on line and are not any more."""
    thrown, withdrawn = Q(trashed_at__isnull=False), ~Q(withdrawn_reason="")
    rows = Practice.all_objects.filter(thrown | withdrawn, slug__isnull=False, edition=None).order_by("pk")
    return rows.only("slug", "withdrawn_reason", "trashed_at").iterator(chunk_size=PORTION)


def _cities() -> Iterator[City]:
    """Give the cities that practices on line name."""
    named = City.objects.filter(pk__in=Place.objects.values("city"))
    return named.select_related("picture").order_by("pk").iterator(PORTION)


def _topics() -> Iterator[Topic]:
    return Topic.objects.select_related("picture").order_by("pk").iterator(PORTION)


def _earlier_answers(snapshot: Snapshot) -> codec.Answers:
    """Return what the page of an old edition shows: no answer to a question that is not asked any more."""
    return with_addresses(codec.encode(codec.unnamed(codec.decode(snapshot.answers))))


def _unless_thrown(column: str) -> Callable[[Practice], str]:
    """Return how a column is read that says nothing of what was thrown away, as its page does not."""
    return lambda practice: "" if practice.trashed_at else getattr(practice, column)


KINDS = {
    "practice": PublicKind(_practices, COLUMNS),
    "earlier_edition": PublicKind(
        _earlier_editions,
        {
            "number": (NUMBER, attrgetter("practice_id")),
            "edition": (NUMBER, attrgetter("edition")),
            "change_note": (TEXT, attrgetter("change_note")),
            "licence": (TEXT, attrgetter("licence")),
            "published_at": (MOMENT, attrgetter("at")),
            "passage_removed_at": (MOMENT_OR_NONE, attrgetter("taken_down_at")),
            "answers": (answers_schema(*codec.CONTACT), _earlier_answers),
        },
    ),
    "removed_edition": PublicKind(
        _removed_editions,
        {
            "number": (NUMBER, attrgetter("practice_id")),
            "edition": (NUMBER, attrgetter("edition")),
            "published_at": (MOMENT, attrgetter("at")),
            "removed_at": (MOMENT, attrgetter("taken_down_at")),
        },
    ),
    "gone": PublicKind(
        _gone,
        {
            "number": (NUMBER, attrgetter("pk")),
            "slug": (TEXT, _unless_thrown("slug")),
            "reason": (TEXT, _unless_thrown("withdrawn_reason")),
        },
    ),
    "city": PublicKind(
        _cities,
        {
            "slug": (TEXT, attrgetter("slug")),
            "name": (TEXT, attrgetter("name")),
            "country": (TEXT, attrgetter("country.code")),
            "latitude": (DEGREES, attrgetter("latitude")),
            "longitude": (DEGREES, attrgetter("longitude")),
            "region": (TEXT, attrgetter("region")),
            "geoname_id": (NUMBER_OR_NONE, attrgetter("geoname_id")),
            "picture": (PICTURE_OR_NONE, page_picture),
        },
    ),
    "topic": PublicKind(
        _topics,
        {
            "slug": (TEXT, attrgetter("slug")),
            "name": (TEXT, attrgetter("name")),
            "description": (TEXT, attrgetter("description")),
            "picture": (PICTURE_OR_NONE, page_picture),
        },
    ),
}
"""What the public part holds."""

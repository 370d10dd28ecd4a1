"""The public part of the catalogue: what anybody may read on its pages, and nothing else, as files to build upon."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import F, Q

from practices.answers import codec
from practices.exports.archive import PUBLIC, Archive, Say, write_archive
from practices.exports.catalogue import one_moment
from practices.exports.schema import object_of, schema_of
from practices.exports.tables import PORTION, Row
from practices.models import City, Edition, Place, Practice, Snapshot, Topic
from practices.questions import Kind
from practices.template import QUESTIONS

TEXT, NUMBER, MOMENT = {"type": "string"}, {"type": "integer"}, {"type": "string", "format": "date-time"}
NUMBER_OR_NONE = {"type": ["integer", "null"]}
NAMED = {"type": "object", "properties": {"slug": TEXT, "name": TEXT}, "required": ["slug", "name"]}
ANSWERS = {
    Kind.COUNTRY: {
        "type": "object",
        "properties": {"code": TEXT, "name": TEXT},
        "required": ["code", "name"],
    },
    Kind.CITY: NAMED,
    Kind.CITIES: {"type": "array", "items": NAMED},
    Kind.TOPICS: {"type": "array", "items": NAMED},
    Kind.DOCUMENTS: {
        "type": "array",
        "items": {"type": "object", "properties": {"title": TEXT, "url": TEXT}, "required": ["title", "url"]},
    },
    Kind.TICK: {"type": "boolean"},
}
"""How an answer of each kind stands in JSON; all others are texts."""


def export_public(folder: Path, say: Say) -> Archive:
    """Write what the public may read into a folder, as of one moment; raise `ArchiveRefused` when it is not empty."""
    kinds = {
        "practice": _practices(),
        "earlier_edition": _earlier_editions(),
        "gone": _gone(),
        "city": _cities(),
        "topic": _topics(),
    }
    with one_moment():
        return write_archive(folder, PUBLIC, schema_of(schemas()), kinds.items(), say)


def schemas() -> dict[str, Row]:
    """Return the schema of each kind."""
    fields = {question.field: ANSWERS.get(question.kind, TEXT) for question in QUESTIONS}
    answers = {"type": "object", "properties": fields, "required": list(fields)}
    return {
        "practice": object_of(
            {
                "number": NUMBER,
                "slug": TEXT,
                "address": TEXT,
                "edition": NUMBER,
                "licence": TEXT,
                "first_published_at": MOMENT,
                "published_at": MOMENT,
                "source_url": TEXT,
                "translation_of": NUMBER_OR_NONE,
                "translated_by": TEXT,
                "period": {
                    "type": "object",
                    "properties": {
                        "start": NUMBER_OR_NONE,
                        "end": NUMBER_OR_NONE,
                        "ongoing": {"type": "boolean"},
                    },
                },
                "answers": answers,
            }
        ),
        "earlier_edition": object_of(
            {"number": NUMBER, "edition": NUMBER, "licence": TEXT, "published_at": MOMENT, "answers": answers}
        ),
        "gone": object_of({"number": NUMBER, "slug": TEXT, "reason": TEXT}),
        "city": object_of(
            {
                "slug": TEXT,
                "name": TEXT,
                "country": TEXT,
                "latitude": {"type": ["number", "null"]},
                "longitude": {"type": ["number", "null"]},
                "geoname_id": NUMBER_OR_NONE,
            }
        ),
        "topic": object_of({"slug": TEXT, "name": TEXT, "description": TEXT}),
    }


def _practices() -> Iterator[Row]:
    rows = Edition.objects.select_related("practice", "city", "original").order_by("practice_id")
    for edition in rows.prefetch_related("topics", "partner_cities").iterator(chunk_size=PORTION):
        yield {
            "number": edition.practice_id,
            "slug": edition.practice.slug,
            "address": settings.SITE_URL + edition.get_absolute_url(),
            "edition": edition.number,
            "licence": edition.licence,
            "first_published_at": edition.first_published_at,
            "published_at": edition.published_at,
            "source_url": edition.practice.source_url,
            "translation_of": edition.original.practice_id if edition.original else None,
            "translated_by": edition.translated_by if edition.original else "",
            "period": {
                "start": edition.period_start,
                "end": edition.period_end,
                "ongoing": edition.period_ongoing,
            },
            "answers": codec.encode(codec.public_answers(codec.read(edition)) | codec.typed(edition)),
        }


def _earlier_editions() -> Iterator[Row]:
    """Give the numbered snapshots that the pages of old editions show: those of practices that are on line."""
    rows = Snapshot.objects.filter(edition__lt=F("practice__edition__number")).order_by("practice", "edition")
    for snapshot in rows.iterator(chunk_size=PORTION):
        yield {
            "number": snapshot.practice_id,
            "edition": snapshot.edition,
            "licence": snapshot.licence,
            "published_at": snapshot.at,
            "answers": codec.whole(snapshot.answers),
        }


def _gone() -> Iterator[Row]:
    """Give what stands at the addresses of practices that were on line and are not any more."""
    thrown, withdrawn = Q(trashed_at__isnull=False), ~Q(withdrawn_reason="")
    rows = Practice.all_objects.filter(thrown | withdrawn, slug__isnull=False, edition=None).order_by("pk")
    for row in rows.values("pk", "slug", "withdrawn_reason", "trashed_at").iterator(chunk_size=PORTION):
        reason = "" if row["trashed_at"] else row["withdrawn_reason"]
        yield {"number": row["pk"], "slug": row["slug"], "reason": reason}


def _cities() -> Iterator[Row]:
    """Give the cities that practices on line name."""
    named = City.objects.filter(pk__in=Place.objects.values("city")).order_by("slug")
    columns = ("slug", "name", "country", "latitude", "longitude", "geoname_id")
    yield from named.values(*columns).iterator(chunk_size=PORTION)


def _topics() -> Iterator[Row]:
    columns = ("slug", "name", "description")
    yield from Topic.objects.order_by("slug").values(*columns).iterator()

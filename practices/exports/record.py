"""The record of a practice on line: all that its page says, as JSON has it, for whatever leaves the catalogue.

The answers are those of the template; `COLUMNS` declares what stands around them.
"""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db.models import FETCH_RAISE, F, OuterRef, QuerySet, Subquery

from practices.answers import codec, pictures
from practices.answers.attachments import attachment_on_site
from practices.answers.uploaded import QUESTIONS_OF_FILES, SAID_OF, FileRow
from practices.entries import publishing
from practices.models import City, Edition, Snapshot, Topic
from practices.question_kinds import Kind
from practices.template import FIELDS, MANY, QUESTIONS

type Schema = dict[str, Any]

TEXT, NUMBER, MOMENT = {"type": "string"}, {"type": "integer"}, {"type": "string", "format": "date-time"}
MOMENT_OR_NONE = MOMENT | {"type": ["string", "null"]}
NUMBER_OR_NONE = {"type": ["integer", "null"]}
NAMED = {"type": "object", "properties": {"slug": TEXT, "name": TEXT}, "required": ["slug", "name"]}
PERIOD = {
    "type": "object",
    "properties": {"start": NUMBER_OR_NONE, "end": NUMBER_OR_NONE, "ongoing": {"type": "boolean"}},
}
YES_OR_NO = {"type": "boolean"}


def _file(kind: Kind) -> Schema:
    """Return how what is said of a file stands in JSON."""
    said = SAID_OF[kind]
    texts = ("file", "address", *said.words, *said.choices)
    columns = dict.fromkeys(texts, TEXT) | dict.fromkeys(said.ticks, YES_OR_NO)
    return {"type": "object", "properties": columns, "required": list(columns)}


OF_KIND: dict[Kind, Schema] = {
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
    **{kind: {"type": "array", "items": _file(kind)} for kind in SAID_OF},
}
"""How an answer of each kind stands in JSON; all others are texts."""
PICTURE_OR_NONE: Schema = _file(Kind.PICTURES) | {"type": ["object", "null"]}
"""How the picture of a city or topic stands there."""


def answers_schema(*without: str) -> Schema:
    fields = {q.field: OF_KIND.get(q.kind, TEXT) for q in QUESTIONS if q.field not in without}
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def public_answers_of(edition: Edition) -> codec.Answers:
    """Return what an edition answers, its cities also as they were typed; a contact only if it is ticked."""
    return codec.public_answers(codec.read(edition)) | codec.typed(edition)


def page_picture(owner: City | Topic) -> dict[str, Any] | None:
    """Return the picture that the page of a city or topic shows, as JSON has those of practices; None where it shows none."""
    shown = pictures.on_page(owner)
    return shown.picture | {"address": shown.address_on_site} if shown else None


def with_addresses(answers: codec.Answers) -> codec.Answers:
    """Return answers as JSON has them, each file with the address at which anybody finds it."""
    return answers | {
        question.field: [
            row | {"address": FOUND_AT[question.kind](row)} for row in answers.get(question.field) or []
        ]
        for question in QUESTIONS_OF_FILES
    }


FOUND_AT: dict[Kind, Callable[[FileRow], str]] = {
    Kind.PICTURES: pictures.address_on_site,
    Kind.ATTACHMENTS: attachment_on_site,
}
"""Where anybody finds a file, by the kind of the question that it answers."""


def _period(edition: Edition) -> dict[str, Any]:
    return {
        "start": edition.period_start,
        "end": edition.period_end,
        "ongoing": edition.period_ongoing,
    }


COLUMNS: dict[str, tuple[Schema, Callable[[Any], Any]]] = {
    "number": (NUMBER, attrgetter("practice_id")),
    "slug": (TEXT, attrgetter("practice.slug")),
    "address": (TEXT, lambda edition: settings.SITE_URL + edition.get_absolute_url()),
    "edition": (NUMBER, attrgetter("number")),
    "change_note": (TEXT, attrgetter("change_note")),
    "licence": (TEXT, attrgetter("licence")),
    "first_published_at": (MOMENT, attrgetter("first_published_at")),
    "published_at": (MOMENT, attrgetter("published_at")),
    "passage_removed_at": (MOMENT_OR_NONE, attrgetter("taken_down_at")),
    "source_url": (TEXT, attrgetter("practice.source_url")),
    "translation_of": (NUMBER_OR_NONE, attrgetter("original_number")),
    "translated_by": (TEXT, lambda edition: edition.translated_by if edition.original_number else ""),
    "period": (PERIOD, _period),
    "answers": (answers_schema(), lambda edition: with_addresses(codec.encode(public_answers_of(edition)))),
}
"""What a record says, in its order: the schema of each column, and how it is read of an edition of `loaded`."""


READ = (
    *(field for field in FIELDS if field not in MANY),
    *codec.TYPED.values(),
    *("number", "licence", "first_published_at", "published_at", "translation_of", "translated_by"),
    *("period_start", "period_end", "period_ongoing", "teaser"),
    *("practice__slug", "practice__source_url"),
    *(f"city__{column}" for column in ("name", "country", "slug", "latitude", "longitude")),
)
"""The columns that `loaded` brings, `rendered` besides."""


def portion(keys: Sequence[int], *, rendered: bool = False) -> list[Edition]:
    """Return the editions of `loaded` that have these keys, in their order; what has gone off line is left out."""
    found = loaded(rendered=rendered).prefetch_related(None).in_bulk(keys)
    editions = [found[key] for key in keys if key in found]
    codec.hold_each(editions)
    return editions


def old(current: Edition, snapshot: Snapshot) -> Edition:
    """Return an old edition of one of `loaded`, with all that a record says of it."""
    edition = publishing.as_it_was(current, snapshot)
    vars(edition).update(
        original_number=getattr(current, "original_number", None),
        change_note=snapshot.change_note,
        taken_down_at=snapshot.taken_down_at,
    )
    return edition


def loaded(*, rendered: bool = False) -> QuerySet[Edition]:
    """Return the editions on line with all that a record says, in no order, without what only their working copies say.

    With `rendered` they have the HTML of their long answers, too.
    """
    own = Snapshot.objects.filter(practice=OuterRef("practice"), edition=OuterRef("number")).order_by()
    return (
        Edition.objects.select_related("practice", "city")
        .only(*READ, *(["rendered"] if rendered else []))
        .annotate(
            original_number=F("original__practice_id"),
            change_note=Subquery(own.values("change_note")),
            taken_down_at=Subquery(own.values("taken_down_at")),
        )
        .prefetch_related("topics", "partner_cities")
        .fetch_mode(FETCH_RAISE)
    )

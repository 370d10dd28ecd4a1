"""The answers of an entry as values: how are all of them read, written and kept, whatever the template asks?

Answers are a dict from field to value: texts, a country code, a City or None, lists of City and Topic, the list of
documents. As JSON, cities and topics are kept by slug and name, so that a snapshot can be read without them.
"""

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from django.db.models import FETCH_RAISE
from django.utils import translation
from django_countries import countries

from practices.models import City, Content, OldSlug, Practice, Topic
from practices.models.old_slug import SlugKind
from practices.question_kinds import Kind, Public, Question
from practices.template import FIELDS, MANY, QUESTIONS

type Answers = dict[str, Any]

TYPED = {"city": "city_typed", "partner_cities": "partner_cities_typed"}
"""Where a city stays as it was typed while nobody has linked it."""
KEPT_TYPED = "kept_typed"
"""Which names of several cities mean none of them: the choice of whoever typed them, by the name of its radio buttons."""
WORKING_COPY = [f"practice__{field}" for field in FIELDS if field not in MANY]
"""The columns beside an edition that nothing public loads."""
WRITABLE = {*FIELDS, *TYPED.values(), KEPT_TYPED}

SAID_OF_MANY = {City: ("id", "name", "country", "slug"), Topic: ("id", "slug", "name")}
"""The columns of a city or topic that an answer says."""

PRIVATE = {question.field for question in QUESTIONS if question.public is Public.IF_TICKED}
CONTACT = (*sorted(PRIVATE), "contact_public")
"""What an edition may show, and no snapshot of one says anything of."""


def read(content: Content) -> Answers:
    """Return all answers of a working copy or edition."""
    return {field: read_of(content) for field, read_of in _READERS.items()}


def _reader(question: Question) -> Callable[[Content], Any]:
    if question.field in MANY:
        return partial(_many, field=question.field)
    return attrgetter(question.field) if question.kind is not Kind.COUNTRY else _country


def _many(content: Content, field: str) -> list[Any]:
    if field in content.held:
        return list(content.held[field])
    return list(getattr(content, field).all()) if content.pk else []


def _country(content: Content) -> str:
    return content.country.code or ""


_READERS = {question.field: _reader(question) for question in QUESTIONS}


def typed(content: Content) -> Answers:
    """Return the cities of an entry that stand as they were typed, by column."""
    return {column: getattr(content, column) for column in TYPED.values()}


def said(content: Content) -> Answers:
    """Return all that an entry says: its answers, and its cities as they were typed. What is equal says the same."""
    return read(content) | typed(content)


def changed(before: Answers, answers: Answers) -> set[str]:
    """Return which of the answers, once they are written, make an entry say anything else than it `said` before."""
    return {
        field
        for field, value in answers.items()
        if field in before and (set(value) != set(before[field]) if field in MANY else value != before[field])
    }


def write(content: Content, answers: Answers) -> None:
    """Put answers into a working copy or edition and save it; fields that are not given stay.

    Raises `ValueError` for a field that is no answer.
    """
    is_new = fill_columns(content, answers)._state.adding
    content.save()
    if is_new:
        link([(content, answers)])
    else:
        for field in MANY:
            if field in answers:
                getattr(content, field).set(answers[field])


def fill_columns[Row: Content](content: Row, answers: Answers) -> Row:
    """Put answers into the columns of a row, which is not saved; what has rows of its own is left to `link`.

    Raises `ValueError` for a field that is no answer.
    """
    if unknown := answers.keys() - WRITABLE:
        raise ValueError(f"No answers: {', '.join(sorted(unknown))}")
    for field, value in answers.items():
        if field not in MANY:
            setattr(content, field, value)
    return content


def link(written: Sequence[tuple[Content, Answers]]) -> None:
    """Write the cities and topics of new rows; each has them at hand then."""
    for rows in links(written):
        type(rows[0])._base_manager.bulk_create(rows)


def links(written: Sequence[tuple[Content, Answers]]) -> list[list[Any]]:
    """Put the cities and topics of new rows at hand, in the order that the database gives, and return what is to be written of them."""
    found = []
    for field in MANY:
        relation: Any = type(written[0][0])._meta.get_field(field)
        through, in_order = relation.remote_field.through, attrgetter(*relation.related_model._meta.ordering)
        source, target = relation.m2m_column_name(), relation.m2m_reverse_name()
        new: list[Any] = []
        for row, answers in written:
            rows = sorted(set(answers.get(field, ())), key=in_order)
            new += [through(**{source: row.pk, target: one.pk}) for one in rows]
            _remember(row, field, rows)
        found.append(new)
    return [each for each in found if each]


def hold(content: Content, answers: Answers) -> None:
    """Let a row that is never saved say the cities and topics of answers."""
    content.held = {field: answers[field] for field in MANY}


def hold_each(rows: Sequence[Content]) -> None:
    """Let rows that are never saved say their cities and topics: asks the database once for each of the two.

    Django's own way makes a manager and a query for every row: half of what a large file cost.
    """
    for field in MANY:
        linked = _linked(rows, field) if rows else {}
        for row in rows:
            row.held = {**row.held, field: linked.get(row.pk, [])}


def _linked(rows: Sequence[Content], field: str) -> dict[int, list[Any]]:
    """Return the cities or topics of each row by its key, in their order, with no more of them than an answer says."""
    relation: Any = type(rows[0])._meta.get_field(field)
    model, target = relation.related_model, relation.m2m_reverse_field_name()
    links = relation.remote_field.through._base_manager.filter(
        **{f"{relation.m2m_field_name()}__in": [row.pk for row in rows]}
    ).order_by(*(f"{target}__{column}" for column in model._meta.ordering))
    columns = SAID_OF_MANY[model]
    found: dict[int, list[Any]] = {}
    known: dict[int, Any] = {}
    for row, *values in links.values_list(
        relation.m2m_column_name(), *(f"{target}__{each}" for each in columns)
    ):
        one = known.get(values[0]) or known.setdefault(
            values[0], model.from_db(links.db, columns, values, fetch_mode=FETCH_RAISE)
        )
        found.setdefault(row, []).append(one)
    return found


def _remember(content: Any, field: str, rows: list[Any]) -> None:
    """Let nobody ask for what was written just now, as if it had been prefetched."""
    known = getattr(content, field).all()
    known._result_cache = rows  # noqa: SLF001  Django offers no other way
    vars(content).setdefault("_prefetched_objects_cache", {})[field] = known


def public_answers(answers: Answers) -> Answers:
    """Return the answers as the public may read them: what is shown only if ticked is blank without the tick."""
    ticked = answers["contact_public"]
    return {field: "" if field in PRIVATE and not ticked else value for field, value in answers.items()}


def unnamed(answers: Answers) -> Answers:
    """Return public answers without the contact: what lasts for ever in old editions, while a contact can be taken back."""
    return {field: value for field, value in answers.items() if field not in CONTACT}


def keep_private(published: Answers) -> Answers:
    """Return what may be written back into a working copy: an unticked contact is not in it, so that it stays."""
    if published["contact_public"]:
        return published
    return {field: value for field, value in published.items() if field not in PRIVATE}


def encode(answers: Answers) -> Answers:
    """Return answers as JSON; a typed city among them, that nobody has linked, has no slug."""
    encoded = {
        question.field: _encode(question.kind, answers[question.field])
        for question in QUESTIONS
        if question.field in answers
    }
    if city := answers.get(TYPED["city"]):
        encoded["city"] = {"slug": "", "name": city}
    if partners := answers.get(TYPED["partner_cities"]):
        encoded["partner_cities"] += [
            {"slug": "", "name": name} for name in partners.split("\n") if name.strip()
        ]
    return encoded


def encoded(practice: Practice) -> Answers:
    """Return the answers of a working copy as a snapshot holds them, typed cities too."""
    return encode(said(practice))


def _encode(kind: Kind, value: Any) -> Any:
    if kind is Kind.COUNTRY:
        with translation.override("en"):
            return {"code": value, "name": countries.name(value) if value else ""}
    if kind is Kind.CITY:
        return {"slug": value.slug, "name": value.name} if value else {"slug": "", "name": ""}
    if kind in {Kind.CITIES, Kind.TOPICS}:
        return [{"slug": row.slug, "name": row.name} for row in value]
    return value


def whole(encoded: Answers) -> Answers:
    """Return a snapshot's answers to every question of today: one that it does not know was left blank."""
    return encode(blank()) | encoded


def decode(encoded: Answers) -> Answers:
    """Return the answers of a snapshot, its cities and topics looked up again, and its typed cities as typed.

    Fields that the template no longer has are left out; a city or topic
    that is gone stays as text or is left out.
    """
    return decode_each([encoded])[0]


def decode_each(snapshots: list[Answers]) -> list[Answers]:
    """Return the answers of many snapshots, as `decode` does, asking the database no more often than for one."""
    wholes = [whole(encoded) for encoded in snapshots]
    cities = _rows(
        City, SlugKind.CITY, [row for each in wholes for row in (each["city"], *each["partner_cities"])]
    )
    topics = _rows(Topic, SlugKind.TOPIC, [row for each in wholes for row in each["topics"]])
    return [_decoded(each, cities, topics) for each in wholes]


def _decoded(encoded: Answers, cities: dict[str, City], topics: dict[str, Topic]) -> Answers:
    partners = [(row["name"], cities.get(row["slug"])) for row in encoded["partner_cities"]]
    answers = {field: encoded[field] for field in FIELDS}
    answers["country"] = encoded["country"]["code"]
    answers["topics"] = [topics[row["slug"]] for row in encoded["topics"] if row["slug"] in topics]
    answers["city"] = cities.get(encoded["city"]["slug"])
    answers["city_typed"] = "" if answers["city"] else encoded["city"]["name"]
    answers["partner_cities"] = [city for _, city in partners if city]
    answers["partner_cities_typed"] = "\n".join(name for name, city in partners if not city)
    return answers


def _rows[Row: (City, Topic)](model: type[Row], kind: SlugKind, kept: list[dict[str, str]]) -> dict[str, Row]:
    """Return the rows that a snapshot names, by the slug that they had then."""
    slugs = {row["slug"] for row in kept if row["slug"]}
    found: dict[str, Row] = {row.slug: row for row in model._default_manager.filter(slug__in=slugs)}
    former = dict(
        OldSlug.objects.filter(kind=kind, slug__in=slugs - set(found)).values_list("slug", "target")
    )
    moved = model._default_manager.in_bulk(list(former.values()))
    return found | {slug: moved[key] for slug, key in former.items() if key in moved}


def blank() -> Answers:
    """Return answers that say nothing, typed cities too."""
    return said(Practice()) | {KEPT_TYPED: []}


def is_empty(value: Any) -> bool:
    """Say whether an answer says nothing."""
    return value in ("", None, [], False) or (isinstance(value, str) and not value.strip())

"""How are all answers of an entry read, written and kept, whatever the template asks?

Answers are a dict from field to value: texts, a country code, a City or None, lists of City and Topic, the list of
documents. As JSON, cities and topics are kept by slug and name, so that a snapshot can be read without them.
"""

from typing import Any

from django.utils import translation
from django_countries import countries

from practices.models import City, Content, Practice, Topic
from practices.question import Kind, Public
from practices.template import BY_FIELD, FIELDS, MANY, QUESTIONS

type Answers = dict[str, Any]

TYPED = {"city": "city_typed", "partner_cities": "partner_cities_typed"}
"""Where a city stays as it was typed while nobody has linked it."""


def read(content: Content) -> Answers:
    """Return all answers of a working copy or edition."""
    return {question.field: _read(content, question.field, question.kind) for question in QUESTIONS}


def _read(content: Content, field: str, kind: Kind) -> Any:
    if kind in {Kind.CITIES, Kind.TOPICS}:
        return list(getattr(content, field).all()) if content.pk else []
    if kind is Kind.COUNTRY:
        return content.country.code or ""
    return getattr(content, field)


def write(content: Content, answers: Answers) -> None:
    """Put answers into a working copy or edition and save it; fields that are not given stay."""
    many = {field: value for field, value in answers.items() if field in MANY}
    for field, value in answers.items():
        if field not in many:
            setattr(content, field, value)
    content.save()
    for field, value in many.items():
        getattr(content, field).set(value)


def public(answers: Answers) -> Answers:
    """Return the answers as the public may read them: what is shown only if ticked is blank without the tick."""
    ticked = answers["contact_public"]
    return {
        field: value if BY_FIELD[field].public is Public.ALWAYS or ticked else ""
        for field, value in answers.items()
    }


def keep_private(published: Answers) -> Answers:
    """Return what may be written back into a working copy: an unticked contact is not in it, so that it stays."""
    if published["contact_public"]:
        return published
    return {
        field: value for field, value in published.items() if BY_FIELD[field].public is not Public.IF_TICKED
    }


def encode(answers: Answers, typed: dict[str, str] | None = None) -> Answers:
    """Return answers as JSON; a typed city that nobody has linked has no slug."""
    encoded = {question.field: _encode(question.kind, answers[question.field]) for question in QUESTIONS}
    if typed and typed["city"]:
        encoded["city"] = {"slug": "", "name": typed["city"]}
    if typed and typed["partner_cities"]:
        lines = typed["partner_cities"].splitlines()
        encoded["partner_cities"] += [{"slug": "", "name": line} for line in lines if line.strip()]
    return encoded


def encoded(practice: Practice) -> Answers:
    """Return the answers of a working copy as a snapshot holds them, typed cities too."""
    return encode(read(practice), {field: getattr(practice, column) for field, column in TYPED.items()})


def _encode(kind: Kind, value: Any) -> Any:
    if kind is Kind.COUNTRY:
        with translation.override("en"):
            return {"code": value, "name": countries.name(value) if value else ""}
    if kind is Kind.CITY:
        return {"slug": value.slug, "name": value.name} if value else {"slug": "", "name": ""}
    if kind in {Kind.CITIES, Kind.TOPICS}:
        return [{"slug": row.slug, "name": row.name} for row in value]
    return value


def decode(encoded: Answers) -> Answers:
    """Return the answers of a snapshot, its cities and topics looked up again, and its typed cities as typed.

    Fields that the template no longer has are left out; a city or topic that is gone stays as text or is left out.
    """
    answers = {field: encoded[field] for field in FIELDS if field in encoded}
    answers["country"] = encoded["country"]["code"]
    answers["topics"] = list(Topic.objects.filter(slug__in=_slugs(encoded["topics"])))
    answers["city"] = (
        City.objects.filter(slug=encoded["city"]["slug"]).first() if encoded["city"]["slug"] else None
    )
    answers["partner_cities"] = list(City.objects.filter(slug__in=_slugs(encoded["partner_cities"])))
    answers["city_typed"] = "" if answers["city"] else encoded["city"]["name"]
    found = {city.slug for city in answers["partner_cities"]}
    answers["partner_cities_typed"] = "\n".join(
        city["name"] for city in encoded["partner_cities"] if city["slug"] not in found
    )
    return answers


def _slugs(rows: list[dict[str, str]]) -> list[str]:
    return [row["slug"] for row in rows if row["slug"]]


def is_empty(value: Any) -> bool:
    """Say whether an answer says nothing."""
    return value in ("", None, [], False) or (isinstance(value, str) and not value.strip())

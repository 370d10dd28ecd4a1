"""Answers to every question of the template, and what an entry says and shows, in plain words that can be compared.

An answer is kept by column: a country with its cities, and a city with what stands as typed, change together.
"""

from collections.abc import Callable
from typing import Any

from practices.answers import codec
from practices.answers.codec import TYPED
from practices.models import City, Content, Edition, OldSlug, Place, Practice, SearchEntry, Snapshot, Topic
from practices.models.old_slug import SlugKind
from practices.question_kinds import Kind, Public, Question
from practices.template import FIELDS, MANY, QUESTIONS
from practices.text import as_html
from tests.builders import make_city, make_topic
from tests.entry_documents import pdf_of, said_of_document
from tests.entry_pictures import digest_of, png, said_of

type Said = dict[str, Any]

CONTACT = [q.field for q in QUESTIONS if q.public is Public.IF_TICKED or q.kind is Kind.TICK]
COLUMNS = [*FIELDS, *TYPED.values()]
TITLES = ("The reading ship", "A blue ship", "A ship of songs")
TEXTS = ("", "A *red* ship.", "A blue ship.", "- A ship\n- with books")
REPORT = {"title": "Report", "url": "https://city.example/report"}
QUAY = said_of(digest_of(png(colour=1)), caption="The quay")
SHIP = said_of(digest_of(png(colour=2)), card=True)
FIRST_YEAR = said_of_document(digest_of(pdf_of(1)))
LEAFLET = said_of_document(digest_of(pdf_of(2)), title="The leaflet", language="", credit="")
PLAN = {"title": "Plan", "url": "https://city.example/plan"}


def _texts(question: Question) -> list[Said]:
    texts = TITLES if question.field == "title" else TEXTS
    may_be_blank = not question.needed or question.field == "purpose"
    return [{question.field: text} for text in texts if text or may_be_blank]


def _values(*values: Any) -> Callable[[Question], list[Said]]:
    return lambda question: [{question.field: value} for value in values]


def _choices(question: Question) -> list[Said]:
    assert question.choices
    return [
        {question.field: value} for value in ("", *[str(code) for code, _label in question.choices()][:2])
    ]


def _places(question: Question) -> list[Said]:
    columns = ("country", "city", "city_typed")
    places = (("NO", "", ""), ("NO", "bergen", ""), ("SE", "", "Ljuva"), ("NO", "oslo", ""))
    return [dict(zip(columns, place, strict=True)) for place in places]


def _partners(question: Question) -> list[Said]:
    cities: tuple[tuple[list[str], str], ...] = (
        ([], ""),
        (["porto"], "Nära\nFjärran"),
        (["bergen", "porto"], ""),
        ([], "Ys"),
    )
    return [{"partner_cities": linked, "partner_cities_typed": typed} for linked, typed in cities]


OF_KIND: dict[Kind, Callable[[Question], list[Said]]] = {
    Kind.LINE: _texts,
    Kind.PLAIN: _texts,
    Kind.TEXT: _texts,
    Kind.PERIOD: _values("since 2015", "2011-14"),
    Kind.EMAIL: _values("", "office@city.example", "kari@city.example"),
    Kind.ADDRESS: _values("", "https://city.example/figures", "https://city.example/others"),
    Kind.COUNTRY: lambda _question: [{}],
    Kind.CITY: _places,
    Kind.CITIES: _partners,
    Kind.TOPICS: _values(["education"], ["education", "roma"], ["roma"]),
    Kind.DOCUMENTS: _values([], [REPORT], [PLAN, REPORT]),
    Kind.CHOICE: _choices,
    Kind.TICK: _values(*(False, True)),
    Kind.PICTURES: _values([], [QUAY], [SHIP, QUAY]),
    Kind.ATTACHMENTS: _values([], [LEAFLET], [FIRST_YEAR, LEAFLET]),
}
"""What may be answered to a question of each kind: never what keeps an entry from being submitted, but an empty purpose."""


def options() -> dict[str, list[Said]]:
    """Return for each question what may be answered to it."""
    return {question.field: OF_KIND[question.kind](question) for question in QUESTIONS}


def first() -> Said:
    """Return an answer to every question, none of them blank; the cities and topics that answers name are there then."""
    for name, country in (("Bergen", "NO"), ("Oslo", "NO"), ("Porto", "PT")):
        make_city(name, country)
    for slug in ("education", "roma"):
        make_topic(slug)
    said: Said = {}
    for answers in options().values():
        said |= answers[min(1, len(answers) - 1)]
    return said


def given(said: Said) -> codec.Answers:
    """Return answers as the doors take them."""
    rows: dict[str, Any] = {"city": City, "partner_cities": City, "topics": Topic}
    answers = dict(said)
    for field, model in rows.items():
        if field in MANY and field in said:
            answers[field] = list(model.objects.filter(slug__in=said[field]))
        elif field in said:
            answers[field] = model.objects.filter(slug=said[field]).first()
    return answers


def said_by(content: Content) -> Said:
    """Return what a working copy or an edition says."""
    return {column: _plain(column, getattr(content, column)) for column in COLUMNS}


def blank() -> Said:
    """Return what an entry without a text says."""
    return {column: _plain(column, value) for column, value in codec.said(Practice()).items()}


def _plain(column: str, value: Any) -> Any:
    if column in MANY:
        return sorted(value.values_list("slug", flat=True)) if value else []
    if column == "city":
        return value.slug if value else ""
    return str(value) if column == "country" else value


def kept_in(snapshot: Snapshot) -> Said:
    """Return what a snapshot says; a question that it does not know is one that was left blank."""
    answers = codec.decode(snapshot.answers)
    plain = {field: sorted(row.slug for row in answers[field]) for field in MANY}
    return answers | plain | {"city": answers["city"].slug if answers["city"] else ""}


def shown(said: Said) -> Said:
    """Return what the public may read of a working copy: a contact only by its tick."""
    hidden = [] if said["contact_public"] else [field for field in CONTACT if field != "contact_public"]
    return said | dict.fromkeys(hidden, "")


def nameless(said: Said) -> Said:
    """Return what lasts of an edition in the history: nothing of the contact."""
    return {column: value for column, value in said.items() if column not in CONTACT}


def html_of(said: Said) -> dict[str, str]:
    texts = [question.field for question in QUESTIONS if question.kind is Kind.TEXT]
    return {field: as_html(said[field]) for field in texts if said[field]}


def face(practice: Practice) -> Said | None:
    """Return every byte that the public reads of an entry, and finds it by; None when it is not on line."""
    edition = Edition.objects.filter(practice=practice).first()
    if edition is None:
        return None
    places = Place.objects.filter(edition=edition).order_by("-is_lead", "city")
    return {
        "columns": {
            field.attname: getattr(edition, field.attname) for field in edition._meta.concrete_fields
        },
        "said": said_by(edition),
        "places": [{name: value for name, value in row.items() if name != "id"} for row in places.values()],
        "found": list(SearchEntry.objects.filter(edition=edition).values_list("pk", flat=True)),
        "slug": practice.slug,
    }


def addresses(practice: Practice) -> set[str]:
    """Return every slug that leads to an entry."""
    old = OldSlug.objects.filter(kind=SlugKind.PRACTICE, target=practice.pk).values_list("slug", flat=True)
    return {*old, *([practice.slug] if practice.slug else [])}

"""Does whatever anybody writes into an answer, however much of it, leave every page that shows the entry cheap?

The time is that of the processor, so that a busy machine does not count.
"""

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

import pytest
from django.test import Client

from practices.answers import completeness
from practices.answers.ceilings import TooLong
from practices.entries import actions
from practices.models import Practice, User
from practices.question_kinds import LONGEST_LINE, MOST_VALUES, UPLOADED, Kind
from practices.template import BY_FIELD
from tests.builders import make_city, make_draft, make_editor, make_topic, make_user, moved
from tests.hostile import NASTY
from tests.pages import client_of, form_data
from tests.processor import timed
from tests.proof import ALL

pytestmark = [pytest.mark.django_db, pytest.mark.long]

SECOND, MEGABYTE = 1.0, 1_000_000
FIELDS = (
    "title",
    "city",
    "partner_cities",
    "period",
    "summary",
    "purpose",
    "documents",
    "evidence_url",
    "contact_email",
)
"""One question of each kind in which people write."""
RENDERED = 20_000
BLANK = {" ", "\n"}
WORDS = [kind for kind in NASTY if NASTY[kind] not in BLANK]
COLUMNS = ("title", "purpose", "city_typed", "partner_cities_typed", "period")
"""By `./check --all` each of them with each kind; else some with one or two."""
ALIKE = {
    "nested brackets",
    "runs of emphasis",
    "beginnings of links",
    "ends of lines",
    "directions and no width",
    "dates",
    "many lines",
}
"""What is dear to read as Markdown or to show, and nothing to a database."""
ALL_KINDS = [pytest.param(kind, marks=pytest.mark.alike if kind in ALIKE else ()) for kind in NASTY]


def much(kind: str, size: int) -> str:
    """Return as much of a kind as fits into so many bytes."""
    return NASTY[kind] * (size // len(NASTY[kind].encode()))


def asking(client: Client, url: str) -> Callable[[], Any]:
    return partial(client.get, url)


def slow(asked: dict[str, Callable[[], Any]]) -> dict[str, Any]:
    """Return what did not answer within a second, or not well."""
    found = {}
    for name, ask in asked.items():
        answer, took = timed(ask)
        if answer.status_code != 200 or took > SECOND:
            found[name] = (answer.status_code, took)
    return found


def pages(client: Client, practice: Practice, site: str) -> dict[str, Callable[[], Any]]:
    """Return the pages of one site that show an entry, or something of it."""
    entry = f"/{site}/practices/practice/{practice.pk}/"
    addresses = {
        "form": f"{entry}change/",
        "what is missing": f"{entry}change/?missing=1",
        "history": f"{entry}history/",
        "compared": f"{entry}history/?first={practice.snapshots.latest('pk').pk}&second=now",
        "preview": f"/preview/{practice.pk}/",
        "home": f"/{site}/",
        "trash": f"{entry}trash/",
    }
    addresses |= (
        {
            "review": f"{entry}review/",
            "cities": f"{entry}cities/",
            "list": "/admin/practices/practice/",
            "searched": "/admin/practices/practice/?q=ship+bbbb",
        }
        if site == "admin"
        else {"check": f"{entry}move/submit/", "tasks": entry, "section": f"{entry}change/story/"}
    )
    return {f"{site}, {name}": asking(client, url) for name, url in addresses.items()}


def full(kind: str) -> dict[str, Any]:
    """Return answers that hold of a kind as much as can be stored, and two long ones that are rendered."""
    line, long = much(kind, LONGEST_LINE), much(kind, BY_FIELD["purpose"].ceiling)
    city = "".join(line.split("\n"))
    return {
        "title": line,
        "country": "NO",
        "city_typed": line,
        "partner_cities_typed": "\n".join([city[:900]] * MOST_VALUES),
        "period": line,
        "topics": [make_topic()],
        "summary": long,
        "purpose": long,
        "process": long,
        "body": long[:RENDERED],
        "lessons": long[:RENDERED],
        "documents": [{"title": line, "url": f"https://city.example/{line[:1900]}"}] * MOST_VALUES,
        "evidence_url": line,
        "contact_name": line,
        "contact_email": line,
    }


def beside(practice: Practice, user: User) -> Practice:
    """Return another entry of the same country, person and topic."""
    return make_draft(contributor=user, title="The reading ship", topics=list(practice.topics.all()))


def put(practice: Practice, **columns: Any) -> Practice:
    """Write past the doors, as what was stored before there were ceilings."""
    Practice.objects.filter(pk=practice.pk).update(**columns)
    practice.refresh_from_db()
    return practice


@pytest.mark.alike
@pytest.mark.sampled("ends of lines")
@pytest.mark.parametrize("kind", NASTY)
def test_a_megabyte_is_refused_at_once_in_every_field_and_stays_on_the_page(kind: str) -> None:
    make_city()
    user = make_user()
    client, practice = client_of(user), make_draft(contributor=user)
    entry = f"/contribute/practices/practice/{practice.pk}/"
    data = form_data(client.get(f"{entry}change/").content)
    found: dict[str, Any] = {}
    for field in FIELDS:
        sent = data | {field: much(kind, MEGABYTE), "_continue": "1"}
        page, took = timed(partial(client.post, f"{entry}change/", sent))
        auto, took_auto = timed(partial(client.post, f"{entry}autosave/", sent))
        is_whole = len(page.content) > MEGABYTE and b"can be kept." in page.content
        if NASTY[kind] in BLANK:  # says nothing, so that it is no answer
            is_whole, auto.status_code = page.status_code in {200, 302}, 400
        if not is_whole or auto.status_code != 400 or max(took, took_auto) > SECOND:
            found[field] = (page.status_code, len(page.content), auto.status_code, took, took_auto)
    assert found == {}
    practice.refresh_from_db()
    assert len(practice.title + practice.purpose) < 100


@pytest.mark.sampled("nested brackets")
@pytest.mark.parametrize("kind", ALL_KINDS)
def test_as_much_as_can_be_stored_leaves_every_page_cheap(kind: str) -> None:
    user, editor = make_user(), make_editor()
    practice = actions.create_draft(full(kind), by=user, contributor=user)
    practice = actions.save_answers(practice, {"purpose": "Short."}, by=user, expected_version=1, keep=True)
    practice = actions.save_answers(practice, {"purpose": full(kind)["purpose"]}, by=user, expected_version=2)
    other = beside(practice, user)
    client, desk = client_of(user), client_of(editor)
    assert slow(pages(client, practice, "contribute")) == {}
    assert slow(pages(desk, put(practice, status="submitted"), "admin")) == {}
    assert slow({"beside": lambda: client.get(f"/contribute/practices/practice/{other.pk}/change/")}) == {}
    put(other, status="submitted")
    assert slow({"beside": lambda: desk.get(f"/admin/practices/practice/{other.pk}/review/")}) == {}
    elsewhere = make_draft(
        **full(kind) | {"title": f"A ship {much(kind, 1900)}", "city": make_city(), "city_typed": ""}
    )
    sound = put(elsewhere, **{issue.field: "" for issue in completeness.wrongs(elsewhere)})
    public, took = timed(lambda: moved(sound, "publish", by=None))
    assert took < 2 * SECOND
    visitor = Client()
    addresses = ("/", "/practices/", "/practices/?q=ship", "/practices/?sort=title", "/places/no/bergen/")
    asked = {url: asking(visitor, url) for url in (*addresses, public.get_absolute_url())}
    assert slow(asked) == {}


@pytest.mark.alike
@pytest.mark.parametrize(
    ("column", "kind"),
    [
        (column, kind)
        for (first, column), (second, kind) in product(enumerate(COLUMNS), enumerate(WORDS))
        if ALL or ((first + second) % 7 == 0 and second % 2 == 0)
    ],
)
def test_what_was_stored_before_is_shown_cheaply_and_can_be_shortened(kind: str, column: str) -> None:
    user, editor = make_user(), make_editor()
    practice = make_draft(contributor=user)
    other = beside(practice, user)
    practice = actions.save_answers(practice, {"summary": "A ship."}, by=user, expected_version=1, keep=True)
    size = (
        MEGABYTE // 2 if column == "partner_cities_typed" else MEGABYTE
    )  # each line of them is a row of its own
    put(practice, **{column: much(kind, size)}, **({"city": None} if column == "city_typed" else {}))
    client, desk = client_of(user), client_of(editor)
    assert slow(pages(client, practice, "contribute")) == {}
    put(other, status="submitted")
    beside_it = {
        "form": lambda: client.get(f"/contribute/practices/practice/{practice.pk}/change/"),
        "review": lambda: desk.get(f"/admin/practices/practice/{other.pk}/review/"),
    }
    assert slow(beside_it) == {}
    put(practice, status="submitted")
    assert slow(pages(desk, practice, "admin")) == {}
    put(practice, status="draft")
    address = f"/contribute/practices/practice/{practice.pk}/change/"
    data = form_data(client.get(address).content)
    field = column.removesuffix("_typed")
    data |= {field: "Short", "_continue": "1"}
    assert client.post(address, data).status_code == 302
    practice.refresh_from_db()
    assert getattr(practice, column) == "Short"


def test_every_kind_of_text_is_tried() -> None:
    written = {BY_FIELD[field].kind for field in FIELDS}
    assert written == set(Kind) - {Kind.COUNTRY, Kind.TOPICS, Kind.CHOICE, Kind.TICK, *UPLOADED}
    with pytest.raises(TooLong):
        actions.create_draft(
            {"title": "x" * (LONGEST_LINE + 1)}, by=(person := make_user()), contributor=person
        )


@pytest.mark.alike
def test_fifty_thousand_documents_of_before_are_shown_cheaply_and_can_be_left_out() -> None:
    user = make_user()
    practice = make_draft(contributor=user)
    practice = actions.save_answers(practice, {"summary": "A ship."}, by=user, expected_version=1, keep=True)
    put(practice, documents=[{"title": f"Plan {n}", "url": "https://city.example/"} for n in range(50_000)])
    client = client_of(user)
    assert slow(pages(client, practice, "contribute")) == {}
    address = f"/contribute/practices/practice/{practice.pk}/change/"
    data = form_data(client.get(address).content) | {"_continue": "1"}
    assert b"50000 answers; at most 200 can be kept." in client.post(address, data).content
    sent = data | {"documents": "Plan <https://city.example/>"}
    assert client.post(address, sent).status_code == 302
    practice.refresh_from_db()
    assert practice.documents == [{"title": "Plan", "url": "https://city.example/"}]

"""Do the pages of all values of a facet show each of them, with its count, and lead back with all else that is asked for?"""

import re

import pytest
from django.test import Client
from django.utils.html import escape

from practices.models import Edition
from practices.public.parts.facets import AT_ONCE
from tests.builders import make_city, make_topic, published

pytestmark = pytest.mark.django_db

TICK = re.compile(
    r'name="(\w+)"\s+value="([\w-]+)"\s+(\w*)\s*>\s*<span>([^<]*)</span>'
    r"\s*<small>(\d+)</small>"
)
LONG = "Donaudampfschifffahrtsgesellschaft "
MOST_BYTES = 40_000


@pytest.fixture
def towns() -> None:
    for number in range(12):
        published(
            title=f"Practice {number}", city=make_city(f"Town {11 - number:02}"), period=f"{2001 + number}"
        )
    published(
        title="Elsewhere", country="SE", city=make_city("Ängelholm", "SE", slug="angelholm"), period="2020"
    )
    published(title="Nowhere", city=None)


def ticks(client: Client, address: str) -> list[tuple[str, ...]]:
    return TICK.findall(client.get(address).text)


@pytest.mark.usefixtures("towns")
def test_page_has_every_value_from_a_to_z(client: Client) -> None:
    found = ticks(client, "/practices/cities/?country=NO")
    assert [name for _city, _slug, _state, name, _count in found] == [
        "Ängelholm",
        *(f"Town {number:02}" for number in range(12)),
        "A whole country, no city",
    ]
    assert found[0] == ("city", "angelholm", "disabled", "Ängelholm", "0")
    assert found[1] == ("city", "town-00", "", "Town 00", "1")


@pytest.mark.usefixtures("towns")
def test_list_shows_the_first_and_leads_to_all(client: Client) -> None:
    page = client.get("/practices/?country=NO&city=town-11").text
    assert [slug for name, slug, *_more in TICK.findall(page) if name == "city"] == [
        *(f"town-{number:02}" for number in range(AT_ONCE - 1)),
        "town-11",
    ]
    for way, text in (
        ("/practices/cities/?country=NO&city=town-11", "All 13 cities"),
        ("/practices/years/?country=NO&city=town-11", "All 26 years"),
    ):
        assert re.search(rf'<a class="facet__all"\s+href="{re.escape(escape(way))}"\s[^>]*>{text}</a>', page)
        assert f"<h1>{text}</h1>" in client.get(way).text


@pytest.mark.long
@pytest.mark.usefixtures("towns")
@pytest.mark.parametrize("word", ["cities", "countries", "topics", "years"])
def test_page_keeps_all_else_that_is_asked_for(client: Client, word: str) -> None:
    query = "q=practice&country=NO&city=town-01&topic=education&year=2011&outcome=none&sort=title"
    page = client.get(f"/practices/{word}/?{query}").text
    form = page[page.index('<form class="filters"') :]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', form)
    ticked = [(name, value) for name, value, state, *_more in TICK.findall(form) if state == "checked"]
    assert sorted(hidden + ticked) == sorted(tuple(part.split("=")) for part in query.split("&"))
    assert f'<a href="/practices/?{escape(query)}">Practices</a>' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.usefixtures("towns")
def test_chosen_years_stay_in_the_form_of_the_list(client: Client) -> None:
    page = client.get("/practices/?year=2003&year=none").text
    shown = [(value, state) for name, value, state, *_more in TICK.findall(page) if name == "year"]
    assert shown == [("2003", "checked"), ("none", "checked")]


def test_page_has_one_address_and_the_list_says_what_is_wrong(client: Client) -> None:
    moved = client.get("/practices/cities/?country=no&q=&page=2")
    assert (moved.status_code, moved["Location"]) == (302, "/practices/cities/?country=no&q=")
    moved = client.get("/practices/cities/?country=no&q=")
    assert (moved.status_code, moved["Location"]) == (301, "/practices/cities/?country=NO")
    refused = client.get("/practices/cities/?year=abc")
    assert (refused.status_code, refused["Location"]) == (302, "/practices/?year=abc")
    assert client.get("/practices/cities/").status_code == 200


@pytest.mark.long
def test_list_stays_light_with_any_number_of_values() -> None:
    """Of 20 practices with long titles in a catalogue of a century, 40 cities and topics; some are chosen."""
    topics = [make_topic(f"topic-{number}") for number in range(40)]
    for number in range(40):
        published(
            title=f"{LONG * 3}{number}",
            summary=LONG * 10,
            period=f"{1920 + 2 * number}-2026",
            city=make_city(f"{LONG}{number}"),
            topics=topics[number : number + 3],
        )
    assert Edition.objects.count() == 40
    for query in ("", "?topic=topic-1&topic=topic-2", "?year=1950&sort=title", "?q=ship&outcome=none"):
        size = len(Client().get(f"/practices/{query}").content)
        assert 20_000 < size < MOST_BYTES or "q=" in query, (query, size)

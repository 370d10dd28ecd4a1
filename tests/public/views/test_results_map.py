"""Does the map of a list show the cities of what the list finds, with its counts, its filters and its addresses?"""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from practices.models import City
from tests.builders import make_city, make_draft, make_topic, published, withdrawn
from tests.headings import heading_texts, title_of, words

pytestmark = pytest.mark.django_db

WIDEST = 60_000
"""Characters of a page."""


@pytest.fixture
def cities() -> list[City]:
    make_city("Bergen", latitude=60.39, longitude=5.33)
    oslo = make_city("Oslo", latitude=59.91, longitude=10.75)
    lisbon = make_city("Lisbon", "PT", latitude=38.72, longitude=-9.14)
    published(title="Shared", partner_cities=[oslo], topics=[make_topic("roma", "Roma")])
    published(title="Alone")
    published(title="South", city=lisbon, country="PT")
    published(title="Whole", city=None, country="PT")
    make_draft(title="Never", city=make_city("Porto", "PT", latitude=41.1, longitude=-8.6), country="PT")
    withdrawn(title="Gone", city=make_city("Faro", "PT", latitude=37.0, longitude=-7.9), country="PT")
    return [oslo, lisbon]


def dots(page: str) -> set[tuple[str, str]]:
    """Return what each dot of the wide map says, and where it leads."""
    wide = page.split("<svg")[2 if "histogram" in page else 1]
    found = re.findall(r'<a href="([^"]+)"><title>(.*?)</title>', wide.partition("</svg>")[0])
    return {(text, url.replace("&amp;", "&")) for url, text in found}


@pytest.mark.usefixtures("cities")
def test_map_shows_each_city_of_the_list_and_leads_to_its_practices(client: Client) -> None:
    page = client.get("/practices/map/").content.decode()
    assert title_of(page) == "Map of practices – Intercultural good practices"
    assert dots(page) == {
        ("Bergen: 2 practices", "/practices/?city=bergen"),
        ("Lisbon: 1 practice", "/practices/?city=lisbon"),
        ("Oslo: 1 practice", "/practices/?city=oslo"),
    }
    assert heading_texts(page, 2)[-1] == "4 practices"
    assert "A whole country, no city : 1 practice" in words(page)


@pytest.mark.usefixtures("cities")
def test_map_keeps_the_filters_of_the_list_and_each_leads_to_the_other(client: Client) -> None:
    page = client.get("/practices/map/?topic=roma").content.decode()
    assert dots(page) == {
        ("Bergen: 1 practice", "/practices/?city=bergen&topic=roma"),
        ("Oslo: 1 practice", "/practices/?city=oslo&topic=roma"),
    }
    assert '<a href="/practices/?topic=roma"' in page
    assert '<a href="/practices/map/?topic=roma"' in client.get("/practices/?topic=roma").content.decode()
    assert 'action="/practices/map/"' in page


@pytest.mark.usefixtures("cities")
def test_figure_of_each_dot_is_that_of_the_list_it_leads_to(client: Client) -> None:
    for text, url in dots(client.get("/practices/map/").content.decode()):
        listed = heading_texts(client.get(url).content.decode(), 2)
        assert text.split(": ")[1] in listed


def test_neighbours_lead_to_the_map_of_their_country_and_there_to_their_practices(client: Client) -> None:
    one = make_city("Oslo", latitude=59.91, longitude=10.75)
    other = make_city("Drammen", latitude=59.74, longitude=10.2)
    published(city=one, partner_cities=[other])
    published(city=make_city("Tokyo", "JP", latitude=35.7, longitude=139.7), country="JP")
    assert ("Drammen, Oslo", "/practices/map/?country=NO") in dots(
        client.get("/practices/map/").content.decode()
    )
    nearer = dots(client.get("/practices/map/?country=NO").content.decode())
    assert nearer == {("Drammen, Oslo", "/practices/?country=NO&city=drammen&city=oslo")}


def test_address_has_one_spelling_and_the_list_says_what_is_wrong(client: Client) -> None:
    published()
    moved = client.get("/practices/map/?topic=education&country=no")
    assert (moved.status_code, moved.headers["Location"]) == (
        301,
        "/practices/map/?country=NO&topic=education",
    )
    refused = client.get("/practices/map/?year=abc")
    assert (refused.status_code, refused.headers["Location"]) == (302, "/practices/?year=abc")


def test_map_of_nothing_leads_to_the_list(client: Client) -> None:
    page = client.get("/practices/map/?year=1950").content.decode()
    assert "<figure" not in page
    assert '<a href="/practices/?year=1950">See what could be meant, or left out</a>' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_map_asks_as_few_questions_as_the_list(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        published(
            title=f"Practice {number}", city=make_city(f"City {number}", latitude=60 + number, longitude=5)
        )
    with django_assert_num_queries(12):  # the version, cities, and ten of the facets
        client.get("/practices/map/")


def test_page_is_small_however_many_cities_there_are(client: Client) -> None:
    for number in range(90):
        at = 38 + number % 9 * 3.3, -8 + number // 9 * 4.1
        published(
            title=f"P {number}",
            city=make_city(f"City {number}", "ES", latitude=at[0], longitude=at[1]),
            country="ES",
        )
    page = client.get("/practices/map/").content.decode()
    assert '<a href="/practices/cities/">All cities of these practices</a>' in page
    assert len(page) < WIDEST

"""Does the map of a list show the cities of what the list finds, with its counts, its filters and its addresses?"""

import re
from itertools import batched

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from practices.imports.cities import load_cities, load_topics
from practices.listing.filters import MOST_VALUES
from practices.models import City
from tests.builders import make_city, make_draft, make_topic, published, withdrawn
from tests.examples import FIRST, MORE
from tests.headings import heading_texts, title_of, words

pytestmark = pytest.mark.django_db

WIDEST = 60_000
"""Bytes of a page."""
MANY = 3000
"""Cities of a catalogue of 100,000 practices, if a city has some thirty."""


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


def largest(page: str) -> str:
    """Return where the dot leads that stands for the most cities."""
    wide = page.split("<svg")[2].partition("</svg>")[0]
    found: list[tuple[str, str]] = re.findall(
        r'<a href="([^"]+)">(?:(?!</a>).)*?aria-hidden="true">(\d+)</text>', wide
    )
    return max(found, key=lambda each: int(each[1]))[0].replace("&amp;", "&")


def test_largest_dot_leads_nearer_and_nearer_whatever_else_its_practices_name(client: Client) -> None:
    oslo, drammen = (
        make_city("Oslo", latitude=59.91, longitude=10.75),
        make_city("Drammen", latitude=59.74, longitude=10.2),
    )
    malmo = make_city("Malmo", "SE", latitude=55.6, longitude=13.0)
    hangzhou = make_city("Hangzhou", "CN", latitude=30.29, longitude=120.16)
    durban = make_city("Durban", "ZA", latitude=-29.86, longitude=31.03)
    published(city=oslo, partner_cities=[drammen, malmo, hangzhou, durban])
    walk = ["/practices/map/?country=NO"]
    while walk[-1].startswith("/practices/map/"):
        walk.append(largest(client.get(walk[-1]).content.decode()))
    assert walk == [
        "/practices/map/?country=NO",
        "/practices/map/europe/?country=NO",
        "/practices/map/no/?country=NO",
        "/practices/?country=NO&city=drammen&city=oslo",
    ]


@pytest.mark.usefixtures("cities")
def test_map_of_a_part_lists_the_cities_there_and_leads_back(client: Client) -> None:
    make_city("Drammen", latitude=59.74, longitude=10.2)
    published(title="Between", city=City.objects.get(name="Drammen"))
    answer = client.get("/practices/map/no/")
    page = answer.content.decode()
    assert title_of(page) == "Map of practices: Norway – Intercultural good practices"
    said = "The map shows this part of the world: Norway. See all cities of these practices"
    assert said in words(page)
    assert '<a href="/practices/map/">See all cities' in page
    assert [way.name for way in answer.context["cities"]] == ["Bergen", "Drammen", "Oslo"]
    assert [client.get(f"/practices/map/{code}/").status_code for code in ("NO", "xx", "europe")] == [
        404,
        404,
        200,
    ]


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


def test_dot_of_many_cities_has_an_address_that_the_list_takes(client: Client) -> None:
    for code, latitude, longitude in (("NO", 60.0, 13), ("SE", 60.5, 13), ("JP", 36.0, 138)):
        near = [
            make_city(f"{code} {n}", code, latitude=latitude, longitude=longitude + n / 100)
            for n in range(MOST_VALUES)
        ]
        published(title=code, country=code, city=near[0], partner_cities=near[1:])
    north = {
        url for text, url in dots(client.get("/practices/map/").content.decode()) if "100 cities" in text
    }
    assert north == {"/practices/map/europe/"}
    nearer = {url for _text, url in dots(client.get(north.pop()).content.decode())}
    assert nearer == {"/practices/?country=NO&country=SE"}


@pytest.mark.thorough
def test_page_is_small_with_the_shipped_practices_and_with_as_many_cities_as_100_000_have(
    client: Client,
) -> None:
    load_cities()
    load_topics()
    for path in (FIRST, MORE):
        call_command("import_practices", str(path), publish=True, verbosity=0)
    shipped = client.get("/practices/map/").content
    largest = City.objects.order_by("-population", "pk")[:MANY]
    for some in batched(largest, 150, strict=False):
        published(city=some[0], country=some[0].country.code, partner_cities=list(some[1:]))
    everywhere = client.get("/practices/map/").content
    assert b'<a href="/practices/cities/">All cities of these practices</a>' in everywhere
    assert [len(page) < WIDEST for page in (shipped, everywhere)] == [True, True], (
        len(shipped),
        len(everywhere),
    )

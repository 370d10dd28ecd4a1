"""Where do the ways on from a list lead, and does each bring something?"""

from typing import Any

import pytest
from django.test import Client

from practices.listing.relaxations import MOST_TRIED, countries_said, in_other_words, relaxations, years_said
from tests.builders import make_city, published
from tests.headings import words
from tests.listing.test_filters import asked

pytestmark = pytest.mark.django_db


def test_relaxations_count_what_comes_back() -> None:
    published(title="In Bergen")
    published(title="In Oslo", city=make_city("Oslo"), period="1990")
    ways = relaxations(asked("city=bergen&year=1990"))
    assert [(chip.name, count) for chip, count in ways] == [("city", 1), ("year", 1)]


@pytest.mark.parametrize(
    ("query", "ways", "said"),
    [
        (
            "city=bergen&year=1950",
            [("year", 1)],
            "Remove one: without the year 1950 1 practice Or see all",
        ),
        (
            "city=bergen&year=1950&cost=under-10k",
            [],
            "Removing one of the filters is not enough. See all practices",
        ),
    ],
)
def test_no_way_is_offered_that_brings_nothing(
    client: Client, query: str, ways: list[tuple[str, int]], said: str
) -> None:
    published(title="In Bergen")
    assert [(chip.name, count) for chip, count in relaxations(asked(query))] == ways
    assert said in words(client.get(f"/practices/?{query}").content.decode())


def test_better_words_keep_the_filters_that_let_them_find_something(client: Client) -> None:
    published(title="A library")
    assert in_other_words(asked("q=libary&country=NO"), "library") == ("q=library&country=NO", True)
    assert in_other_words(asked("q=libary&country=SE"), "library") == ("q=library", False)
    page = client.get("/practices/?q=libary&country=NO&year=2016").content.decode()
    assert '<a href="?q=library&amp;country=NO&amp;year=2016"><strong>library</strong></a>' in page
    elsewhere = client.get("/practices/?q=libary&country=SE").content.decode()
    assert '<a href="?q=library"><strong>library</strong></a>' in elsewhere
    assert "It is found only without the other filters." in elsewhere
    assert "without the other filters" not in page


@pytest.mark.parametrize(
    ("query", "ways"),
    [
        ("q=2016", [("2016", "year=2016", 2)]),
        ("q=ship+2016", [("2016", "q=ship&year=2016", 1)]),
        ("q=ship+2016&country=NO", [("2016", "q=ship&country=NO&year=2016", 1)]),
        ("q=ship+2016&country=SE", []),
        ("q=2016&year=2017", []),
        ("q=2016&q=ship", []),
        ("q=1066", []),
        ("q=1950", []),
        ("q=-2016", []),
        ("q=%222016%22", []),
        ("q=٢٠١٦", []),
    ],
)
def test_year_among_the_words_leads_to_what_ran_then(query: str, ways: list[tuple[str, str, int]]) -> None:
    published(title="A ship", period="2015-2017")
    published(title="A choir", purpose="They sing.", process="", period="since 2010")
    assert [(year, way.query, way.count) for year, way in years_said(asked(query))] == ways


def test_many_years_among_the_words_cost_no_more_than_some(django_assert_max_num_queries: Any) -> None:
    published(title="A ship", period="since 2000")
    years = "+".join(str(year) for year in range(2001, 2021))
    with django_assert_max_num_queries(MOST_TRIED):
        assert years_said(asked(f"q={years}")) == []


def test_page_says_that_a_year_was_looked_for_as_a_word(client: Client) -> None:
    published(title="A ship of 2016", period="2015-2017")
    page = client.get("/practices/?q=2016").content.decode()
    assert "2016 was looked for as a word. See the practice that ran in 2016" in words(page)
    assert '<a href="?year=2016">' in page
    nothing = client.get("/practices/?q=2017").content.decode()
    assert "2017 was looked for as a word. See the practice that ran in 2017 No practice found" in words(
        nothing
    )


@pytest.mark.parametrize(
    ("query", "total", "ways"),
    [
        ("q=Sweden", 0, [("Sweden", "country=SE", 2)]),
        ("q=Sverige", 0, [("Sverige", "country=SE", 2)]),
        ("q=Sweden", 2, []),
        ("q=ship,+Sweden", 0, [("Sweden", "q=ship&country=SE", 1)]),
        ("q=the+Czech+Republic", 0, [("the Czech Republic", "country=CZ", 1)]),
        ("q=sweden+ship&country=NO", 0, []),
        ("q=Peru", 0, []),
        ("q=-Sweden+ship", 0, []),
        ("q=%22Sweden%22", 0, []),
        ("q=Scotland", 0, []),
        ("q=it+is+SE", 0, []),
        ("q=Sweden&q=ship", 0, []),
    ],
)
def test_country_among_the_words_leads_to_its_practices(
    query: str, total: int, ways: list[tuple[str, str, int]]
) -> None:
    there = make_city("Malmö", "SE", slug="malmo")
    published(title="A ship", partner_cities=[there])
    published(title="Bread", country="SE", city=there, purpose="They bake.", process="")
    published(title="Beer", country="CZ", city=make_city("Brno", "CZ"))
    published(title="Kilts", country="GB", city=make_city("Perth", "GB"))
    found = countries_said(asked(query), total)
    assert [(typed, way.query, way.count) for typed, _code, way in found] == ways


def test_page_says_that_a_word_is_a_country(client: Client) -> None:
    published(title="Bread", country="SE", city=make_city("Malmö", "SE", slug="malmo"))
    published(title="A ship")
    page = client.get("/practices/?q=Sverige").text
    assert "“Sverige” also names a country. See the practice from Sweden No practice found" in words(page)
    assert '<a href="?country=SE">' in page
    assert "stands for" not in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "year_from=2020&year_to=2010",
            "2020 to 2010. What ran all the time between them is shown. See the 2",
        ),
        ("year_from=2010&year_to=2020", ""),
        ("year_from=2010&year_to=2010", ""),
        ("year_from=2020", ""),
    ],
)
def test_range_that_ends_before_it_begins_is_told(client: Client, query: str, said: str) -> None:
    published(title="A ship", period="2005-2025")
    published(title="A choir", period="2012-2015")
    page = client.get(f"/practices/?{query}").text
    assert ("the wrong way round" in page) is bool(said)
    assert said in words(page)
    assert ('<a href="?year_from=2010&amp;year_to=2020">' in page) is bool(said)
    assert "See the 0" not in words(client.get("/practices/?year_from=1990&year_to=1980").text)

"""Are the cities suggested that somebody means who types two letters, another script or a misspelt name?"""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from practices.models import City, version
from practices.search import city_names
from practices.search.suggested_cities import MOST_SUGGESTED, suggested_cities
from tests.builders import make_city, published
from tests.hostile import NASTY, TEXTS, quoted

pytestmark = pytest.mark.django_db

ADDRESS = "/places/suggestions/"


@pytest.fixture(autouse=True)
def world() -> None:
    """Some cities of the list, with some of their names."""
    make_city("Vienna", "AT", aliases=["Wien", "Відень", "ウィーン"], population=1_691_000)
    make_city("Vienna", "US", slug="vienna-us", population=16_000)
    make_city("Vienne", "FR", aliases=["Vienna Allobrogum"], population=29_000)
    make_city("Wiener Neustadt", "AT", population=42_000)
    make_city("Lublin", "PL", population=360_000)
    make_city("Zürich", "CH", aliases=["Zurigo"], population=341_000)
    make_city("The Hague", "NL", aliases=["Den Haag", "'s-Gravenhage"], population=474_000)
    make_city("Tokyo", "JP", aliases=["東京"], population=8_336_000)


def typed(text: str, country: str = "") -> list[str]:
    return [each.typed for each in suggested_cities(text, country)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("vi", "Vienna, Austria"),
        ("VIENNA", "Vienna, Austria"),
        ("wien", "Vienna, Austria"),
        ("Відень", "Vienna, Austria"),
        ("zurich", "Zürich, Switzerland"),
        ("zuri", "Zürich, Switzerland"),
        ("hague", "The Hague, Netherlands"),
        ("gravenhage", "The Hague, Netherlands"),
        ("東", "Tokyo, Japan"),
        ("viena", "Vienna, Austria"),
        ("vinena", "Vienna, Austria"),
        ("Lulbin", "Lublin, Poland"),
        ("Vienna, Au", "Vienna, Austria"),
        ("Vienna, United", "Vienna, United States of America"),
        ("Vienna, US", "Vienna, United States of America"),
    ],
)
def test_city_is_found_by_a_few_letters_in_any_script_and_misspelt(text: str, first: str) -> None:
    assert typed(text)[0] == first


@pytest.mark.parametrize("text", ["", "v", " ", "-", "xyzxyz", "Vienna, Nowhere", "x" * 1_000])
def test_what_names_nothing_finds_nothing(text: str) -> None:
    assert typed(text) == []


def test_partner_of_a_polish_city_is_found_abroad_with_its_country() -> None:
    assert typed("Vienna", "PL")[:2] == ["Vienna, Austria", "Vienna, United States of America"]
    assert typed("lub", "PL") == ["Lublin"]


def test_cities_of_the_country_come_first_then_those_of_countries_with_practices_and_nobodys_last() -> None:
    make_city("Vienna Station", "AQ", slug="vienna-station", population=3_000_000)
    assert typed("vien", "FR")[0] == "Vienne"
    assert typed("vienn", "US")[:2] == ["Vienna", "Vienna, Austria"]
    published(country="US", city=City.objects.get(slug="vienna-us"))
    found = typed("vienn", "PL")
    assert found[:2] == ["Vienna, United States of America", "Vienna, Austria"]
    assert found[-1] == "Vienna Station, Antarctica"


def test_cities_of_one_name_in_a_country_are_told_apart_and_each_says_which_it_is() -> None:
    make_city("Chicago", "US", latitude=41.9, longitude=-87.6, population=2_700_000)
    place = {"latitude": 39.8, "longitude": -89.6}
    make_city("Springfield", "US", slug="springfield-illinois", population=114_000, **place)
    make_city("Springfield", "US", slug="springfield", population=169_000)
    rows = [each.row for each in suggested_cities("springf", "US")]
    assert [row["slug"] for row in rows] == ["springfield", "springfield-illinois"]
    assert rows[1] == {
        "name": "Springfield",
        "where": "United States of America, near Chicago (288 km), 114,000 inhabitants",
        "typed": "Springfield",
        "country": "US",
        "which": "which-us-springfield",
        "which_partner": "which-partner-us-springfield",
        "slug": "springfield-illinois",
    }


def test_suggestions_are_few() -> None:
    for number in range(MOST_SUGGESTED + 3):
        make_city(f"Newtown {number}", "IE")
    assert len(typed("newtown")) == MOST_SUGGESTED


def get(**asked: str) -> Any:
    return Client().get(ADDRESS, asked)


def test_address_answers_a_script_is_kept_and_sets_no_cookie() -> None:
    response = get(q="wien", country="PL")
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"].startswith("public, max-age=")
    assert response.headers["ETag"]
    assert not response.cookies
    assert response.json()["said"] == "2 cities"
    assert [row["typed"] for row in response.json()["cities"]] == [
        "Vienna, Austria",
        "Wiener Neustadt, Austria",
    ]
    again = Client().get(
        ADDRESS, {"q": "wien", "country": "PL"}, headers={"If-None-Match": response.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert get(q="xyzxyz").json() == {"cities": [], "said": "No city found"}


def test_new_name_is_suggested_once_the_catalogue_has_a_new_version() -> None:
    assert typed("nowhere") == []
    make_city("Nowhere", "NO")
    version.invalidate_pages()
    assert typed("nowhere") == ["Nowhere, Norway"]


def test_suggesting_takes_so_many_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    version.invalidate_pages()
    city_names.city_names()
    found = 4  # the version, for the page and for the names; the cities, their namesakes
    counted = 3  # the tries of this network are asked for, one is written, and they are counted
    for text in ("vien", "viena"):  # a misspelt name takes no more
        with django_assert_num_queries(found + counted):
            assert get(q=text).json()["cities"]
    with django_assert_num_queries(1):  # the version
        assert get(q="viena").json()["cities"]


def test_too_many_suggestions_at_once_are_refused(settings: Settings) -> None:
    settings.LIMITS = settings.LIMITS | {"suggestions": {"ip": [(2, 60)]}}
    assert [get(q=text).status_code for text in ("vien", "wien", "lub", "vien")] == [200, 200, 429, 200]


@pytest.mark.one_in(4)
@pytest.mark.alike
@pytest.mark.long
@pytest.mark.parametrize("text", [*TEXTS, *(unit * 500 for unit in NASTY.values())])
def test_hostile_texts_are_answered(text: str) -> None:
    for country in ("", "NO", quoted(text)[:200]):
        response = Client().get(f"{ADDRESS}?q={quoted(text)[:3000]}&country={country}")
        assert response.status_code == 200
        assert len(response.json()["cities"]) <= MOST_SUGGESTED

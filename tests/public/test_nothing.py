"""What does the list say where nothing is found, and where does it lead on? And which filters are not there?"""

import re

import pytest
from django.test import Client

from practices.choices import Cost
from practices.listing.results import ResultSet
from practices.public.parts.facets import Facets
from tests.builders import make_city, make_topic, published
from tests.headings import words
from tests.listing.test_filters import asked

pytestmark = pytest.mark.django_db


def main_words(client: Client, address: str) -> str:
    """Return what stands under the heading that nothing fits."""
    page = client.get(address, follow=True).content.decode()
    return words(page[page.index('<h2 id="total">') : page.index('<p class="unseen" role="status"')])


def test_single_word_that_nobody_uses_is_said_once(client: Client) -> None:
    published()
    assert main_words(client, "/practices/?q=zzzzqqq") == (
        "No practice found No practice on line has this word: zzzzqqq See the 1 practice on line"
    )
    published(title="Another")
    assert main_words(client, "/practices/?year=1950") == "No practice found See all 2 practices"


def test_relaxations_are_in_words_that_people_use(client: Client) -> None:
    published(topics=[make_topic("roma", "Roma")])
    address = "/practices/?q=zzzzqqq&country=NO&city=bergen&topic=roma&outcome=none&ongoing=1"
    assert "without the words “zzzzqqq” 1 practice" in main_words(client, address)
    found = main_words(client, "/practices/?country=NO&city=bergen&topic=roma&outcome=discontinued&cost=none")
    assert "Remove one: without “outcome: discontinued” 1 practice Or" in found
    found = main_words(client, "/practices/?country=SE&city=bergen&q=ship")
    assert "Remove one: without Sweden 1 practice without Bergen 0" not in found
    assert "Remove one: without Sweden 1 practice Or" in found


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Seoul", "Seoul is in South Korea. No practice from there is on line yet. See the practices from"),
        ("séoul", "Seoul is in South Korea."),
        ("Porto", "Porto is in Portugal. No practice from there is on line yet. See the 3"),
        ("New Porto", "New Porto is in Italy."),
        ("Japan", "No practice from Japan is on line yet."),
        ("Nippon", "this word: Nippon"),
        ("Nederland", "No practice from Netherlands is on line yet."),
        ("Brasilia", "Brasília is in Brazil."),
        ("KOR", "“kor” stands for South Korea. See the practices from South Korea"),
        (
            "Scotland",
            "Scotland is a part of United Kingdom. No practice has its name. See the practices from",
        ),
        ("refugees", "Refugees is a topic. No practice on it is on line yet."),
        ("should Seoul zzzz", "this word: zzzz"),
    ],
)
def test_name_that_no_practice_has_is_known_and_not_put_right(client: Client, typed: str, said: str) -> None:
    published(title="Should a part be new?", country="KR", city=make_city("Ansan", "KR"))
    published(title="A portal of refuge")
    published(title="A ship", country="GB", city=make_city("Leeds", "GB"))
    make_city("Nederland", "US")
    make_city("Brasília", "BR", population=2_000_000)
    make_city("Seoul", "KR")
    make_city("Porto", "PT", population=9)
    make_city("Porto", "BR", slug="porto-brazil", population=1)
    make_city("New Porto", "IT")
    make_topic("refugees", "refugees")
    found = main_words(client, f"/practices/?q={typed}").replace("See all 3", "See the 3")
    assert said in found
    assert "Did you mean" not in found
    assert "this word: Seoul" not in found


def test_country_without_practices_has_no_link(client: Client) -> None:
    published()
    make_city("Porto", "PT")
    page = client.get("/practices/?q=Porto&country=PT").content.decode()
    assert "Porto is in Portugal." in words(page)
    assert "/places/pt/" not in page
    assert "/places/no/" not in page[page.index('id="total"') :]


def test_facet_with_nothing_to_choose_is_not_there(client: Client) -> None:
    published(period="", topics=[])
    page = client.get("/practices/").text
    assert legends(page) == ["Country", "City"]
    published(period="since 2015", cost=Cost.UNDER_10K)
    assert legends(client.get("/practices/").text) == ["Country", "City", "Topic", "Ran in the year", "Cost"]
    assert legends(client.get("/practices/?outcome=discontinued").text)[-1] == "Outcome"


def legends(page: str) -> list[str]:
    return re.findall(r'<legend class="label">(.*?)</legend>', page)


def test_what_brings_nothing_shows_only_if_it_is_chosen(client: Client) -> None:
    for number in range(9):
        published(title=f"Choir {number}", city=make_city(f"Town {number}"))
    published(title="Bread", country="SE", city=make_city("Malmö", "SE", slug="malmo"))
    beside = Facets(ResultSet(asked("q=bread&country=FR")))
    shown = {facet.name: [(each.value, each.count) for each in facet.values] for facet in beside.all}
    assert (shown["country"], shown["city"]) == ([("FR", 0), ("SE", 1)], [])
    beside = Facets(ResultSet(asked("q=bread")))
    assert [(each.value, each.count) for each in beside.city.values] == [("malmo", 1)]
    assert beside.city.all_url == ""
    assert "disabled" not in client.get("/practices/?q=bread").text


def test_languages_show_where_there_is_more_than_one(client: Client) -> None:
    published(title="Bread")
    assert "Language</legend>" not in client.get("/practices/").text
    published(title="Brot", language="de")
    page = client.get("/practices/").text
    assert re.findall(r'name="language"\s+value="([\w-]+)"', page) == ["en", "de"]
    only = client.get("/practices/?language=de")
    assert [card.title for card in only.context["cards"]] == ["Brot"]
    assert "· in German" in " ".join(only.text.split())
    facts = " ".join(client.get("/practices/brot/").text.split())
    assert "<dt>Language of the text</dt>" in facts
    assert "<dt>Language of the text</dt>" not in client.get("/practices/bread/").text

"""Do the figures say what the lists say that they lead to, with the filters in force, on the page and as a file?"""

import csv
import io
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.builders import make_city, make_draft, make_topic, make_translation, published, withdrawn
from tests.headings import heading_texts, title_of

pytestmark = pytest.mark.django_db

ROW = re.compile(r'<th scope="row">\s*<a href="([^"]+)">(.*?)</a>.*?<td>(\d+)</td>', re.DOTALL)


@pytest.fixture(autouse=True)
def practices() -> None:
    lisbon = make_city("Lisbon", "PT")
    roma, education = make_topic("roma", "Roma"), make_topic()
    published(title="One", topics=[roma, education], period="2015-2017", cost="under_10k")
    published(title="Two", topics=[education], period="since 2016", partner_cities=[lisbon])
    published(title="Three", city=lisbon, country="PT", period="", topics=[], outcome="")
    make_translation(published(title="Eins"), of=published(title="Four"))
    make_draft(title="Never", country="SE", city=make_city("Malmö", "SE", slug="malmo"))
    withdrawn(title="Gone", country="SE", city=make_city("Malmö", "SE", slug="malmo"))


def figures(page: str) -> dict[str, list[tuple[str, str, str]]]:
    """Return the lines of each figure by its title: words, number and address."""
    found = {}
    for table in re.findall(r'<table class="figure">(.*?)</table>', page, re.DOTALL):
        title = re.search(r"<caption>\s*(.*?)\s*</caption>", table)
        assert title
        lines = ROW.findall(table)
        found[title[1]] = [(text, count, url.replace("&amp;", "&")) for url, text, count in lines]
    return found


def test_figures_count_practices_by_what_they_say(client: Client) -> None:
    page = client.get("/insights/").content.decode()
    found = figures(page)
    assert title_of(page) == "Figures – Intercultural good practices"
    assert found["By country"] == [
        ("Norway", "3", "/practices/?country=NO"),
        ("Portugal", "2", "/practices/?country=PT"),
    ]
    assert [line[:2] for line in found["By topic"]][:2] == [("Education", "3"), ("Roma", "1")]
    years = [text for text, _count, _url in found["By the year in which they ran"]]
    assert years[:3] == ["2015", "2016", "2017"]


@pytest.mark.parametrize("query", ["", "?country=NO", "?topic=education&year=2016"])
def test_each_figure_is_that_of_the_list_it_leads_to(client: Client, query: str) -> None:
    found = figures(client.get(f"/insights/{query}").content.decode())
    lines = [line for figure in found.values() for line in figure]
    assert len(lines) > 5
    for _text, count, url in lines:
        headings = heading_texts(client.get(url).content.decode(), 2)
        assert f"{count} practice{'s' * (count != '1')}" in headings, url


def test_file_has_all_that_the_page_has(client: Client) -> None:
    page = figures(client.get("/insights/?country=NO").content.decode())
    answer = client.get("/insights.csv?country=NO")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="figures.csv"'
    said = {(row["name"], row["practices"], row["address"]) for row in rows}
    assert {line for figure in page.values() for line in figure} <= said


def test_address_has_one_spelling_and_the_list_says_what_is_wrong(client: Client) -> None:
    for address in ("/insights/", "/insights.csv"):
        moved = client.get(f"{address}?topic=education&country=no")
        assert moved.headers["Location"] == f"{address}?country=NO&topic=education"
        assert client.get(f"{address}?year=abc").headers["Location"] == "/practices/?year=abc"


def test_list_map_and_figures_lead_to_one_another(client: Client) -> None:
    ways = {"/practices/?country=NO", "/practices/map/?country=NO", "/insights/?country=NO"}
    for way in ways:
        page = client.get(way).content.decode()
        assert ways - set(re.findall(r'href="([^"]+)"', page)) <= {way}


def test_figures_of_nothing_lead_to_the_list(client: Client) -> None:
    page = client.get("/insights/?year=1950").content.decode()
    assert figures(page) == {}
    assert '<a href="/practices/?year=1950">See what could be meant, or left out</a>' in page


def test_figures_ask_as_few_questions_as_the_facets(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(11):  # the version, and ten of the facets
        client.get("/insights/")

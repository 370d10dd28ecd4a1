"""Do the figures say what the lists say that they lead to, with the filters in force, on the page and as a file?"""

import csv
import io
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from practices.models import Edition, Event, chain, version
from practices.models.per_version import forget_versions, making_for
from practices.search import counts
from practices.workflow import Status
from tests.builders import make_city, make_draft, make_topic, make_translation, published, withdrawn
from tests.headings import heading_texts, title_of, words

pytestmark = pytest.mark.django_db

SITE = ZoneInfo(settings.TIME_ZONE)
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


@pytest.mark.long
@pytest.mark.parametrize("query", ["", "?country=NO", "?topic=education&year=2016"])
def test_each_figure_is_that_of_the_list_it_leads_to(client: Client, query: str) -> None:
    found = figures(client.get(f"/insights/{query}").content.decode())
    lines = [line for figure in found.values() for line in figure]
    assert len(lines) > 5
    for _text, count, url in lines:
        headings = heading_texts(client.get(url).content.decode(), 2)
        assert f"{count} practice{'s' * (count != '1')}" in headings, url


CELL = re.compile(r'<td class="crosstab__cell crosstab__cell--[1-4]">\s*<a href="([^"]+)">(\d+)</a>')


def crosstabs(page: str) -> list[tuple[str, str]]:
    """Return the cells of all tables of two things: number and address."""
    return [(count, url.replace("&amp;", "&")) for url, count in CELL.findall(page)]


@pytest.mark.long
@pytest.mark.parametrize(
    "query", ["", "?country=NO&country=PT", "?year=2015&published=2025", "?topic=education"]
)
def test_each_cell_and_each_bar_is_that_of_the_list_it_leads_to(client: Client, query: str) -> None:
    Edition.objects.filter(title="One").update(first_published_at=datetime(2025, 12, 31, 23, 30, tzinfo=SITE))
    page = client.get(f"/insights/{query}").content.decode()
    bars = re.findall(r'<a href="([^"]+)">\s*<title>\d{4}: (\d+) practice', page)
    beside = re.findall(r'<a href="([^"]+)">[^<]+</a>: (\d+) practice', page)
    found = crosstabs(page) + [(count, url.replace("&amp;", "&")) for url, count in bars + beside]
    assert len(found) >= 4
    for count, url in found:
        headings = heading_texts(client.get(url).content.decode(), 2)
        assert f"{count} practice{'s' * (count != '1')}" in headings, url


def test_topics_stand_against_countries_of_those_asked_for(client: Client) -> None:
    everything = crosstabs(client.get("/insights/").content.decode())
    assert [cell for cell in everything if "topic" in cell[1]] == [
        ("3", "/practices/?country=NO&topic=education"),
        ("1", "/practices/?country=PT&topic=education"),
        ("1", "/practices/?country=NO&topic=roma"),
    ]
    assert not any("topic" in url for _n, url in crosstabs(client.get("/insights/?country=NO").text))


@pytest.mark.long
def test_only_the_largest_stand_against_one_another_and_the_rest_is_said(client: Client) -> None:
    for code in ("AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR"):
        published(title=f"In {code}", country=code, city=None, topics=[make_topic()])
    page = client.get("/insights/").content.decode()
    assert "Shown are 2 of 2 topics and 12 of 14 countries, those with the most practices." in page
    assert "topic=education&country" not in page
    rows = list(csv.DictReader(io.StringIO(client.get("/insights/matrix.csv").content.decode("utf-8-sig"))))
    assert [row["value"] for row in rows][-2:] == ["education,PT", "roma,NO"]
    assert len(rows) == 15


def test_country_whose_last_practice_goes_off_line_meanwhile_is_counted_with_none(client: Client) -> None:
    """What was counted a moment before still names it."""
    known = version.current()
    with making_for(known):
        counts.by_country()
    Edition.objects.filter(title__in=["Two", "Three"]).delete()
    assert version.current() == known  # told of a moment later
    assert client.get("/insights/").status_code == 200


def test_timeline_says_what_goes_on_and_what_is_not_known(client: Client) -> None:
    page = client.get("/insights/").content.decode()
    year = timezone.localdate().year
    assert f"<title>{year}: 2 practices, 2 still running</title>" in page
    assert "<title>2016: 3 practices, 2 still running</title>" in page
    ways = dict(re.findall(r'<a href="([^"]+)">([^<]+)</a>: \d+ practice', page))
    assert ways["/practices/?ongoing=1"] == "Still running"
    assert ways["/practices/?year=none"] == "Period not stated"
    assert page.count('class="timeline__open"') == 1
    assert 'class="timeline__open"' not in client.get("/insights/?topic=roma").content.decode()


def test_growth_says_when_practices_came_in_the_time_of_the_site(client: Client) -> None:
    Edition.objects.update(first_published_at=datetime(2026, 1, 1, 0, 30, tzinfo=SITE))
    Edition.objects.filter(title="One").update(first_published_at=datetime(2024, 12, 31, 23, 30, tzinfo=SITE))
    page = client.get("/insights/").content.decode()
    cells = [cell for cell in crosstabs(page) if "published" in cell[1]]
    assert cells == [("3", "/practices/?published=2026-01"), ("1", "/practices/?published=2024-12")]
    rows = [words(row) for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)]
    assert "2026 3 0 0 0 0 0 0 0 0 0 0 0 3 4" in rows
    assert "2025 0 0 0 0 0 0 0 0 0 0 0 0 0 1" in rows
    assert "2024 0 0 0 0 0 0 0 0 0 0 0 1 1 1" in rows


def test_each_figure_is_a_file_of_its_own_and_all_of_them_are_one(client: Client) -> None:
    whole = client.get("/insights.csv?country=NO&country=PT").content.decode("utf-8-sig").splitlines()
    page = client.get("/insights/?country=NO&country=PT").content.decode()
    files = [url.replace("&amp;", "&") for url in re.findall(r'href="(/insights/\w+.csv[^"]+)"', page)]
    assert len(files) > 5
    for address in files:
        head, *lines = client.get(address).content.decode("utf-8-sig").splitlines()
        assert head == whole[0]
        assert lines
        assert set(lines) <= set(whole), address


def decided(days: float, move: str) -> None:
    """Record that an editor decided about an entry so many days after it was submitted."""
    draft = make_draft(title="Waiting")
    now = timezone.now()
    for name, at, source in (
        ("submit", now - timedelta(days=days), Status.DRAFT),
        (move, now, Status.SUBMITTED),
    ):
        target = Status.SUBMITTED if name == "submit" else Status.PUBLISHED
        chain.append(draft, Event(practice=draft, move=name, from_status=source, to_status=target, at=at))


@pytest.mark.long
def test_pace_of_editors_is_said_of_many_decisions_together_alone(client: Client) -> None:
    for _ in range(19):
        decided(0.5, "approve")
    assert "How long editors take" not in client.get("/insights/").content.decode()
    decided(40, "return")
    caches["pages"].clear()
    forget_versions()
    page = client.get("/insights/").content.decode()
    assert "Half of the last 20 decisions came within 1 day." in " ".join(page.split())
    assert "How long editors take" not in client.get("/insights/?country=NO").content.decode()
    assert client.get("/insights/decisions.csv").content.decode("utf-8-sig").splitlines() == [
        "days,decisions",
        "Up to 3 days,19",
        "4 to 7 days,0",
        "8 to 14 days,0",
        "15 to 30 days,0",
        "More than 30 days,1",
    ]
    assert "19" in client.get("/insights/decisions.csv?sort=title").content.decode()
    only_head = client.get("/insights/decisions.csv?country=NO").content.decode("utf-8-sig")
    assert only_head.splitlines() == ["days,decisions"]


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
    with django_assert_num_queries(
        17
    ):  # the version, nine of the facets; all keys, translations, countries and topics; the months and what came in each, decisions
        client.get("/insights/")

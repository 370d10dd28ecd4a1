"""Do machines find all that is published, nothing else, and what it is?"""

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from rdflib import DCAT, DCTERMS, RDF, RDFS, Graph, Literal, Namespace, URIRef

from practices.exports.formats.table import FORMATS
from practices.models import Edition
from practices.public.views import crawled
from tests.builders import make_city, make_draft, make_topic, make_translation, published, withdrawn

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),  # rdflib's reader of JSON-LD uses it
]

SCHEMA = Namespace("https://schema.org/")
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
DESCRIPTION = re.compile(r'<meta name="description"\s+content="([^"]*)"')
SOCIAL = re.compile(r'<meta property="(og:[\w:]+)" content="([^"]*)"')


def listed(client: Client, address: str) -> dict[str, str | None]:
    """Return the addresses of a part of the map without the site's, each with its date."""
    root = ET.fromstring(client.get(address).content)  # noqa: S314  our own
    found = {}
    for each in root:
        said = {child.tag.partition("}")[2]: child.text for child in each}
        found[said["loc"] or ""] = said.get("lastmod")
    return found


def graph_of(html: str, number: int = 0) -> Graph:
    """Read the data of a page as triples; nobody fetches what its names mean."""
    data: dict[str, Any] = json.loads(DATA.findall(html)[number])
    assert data.pop("@context") == "https://schema.org"
    return Graph().parse(data=json.dumps({"@context": {"@vocab": str(SCHEMA)}, **data}), format="json-ld")


@pytest.mark.long
def test_map_of_the_site_is_the_published_set_with_true_dates(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = published(title="One", city=make_city())
    make_translation(published(title="Ein", city=make_city("Oslo"), topics=[]), of=one)
    withdrawn(title="Gone", city=make_city("Hamar"))
    make_draft(title="Draft")
    monkeypatch.setattr(crawled, "PER_PART", one.pk + 1)
    parts = listed(client, "/sitemap.xml")
    found: dict[str, str | None] = {}
    for part in parts:
        found |= listed(client, part.removeprefix(settings.SITE_URL))
    at = {
        edition.practice.slug: edition.published_at.isoformat(timespec="seconds")
        for edition in Edition.objects.all()
    }
    site = settings.SITE_URL
    assert len(parts) == 3
    assert {
        address: when
        for address, when in found.items()
        if "/practices/" in address and address[-11:] != "/practices/"
    } == {
        f"{site}/practices/map/": max(at.values()),
        f"{site}/practices/one/": at["one"],
        f"{site}/practices/ein/": at["ein"],
    }
    assert f"{site}/places/europe/" in found
    assert {address for address in found if "/places/no/" in address} == {
        f"{site}/places/no/",
        f"{site}/places/no/bergen/",
    }
    assert found[f"{site}/places/no/bergen/"] == at["one"]
    assert found[f"{site}/topics/education/"] == at["one"]
    assert {client.get(address.removeprefix(site)).status_code for address in found} == {200}


@pytest.mark.parametrize("number", [crawled.MOST_PARTS + 1, 10**30])
def test_there_are_so_many_parts_at_most(client: Client, number: int) -> None:
    assert client.get(f"/sitemap-{number}.xml").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_map_asks_few_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        published(title=f"Practice {number}", city=make_city(f"City {number}"))
    with django_assert_num_queries(6):  # the version, the latest, countries, cities twice, topics
        client.get("/sitemap-pages.xml")


def test_robots_leave_alone_what_is_personal_and_what_is_endless(client: Client, settings: Settings) -> None:
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    said = {line.removeprefix("Disallow: ") for line in text.splitlines() if line.startswith("Disallow")}
    assert {"/admin/", "/accounts/", "/contribute/", "/practices/?*&", "/practices.csv?"} <= said
    assert {"/practices/map/?", "/practices/map/*/"} <= said
    assert "/practices.atom?" not in said
    assert client.get("/favicon.ico")["Location"] == "/static/img/favicon.svg"


def test_practice_is_a_report_by_its_city_about_a_project(client: Client, settings: Settings) -> None:
    practice = published(
        title="Ships & </script><b>more</b>",
        period="since 2015",
        city=make_city(latitude=60.39, longitude=5.32),
        topics=[make_topic("education", "Education")],
    )
    html = client.get(practice.get_absolute_url()).content.decode()
    graph, own = graph_of(html), URIRef(f"{settings.SITE_URL}/p/{practice.pk}/")
    assert graph.value(own, RDF.type) == SCHEMA.Report
    said = {
        name: str(graph.value(own, SCHEMA[name]))
        for name in ("name", "temporalCoverage", "inLanguage", "version")
    }
    assert said == {
        "name": "Ships & </script><b>more</b>",
        "temporalCoverage": "2015/..",
        "inLanguage": "en",
        "version": "1",
    }
    parts = {
        name: graph.value(own, SCHEMA[name]) for name in ("author", "about", "keywords", "spatialCoverage")
    }
    kinds = {name: graph.value(part, RDF.type) for name, part in parts.items()}
    assert kinds == {
        "author": SCHEMA.GovernmentOrganization,
        "about": SCHEMA.Project,
        "keywords": SCHEMA.DefinedTerm,
        "spatialCoverage": SCHEMA.Place,
    }
    assert graph.value(own, SCHEMA.license) is None  # none is stated
    way = graph_of(html, 1)
    assert {str(each) for each in way.objects(None, SCHEMA.item)} == {f"{settings.SITE_URL}/practices/"}


def test_home_is_a_catalogue_with_a_download_of_every_form(client: Client, settings: Settings) -> None:
    published()
    graph = graph_of(client.get("/").content.decode())
    downloads = {str(each) for each in graph.objects(None, SCHEMA.contentUrl)}
    assert downloads == {f"{settings.SITE_URL}/practices.{ending}" for ending in FORMATS}


def test_catalogues_of_open_data_read_what_there_is(client: Client, settings: Settings) -> None:
    published()
    published(title="Two", country="SE", city=None)
    answer = client.get("/catalog.jsonld")
    graph = Graph().parse(data=answer.content.decode(), format="json-ld")
    [catalog] = graph.subjects(RDF.type, DCAT.Catalog)
    [dataset] = graph.objects(catalog, DCAT.dataset)
    for each in (catalog, dataset):  # what DCAT-AP 3 asks for of both
        assert (graph.value(each, DCTERMS.title), graph.value(each, DCTERMS.publisher)) != (None, None)
        assert "2 good practices" in str(graph.value(each, DCTERMS.description))
    found = set(graph.objects(dataset, DCAT.distribution))
    assert {str(graph.value(each, DCAT.downloadURL)) for each in found} == {
        f"{settings.SITE_URL}/practices.{ending}" for ending in FORMATS
    }
    assert all(graph.value(each, DCTERMS.license) and graph.value(each, DCAT.accessURL) for each in found)
    places = {graph.value(place, DCTERMS.title) for place in graph.objects(dataset, DCTERMS.spatial)}
    assert places == {Literal("Norway", lang="en"), Literal("Sweden", lang="en")}
    assert list(graph.triples((None, RDFS.label, None))) == []
    assert answer["Content-Type"] == "application/ld+json"


def test_every_page_describes_itself(client: Client) -> None:
    practice = published(city=make_city())
    ways = [
        "/",
        "/practices/",
        "/practices/?country=NO",
        "/places/",
        "/places/no/",
        "/places/no/bergen/",
        "/topics/",
    ]
    ways += [
        "/topics/education/",
        "/template/",
        "/about/",
        "/privacy/",
        "/accessibility/",
        "/report/",
        "/report/sent/",
    ]
    ways += [practice.get_absolute_url()]
    found = {way: DESCRIPTION.findall(client.get(way).content.decode()) for way in ways}
    assert {way: each for way, each in found.items() if len(each) != 1} == {}
    assert len({each[0] for each in found.values()}) == len(ways)


def test_page_that_people_share_says_what_it_is(client: Client, settings: Settings) -> None:
    practice = published(title="Ships", summary="A ship with books.")
    card, alt = f"/cards/{practice.pk}-1.png", "Ships (Bergen, Norway)"
    of_site = ("/cards/site.png", settings.SITE_NAME)
    shared = {
        practice.get_absolute_url(): ("article", "Ships", "A ship with books.", card, alt),
        "/practices/?country=NO": ("website", "Practices: Norway", "Practices: Norway", *of_site),
    }
    for address, (kind, title, description, image, told) in shared.items():
        said = dict(SOCIAL.findall(client.get(address).content.decode()))
        assert said == {
            "og:site_name": settings.SITE_NAME,
            "og:type": kind,
            "og:title": title,
            "og:description": description,
            "og:url": settings.SITE_URL + address,
            "og:image": settings.SITE_URL + image,
            "og:image:alt": told,
            "og:image:type": "image/png",
            "og:image:width": "1200",
            "og:image:height": "630",
        }


@pytest.mark.long
@pytest.mark.parametrize(
    ("query", "is_indexed"), [("", True), ("?country=NO", False), ("?page=2", False), ("?sort=title", True)]
)
def test_only_whole_list_is_for_search_engines(client: Client, query: str, is_indexed: bool) -> None:
    for number in range(21):
        published(title=f"Practice {number}")
    page = client.get(f"/practices/{query}").content.decode()
    assert f'<link rel="canonical" href="http://localhost:8000/practices/{query}">' in page
    assert ('<meta name="robots" content="noindex">' not in page) is is_indexed

"""Do countries, cities and topics lead to their practices, each counted once?"""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from practices.models import City, OldSlug, Practice, Topic
from practices.models.old_slug import SlugKind
from practices.places.regions import REGIONS
from practices.public.parts import world_map
from tests.builders import make_city, make_draft, make_topic, make_translation, moved, published, withdrawn
from tests.headings import heading_texts, title_of, words

pytestmark = pytest.mark.django_db


def index_of(page: str) -> list[tuple[str, str]]:
    """Return the names and figures of the page's indexes."""
    found = re.findall(r'index__name">(.*?)</span>.*?index__count">\s*(\d+)', page, re.DOTALL)
    return [(words(name), count) for name, count in found]


@pytest.fixture
def shared() -> Practice:
    """A practice of Bergen with a partner in the same country and one abroad."""
    partners = [make_city("Oslo"), make_city("Malmö", "SE", slug="malmo")]
    return published(title="Shared", partner_cities=partners)


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("rows", [0, 2])
def test_places_count_every_practice_once_per_place(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        published(title=f"Another {number}")
    with django_assert_num_queries(5):  # the version, countries, cities, their names, those in no list
        page = client.get("/places/").content.decode()
    assert heading_texts(page, 2) == ["Your city’s practice", "Norway", "Sweden"]
    assert re.findall(r'href="#(\w+)">(\w)</a>', page) == [("no", "N"), ("se", "S")]
    assert re.findall(r'<h2 id="(\w\w)">', page) == ["no", "se"]
    assert re.findall(r"(\d+) practices?\s*</p>", page) == [str(1 + rows), "1"]
    assert index_of(page) == [("Bergen", str(1 + rows)), ("Oslo", "1"), ("Malmö", "1")]


def test_places_name_the_cities_that_are_in_no_list_yet(client: Client) -> None:
    published(title="Here")
    for number, name in enumerate(("Vik", "Aure", "Vik")):
        published(title=f"Typed {number}", city=None, city_typed=name)
    for address in ("/places/", "/places/no/"):
        page = client.get(address).text
        assert index_of(page) == [("Bergen", "1"), ("Aure, Vik", "3")]
        way = "/practices/?country=NO&amp;city=unlisted"
        assert f'href="{way}"' in page
    assert len(heading_texts(client.get(way.replace("&amp;", "&")).text, 3)) == 3


def test_home_leads_to_all_countries_and_to_all_cities(client: Client) -> None:
    published(title="Here")
    page = client.get("/").text
    ways = dict(re.findall(r'<a href="([^"]+)">(All (?:countries|cities))</a>', page))
    assert ways == {"/places/": "All countries", "/practices/cities/": "All cities"}


def test_places_leave_out_translations_and_what_is_withdrawn(client: Client) -> None:
    original = published(title="One")
    translation = published(title="Eins")
    make_translation(translation, of=original)
    withdrawn(title="Gone", country="SE", city=make_city("Malmö", "SE", slug="malmo"))
    page = client.get("/places/").content.decode()
    assert index_of(page) == [("Bergen", "1")]
    assert heading_texts(client.get("/places/no/bergen/").content.decode(), 3) == ["One"]


def test_part_of_the_world_shows_its_countries_alone(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_city("Bergen", latitude=60.39, longitude=5.33)
    malmo = make_city("Malmö", "SE", slug="malmo", latitude=55.61, longitude=13.0)
    published(partner_cities=[malmo])
    tunis = make_city("Tunis", "TN", latitude=36.8, longitude=10.2)
    published(title="South", city=tunis, country="TN")
    with django_assert_num_queries(5):  # the version, countries, cities, their names, typed ones
        page = client.get("/places/europe/").content.decode()
    assert title_of(page) == "Europe – Intercultural good practices"
    assert index_of(page) == [("Bergen", "1"), ("Malmö", "1")]
    assert "Tunis" not in page
    assert "/places/europe/" in client.get("/places/").content.decode()
    assert index_of(client.get("/places/africa/").content.decode()) == [("Tunis", "1")]
    assert "Nothing has been published yet." in client.get("/places/oceania/").content.decode()


@pytest.mark.usefixtures("shared")
def test_country_lists_its_cities_and_practices(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    published(title="In Sweden", country="SE")
    with django_assert_num_queries(
        14
    ):  # the version, is there one, count, editions, their topics, cities, names, what has no city; of the figures the country's keys, those of translations, two counts, the topics' names
        page = client.get("/places/no/").content.decode()
    assert title_of(page) == "Norway – Intercultural good practices"
    assert index_of(page) == [("Bergen", "1"), ("Oslo", "1")]
    assert heading_texts(page, 3) == ["Shared"]
    assert heading_texts(client.get("/places/se/").content.decode(), 3) == ["In Sweden", "Shared"]


@pytest.mark.usefixtures("shared")
def test_city_lists_what_it_leads_and_shares(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    published(title="Elsewhere")
    with django_assert_num_queries(7):  # the version, city, is there one, count, keys, editions, their topics
        page = client.get("/places/se/malmo/").content.decode()
    assert title_of(page) == "Malmö, Sweden – Intercultural good practices"
    assert heading_texts(page, 3) == ["Shared"]
    assert '<a href="/practices/?city=malmo">' in page


def test_map_of_a_country_shows_the_cities_of_its_list(client: Client) -> None:
    make_city("Bergen", population=280_000, latitude=60.39, longitude=5.33)
    make_city("Tromsø", slug="tromso", latitude=69.65, longitude=18.96)  # no practice
    oslo = make_city("Oslo", population=700_000, latitude=59.91, longitude=10.75)
    malmo = make_city("Malmö", "SE", slug="malmo", latitude=55.61, longitude=13.0)
    published(title="Shared", partner_cities=[oslo, malmo, make_city("Haven")])
    page = client.get("/places/no/").content.decode()
    assert index_of(page) == [("Bergen", "1"), ("Haven", "1"), ("Oslo", "1")]
    assert re.findall(r'<a href="([^"]+)"><title>(.*?)</title>', page) == [
        ("/places/no/oslo/", "Oslo: 1 practice"),  # of two alike the larger first
        ("/places/no/bergen/", "Bergen: 1 practice"),
    ]
    assert "1 city is not on the map, as its position is not known." in page


def test_map_of_a_city_shows_it_alone(client: Client) -> None:
    make_city("Bergen", latitude=60.39, longitude=5.33)
    published(title="Shared", partner_cities=[make_city("Oslo", latitude=59.91, longitude=10.75)])
    page = client.get("/places/no/bergen/").content.decode()
    shown = page[page.index('<figure class="map') : page.index("</figure>")]
    assert shown.count("<circle") == 1
    assert re.search(r'role="img"\s+aria-label="Where Bergen lies in Norway"', page)


@pytest.mark.parametrize("address", ["/", "/places/", "/places.svg", "/places/europe/", "/places/europe.svg"])
def test_map_shades_a_country_with_practices_of_the_whole_country_alone(client: Client, address: str) -> None:
    published(city=make_city(latitude=60.39, longitude=5.32))
    published(country="SE", city=None)
    published(country="JP", city=None)
    codes = ["JP", "NO", "SE"]
    europe = world_map.of_region(REGIONS["europe"], [], codes)
    shown = europe if "europe" in address else world_map.of_world("", [], codes)
    assert f'd="{shown.taking_part}"' in client.get(address).text


def test_order_is_said_to_be_that_of_publication_here(client: Client) -> None:
    published(title="Ran lately", period="since 2020")
    published(title="Ran long ago", period="1990-1995")
    for address in ("/places/no/", "/places/no/bergen/", "/topics/education/"):
        page = client.get(address).text
        assert heading_texts(page, 3) == ["Ran long ago", "Ran lately"]
        assert "2 practices, last published here first." in words(page)
    published(title="Alone", country="SE", city=make_city("Malmö", "SE", slug="malmo"))
    assert "1 practice. Search and filter them" in words(client.get("/places/se/").text)
    assert "Last published here" in client.get("/").text
    assert re.search(r'aria-current="true">Last published here</a>', client.get("/practices/").text)


@pytest.mark.long
@pytest.mark.parametrize("place", ["country", "city", "topic"])
def test_ways_in_have_pages_of_twenty(client: Client, place: str) -> None:
    for number in range(21):
        published(title=f"Practice {number:02}")
    address = {"country": "/places/no/", "city": "/places/no/bergen/", "topic": "/topics/education/"}[place]
    assert heading_texts(client.get(f"{address}?page=2").content.decode(), 3) == ["Practice 00"]
    assert title_of(client.get(f"{address}?page=2").content.decode()).endswith(
        "– page 2 – Intercultural good practices"
    )
    beyond = client.get(f"{address}?page=3")
    assert beyond.status_code == 404
    assert '<a class="button" href="?">' in beyond.content.decode()


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("/places/NO/", "/places/no/"),
        ("/places/se/bergen/", "/places/no/bergen/"),
        ("/places/no/bjorgvin/", "/places/no/bergen/"),
        ("/topics/learning/", "/topics/education/"),
    ],
)
def test_former_and_mistaken_addresses_redirect(client: Client, address: str, right: str) -> None:
    bergen, education = City.objects.get(slug="bergen"), Topic.objects.get(slug="education")
    OldSlug.objects.create(kind=SlugKind.CITY, slug="bjorgvin", target=bergen.pk)
    OldSlug.objects.create(kind=SlugKind.TOPIC, slug="learning", target=education.pk)
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (301, right)


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    "address",
    ["/places/fr/", "/places/xx/", "/places/no/tromso/", "/places/no/atlantis/", "/topics/nothing/"],
)
def test_places_without_practices_have_no_page(client: Client, address: str) -> None:
    make_city("Tromsø", slug="tromso")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_topics_are_all_there_with_counts(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    make_topic("roma", "Roma")
    for number in range(rows):
        published(title=f"Practice {number}")
    with django_assert_num_queries(2):  # the version
        page = client.get("/topics/").content.decode()
    assert heading_texts(page, 2) == ["Education", "Roma"]
    assert re.findall(r"(\d+) practices?\s*</p>", page) == [str(rows), "0"]


FIGURE_ROW = re.compile(r'<th scope="row">\s*<a href="([^"]+)">(.*?)</a>.*?<td>(\d+)</td>', re.DOTALL)


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("address", "figures", "shown"),
    [
        ("/places/no/", "/insights/?country=NO", {"Education": "3", "Roma": "1", "Not stated": "1"}),
        ("/topics/education/", "/insights/?topic=education", {"Norway": "3", "Sweden": "1"}),
    ],
)
def test_a_few_figures_lead_to_the_lists_they_count_and_to_all_others(
    client: Client, address: str, figures: str, shown: dict[str, str]
) -> None:
    published(title="Two topics", topics=[make_topic(), make_topic("roma", "Roma")], evidence="monitored")
    published(title="Measured", evidence="monitored")
    page = client.get(address).content.decode()
    assert f'<a href="{figures}">All figures</a>' in page
    rows = [(text, count, url.replace("&amp;", "&")) for url, text, count in FIGURE_ROW.findall(page)]
    assert shown.items() <= {(text, count) for text, count, _url in rows}
    for _text, count, url in rows:
        headings = heading_texts(client.get(url).content.decode(), 2)
        assert f"{count} practice{'s' * (count != '1')}" in headings, url


def test_nothing_to_compare_is_no_figure(client: Client) -> None:
    published()
    assert "All figures" not in client.get("/places/no/").content.decode()
    assert "All figures" not in client.get("/topics/education/").content.decode()


def test_topic_without_practices_has_its_page(client: Client) -> None:
    make_topic("roma", "Roma")
    published(title="About education")
    page = client.get("/topics/roma/").content.decode()
    assert heading_texts(page, 1) == ["Roma"]
    assert "About education" not in page


def test_topic_without_practices_leads_on(client: Client) -> None:
    make_topic("roma", "Roma")
    page = client.get("/topics/roma/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "No practice yet." in words(main)
    assert "0 practices" not in main
    assert re.findall(r'href="([^"]+)"', main[main.index("No practice yet.") :]) == [
        "/topics/",
        "/contribute/",
        "/template/",
    ]
    published(topics=[make_topic("roma", "Roma")])
    assert "No practice yet." not in client.get("/topics/roma/").content.decode()


def test_translation_is_counted_nowhere(client: Client) -> None:
    original = published(title="Original", topics=[make_topic("roma", "Roma")])
    translation = make_draft(title="Traduction", language="fr", topics=[make_topic("roma", "Roma")])
    make_translation(translation, of=original)
    moved(translation, "publish", by=None)
    assert {("Roma", "1"), ("Norway", "1"), ("Bergen", "1")} <= set(
        index_of(client.get("/").content.decode())
    )
    assert ("Bergen", "1") in index_of(client.get("/places/no/").content.decode())

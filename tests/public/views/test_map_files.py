"""Is each map a file of its own, with the same dots, and with credit and licence inside?"""

import re
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client

from practices.models import City
from tests.builders import make_city, published, withdrawn

pytestmark = pytest.mark.django_db

MAPS = [
    ("/", "/places.svg"),
    ("/places/", "/places.svg"),
    ("/places/europe/", "/places/europe.svg"),
    ("/places/no/", "/places/no.svg"),
    ("/places/no/bergen/", "/places/no/bergen.svg"),
    ("/practices/map/?country=NO", "/practices/map.svg?country=NO"),
]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def practices() -> None:
    bergen = make_city("Bergen", latitude=60.39, longitude=5.33)
    malmo = make_city("Malmö", "SE", slug="malmo", latitude=55.61, longitude=13.0)
    published(title="One", city=bergen, partner_cities=[malmo])
    gone = make_city("Gone", "SE", latitude=63.8, longitude=20.3)
    withdrawn(title="Gone", country="SE", city=gone)


@pytest.mark.parametrize(("page", "address"), MAPS)
def test_page_leads_to_its_map_as_a_file_that_says_whose_it_is(
    client: Client, page: str, address: str
) -> None:
    assert f'<a href="{address}"' in client.get(page).content.decode()
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="map-[\w-]+\.svg"', answer.headers["Content-Disposition"])
    drawn = ET.fromstring(answer.content)  # noqa: S314  our own words
    said = " ".join(text.text or "" for text in drawn.iter(f"{SVG}text"))
    for credit in (settings.SITE_NAME, "CC BY 4.0", "GeoNames", "Natural Earth"):
        assert credit in said
        assert credit in (drawn.findtext(f"{SVG}desc") or "")
    assert b'cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"' in answer.content
    assert "Gone" not in answer.content.decode()


@pytest.mark.parametrize(("page", "address"), MAPS)
def test_file_has_the_dots_of_its_page_and_leads_back(client: Client, page: str, address: str) -> None:
    on_page = re.findall(r'<a href="([^"]+)">\s*<title>', client.get(page).content.decode())
    in_file = re.findall(r'<a href="([^"]+)">\s*<title>', client.get(address).content.decode())
    expected = {settings.SITE_URL + url for url in on_page} or {f"{settings.SITE_URL}/places/no/bergen/"}
    assert set(in_file) == expected


@pytest.mark.parametrize(
    "address",
    ["/places/xx.svg", "/places/NO.svg", "/places/fr.svg", "/places/no/malmo.svg", "/places/se/gone.svg"],
)
def test_there_is_no_file_where_there_is_no_page(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_file_has_no_script_and_no_style(client: Client) -> None:
    written = client.get("/places.svg").content.decode()
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|<image|<use", written)


@pytest.mark.parametrize("address", ["/places.svg", "/places/no.svg", "/practices/map.svg"])
def test_name_of_a_city_with_signs_that_nobody_sees_breaks_no_map(client: Client, address: str) -> None:
    City.objects.filter(slug="bergen").update(name="Ber\x07gen\x0b\ufffe")
    ET.fromstring(client.get(address).content)  # noqa: S314  our own words

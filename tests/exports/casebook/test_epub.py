"""Is the e-book what the list shows, as EPUB 3 has it, in every language and whatever is written in it?"""

import os
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client

from practices.models import Practice
from tests.builders import make_city, make_topic, published
from tests.exports.formats.readers import XHTML, Epub, epub, epub_titles
from tests.exports.formats.test_references import revised
from tests.hostile import NASTY, TEXTS

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

OPF, XML = "{http://www.idpf.org/2007/opf}", "{http://www.w3.org/XML/1998/namespace}"
CHECKER = shutil.which("epubcheck")


def opened(client: Client, address: str = "/practices.epub") -> tuple[bytes, Epub]:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/epub+zip")
    return answer.content, epub(answer.content)


def words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture
def few() -> None:
    malmo = make_city("Malmö", "SE", slug="malmo")
    purpose = "It *sails* & <rows>:\n\n- to [the harbour](https://city.example/?a=1&b=2)\n- home\nat last"
    published(
        title="A choir", purpose=purpose, documents=[{"title": "Report", "url": "https://city.example/r"}]
    )
    published(title="السفينة", language="ar", purpose="السفينة", topics=[make_topic("roma")])
    published(title="Bread for all", country="SE", city=malmo)
    published(title="Hostile", purpose="\n\n".join(TEXTS[1:]).replace("\ud800", "").replace("\0", ""))
    published(title="]]> <!-- &amp; \x01 --> <script>", summary="\n".join(NASTY.values()), period="2016")


@pytest.mark.usefixtures("few")
def test_book_is_what_the_list_shows(client: Client) -> None:
    body, book = opened(client, "/practices.epub?country=NO&sort=title")
    titles = ["A choir", "Hostile", "]]> <!-- &amp; --> <script>", "السفينة"]
    assert sorted(epub_titles(body)) == sorted(titles)
    assert words(book.chapter("title.xhtml")).endswith(
        f"{settings.SITE_URL}/practices/?country=NO&sort=title"
    )
    choir = next(
        book.chapter(name)
        for name in book.spine
        if "A choir" in words(book.chapter(name)) and "practice" in name
    )
    assert "It sails & <rows>:" in words(choir)
    assert [words(item) for item in choir.iter(f"{XHTML}li")] == [
        "to the harbour",
        "home at last",
        "Report (city.example)",
    ]
    addresses = {link.attrib["href"] for link in choir.iter(f"{XHTML}a")}
    assert {"https://city.example/?a=1&b=2", f"{settings.SITE_URL}/topics/education/"} <= addresses


@pytest.mark.usefixtures("few")
def test_parts_agree(client: Client) -> None:
    _body, book = opened(client)
    manifest = [item.attrib["href"] for item in book.package.iter(f"{OPF}item")]
    assert sorted([*manifest, "META-INF/container.xml", "mimetype", "package.opf"]) == sorted(book.parts)
    assert sorted(book.spine) == sorted(name for name in manifest if name.endswith(".xhtml"))
    nav = book.chapter("nav.xhtml")
    listed = [link.attrib["href"] for link in nav.iter(f"{XHTML}a")]
    assert listed == [name for name in book.spine if name != "nav.xhtml"]
    for name in book.spine:
        page = book.chapter(name)
        ids = {element.attrib["id"] for element in page.iter() if "id" in element.attrib}
        labels = {
            element.attrib["aria-labelledby"]
            for element in page.iter()
            if "aria-labelledby" in element.attrib
        }
        assert (name, labels - ids, len(list(page.iter(f"{XHTML}h1")))) == (name, set(), 1)
        inner = {link.attrib["href"] for link in page.iter(f"{XHTML}a") if "://" not in link.attrib["href"]}
        assert (name, inner - set(manifest)) == (name, set())


@pytest.mark.usefixtures("few")
def test_languages_and_access_are_told(client: Client) -> None:
    _body, book = opened(client)
    told = {meta.attrib["property"] for meta in book.package.iter(f"{OPF}meta")}
    assert {
        "schema:accessMode",
        "schema:accessibilityFeature",
        "schema:accessibilityHazard",
        "dcterms:modified",
    } <= told
    languages = [each.text for each in book.package.iter("{http://purl.org/dc/elements/1.1/}language")]
    assert languages == ["en", "ar"]
    arabic = [
        element.attrib
        for name in book.spine
        for element in book.chapter(name).iter(f"{XHTML}h1")
        if element.attrib.get("dir") == "rtl"
    ]
    assert [(each["lang"], each[f"{XML}lang"]) for each in arabic] == [("ar", "ar")]


def test_one_practice_is_a_book_without_index(client: Client) -> None:
    practice = published(title="The reading ship")
    _body, book = opened(client, f"/practices/{practice.slug}.epub")
    assert book.spine == [f"practice-{practice.pk}.xhtml", "about.xhtml"]


@pytest.mark.thorough
@pytest.mark.usefixtures("few")
@pytest.mark.skipif(
    not CHECKER and "CI" not in os.environ, reason="epubcheck is not installed: apt-get install epubcheck"
)
def test_epubcheck_finds_nothing(client: Client, tmp_path: Path) -> None:
    assert CHECKER
    revised(Practice.objects.get(slug="a-choir"), "A choir of all")
    for address in (
        "/practices.epub",
        "/practices/a-choir-of-all.epub",
        "/practices/a-choir-of-all/editions/1.epub",
    ):
        file = tmp_path / "book.epub"
        file.write_bytes(opened(client, address)[0])
        command = ["java", "-jar", str(Path(CHECKER).resolve()), "--failonwarnings", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr[-500:]) == (0, "")

"""Do programs for references and readers of feeds find in our files what the page says?"""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import Settings

from practices.entries import actions
from practices.exports.formats.table import FORMATS
from practices.models import Edition, Practice
from tests.builders import make_city, make_editor, make_topic, make_user, moved, published, withdrawn
from tests.exports.formats.readers import bibtex, feed, ris, xml, xml_parts
from tests.test_canaries import unpacked

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

TITLE = "50 % of {all} \\ships\\ & #boats_ cost $5 ~ 2^3, “Übersee” @home"
TAG = re.compile(r'<meta name="(citation_\w+)"\s+content="([^"]*)">')


@pytest.fixture
def practice() -> Practice:
    topics = [make_topic("education", "Education & schools"), make_topic("roma", "Roma people")]
    return published(
        title=TITLE,
        summary="One line.\nTY  - BOOK\nER  - \n@book{evil, title={x}}",
        topics=topics,
        contributor=make_user(),
    )


def revised(practice: Practice, title: str, note: str = "") -> Practice:
    editor = make_editor()
    draft = moved(practice, "revise", by=editor)
    actions.save_answers(draft, {"title": title}, by=editor, expected_version=draft.version)
    words = {"change_note": note}
    return moved(
        moved(practice, "submit", by=editor, licence_agreed=True), "approve", by=make_editor(), **words
    )


def file(client: Client, practice: Practice, ending: str) -> bytes:
    return client.get(f"/practices/{practice.slug}.{ending}").content


def test_bibtex_is_a_report_by_the_city(client: Client, practice: Practice, settings: Settings) -> None:
    [[key, entry]] = bibtex(file(client, practice, "bib")).items()
    assert key == f"practice{practice.pk}edition1"
    said = {name: entry[name] for name in ("title", "author", "institution", "year", "url", "keywords")}
    assert said == {
        "title": TITLE,
        "author": "Bergen, Norway",
        "institution": settings.SITE_NAME,
        "year": str(localdate().year),
        "url": f"{settings.SITE_URL}/p/{practice.pk}/",
        "keywords": "Education & schools, Roma people",
    }
    assert "CC BY 4.0" in entry["note"]


def test_ris_is_a_report_by_the_city_and_no_line_begins_another_field(
    client: Client, practice: Practice, settings: Settings
) -> None:
    [entry] = ris(file(client, practice, "ris"))
    said = {
        name: entry[name] for name in ("type_of_reference", "title", "authors", "year", "urls", "keywords")
    }
    assert said == {
        "type_of_reference": "RPRT",
        "title": TITLE,
        "authors": ["Bergen, Norway"],
        "year": str(localdate().year),
        "urls": [f"{settings.SITE_URL}/p/{practice.pk}/"],
        "keywords": ["Education & schools", "Roma people"],
    }
    assert entry["abstract"] == "One line. TY - BOOK ER - @book{evil, title={x}}"


def test_csl_is_a_report_by_the_city(client: Client, practice: Practice, settings: Settings) -> None:
    [item] = json.loads(file(client, practice, "csl.json"))
    today = localdate()
    assert (item["type"], item["title"], item["author"]) == ("report", TITLE, [{"literal": "Bergen, Norway"}])
    assert item["issued"] == {"date-parts": [[today.year, today.month, today.day]]}
    assert item["URL"] == f"{settings.SITE_URL}/p/{practice.pk}/"


def test_what_was_written_here_from_a_source_is_by_the_catalogue(
    client: Client, settings: Settings, practice: Practice
) -> None:
    Practice.objects.filter(pk=practice.pk).update(source_url="https://elsewhere.example/1")
    practice = revised(practice, "A new title")
    assert [each["author"] for each in bibtex(file(client, practice, "bib")).values()] == [settings.SITE_NAME]
    assert [each["authors"] for each in ris(file(client, practice, "ris"))] == [[settings.SITE_NAME]]
    assert [each["author"] for each in json.loads(file(client, practice, "csl.json"))] == [
        [{"literal": settings.SITE_NAME}]
    ]
    assert [entry.author for entry in feed(client.get("/practices.atom").content).entries] == [
        settings.SITE_NAME
    ]
    page = client.get(practice.get_absolute_url()).content.decode()
    assert dict(TAG.findall(page))["citation_author"] == settings.SITE_NAME
    report = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert (report["author"]["@type"], report["author"]["name"]) == ("Organization", settings.SITE_NAME)
    assert report["isBasedOn"] == "https://elsewhere.example/1"
    old = f"{practice.get_absolute_url()}editions/1"
    assert [each["author"] for each in bibtex(client.get(f"{old}.bib").content).values()] == [
        settings.SITE_NAME
    ]
    assert "written for this catalogue" in client.get(f"{old}/").content.decode()


def test_page_carries_the_same_tags(client: Client, practice: Practice, settings: Settings) -> None:
    tags: list[tuple[str, str]] = TAG.findall(client.get(practice.get_absolute_url()).content.decode())
    said = dict(tags)
    assert said["citation_author"] == "Bergen, Norway"
    assert said["citation_publication_date"] == f"{localdate():%Y/%m/%d}"
    assert said["citation_public_url"] == f"{settings.SITE_URL}/p/{practice.pk}/"
    assert [value for name, value in tags if name == "citation_keywords"] == [
        "Education &amp; schools",
        "Roma people",
    ]


@pytest.mark.long
def test_old_edition_is_cited_by_an_address_of_its_own(
    client: Client, practice: Practice, settings: Settings
) -> None:
    old_title = practice.title
    new = revised(practice, "A new title")
    page = client.get(f"/practices/{new.slug}/editions/1/").content.decode()
    for ending in (form.ending for form in FORMATS.values() if form.of_edition):
        address = f"/practices/{new.slug}/editions/1.{ending}"
        assert address in page
        assert f"{settings.SITE_URL}/practices/{new.slug}/editions/1/" in unpacked(
            client.get(address).content
        )
        assert (
            client.get(f"/practices/{new.slug}/editions/2.{ending}")["Location"]
            == f"/practices/{new.slug}.{ending}"
        )
        assert client.get(f"/practices/{new.slug}/editions/3.{ending}").status_code == 404
    [old] = bibtex(client.get(f"/practices/{new.slug}/editions/1.bib").content).values()
    assert old["title"] == old_title
    assert dict(TAG.findall(page))["citation_public_url"].endswith("/editions/1/")
    moved(new, "withdraw", by=make_editor(), note="Asked.", reason="It has ended.")
    for ending in (form.ending for form in FORMATS.values() if form.of_edition):
        assert client.get(f"/practices/{new.slug}/editions/1.{ending}").status_code == 410


def test_entry_of_a_feed_stays_itself_and_tells_what_is_new(
    client: Client, practice: Practice, settings: Settings
) -> None:
    published(title="Later", city=make_city("Oslo"))
    before = feed(client.get("/practices.atom?country=NO").content)
    revised(practice, "A new title", "Figures of 2025.")
    after = feed(client.get("/practices.atom?country=NO").content)
    assert before.feed.id == after.feed.id == f"{settings.SITE_URL}/practices.atom?country=NO"
    assert [entry.title for entry in before.entries] == ["Later", TITLE]
    assert [entry.title for entry in after.entries] == ["A new title", "Later"]
    first = after.entries[0]
    assert first.id == before.entries[1].id == f"{settings.SITE_URL}/p/{practice.pk}/"
    assert first.published == before.entries[1].published < first.updated
    assert first.summary.startswith("What is new in edition 2: Figures of 2025.")
    assert (first.author, [tag.term for tag in first.tags]) == (
        "Bergen, Norway",
        ["Education & schools", "Roma people"],
    )


def test_feed_holds_the_last_published(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        published(title=f"Practice {number}")
    object.__setattr__(form := FORMATS["atom"], "newest", 2)
    try:
        found = feed(client.get("/practices.atom?sort=title").content)
    finally:
        object.__setattr__(form, "newest", 100)
    assert [entry.title for entry in found.entries] == ["Practice 3", "Practice 2"]


def test_signs_that_xml_cannot_hold_are_left_out(client: Client) -> None:
    practice = published()
    Edition.objects.filter(practice=practice).update(title="A\x0bB\x1fC\uffff <&>")
    [entry] = feed(client.get("/practices.atom").content).entries
    assert entry.title == "ABC <&>"


@pytest.mark.parametrize("ending", ["epub", "docx", "xlsx", "atom"])
def test_what_an_older_release_stored_breaks_no_xml(client: Client, ending: str) -> None:
    odd = "A\x07B\x0bC\x01\u202eD\ufffe\x1b <&>"
    practice = published(title="One", city=None, city_typed=odd, documents=[{"title": odd, "url": ""}])
    revised(practice, "One", odd)
    said = {"title": odd, "purpose": odd, "summary": odd, "contact_name": odd, "contact_public": True}
    Edition.objects.filter(practice=practice).update(**said)
    addresses = [f"/practices.{ending}", f"/practices.{ending}?q=%07%0b%ef%bf%be+a"]
    addresses += [f"/practices/one.{ending}"] if FORMATS[ending].of_entry else []
    for address in addresses:
        answer = client.get(address)
        assert (address, answer.status_code) == (address, 200)
        for part in xml_parts(answer.content):
            xml(part)


def test_feed_of_nothing_is_a_feed(client: Client) -> None:
    withdrawn()
    assert feed(client.get("/practices.atom?year=1950").content).entries == []


def test_map_data_stand_where_the_city_is(client: Client) -> None:
    published(title="Here", city=make_city(latitude=60.39, longitude=5.32))
    published(title="Somewhere", city=None)
    found: dict[str, Any] = json.loads(client.get("/practices.geojson?sort=title").content)
    points = [(each["properties"]["title"], each["geometry"]) for each in found["features"]]
    assert points == [("Here", {"type": "Point", "coordinates": [5.32, 60.39]}), ("Somewhere", None)]

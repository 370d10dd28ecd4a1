"""What does the page of a practice show, and what does it keep to itself?"""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from practices.answers import codec
from practices.answers.article import article
from practices.models import Edition, Practice
from practices.text import with_dashes
from tests.builders import make_city, make_draft, make_topic, make_translation, moved, published
from tests.entry_documents import said_of_document
from tests.entry_pictures import said_of
from tests.headings import heading_texts

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


def test_detail_asks_few_questions(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(3):
        published(title=f"Practice {number}")
    published(title="One", partner_cities=[make_city("Oslo"), make_city("Tromsø", slug="tromso")])
    with django_assert_num_queries(
        9
    ):  # the version, edition, partners, topics, same city, translations; what is like it: words, topics, cards
        answer = client.get("/practices/one/")
    assert answer.status_code == 200


def test_detail_shows_what_is_answered_in_the_templates_order(client: Client) -> None:
    published(
        title="One",
        documents=[{"title": "Report", "url": "https://www.city.example/r.pdf"}],
        evidence="evaluated",
        lessons="Begin earlier.",
        period="2015-present",
    )
    page = client.get("/practices/one/").content.decode()
    assert heading_texts(page, 1) == ["One"]
    assert heading_texts(page, 2) == [
        "At a glance",
        "What the city did",
        "For a city that wants to do the same",
        "This edition",
    ]
    assert heading_texts(page, 3) == ["Purpose", "Process", "Key reference documents", "Lessons"]
    assert re.findall(r"<dt>(.*?)</dt>", page) == ["Country", "City", "Period", "Topics", "Evidence"]
    assert '<a href="https://www.city.example/r.pdf" rel="nofollow noopener">Report</a>' in page
    assert "(since 2015, still running)" in page
    city = re.findall(r'<a href="(/places/[^"]*)"([^>]*)>Bergen</a>', page.partition("<dt>City</dt>")[2])
    assert [(address, said.strip()) for address, said in city[:1]] == [("/places/no/bergen/", "")]


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("Since 2015", ""),
        ("2015 - 2020", ""),
        ("2015 to 2020", ""),
        ("Ongoing", ""),
        ("2015", ""),
        ("2015-20", "2015 to 2020"),
        ("2015-2016 / 2018-19", "2015 to 2019"),
        ("2015+", "since 2015, still running"),
    ],
)
def test_period_is_explained_only_where_that_says_more(typed: str, note: str) -> None:
    answers = codec.read(make_draft(period=typed))
    items = [each.items for each in article(answers, {}).facts if each.field == "period"]
    assert [(item.text, item.note) for each in items for item in each] == [(with_dashes(typed), note)]


def test_detail_says_edition_licence_source_and_who_wrote_it(client: Client, settings: Settings) -> None:
    practice = make_draft(title="One")
    Practice.objects.filter(pk=practice.pk).update(
        source_url="https://elsewhere.example/1", licence="CC-BY-4.0"
    )
    moved(practice, "publish", by=None)
    page = " ".join(client.get("/practices/one/").content.decode().split())
    assert re.findall(r"Edition 1, \d+ \w+ \d{4}\.", page) != []
    assert 'href="https://creativecommons.org/licenses/by/4.0/" rel="license"' in page
    assert 'href="https://elsewhere.example/1" rel="nofollow noopener">elsewhere.example</a>' in page
    assert re.findall(r"([^>]*?): “One” \(Bergen, Norway\)\. Edition 1, .*? (\S+/p/\d+/)", page) == [
        (settings.SITE_NAME, f"{settings.SITE_URL}/p/{practice.pk}/")
    ]
    assert "written for this catalogue" in page


def test_detail_without_licence_says_so(client: Client) -> None:
    published(title="One")
    assert "Licence: not stated" in " ".join(client.get("/practices/one/").content.decode().split())


def stored_before(**answers: Any) -> None:
    """Put on line what approval would refuse, as an older release or a hand in the database did."""
    edition = published(title="One").edition
    Edition.objects.filter(pk=edition.pk).update(**answers)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "http://[", "ftp://x.example", "x"]
)
def test_detail_links_web_addresses_only(client: Client, address: str) -> None:
    stored_before(documents=[{"title": "Report", "url": address}], evidence_url=address)
    page = client.get("/practices/one/").content.decode()
    assert f'href="{address}"' not in page
    assert "Report" in page


def test_detail_links_no_e_mail_address_that_is_none(client: Client) -> None:
    stored_before(contact_email="not an address", contact_public=True)
    page = client.get("/practices/one/").content.decode()
    assert ("not an address" in page, 'href="mailto:not' in page) == (True, False)


def test_detail_shows_contact_only_if_ticked(client: Client) -> None:
    published(title="Hidden", contact_name="Ann Secret", contact_email="ann@city.example")
    published(title="Shown", contact_name="The office", contact_email="o@city.example", contact_public=True)
    assert "Secret" not in client.get("/practices/hidden/").content.decode()
    assert "ann@" not in client.get("/practices/hidden/").content.decode()
    shown = client.get("/practices/shown/").content.decode()
    assert '<a href="mailto:o@city.example"' in shown
    assert heading_texts(shown, 3)[-2:] == ["Name", "E-mail"]


def test_detail_names_the_language_of_foreign_text(client: Client) -> None:
    published(title="One", language="ar", summary="نص")
    published(title="Two", language="en")
    arabic, english = (
        client.get("/practices/one/").content.decode(),
        client.get("/practices/two/").content.decode(),
    )
    assert re.findall(r'<h1\s+lang="ar" dir="rtl">', arabic) != []
    assert re.findall(r'<p class="summary"\s+lang="ar" dir="rtl">', arabic) != []
    assert re.findall(r"<h1[^>]*lang", english) == []


def test_detail_leads_to_neighbours_and_translations(client: Client) -> None:
    oslo, roma = make_city("Oslo"), make_topic("roma")
    original = published(title="One", topics=[roma])
    neighbour = published(title="Same city")
    make_translation(published(title="Même ville", language="fr", topics=[roma]), of=neighbour)
    published(title="Same topic", city=oslo, topics=[roma])
    published(title="Unrelated", city=oslo, purpose="Bees in boxes.")
    french = published(title="Un", language="fr", topics=[roma])
    make_translation(french, of=original)
    page = client.get("/practices/one/").content.decode()
    assert heading_texts(page, 2)[-2:] == ["More from Bergen", "Related practices"]
    assert re.findall(r'<a href="/practices/([\w-]+)/"', page) == ["un", "same-city", "same-topic"]
    assert re.findall(r'hreflang="fr">French</a>', page) != []
    translated = client.get("/practices/un/").content.decode()
    assert re.findall(r'<a href="/practices/([\w-]+)/"', translated) == ["one", "same-city", "same-topic"]


def test_detail_offers_links_to_its_headings_when_long(client: Client) -> None:
    published(title="Long", process="Word after word. " * 200, contact_name="Office", contact_public=True)
    published(title="Short")
    long_page = client.get("/practices/long/").content.decode()
    assert re.findall(r'<a href="#(\w[\w-]+)">', long_page) == ["purpose", "process", "part-contact"]
    for anchor in ("purpose", "process", "part-contact"):
        assert len(re.findall(f'id="{anchor}"', long_page)) == 1
    assert "On this page" not in client.get("/practices/short/").content.decode()


def test_files_of_one_kind_have_one_heading(client: Client) -> None:
    practice, both = published(), published(title="Both")
    document = said_of_document("e" * 64)
    Edition.objects.update(pictures=[said_of("f" * 64)])
    Edition.objects.filter(practice=both).update(attachments=[document])
    page = client.get(practice.get_absolute_url()).text
    assert ("Pictures" in heading_texts(page, 2), "Pictures" in heading_texts(page, 3)) == (True, False)
    page = client.get(both.get_absolute_url()).text
    assert "Pictures and documents" in heading_texts(page, 2)
    assert heading_texts(page, 3)[-2:] == ["Pictures", "Documents to download"]

"""Do the pages about the catalogue say what it is, and those about faults what to do?"""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import DjangoAssertNumQueries, Settings

from catalogue.urls import handler400, handler403, handler404, handler500
from catalogue.urls import urlpatterns as real
from practices.template import QUESTIONS, SECTIONS
from tests.builders import make_city, make_editor, make_topic, moved, published
from tests.headings import heading_texts, words

pytestmark = pytest.mark.django_db

__all__ = ["handler400", "handler403", "handler404", "handler500"]

PUBLIC = [
    "/",
    "/practices/",
    "/practices/?q=x",
    "/practices/one/",
    "/places/",
    "/places/no/",
    "/places/no/bergen/",
    "/topics/",
    "/topics/education/",
    "/template/",
    "/about/",
    "/accessibility/",
    "/privacy/",
]


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def closed(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Ask an editor to open it for you.")


urlpatterns = [path("broken/", broken), path("closed/", closed), *real]


@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_few_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        published(title=f"Practice {number}")
    with django_assert_num_queries(
        8
    ):  # the version, editions, their topics, how many, countries, cities and their names, topics
        page = client.get("/").content.decode()
    assert len(heading_texts(page, 3)) == rows


def test_home_leads_to_newest_practices_and_every_way_in(client: Client) -> None:
    make_topic("roma", "Roma")
    for number in range(7):
        published(title=f"Practice {number}")
    published(title="In Oslo", city=make_city("Oslo"))
    page = client.get("/").content.decode()
    assert heading_texts(page, 3) == ["In Oslo", *(f"Practice {number}" for number in (6, 5, 4, 3, 2))]
    found = re.findall(r'<a href="([^"]+)"[^>]*>\s*<span class="index__name">(\w+)</span>', page)
    assert found == [
        ("/places/no/", "Norway"),
        ("/places/no/bergen/", "Bergen"),
        ("/places/no/oslo/", "Oslo"),
        ("/topics/education/", "Education"),
        ("/topics/roma/", "Roma"),
    ]
    assert re.findall(r'<form class="search" action="([^"]+)"', page) == ["/practices/"]
    assert "8 practices; each answers the same questions" in words(page)


def test_home_of_an_empty_catalogue_says_so(client: Client) -> None:
    assert "Nothing has been published yet." in client.get("/").content.decode()


def test_template_shows_every_question_with_its_guidance(client: Client) -> None:
    page = client.get("/template/").content.decode()
    assert heading_texts(page, 2) == [str(section.title) for section in SECTIONS]
    labels = re.findall(r"<dt>(.*?)</dt>", page, re.DOTALL)
    assert [words(label).removesuffix(" needed") for label in labels] == [str(q.label) for q in QUESTIONS]
    assert [words(label).endswith(" needed") for label in labels] == [q.needed for q in QUESTIONS]
    assert "Up to 300 words." in page
    assert '<a class="button" href="/contribute/">' in page


def test_about_gives_credit(client: Client) -> None:
    page = client.get("/about/").content.decode()
    assert '<a href="https://www.geonames.org/">GeoNames</a>' in page
    assert "https://creativecommons.org/licenses/by/4.0/" in page


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_are_the_same_for_everyone(client: Client, address: str) -> None:
    published(title="One")
    answer = client.get(address)
    assert answer.status_code == 200
    assert dict(answer.cookies) == {}
    assert "Cookie" not in answer.headers.get("Vary", "")
    page = answer.content.decode()
    assert re.findall(r'(?:src|rel="stylesheet" href)="(?!/static/)[^"]*"', page) == []
    assert "csrfmiddlewaretoken" not in page


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_only_answer_reading(client: Client, address: str) -> None:
    published(title="One")
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_have_one_first_heading_and_mark_where_they_are(client: Client, address: str) -> None:
    published(title="One")
    page = client.get(address).content.decode()
    assert len(heading_texts(page, 1)) == 1
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    main = re.findall(r'<a href="(/\w+/)"\s+aria-current="(\w+)"', page)
    way = "/" + address.split("?", maxsplit=1)[0].split("/")[1] + "/"
    here = "page" if address == way or address.startswith(f"{way}?") else "true"
    assert main == ([] if address in {"/", "/accessibility/", "/privacy/"} else [(way, here)])


def test_page_that_is_not_there_offers_the_search(client: Client) -> None:
    answer = client.get("/nothing/")
    assert answer.status_code == 404
    assert '<form class="search" action="/practices/"' in answer.content.decode()
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_withdrawn_reason_is_escaped(client: Client) -> None:
    reason = "Because <b>of it</b>\nand more."
    moved(published(title="One"), "withdraw", by=make_editor(), note="n", reason=reason)
    answer = client.get("/practices/one/")
    assert answer.status_code == 410
    assert "Because &lt;b&gt;of it&lt;/b&gt;<br>and more." in answer.content.decode()


def test_request_that_cannot_be_read_says_so(client: Client) -> None:
    answer = client.get("/practices/?" + "&".join(f"x{number}=1" for number in range(1001)))
    assert answer.status_code == 400
    assert heading_texts(answer.content.decode(), 1) == ["We could not read what you asked for"]


@pytest.mark.urls("tests.public.views.test_pages")
def test_closed_page_says_what_to_do(client: Client) -> None:
    answer = client.get("/closed/")
    assert answer.status_code == 403
    assert "Ask an editor to open it for you." in answer.content.decode()


@pytest.mark.urls("tests.public.views.test_pages")
def test_broken_page_says_so_without_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.raise_request_exception = False
    with django_assert_num_queries(1):  # the version
        answer = client.get("/broken/")
    assert answer.status_code == 500
    assert heading_texts(answer.content.decode(), 1) == ["Something went wrong"]


def test_form_without_its_token_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a", "password": "b"})
    assert answer.status_code == 403
    assert heading_texts(answer.content.decode(), 1) == ["This form is too old to be sent"]


@pytest.mark.parametrize("address", ["/about/", "/privacy/", "/accessibility/"])
def test_text_has_the_list_of_its_headings_beside_it(
    client: Client, settings: Settings, address: str
) -> None:
    settings.CONTACT_EMAIL = "catalogue@city.example"
    page = client.get(address).text
    listed = re.findall(r'<li>\s*<a href="#([a-z-]+)">(.*?)</a>', page)
    assert listed == re.findall(r'<h2 id="(?!contents|contact)([a-z-]+)">(.*?)</h2>', page)
    assert len(listed) >= 5
    assert page.count('<a href="mailto:catalogue@city.example">') >= 1

"""Does every page about a fault say what happened, what became of the words, and what to do (promise U41)?"""

import logging
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from catalogue.env import ROOT
from catalogue.urls import handler400, handler403, handler404, handler500
from catalogue.urls import urlpatterns as real
from practices.entries import actions
from practices.errors import views, wording
from practices.errors.wording import ErrorPage, Reference
from tests.browser.kind import given
from tests.builders import make_editor, make_user, moved, published
from tests.headings import heading_texts, words
from tests.pages import client_of

pytestmark = pytest.mark.django_db

__all__ = ["handler400", "handler403", "handler404", "handler500"]

ERROR_PAGES = {name: error for name, error in vars(wording).items() if isinstance(error, ErrorPage)}
JARGON = re.compile(
    r"\b(error|server|database|http|request|exception|invalid|code|URL|method|\d{3})\b", re.IGNORECASE
)


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def closed(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [path("broken/", broken), path("closed/", closed), *real]


def main(page: str) -> str:
    """Return what is main on a page, without what is another one every time."""
    (found,) = re.findall(r"<main.*?</main>", page, re.DOTALL)
    return re.sub(
        r'<blockquote.*?</blockquote>|class="button" href="[^"]*"|\b[0-9a-f]{8}\b|\d+ minutes?|\s',
        "",
        found,
        flags=re.DOTALL,
    )


def main_words(answer: Any) -> str:
    (main,) = re.findall(r"<main.*?</main>", answer.text, re.DOTALL)
    return words(main)


def answers() -> Iterator[tuple[ErrorPage, Any]]:
    """Meet each fault as a person does."""
    client = Client(raise_request_exception=False)
    practice = moved(published(title="One"), "withdraw", by=make_editor(), note="n", reason="It ended.")
    yield wording.UNREADABLE, client.get("/", headers={"host": "elsewhere.example"})
    yield wording.FORBIDDEN, client.get("/closed/")
    yield wording.NOT_FOUND, client.get("/nothing/")
    yield wording.BEYOND, client.get("/practices/?page=99")
    yield wording.NOT_ALLOWED, client.post("/about/")
    yield wording.WITHDRAWN, client.get(f"/practices/{practice.slug}/")
    thrown = published(title="Two")
    actions.trash(thrown, by=make_editor(), expected_version=thrown.version)
    yield wording.REMOVED, client.get(f"/practices/{thrown.slug}/")
    yield wording.PREVIEW_ENDED, client.get("/preview/shared/no-such-token/")
    yield wording.TOO_LARGE, client.post("/accounts/login/", {"login": "x" * settings.BODY_BYTES})
    for _ in range(11):
        last = client.post("/accounts/login/", {"login": "a@city.example", "password": "b"})
    yield wording.TOO_MANY, last
    yield wording.BROKEN, client.get("/broken/")


@pytest.mark.urls("tests.errors.test_views")
def test_each_fault_is_told_in_its_words_with_its_status() -> None:
    met = list(answers())
    elsewhere = (
        wording.AWAY,
        wording.FILES_TOO_LARGE,
        wording.FILES_OF_NOBODY,
        wording.CROWDED,
        wording.TOO_SLOWLY_SENT,
        wording.SEARCHED_TOO_OFTEN,
        wording.REPORTED_TOO_OFTEN,
        wording.TOO_SLOW,
        wording.OVERLOADED,
        wording.EDITION_TAKEN_DOWN,
        wording.TAKEN_DOWN,
        wording.TAKEN_TOO_OFTEN,
        wording.TOO_MANY_FOR_A_FILE,
        wording.BEING_MADE,
        wording.NOT_PRINTED,
        wording.NO_SUCH_LIST,
        wording.NO_SUCH_QUERY,
        wording.READ_ELSEWHERE,
        wording.READ_ONLY,
        wording.DOCUMENT_AWAY,
    )  # met in tests of their own
    assert [error for error, _ in met] == [error for error in ERROR_PAGES.values() if error not in elsewhere]
    for error, answer in met:
        said = main_words(answer)
        assert answer.status_code == error.status
        assert main(answer.text) == main(given(error, answer.wsgi_request))  # which axe reads
        assert heading_texts(answer.text, 1) == [str(error.title)]
        parts = (error.happened, error.typed, error.cure, error.button)
        assert [str(part) for part in parts if str(part) not in said] == []
        assert '<meta name="robots" content="noindex">' in answer.text
        assert ('<form class="search"' in answer.text) == error.search


@pytest.mark.parametrize("error", ERROR_PAGES.values(), ids=ERROR_PAGES)
def test_words_are_for_people(error: ErrorPage) -> None:
    said = f"{error.title}. {error.happened} {error.typed} {error.cure} {error.button}"
    assert JARGON.findall(said) == []
    assert error.cure or error.button or error is wording.TOO_MANY  # which says how long to wait


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND"])
@pytest.mark.parametrize("address", ["/", "/admin/", "/accounts/login/", "/static/css/base.css", "/nothing/"])
def test_unused_methods_are_off_everywhere(client: Client, method: str, address: str) -> None:
    answer = client.generic(method, address, headers={"x-secret": "echo me"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert "echo me" not in answer.text


def test_refused_method_names_those_that_are_taken(client: Client) -> None:
    answer = client.post("/about/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_body_that_the_server_takes_is_read(client: Client) -> None:
    answer = client.post("/accounts/login/", {"login": "x" * (settings.BODY_BYTES - 1000), "password": "p"})
    assert "at most 254 characters" in main_words(answer)


@pytest.mark.parametrize("number", [1, 1001])
def test_too_many_answers_are_too_much(number: int) -> None:
    answer = client_of(make_user()).post("/accounts/details/", {f"x{n}": "1" for n in range(number)})
    assert answer.status_code == (200 if number == 1 else HTTPStatus.CONTENT_TOO_LARGE)


@pytest.mark.urls("tests.errors.test_views")
def test_one_reference_stands_on_the_page_and_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    answer = Client(raise_request_exception=False).get("/broken/")
    (reference,) = re.findall(r"<strong>([0-9a-f]{8})</strong>", answer.text)
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    assert Reference().filter(record)
    line = logging.Formatter("{levelname} {name}{reference}: {message}", style="{").format(record)
    assert line.startswith(f"ERROR django.request [{reference}]: Internal Server Error: /broken/\nTraceback")
    assert "no-store" in answer.headers["Cache-Control"]


def test_other_lines_have_no_reference() -> None:
    record = logging.makeLogRecord({"msg": "Started"})
    assert (Reference().filter(record), vars(record)["reference"]) == (True, "")


def test_page_for_the_proxy_says_the_same() -> None:
    static = (ROOT / "static" / "unavailable.html").read_text()
    whole = words(views.bare(wording.AWAY, "").split('<body class="frame">')[1])
    assert words(static.split("<body>")[1]) == whole.removesuffix(" Accessibility")  # that page is away, too
    assert heading_texts(static, 1) == [str(wording.AWAY.title)]
    assert re.findall(r'(?:src|href)="([^"]*)"', static) == ["/"]

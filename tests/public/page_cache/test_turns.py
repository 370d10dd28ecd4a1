"""When many ask at the same moment for pages that nobody has made yet: is each made once, and what do they get meanwhile?"""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Lock
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from practices.models import version
from practices.public.page_cache import kept
from practices.public.page_cache.turns import turn
from tests.builders import make_editor, moved, published

pytestmark = pytest.mark.django_db(transaction=True)

MANY, SOME, AT_ONCE = 50, 10, 8
PAGES = (
    "/",
    "/practices/",
    "/practices/?sort=title",
    "/practices/?country=NO",
    "/practices/cities/",
    "/places/",
    "/places/no/",
    "/topics/",
    "/practices/the-reading-ship/",
    "/about/",
)


class Site:
    """The site with all its middleware; it counts how often each page is made, and takes its time for it."""

    def __init__(self, settings: Settings) -> None:
        settings.MIDDLEWARE = [each for each in configured.MIDDLEWARE if "page_cache" not in each]
        self.below = WSGIHandler()
        self.answer = kept.kept_pages(self.make)
        self.made, self.lock = Counter[str](), Lock()
        self.seconds = 0.0

    def make(self, request: HttpRequest) -> Any:
        with self.lock:
            self.made[request.get_full_path()] += 1
        time.sleep(self.seconds)
        answer: Any = self.below.get_response(request)
        return answer

    def ask(self, address: str) -> HttpResponse:
        return self.answer(RequestFactory().get(address, headers={"host": "localhost"}))

    def asked_by(self, people: int, *pages: str) -> dict[str, list[HttpResponse]]:
        """Let so many people ask for each page, each in an order of her own; return the answers by page."""

        def one(number: int) -> list[tuple[str, HttpResponse]]:
            order = Random(number).sample(pages, len(pages))  # noqa: S311  the same every time
            try:
                return [(address, self.ask(address)) for address in order]
            finally:
                connection.close()

        with ThreadPoolExecutor(AT_ONCE) as pool:
            found = [each for many in pool.map(one, range(people)) for each in many]
        return {address: [answer for where, answer in found if where == address] for address in pages}


@pytest.fixture
def site(settings: Settings) -> Site:
    settings.VERSION_SECONDS = 0
    published()
    site = Site(settings)
    for address in PAGES:
        assert site.ask(address).status_code == 200
    site.made.clear()
    site.seconds = 0.03
    return site


def tags(answers: list[HttpResponse]) -> set[str]:
    """Return the versions of which answers are."""
    return {answer.headers["ETag"].split(".")[1] for answer in answers}


@pytest.mark.long
def test_page_is_made_once_after_an_approval_however_many_ask(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(version, "LAST_SECONDS", 60)  # a busy machine may take long
    before = str(version.now())
    published(title="A train")
    found = site.asked_by(MANY, *PAGES)
    assert {status for each in found.values() for status in {answer.status_code for answer in each}} == {200}
    assert site.made == dict.fromkeys(PAGES, 1)
    given = [version for each in found.values() for version in tags(each)]
    assert set(given) == {before, str(version.now())}


@pytest.mark.long
def test_nobody_is_given_what_was_withdrawn(site: Site) -> None:
    train = published(title="A train")
    for address in PAGES:
        site.ask(address)
    site.made.clear()
    moved(train, "withdraw", by=make_editor(), note="Asked", reason="It has ended.")
    found = site.asked_by(SOME, *PAGES)
    assert site.made == dict.fromkeys(PAGES, 1)
    assert {version for each in found.values() for version in tags(each)} == {str(version.now())}
    assert b"A train" not in b"".join(answer.content for answer in found["/practices/"])


@pytest.mark.long
def test_withdrawal_between_two_approvals_is_not_overlooked(site: Site) -> None:
    train = published(title="A train")
    before = version.current()
    published(title="A tram")
    assert (version.current() != before, version.last()) == (True, before)
    moved(train, "withdraw", by=make_editor(), note="Asked", reason="It has ended.")
    published(title="A bus")
    assert (version.current() != before, version.last()) == (True, None)


@pytest.mark.long
def test_last_page_is_shown_for_a_moment_only(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version, "LAST_SECONDS", 0)
    published(title="A train")
    assert {v for each in site.asked_by(SOME, *PAGES).values() for v in tags(each)} == {str(version.now())}
    assert site.made == dict.fromkeys(PAGES, 1)


@pytest.mark.long
def test_page_that_cannot_be_kept_is_made_by_each(site: Site) -> None:
    found = site.asked_by(SOME, "/practices/nothing/")
    assert {answer.status_code for answer in found["/practices/nothing/"]} == {404}
    assert site.made["/practices/nothing/"] == SOME
    with turn("GET /practices/nothing/") as other:
        assert other is None

"""Every kind of public page: WCAG 2.2 AA by axe, no sideways scroll, nothing refused by the browser."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from practices.models import Practice
from tests.browser import seed
from tests.builders import make_city, make_editor, moved, published, withdrawn

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "home": "/",
    "list": "/practices/",
    "list filtered": "/practices/?country=NO&city=bergen&year=2016",
    "list sorted": "/practices/?sort=title&page=2",
    "list searched": "/practices/?q=dialogue",
    "list empty": "/practices/?country=NO&year=1950",
    "list refused": "/practices/?year=abc&country=XX",
    "beyond the end": "/practices/?page=99",
    "detail": "/practices/the-anti-radicalisation-programme/",
    "old edition": "/practices/the-reading-ship/editions/1/",
    "withdrawn": "/practices/an-ended-ship/",
    "places": "/places/",
    "country": "/places/gb/",
    "city": "/places/gb/leeds/",
    "topics": "/topics/",
    "topic": "/topics/education/",
    "template": "/template/",
    "about": "/about/",
    "not found": "/nothing/here/",
    "sign in": "/accounts/login/",
}


def every_kind() -> None:
    seed.load()
    make_city()
    published(
        title="أمثلة على الممارسات الجيدة", language="ar", summary="قارب يزور كل رصيف ومعه كتب بلغات كثيرة."
    )
    long = published(
        title="Donaudampfschifffahrtsgesellschaftskapitän " * 3, purpose="Wort" * 60 + " word" * 250
    )
    assert long.edition.number == 1
    practice = moved(published(), "revise", by=make_editor())
    moved(moved(practice, "submit", by=make_editor(), licence_agreed=True), "approve", by=make_editor())
    withdrawn(title="An ended ship")


@pytest.fixture(
    params=[(320, "light"), (1280, "light"), (320, "dark"), (1280, "dark")], ids=lambda size: f"{size}"
)
def bare(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Return a page into which axe may be put, which the site's own policy forbids."""
    width, scheme = request.param
    context = browser.new_context(
        base_url=live_server.url,
        bypass_csp=True,
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
    )
    yield context.new_page()
    context.close()


def test_public_pages_are_accessible_and_fit(bare: Page) -> None:
    every_kind()
    faults: dict[tuple[str, str], list[str]] = {}
    addresses = PAGES | {
        str(practice.pk): f"/practices/{practice.slug}/" for practice in Practice.objects.order_by("-pk")[:4]
    }
    for name, address in addresses.items():
        bare.goto(address)
        found = Axe().run(bare, options={"runOnly": TAGS}).response["violations"]
        faults |= {(name, fault["id"]): [node["html"] for node in fault["nodes"]] for fault in found}
        if bare.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults[name, "scrolls sideways"] = [address]
    assert faults == {}


def test_public_pages_load_nothing_foreign_and_keep_nothing(page: Page) -> None:
    every_kind()
    for address in PAGES.values():
        if not address.startswith("/accounts/"):
            page.goto(address)
    assert page.context.cookies() == []

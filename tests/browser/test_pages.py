"""Every kind of public page: WCAG 2.2 AA by axe, no sideways scroll, nothing refused by the browser."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.kinds import ENTRANCE, PUBLIC, World

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def whole_world() -> World:
    world = World()
    world.add_people()
    world.add_content()
    return world


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
    world = whole_world()
    faults: dict[tuple[str, str], list[str]] = {}
    for kind in [*PUBLIC, *ENTRANCE]:
        kind.visit(bare, world)
        found = Axe().run(bare, options={"runOnly": TAGS}).response["violations"]
        faults |= {(kind.name, fault["id"]): [node["html"] for node in fault["nodes"]] for fault in found}
        if bare.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults[kind.name, "scrolls sideways"] = [kind.address]
    assert faults == {}


def test_public_pages_load_nothing_foreign_and_keep_nothing(page: Page) -> None:
    world = whole_world()
    for kind in PUBLIC:
        kind.visit(page, world)
    assert page.context.cookies() == []

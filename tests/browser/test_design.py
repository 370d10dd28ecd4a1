"""Are all parts, in every state and in use, fit for everybody: by axe, in all colours, wide and narrow, focus in sight?"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from practices.entries import coauthors
from tests.browser import sight
from tests.browser.designs import DESIGNS, IN_USE, PLAIN
from tests.browser.kind import Kind
from tests.browser.people import sign_in
from tests.browser.walk import LOOKS, SWEEP
from tests.browser.world import World
from tests.builders import make_city, make_draft, make_user
from tests.proof import ALL


@contextmanager
def shown(browser: Browser, server: LiveServer, kind: Kind) -> Iterator[Page]:
    """Open a page of parts as an editor."""
    world = World()
    world.add_people()
    context = browser.new_context(base_url=server.url, bypass_csp=True)
    context.set_default_timeout(60_000)
    world.sign_in(context, kind.who, server.url)
    page = context.new_page()
    kind.visit(page, world)
    yield page
    context.close()


@pytest.mark.parametrize("kind", DESIGNS, ids=lambda kind: kind.name)
def test_every_part_is_fit_for_everybody(browser: Browser, live_server: LiveServer, kind: Kind) -> None:
    """What is in use can be found to have other colours only; in rest it is asked everything."""
    rules = sight.LOOKS if kind in IN_USE else sight.EVERYTHING
    number = DESIGNS.index(kind)
    looks = LOOKS if ALL or kind in PLAIN else LOOKS[number % 6 :: 6]
    found = {}
    with shown(browser, live_server, kind) as page:
        for look in looks:
            sight.show(page, *look)
            found[look] = [*sight.axe(page, rules), *page.evaluate(sight.WIDE)]
    assert found == {look: [] for look in looks}


@pytest.mark.parametrize("kind", PLAIN, ids=lambda kind: kind.name)
def test_every_part_shows_its_focus_in_all_colours(
    browser: Browser, live_server: LiveServer, kind: Kind
) -> None:
    found = {}
    with shown(browser, live_server, kind) as page:
        before = page.evaluate_handle("document.body")
        for look in LOOKS:
            sight.show(page, *look)
            found[look] = page.evaluate(SWEEP, before)
    assert found == {look: [] for look in LOOKS}


def test_buttons_of_one_row_stand_apart_when_they_wrap(page: Page) -> None:
    author, second = make_user(city=make_city()), make_user(city=make_city())
    practice = make_draft(contributor=author)
    coauthors.join(coauthors.invite(practice, email=second.email, by=author), by=second)
    page.set_viewport_size({"width": 320, "height": 800})
    sign_in(page, author)
    page.goto(f"/contribute/practices/practice/{practice.pk}/authors/")
    buttons = page.locator(".steps button")
    first, other = (buttons.nth(each).bounding_box() for each in range(2))
    assert first
    assert other
    assert max(other["y"] - first["y"] - first["height"], other["x"] - first["x"] - first["width"]) >= 4

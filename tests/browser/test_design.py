"""Is every component, in every state, fit for everybody: by axe, light and dark, wide and narrow, with buttons apart?"""

from itertools import product
from typing import Literal

from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from practices import authors
from tests.browser import sight
from tests.browser.kinds import KINDS
from tests.browser.people import sign_in
from tests.browser.world import World
from tests.builders import make_city, make_draft, make_user


def test_every_component_is_fit_for_everybody(browser: Browser, live_server: LiveServer) -> None:
    world = World()
    world.add_people()
    context = browser.new_context(base_url=live_server.url, bypass_csp=True)
    world.sign_in(context, "editor", live_server.url)
    page = context.new_page()
    next(kind for kind in KINDS if kind.name == "design").visit(page, world)
    found = {}
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme, width in product(schemes, sight.SIZES):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found[scheme, width] = [*sight.axe(page, sight.EVERYTHING), *page.evaluate(sight.WIDE)]
    context.close()
    assert found == {look: [] for look in found}


def test_buttons_of_one_row_stand_apart_when_they_wrap(page: Page) -> None:
    author, second = make_user(city=make_city()), make_user(city=make_city())
    practice = make_draft(contributor=author)
    authors.join(authors.invite(practice, email=second.email, by=author), by=second)
    page.set_viewport_size({"width": 320, "height": 800})
    sign_in(page, author)
    page.goto(f"/contribute/practices/practice/{practice.pk}/authors/")
    buttons = page.locator(".steps button")
    first, other = (buttons.nth(each).bounding_box() for each in range(2))
    assert first
    assert other
    assert max(other["y"] - first["y"] - first["height"], other["x"] - first["x"] - first["width"]) >= 4

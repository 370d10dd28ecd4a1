"""Is every component, in every state, fit for everybody: by axe, light and dark, wide and narrow?"""

from itertools import product
from typing import Literal

from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser import sight
from tests.browser.kinds import KINDS
from tests.browser.world import World


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

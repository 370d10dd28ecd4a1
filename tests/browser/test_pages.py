"""Does a visitor's browser load anything from elsewhere, keep anything, or refuse anything?"""

from playwright.sync_api import Page

from tests.browser.kinds import PUBLIC
from tests.browser.world import World


def test_public_pages_load_nothing_foreign_and_keep_nothing(page: Page) -> None:
    world = World.whole()
    for kind in PUBLIC:
        kind.visit(page, world)
    assert page.context.cookies() == []

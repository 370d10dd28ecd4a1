"""Can every kind of page be seen and used: by axe, in all colours, at 320 pixels, with text spaced and nothing moving?"""

from itertools import batched, groupby

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser import sight
from tests.browser.kind import Kind
from tests.browser.kinds import ACCOUNT, BEFORE, CONTRIBUTE, EDITORIAL, ENTRANCE, PUBLIC
from tests.browser.world import World
from tests.proof import ALL

AT_ONCE = 40
"""The kinds of page that one test opens: each makes a world of its own, and two workers should end together."""
EACH = 1 if ALL else 2
"""Every other kind of page is opened, as all are made of the parts that test_design.py shows; by `./check --all`, each."""
PARTS = {
    "public": PUBLIC,
    "account": ENTRANCE + ACCOUNT,
    "contribute": CONTRIBUTE,
    "editorial": EDITORIAL,
}


def read(browser: Browser, server: LiveServer, world: World, kinds: list[Kind]) -> dict[str, object]:
    """Return the faults of these kinds of page, each opened once."""
    found: dict[str, object] = {}
    for who, group in groupby(sorted(kinds, key=lambda kind: kind.who), key=lambda kind: kind.who):
        context = browser.new_context(base_url=server.url, bypass_csp=True)
        context.set_default_timeout(30_000)
        context.add_init_script(sight.AT_HAND)
        world.sign_in(context, who, server.url)
        page = context.new_page()
        for number, kind in enumerate(group):
            kind.visit(page, world)
            wrong = sight.faults(page, number, content=kind.content)
            found |= {f"{kind.name}: {name}": each for name, each in wrong.items()}
        context.close()
    return found


PALE = "<html lang=en><title>Pale</title><main><h1 style='color: #ccc'>Pale</h1><img src=data:></main>"


def test_page_that_is_not_asked_its_contrast_is_asked_all_else(browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.set_content(PALE)
    found = [
        [fault.partition(":")[0] for fault in sight.axe(page, rules)]
        for rules in (sight.EVERYTHING, sight.SHAPE)
    ]
    context.close()
    assert found == [["color-contrast", "image-alt"], ["image-alt"]]


@pytest.mark.long
@pytest.mark.parametrize(
    ("part", "kinds"),
    [
        (part, list(some))
        for part, kinds in PARTS.items()
        for some in batched(kinds[::EACH], AT_ONCE, strict=False)
    ],
)
def test_every_kind_of_page_can_be_seen_and_used(
    part: str, kinds: list[Kind], browser: Browser, live_server: LiveServer
) -> None:
    world = World.whole()
    assert read(browser, live_server, world, kinds) == {}


def test_pages_of_the_first_day_can_be_seen_and_used(browser: Browser, live_server: LiveServer) -> None:
    world = World()
    world.add_people()
    assert read(browser, live_server, world, BEFORE) == {}

"""Would it be seen if something moved for who asked for calm? Each way of moving alone, in a page that stands still."""

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import sight

STYLED = {
    "transition": ".masthead__name { transition: color 200ms }",
    "transition of what is drawn": ".masthead__name::after { content: ''; transition: opacity 1s }",
    "animation": "@keyframes turn { to { rotate: 1turn } } h1 { animation: turn 1s }",
    "animation of what is drawn": "@keyframes turn { to { opacity: 0 } } h1::before { content: ''; animation: turn 1s }",
    "smooth scrolling": "html { scroll-behavior: smooth }",
    "smooth scrolling of a part": ".masthead { scroll-behavior: smooth }",
}
SCRIPTED = {
    "animation by script": "document.querySelector('h1').animate({ opacity: [0, 1] }, 9000)",
    "drawing": "document.querySelector('h1').innerHTML = '<svg><rect><animate attributeName=x dur=1s /></rect></svg>'",
}


@pytest.fixture(scope="module")
def still(chromium: Browser) -> Page:
    """Return a page of a browser whose person asked for calm."""
    return chromium.new_context(bypass_csp=True, reduced_motion="reduce").new_page()


@pytest.mark.parametrize("style", STYLED.values(), ids=STYLED)
def test_style_that_moves_is_seen(still: Page, live_server: LiveServer, style: str) -> None:
    still.goto(f"{live_server.url}/about/")
    assert still.evaluate(sight.MOVING) == []
    still.add_style_tag(content=style)
    assert len(still.evaluate(sight.MOVING)) == 1


@pytest.mark.parametrize("script", SCRIPTED.values(), ids=SCRIPTED)
def test_script_or_drawing_that_moves_is_seen(still: Page, live_server: LiveServer, script: str) -> None:
    still.goto(f"{live_server.url}/about/")
    still.evaluate(script)
    assert len(still.evaluate(sight.MOVING)) == 1


def test_calm_is_for_who_asked_for_it(still: Page, live_server: LiveServer) -> None:
    """Others see links within a page lead there smoothly: what is looked for is there to be found."""
    still.goto(f"{live_server.url}/about/")
    still.emulate_media(reduced_motion="no-preference")
    assert [each[:5] for each in still.evaluate(sight.MOVING)] == ["<html"]

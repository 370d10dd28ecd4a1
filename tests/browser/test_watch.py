"""Would a journey fail if a page were refused something, or had an error?"""

from time import monotonic

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import watch


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
        (
            "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))",
            "Content Security",
        ),
        (
            "document.body.append(Object.assign(new Image(), {src: 'https://evil.example/x.png'}))",
            "evil.example",
        ),
        ("console.error('A script is unhappy.')", "A script is unhappy."),
        ("setTimeout(() => { throw new Error('A script broke.') })", "A script broke."),
    ],
)
def test_fault_in_a_page_is_noted(chromium: Browser, live_server: LiveServer, fault: str, said: str) -> None:
    wrong: list[str] = []
    context = chromium.new_context(base_url=live_server.url)
    watch(context, wrong)
    page = context.new_page()
    page.goto("/about/")
    assert wrong == []
    page.evaluate(fault)
    until = monotonic() + 20
    while not wrong and monotonic() < until:  # told by the browser in its own time
        page.wait_for_timeout(50)
    context.close()
    assert [said in text for text in wrong] == [True] * max(1, len(wrong))

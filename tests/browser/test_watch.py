"""Would a journey fail if a page were refused something, or had an error?"""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from practices.public.views import places
from tests.browser.conftest import is_answering, watch
from tests.tree import until


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


def test_request_that_is_answered_is_seen(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = Event()

    def wait(*_asked: Any) -> list[Any]:
        may_end.wait(20)
        return []

    def ask() -> int:
        with urlopen(f"{live_server.url}/places/suggestions/?q=vien") as answer:  # noqa: S310  of the test itself
            return int(answer.status)

    monkeypatch.setattr(places, "suggested_cities", wait)
    assert not is_answering()
    with ThreadPoolExecutor(1) as asking:
        asked = asking.submit(ask)
        until(is_answering)
        may_end.set()
        assert asked.result() == 200
    until(lambda: not is_answering())

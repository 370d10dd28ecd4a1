"""A real Chromium against the real site, without JavaScript unless a test asks for it."""

import os
import sys
import threading
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import pytest
from django.urls import get_resolver
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from practices.public.parts import world_map
from tests.tree import until

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell")
"""The browser without its window, which two cores draw in a quarter less time; `/usr/bin/chromium` does as well."""
SLOW = bool(os.environ.get("SLOW_NETWORK"))
"""Set, every page comes as over a bad line: how to look for tests that do not wait."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as `browser`, and give it a database that other threads see."""
    for item in items:
        if item.nodeid.startswith("tests/browser/"):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def loaded() -> None:
    """Do what a process does once, most of it before a server takes requests, so that no page is waited for meanwhile."""
    get_resolver().url_patterns  # noqa: B018  loads the views
    world_map.of_world("", [])


@pytest.fixture(scope="session")
def chromium(loaded: None) -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's own loop runs in the thread of the test
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def is_answering() -> bool:
    """Say whether a thread of the server does anything but wait for the next request of a connection."""
    frames = sys._current_frames()  # noqa: SLF001  documented so, and the way to see what a thread does
    of_server = [each for each in threading.enumerate() if each.name.endswith("(process_request_thread)")]
    return any(each.ident in frames and frames[each.ident].f_code.co_name != "readinto" for each in of_server)


@pytest.fixture(autouse=True)
def nothing_under_way(transactional_db: None, live_server: LiveServer) -> Iterator[None]:
    """End a test once its server has answered all, also what no page waits for any more.

    A late request would read what the next test has by then, and keep it for that one: names, files, pages.
    """
    yield
    with urlopen(f"{live_server.url}/livez"):  # noqa: S310  whoever asked before has a thread by then
        pass
    until(lambda: not is_answering())


@pytest.fixture
def browser(chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Return Chromium. The test fails when a page had an error, was refused something, or asked another host."""
    wrong: list[str] = []
    make = chromium.new_context

    def watched(**options: Any) -> BrowserContext:
        context = make(**options)
        watch(context, wrong)
        if SLOW:
            context.on("page", slow)
        return context

    monkeypatch.setattr(chromium, "new_context", watched)
    yield chromium
    for context in chromium.contexts:
        context.close()
    assert wrong == []


def slow(page: Page) -> None:
    """Bring pages in late and by bits, so that a test that reads before it waits is red each time.

    Chromium then forgets that a page is to be shown as on paper, so tests of paper say nothing.
    """
    network = page.context.new_cdp_session(page)
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 150, "downloadThroughput": 60_000, "uploadThroughput": 1_000_000},
    )


def watch(context: BrowserContext, wrong: list[str]) -> None:
    """Note what goes wrong in any page of a context; an answer like 409 is no error of the page."""

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            wrong.append(message.text)

    context.on("console", said)
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("request", lambda request: None if _own(request.url) else wrong.append(request.url))


@pytest.fixture
def scripts() -> bool:
    """Say whether the browser of a test runs scripts; a module whose tests hold both ways says so itself."""
    return False


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, *, scripts: bool) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=live_server.url,
        java_script_enabled=scripts,
        viewport={"width": 1280, "height": 900},
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def _own(url: str) -> bool:
    return url.startswith(("http://localhost:", "http://127.0.0.1:", "data:", "blob:"))

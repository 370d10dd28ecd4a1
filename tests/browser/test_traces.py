"""Does a visit leave anything in the browser, or ask any other host for anything (promise U24)?"""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from practices.models import Edition
from tests.browser import seed

KEPT = """async () => ({
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map((database) => database.name),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  caches: await caches.keys(),
  cookie: document.cookie,
})"""
NOTHING = {"local": [], "session": [], "databases": [], "workers": 0, "caches": [], "cookie": ""}
PERSONAL = ("/accounts/", "/admin/", "/contribute/")
FILTERED = 30
"""How many filtered lists are visited: each leads to more of the same kind."""


def crawl(page: Page, home: str) -> list[str]:
    """Open every public page that links lead to from home; return their addresses.

    A file is asked for by itself, as a browser saves it and shows no page; the files of each list and practice are left.
    """
    todo, seen, filtered = [home], {home}, 0
    for address in todo:
        if not urlsplit(address).path.endswith("/"):
            assert page.request.get(address).status == 200, address
            continue
        response = page.goto(address)
        assert response is not None
        assert response.status == 200, address
        links = page.eval_on_selector_all(
            "a[href]:not([rel~=nofollow][type])",
            "(links) => links.map((link) => new URL(link.getAttribute('href'), document.baseURI).href)",
        )
        for link in (link.split("#")[0] for link in links):
            parts = urlsplit(link)
            if link in seen or not link.startswith(home) or parts.path.startswith(PERSONAL):
                continue
            filtered += bool(parts.query)
            if not parts.query or filtered <= FILTERED:
                seen.add(link)
                todo.append(link)
    return todo


@pytest.mark.thorough
def test_crawl_of_all_pages_leaves_nothing_and_asks_one_host(
    browser: Browser, live_server: LiveServer
) -> None:
    seed.load()
    context = browser.new_context()
    page = context.new_page()
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    visited = crawl(page, f"{live_server.url}/")
    kept, cookies = page.evaluate(KEPT), context.cookies()
    context.close()
    paths = {urlsplit(address).path for address in visited}
    assert {
        f"/practices/{slug}/" for slug in Edition.objects.values_list("practice__slug", flat=True)
    } <= paths
    assert {"/", "/practices/", "/places/", "/topics/", "/template/", "/about/", "/privacy/"} <= paths
    assert (hosts, cookies, kept) == ({urlsplit(live_server.url).netloc}, [], NOTHING)

"""Does any text of a contributor run a script or load anything (promise R14)? Each layer alone: sanitiser, then policy."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import nh3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from practices import actions, text
from practices.models import Mail, Practice
from practices.question import Kind
from practices.template import of_kind
from tests.browser.attacks import ADDRESSES, FIXED, LEAVES, attacks
from tests.browser.world import World
from tests.builders import make_draft, make_editor, moved

TEXTS = [question.field for question in of_kind(Kind.LINE, Kind.PLAIN, Kind.TEXT, Kind.PERIOD)]
HARMFUL = """() => [...document.querySelectorAll("*")].filter((element) =>
  ["SCRIPT", "IFRAME", "OBJECT", "EMBED", "BASE"].includes(element.tagName) && !element.src?.startsWith(origin + "/")
  || [...element.attributes].some((attribute) => attribute.name.startsWith("on"))).length"""
SCHEMES = """() => [...new Set([...document.querySelectorAll("a[href]")].map((link) =>
  new URL(link.getAttribute("href"), document.baseURI).protocol))].sort()"""


@dataclass
class Watch:
    """What happened that must not: dialogs, and requests that reached a server of ours that is not the site's."""

    evil: str
    asked: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


@contextmanager
def watching() -> Iterator[Watch]:
    class Evil(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            watch.asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript")
            self.end_headers()
            self.wfile.write(b"alert('loaded')")

        def log_message(self, format: str, *given: Any) -> None:  # noqa: A002  the name that is called
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Evil)
    watch = Watch(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield watch
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def page_of(chromium: Browser, url: str, watch: Watch, *, bypass: bool) -> Iterator[Page]:
    context = chromium.new_context(base_url=url, bypass_csp=bypass)
    page = context.new_page()

    def dismiss(dialog: Any) -> None:
        watch.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    yield page
    context.close()


def written(words: list[str], watch: Watch) -> dict[str, Any]:
    """Return answers in which every text question has some of the attacks, and every address one."""
    sent = [word.replace("{evil}", watch.evil) for word in words]
    answers: dict[str, Any] = {
        name: "\n\n".join(sent)
        if name in {"purpose", "body"}
        else " ".join(sent[number :: len(TEXTS)] or sent[:1])
        for number, name in enumerate(TEXTS)
    }
    documents = [{"title": sent[0], "url": address} for address in ADDRESSES]
    return answers | {
        "evidence_url": ADDRESSES[0],
        "documents": documents,
        "contact_public": True,
        "contact_email": sent[0],
        "city": None,
        "city_typed": sent[0],
        "partner_cities_typed": "\n".join(sent[:3]),
    }


def publish(words: list[str], watch: Watch) -> Practice:
    """Bring the attacks on line: once as an entry from elsewhere, and once as one that waits for the editors."""
    return moved(make_draft(**written(words, watch)), "publish", by=None)


def waiting(words: list[str], watch: Watch, world: World) -> Practice:
    """Let an entry with the attacks wait at the desk, with a note and a mail about it."""
    officer = world.people["contributor"]
    practice = make_draft(contributor=officer, title="A ship")
    practice = moved(practice, "submit", by=officer, licence_agreed=True)
    editor = make_editor()
    practice = actions.save_answers(practice, written(words, watch), by=editor, seen=practice.version)
    return moved(practice, "return", by=editor, note=" ".join(words).replace("{evil}", watch.evil))


def settle(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_timeout(150)  # what loads or runs late


def visit_public(page: Page, practice: Practice) -> None:
    for address in (f"/practices/{practice.slug}/", "/", "/practices/", "/practices/?q=script"):
        settle(page, address)


def visit_desk(page: Page, practice: Practice, world: World, url: str) -> None:
    entry = f"practices/practice/{practice.pk}"
    visits = {
        "contributor": [
            f"/contribute/{entry}/change/",
            f"/contribute/{entry}/history/",
            "/contribute/",
            f"/preview/{practice.pk}/",
        ],
        "editor": [
            f"/admin/{entry}/review/",
            f"/admin/{entry}/change/",
            f"/admin/{entry}/history/",
            "/admin/practices/practice/",
        ],
    }
    for who, addresses in visits.items():
        world.sign_in(page.context, who, url)
        for address in addresses:
            settle(page, address)
            assert page.evaluate(HARMFUL) == 0, address
            assert set(page.evaluate(SCHEMES)) <= {"http:", "https:", "mailto:"}, address


@pytest.fixture
def world() -> World:
    world = World()
    world.add_people()
    return world


def test_sanitiser_alone_lets_no_attack_through(
    chromium: Browser, live_server: LiveServer, world: World
) -> None:
    """The browser is told to ignore the policy."""
    words = [*FIXED, LEAVES]
    with watching() as watch, page_of(chromium, live_server.url, watch, bypass=True) as page:
        practice = publish(words, watch)
        visit_public(page, practice)
        page.goto(f"/practices/{practice.slug}/")
        assert page.evaluate(HARMFUL) == 0
        assert page.evaluate(SCHEMES) == ["http:", "https:", "mailto:"]
        visit_desk(page, waiting(words, watch, world), world, live_server.url)
        for mail in Mail.objects.all():
            page.set_content(mail.html)
            page.wait_for_timeout(150)
            assert page.evaluate(HARMFUL) == 0
        assert Mail.objects.count() >= 2
    assert (watch.dialogs, watch.asked) == ([], [])


def test_sanitiser_alone_lets_no_combination_through(chromium: Browser, live_server: LiveServer) -> None:
    with watching() as watch, page_of(chromium, live_server.url, watch, bypass=True) as page:

        @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(st.lists(attacks, min_size=15, max_size=30))
        def holds(words: list[str]) -> None:
            practice = publish(words, watch)
            settle(page, f"/practices/{practice.slug}/")
            assert page.evaluate(HARMFUL) == 0
            assert set(page.evaluate(SCHEMES)) <= {"http:", "https:", "mailto:"}
            assert (watch.dialogs, watch.asked) == ([], [])

        holds()


def unsanitised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every text reach the page as it was typed: Markdown keeps HTML and addresses, and nothing is cleaned."""
    loose = MarkdownIt("commonmark", {"html": True})
    loose.validateLink = lambda _: True  # type: ignore[method-assign, assignment]
    monkeypatch.setattr(text, "_markdown", loose)
    monkeypatch.setattr(nh3, "clean", lambda html, **_: html)


def test_policy_alone_stops_what_reaches_the_page(
    chromium: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsanitised(monkeypatch)
    with watching() as watch, page_of(chromium, live_server.url, watch, bypass=False) as page:
        practice = publish(list(FIXED), watch)
        visit_public(page, practice)
        page.goto(f"/practices/{practice.slug}/")
        assert page.evaluate(HARMFUL) > 20  # they are there
        for link in page.locator("a[href*='script' i]").all():
            link.dispatch_event("click")
        page.wait_for_timeout(300)
    assert (watch.dialogs, watch.asked) == ([], [])


def test_without_both_the_attacks_work(
    chromium: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof of the proofs: dialogs and requests are seen when nothing stops them."""
    unsanitised(monkeypatch)
    with watching() as watch, page_of(chromium, live_server.url, watch, bypass=True) as page:
        practice = publish(list(FIXED), watch)
        page.goto(f"/practices/{practice.slug}/", wait_until="commit")
        page.wait_for_timeout(3000)
    assert (len(watch.dialogs) > 3, len(watch.asked) > 3) == (True, True)

"""Does any text of a contributor run a script or load anything (promise R14)? Each layer alone: sanitiser, then policy."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import nh3
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from practices import text
from practices.entries import actions, coauthors, comments, publishing
from practices.models import Mail, Practice, Snapshot, User
from practices.question_kinds import Kind
from practices.template import of_kind
from practices.workflow import Status
from tests.browser.attacks import ADDRESSES, FIXED, LEAVES, attacks
from tests.browser.world import World
from tests.builders import make_draft, moved, submitted

TEXTS = [question.field for question in of_kind(Kind.LINE, Kind.PLAIN, Kind.TEXT, Kind.PERIOD)]
DATA = """const isData = (element) => {
  try {
    return element.type === "application/ld+json" && !element.textContent.includes("<") && JSON.parse(element.textContent);
  } catch {
    return false;
  }
};"""
"""The one script that may hold words of people: no browser runs it, and nothing in it can end it."""
HARMFUL = f"""() => {{ {DATA} return [...document.querySelectorAll("*")].filter((element) => !isData(element) && (
  ["SCRIPT", "IFRAME", "OBJECT", "EMBED", "BASE"].includes(element.tagName) && !element.src?.startsWith(origin + "/")
  || [...element.attributes].some((attribute) => attribute.name.startsWith("on")))).length }}"""
EMBEDDED = f"""() => {{ {DATA} return [...document.querySelectorAll("*")].filter((element) => !isData(element) && (
  element.tagName === "SCRIPT" && element.textContent.trim()
  || [...element.attributes].some(({{name, value}}) => name.startsWith("data-") && value.includes("alert"))))
  .map((element) => element.outerHTML.slice(0, 200)) }}"""
"""No page hands words of people to a script, as JSON or in an attribute. Where one does: prove it with `</script>` and quotes."""
CLICK = """() => [...document.querySelectorAll("a[href*=script i]:not([href^='/'], [href^=http])")].forEach(
  (link) => link.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true})))"""
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
    try:
        yield watch
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def page_of(chromium: Browser, url: str, watch: Watch, *, bypass: bool) -> Iterator[Page]:
    context = chromium.new_context(base_url=url, bypass_csp=bypass)
    context.set_default_timeout(20_000)
    page = context.new_page()

    def dismiss(dialog: Any) -> None:
        watch.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    try:
        yield page
    finally:
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
    practice = make_draft(**written(words, watch))
    publishing.publish(practice, by=None, at=timezone.now())  # as an older release did: some are no addresses
    practice.status = Status.PUBLISHED
    practice.save()
    return practice


def waiting(words: list[str], watch: Watch, world: World) -> Practice:
    """Let an entry with the attacks wait at the desk: in its answers, in a note, in comments, and in who wrote it."""
    officer, editor = world.people["contributor"], world.people["editor"]
    sent = " ".join(words).replace("{evil}", watch.evil)
    User.objects.filter(pk=officer.pk).update(organisation=sent[:200])
    practice = submitted(contributor=officer, title="A ship")
    moved(practice, "return", by=editor, note=sent)
    practice = moved(practice, "submit", by=officer)
    comments.add(practice, field="purpose", text=sent, internal=False, by=editor)
    return actions.save_answers(practice, written(words, watch), by=editor, expected_version=practice.version)


def written_mails(words: list[str], watch: Watch, world: World, practice: Practice) -> list[Mail]:
    """Let the entry move on, so that mails tell of it; return all that were written."""
    officer, editor = world.people["contributor"], world.people["editor"]
    sent = " ".join(words).replace("{evil}", watch.evil)
    practice = moved(practice, "return", by=editor, note=sent)
    coauthors.invite(practice, email="colleague@bergen.example", by=officer)
    practice = Practice.objects.get(pk=practice.pk)
    actions.trash(practice, by=editor, expected_version=practice.version, note=sent)
    return list(Mail.objects.all())


def settle(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_timeout(150)  # what loads or runs late


def visit_public(page: Page, practice: Practice) -> None:
    for address in (f"/practices/{practice.slug}/", "/", "/practices/", "/practices/?q=script"):
        settle(page, address)


def desk(practice: Practice) -> dict[str, list[str]]:
    """Return the pages that show the attacks, by who reads them."""
    entry = f"practices/practice/{practice.pk}"
    snapshot = Snapshot.objects.filter(practice=practice).latest("pk").pk
    both = [
        f"{entry}/change/",
        f"{entry}/history/?first={snapshot}&second=now",
        f"{entry}/authors/",
        "practices/practice/",
        "",
    ]
    own = [*both, f"{entry}/share/", f"{entry}/move/recall/"]
    editors = [*both, f"{entry}/trash/", f"{entry}/review/", f"{entry}/cities/", f"{entry}/move/return/"]
    return {
        "contributor": [f"/contribute/{each}" for each in own] + [f"/preview/{practice.pk}/"],
        "editor": [f"/admin/{each}" for each in editors],
    }


def visit_desk(page: Page, practice: Practice, world: World, url: str) -> Iterator[str]:
    """Open each page of the desk, and yield its address."""
    for who, addresses in desk(practice).items():
        world.sign_in(page.context, who, url)
        for address in addresses:
            settle(page, address)
            yield address


def expect_clean(page: Page, where: str) -> None:
    """Expect that nothing on the page is able to run or to load, or holds the attacks for a script to read."""
    assert page.evaluate(HARMFUL) == 0, where
    assert page.evaluate(EMBEDDED) == [], where
    assert set(page.evaluate(SCHEMES)) <= {"http:", "https:", "mailto:"}, where


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
        expect_clean(page, "detail")
        assert page.evaluate(SCHEMES) == ["http:", "https:"]  # an attack is no e-mail address
        practice = waiting(words, watch, world)
        for address in visit_desk(page, practice, world, live_server.url):
            expect_clean(page, address)
        mails = written_mails(words, watch, world, practice)
        for mail in mails:
            page.set_content(mail.html)
            page.wait_for_timeout(150)
            expect_clean(page, mail.kind)
        assert {mail.kind for mail in mails} >= {"returned", "invited", "trashed"}
    assert (watch.dialogs, watch.asked) == ([], [])


@pytest.mark.thorough
def test_sanitiser_alone_lets_no_combination_through(chromium: Browser, live_server: LiveServer) -> None:
    with watching() as watch, page_of(chromium, live_server.url, watch, bypass=True) as page:

        @tries(max_examples=8, database=None)
        @given(st.lists(attacks, min_size=15, max_size=30))
        def holds(words: list[str]) -> None:
            practice = publish(words, watch)
            settle(page, f"/practices/{practice.slug}/")
            expect_clean(page, "detail")
            assert (watch.dialogs, watch.asked) == ([], [])

        holds()


def unsanitised(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Let every text reach the page as it was typed: Markdown keeps HTML and addresses, and nothing is cleaned or escaped."""
    loose = MarkdownIt("commonmark", {"html": True})
    loose.validateLink = lambda _: True  # type: ignore[method-assign, assignment]
    monkeypatch.setattr(text, "_markdown", loose)
    monkeypatch.setattr(nh3, "clean", lambda html, **_: html)
    (pages,) = settings.TEMPLATES
    settings.TEMPLATES = [pages | {"OPTIONS": pages["OPTIONS"] | {"autoescape": False}}]


def click_scripts(page: Page) -> None:
    page.evaluate(CLICK)
    page.wait_for_timeout(150)


def test_policy_alone_stops_what_reaches_the_page(
    chromium: Browser,
    live_server: LiveServer,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> None:
    unsanitised(monkeypatch, settings)
    words = list(FIXED)
    with watching() as watch, page_of(chromium, live_server.url, watch, bypass=False) as page:
        practice = publish(words, watch)
        visit_public(page, practice)
        page.goto(f"/practices/{practice.slug}/")
        assert page.evaluate(HARMFUL) > 20  # they are there
        click_scripts(page)
        there = {}
        for address in visit_desk(page, waiting(words, watch, world), world, live_server.url):
            there[address] = page.evaluate(HARMFUL)
            click_scripts(page)
        whole = [address for address, count in there.items() if not count]
        assert whole == ["/admin/practices/practice/"]  # Django's list always escapes
    assert (watch.dialogs, watch.asked) == ([], [])


def test_without_both_the_attacks_work(
    chromium: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """The proof of the proofs: dialogs and requests are seen when nothing stops them."""
    unsanitised(monkeypatch, settings)
    with watching() as watch, page_of(chromium, live_server.url, watch, bypass=True) as page:
        practice = publish(list(FIXED), watch)
        page.goto(f"/practices/{practice.slug}/", wait_until="commit")
        page.wait_for_timeout(3000)
    assert (len(watch.dialogs) > 3, len(watch.asked) > 3) == (True, True)

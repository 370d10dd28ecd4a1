"""Which kinds of page are there, with which content, and for whom? The one list of axe, of the walks and of the gallery.

`World()` makes what they show; `Kind.visit` opens one in a page of Chromium. An address names parts of the world: "{own}".
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from playwright.sync_api import BrowserContext, Page

from practices import actions, claims, faults, remarks, second_step
from practices.models import Practice, User
from tests.browser import seed
from tests.builders import (
    make_admin,
    make_city,
    make_draft,
    make_editor,
    make_user,
    moved,
    published,
    submitted,
    withdrawn,
)

LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän"
LONG: dict[str, Any] = {
    "title": f"{LONG_WORD} " * 3,
    "summary": "A summary that goes on for as long as it may, and then a little longer than that. " * 6,
    "period": "from the first of January 1999 until further notice, with a pause between 2008 and 2011",
    "purpose": LONG_WORD * 4 + " word" * 250,
    "stimulus": "https://city.example/" + "very/long/address/" * 12 + "\n\n" + "A plain sentence. " * 60,
    "process": "## A heading of its own\n\n" + "- one of many points of the process\n" * 40,
    "impact": "A plain sentence about what came of it. " * 40,
    "lessons": "1. A lesson that was learnt\n2. Another\n\n> A quotation of somebody.\n\n" + "More. " * 200,
    "city_typed": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "documents": [{"title": LONG_WORD * 3, "url": "https://city.example/" + "x" * 180}],
}
LONGEST: dict[str, Any] = LONG | {
    "title": f"{LONG_WORD} " * 2,
    "summary": "Long. " * 80,
}  # what the limits let through
RIGHT_TO_LEFT: dict[str, Any] = {
    "title": "قارب القراءة يزور كل رصيف في المدينة",
    "language": "ar",
    "summary": "قارب يزور كل رصيف ومعه كتب بلغات كثيرة، ويقرأ الناس بعضهم لبعض.",
    "purpose": "يقرأ أهل الميناء بعضهم لبعض بلغات كثيرة.\n\n- لقاء كل أسبوع\n- كتب باثنتي عشرة لغة",
    "process": "قارب فيه كتب باثنتي عشرة لغة يرسو عند كل رصيف. " * 12,
    "period": "2015-2020",
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (320, 768, 1280)


@dataclass
class World:
    """What the kinds of page show: the 20 practices of the seed, and people with entries in every state."""

    names: dict[str, Any] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def add_people(self) -> None:
        """Make one person of each role; nothing else is there yet."""
        officer = make_user("officer@bergen.example", city=make_city(), organisation="Office for diversity")
        editor = make_editor("editor@programme.example")
        second_step.give(editor, second_step.new_secret())
        self.people = {
            "contributor": officer,
            "editor": editor,
            "admin": make_admin("admin@programme.example"),
        }

    def add_content(self) -> None:
        """Load the seed, and make entries in every state."""
        seed.load()
        published(**LONG)
        published(**RIGHT_TO_LEFT)
        withdrawn(title="An ended ship")
        again = moved(published(), "revise", by=make_editor())
        again = moved(again, "submit", by=make_editor(), licence_agreed=True)
        moved(again, "approve", by=make_editor())
        self._own()
        self._desk()
        slugs = Practice.objects.exclude(slug=None).values_list("title", "slug")
        self.names |= {
            "long": next(slug for title, slug in slugs if title.startswith(LONG_WORD)),
            "rtl": next(slug for title, slug in slugs if title == RIGHT_TO_LEFT["title"]),
        }

    def _own(self) -> None:
        officer, editor = self.people["contributor"], self.people["editor"]
        draft = make_draft(
            contributor=officer, title="A ship that is still being built", process="", topics=[]
        )
        returned = submitted(contributor=officer, title="A ship that came back")
        remarks.remark(returned, field="period", text="Which year did it end?", internal=False, by=editor)
        moved(returned, "return", by=editor, note="Please say who sails the ship.")
        far = make_draft(contributor=officer, **LONG)
        rtl = make_draft(contributor=officer, **RIGHT_TO_LEFT)
        ready = make_draft(contributor=officer, title="A ship that is ready to be handed in")
        token = actions.share_preview(draft, by=officer).get_absolute_url()
        self.names |= {"own": draft.pk, "returned": returned.pk, "ready": ready.pk, "shared": token}
        self.names |= {"own_long": far.pk, "own_rtl": rtl.pk}

    def _desk(self) -> None:
        officer, editor = self.people["contributor"], self.people["editor"]
        waiting = moved(published(contributor=officer, title="A ship that was rebuilt"), "revise", by=officer)
        answers = {"purpose": "People of all quays read to one another."}
        actions.save_answers(waiting, answers, by=officer, seen=waiting.version)
        waiting = moved(waiting, "submit", by=officer)
        remarks.remark(waiting, field="period", text="Which year?", internal=False, by=editor)
        claims.claim(waiting, by=editor)
        far = submitted(**LONGEST)
        rtl = submitted(**RIGHT_TO_LEFT)
        submitted(title="A singing ship", city=None, city_typed="Old Haven")
        unlinked = Practice.objects.get(title="A singing ship")
        self.names |= {
            "waiting": waiting.pk,
            "waiting_long": far.pk,
            "waiting_rtl": rtl.pk,
            "unlinked": unlinked.pk,
            "city": make_city().pk,
            "officer": officer.pk,
        }

    def sign_in(self, context: BrowserContext, who: str, url: str) -> None:
        """Give the browser the session of this person, without going through the doors."""
        context.clear_cookies()
        if who:
            client = Client()
            client.force_login(self.people[who])
            value = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": value, "url": url}])


def _press(name: str, **texts: str) -> Callable[[Page, World], None]:
    def act(page: Page, world: World) -> None:
        for label, text in texts.items():
            page.locator(f"[name={label}]").fill(text)
        with page.expect_navigation():
            page.get_by_role("button", name=name, exact=True).click()

    return act


def _overtaken(page: Page, world: World) -> None:
    """Save what somebody else has saved in the meantime."""
    page.locator("[name=purpose]").fill("Words that I typed while a colleague saved.")
    mine = Practice.objects.get(pk=world.names["own"])
    words = f"Words of a colleague {mine.version}."
    actions.save_answers(mine, {"purpose": words}, by=world.people["contributor"], seen=mine.version)
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue editing").click()


@dataclass(frozen=True)
class Kind:
    """One kind of page with one kind of content: real, empty, long, rtl or error."""

    name: str
    address: str
    who: str = ""
    content: str = "real"
    act: Callable[[Page, World], None] | None = None
    page: str = ""  # a page that no address gives at will, rendered by itself; with a fault, one that says what is wrong
    fault: faults.Fault | None = None

    def visit(self, page: Page, world: World) -> None:
        """Open it; the person must be signed in already."""
        address = self.address.format(**world.names)
        if self.page:
            request = RequestFactory().get(address)
            given = {"fault": self.fault, "minutes": 5, "reason": "", "way": "/", "reference": "7f3a91c2"}
            body = render_to_string(self.page, given, request=request)
            page.route(f"**{address}", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(address)
        if self.act:
            self.act(page, world)


PUBLIC = [
    Kind("home", "/"),
    Kind("list", "/practices/"),
    Kind("list, filtered", "/practices/?country=NO&city=bergen&year=2016"),
    Kind("list, searched", "/practices/?q=dialogue"),
    Kind("list, sorted", "/practices/?sort=title&page=2"),
    Kind("list, long", "/practices/?q=Donaudampfschifffahrtsgesellschaftskapit%C3%A4n", content="long"),
    Kind("list, right to left", "/practices/?q=%D9%82%D8%A7%D8%B1%D8%A8", content="rtl"),
    Kind("list, nothing found", "/practices/?country=NO&year=1950", content="empty"),
    Kind("list, misspelt", "/practices/?q=shcool", content="empty"),
    Kind("list, refused", "/practices/?year=abc&country=XX", content="error"),
    Kind("list, beyond its end", "/practices/?page=99", content="error"),
    Kind("detail", "/practices/the-anti-radicalisation-programme/"),
    Kind("detail, long", "/practices/{long}/", content="long"),
    Kind("detail, right to left", "/practices/{rtl}/", content="rtl"),
    Kind("detail, old edition", "/practices/the-reading-ship/editions/1/"),
    Kind("detail, withdrawn", "/practices/an-ended-ship/", content="error"),
    Kind("places", "/places/"),
    Kind("country", "/places/gb/"),
    Kind("city", "/places/gb/leeds/"),
    Kind("topics", "/topics/"),
    Kind("topic", "/topics/education/"),
    Kind("template", "/template/"),
    Kind("about", "/about/"),
    Kind("accessibility", "/accessibility/"),
    Kind("privacy", "/privacy/"),
    Kind("not found", "/nothing/here/", content="error"),
]
ENTRANCE = [
    Kind("sign in", "/accounts/login/"),
    Kind(
        "sign in, refused",
        "/accounts/login/",
        content="error",
        act=_press("Sign in", login="officer@bergen.example", password="no such password"),
    ),
    Kind("sign up", "/accounts/signup/"),
    Kind("sign up, refused", "/accounts/signup/", content="error", act=_press("Create an account")),
    Kind("confirm your address", "/accounts/confirm/"),
    Kind("confirm again", "/accounts/confirm/again/"),
    Kind("confirm, dead link", "/accounts/confirm/no-such-key/", content="error"),
    Kind("forgotten password", "/accounts/password/new/"),
    Kind("forgotten password, sent", "/accounts/password/new/sent/"),
    Kind("forgotten password, dead link", "/accounts/password/new/no-such-key/", content="error"),
    Kind("account closed", "/accounts/closed/"),
    Kind("preview, ended", "/preview/shared/no-such-token/", content="error"),
    Kind("too many tries", "/given/429/", content="error", page="wrong.html", fault=faults.TOO_MANY),
    Kind("old form", "/given/csrf/", content="error", page="403_csrf.html"),
    Kind("unreadable address", "/given/400/", content="error", page="wrong.html", fault=faults.UNREADABLE),
    Kind("server error", "/given/500/", content="error", page="bare.html", fault=faults.BROKEN),
]
ACCOUNT = [
    Kind("account details", "/accounts/details/", "contributor"),
    Kind("account sessions", "/accounts/sessions/", "contributor"),
    Kind("account second step", "/accounts/second-step/", "contributor"),
    Kind("account recovery codes", "/accounts/second-step/codes/", "editor"),
    Kind("account second step off", "/accounts/second-step/off/", "editor"),
    Kind("account password", "/accounts/password/", "contributor"),
    Kind("account address", "/accounts/address/", "contributor"),
    Kind("account close", "/accounts/close/", "contributor"),
    Kind("sign out", "/accounts/logout/", "contributor"),
]
_OWN = "/contribute/practices/practice"
CONTRIBUTE = [
    Kind("contribute", "/contribute/", "contributor"),
    Kind("contribute, list", f"{_OWN}/", "contributor"),
    Kind("contribute, add", f"{_OWN}/add/", "contributor"),
    Kind("contribute, add refused", f"{_OWN}/add/", "contributor", "error", _press("Save and go on")),
    Kind("contribute, form", f"{_OWN}/{{own}}/change/", "contributor"),
    Kind("contribute, form returned", f"{_OWN}/{{returned}}/change/", "contributor"),
    Kind("contribute, form long", f"{_OWN}/{{own_long}}/change/", "contributor", "long"),
    Kind("contribute, form right to left", f"{_OWN}/{{own_rtl}}/change/", "contributor", "rtl"),
    Kind("contribute, form overtaken", f"{_OWN}/{{own}}/change/", "contributor", "error", _overtaken),
    Kind("contribute, check", f"{_OWN}/{{ready}}/move/submit/", "contributor"),
    Kind("contribute, check incomplete", f"{_OWN}/{{own}}/move/submit/", "contributor", "error"),
    Kind("contribute, history", f"{_OWN}/{{returned}}/history/", "contributor"),
    Kind("contribute, share", f"{_OWN}/{{own}}/share/", "contributor"),
    Kind("preview", "/preview/{own}/", "contributor"),
    Kind("preview, shared", "{shared}"),
    Kind("forbidden", "/admin/", "contributor", "error"),
]
_ALL = "/admin/practices/practice"
EDITORIAL = [
    Kind("design", "/design/", "editor"),
    Kind("desk", "/admin/", "editor"),
    Kind("admin, list", f"{_ALL}/", "editor"),
    Kind("admin, list nothing found", f"{_ALL}/?q=nothingatall", "editor", "empty"),
    Kind("admin, form", f"{_ALL}/{{waiting}}/change/", "editor"),
    Kind("admin, form long", f"{_ALL}/{{waiting_long}}/change/", "editor", "long"),
    Kind("review", f"{_ALL}/{{waiting}}/review/", "editor"),
    Kind("review, long", f"{_ALL}/{{waiting_long}}/review/", "editor", "long"),
    Kind("review, right to left", f"{_ALL}/{{waiting_rtl}}/review/", "editor", "rtl"),
    Kind("move", f"{_ALL}/{{waiting}}/move/return/", "editor"),
    Kind("history", f"{_ALL}/{{waiting}}/history/?first=now&second=now", "editor"),
    Kind("link cities", f"{_ALL}/{{unlinked}}/cities/", "editor"),
    Kind("admin, cities", "/admin/practices/city/", "editor"),
    Kind("admin, city", "/admin/practices/city/{city}/change/", "editor"),
    Kind("admin, city refused", "/admin/practices/city/add/", "editor", "error", _press("Save")),
    Kind("admin, topics", "/admin/practices/topic/", "editor"),
    Kind("admin, mails", "/admin/practices/mail/", "editor"),
    Kind("admin, people", "/admin/practices/user/", "admin"),
    Kind("admin, person", "/admin/practices/user/{officer}/change/", "admin"),
]
KINDS = PUBLIC + ENTRANCE + ACCOUNT + CONTRIBUTE + EDITORIAL
BEFORE = [  # as they are on the first day, when there are people and nothing else
    Kind("home, empty", "/", content="empty"),
    Kind("list, empty", "/practices/", content="empty"),
    Kind("places, empty", "/places/", content="empty"),
    Kind("topics, empty", "/topics/", content="empty"),
    Kind("contribute, empty", "/contribute/", "contributor", "empty"),
    Kind("contribute, list empty", f"{_OWN}/", "contributor", "empty"),
    Kind("desk, empty", "/admin/", "editor", "empty"),
    Kind("admin, list empty", f"{_ALL}/", "editor", "empty"),
]

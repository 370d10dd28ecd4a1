"""Which kinds of page are there, with which content, and for whom? The one list of axe, of the walks and of the gallery.

`World` makes what they show; `Kind.visit` opens one in a page of Chromium. An address names parts of the world, "{own}",
and what to do on the page that it leads to, each after " > ": see `acts.take`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Page

from practices.errors import views, wording
from practices.errors.wording import ErrorPage
from practices.models.preview_link import LIFE
from tests.browser import acts
from tests.browser.world import HALF, World

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (320, 768, 1280)


def given(page: str | ErrorPage, request: HttpRequest) -> str:
    if isinstance(page, str):
        return render_to_string(page, request=request)
    if page in {wording.BROKEN, wording.AWAY}:
        return views.bare(page, "0a1b2c3d")
    minutes, days = 5 * (page is wording.TOO_MANY), LIFE.days * (page is wording.PREVIEW_ENDED)
    return str(views.error_page(request, page, minutes=minutes, days=days).render().text)


@dataclass(frozen=True)
class Kind:
    """One kind of page with one kind of content: real, empty, long, rtl or error."""

    name: str
    address: str
    who: str = ""
    content: str = "real"
    act: Callable[[Page, World], None] | None = None
    page: str | ErrorPage = ""  # a page that no address gives at will: rendered by itself

    def visit(self, page: Page, world: World) -> None:
        """Open it; the person must be signed in already."""
        address, *steps = self.address.format(**world.names).split(" > ")
        if self.page:
            body = given(self.page, RequestFactory().get(address))
            page.route(f"**{address}", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(address)
        for step in steps:
            acts.take(page, step)
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
    Kind("list, refused long", f"/practices/?year=abc&year=2016&city={'Aber' * 30}", content="long"),
    Kind("list, all cities", "/practices/cities/?country=ES&sort=title"),
    Kind("list, all countries", "/practices/countries/?q=school"),
    Kind("list, all topics", "/practices/topics/"),
    Kind("list, all years", "/practices/years/?country=ES"),
    Kind("list, in figures", "/insights/?country=ES"),
    Kind("list, in figures, nothing found", "/insights/?country=NO&year=1950", content="empty"),
    Kind("list, on a map", "/practices/map/?country=ES"),
    Kind("list, on a map, nothing found", "/practices/map/?country=NO&year=1950", content="empty"),
    Kind("list, beyond its end", "/practices/?page=99", content="error"),
    Kind("detail", "/practices/the-anti-radicalisation-programme/"),
    Kind("detail, long", "/practices/{long}/", content="long"),
    Kind("detail, right to left", "/practices/{rtl}/", content="rtl"),
    Kind("detail, old edition", "/practices/the-reading-ship/editions/1/"),
    Kind("detail, withdrawn", "/practices/an-ended-ship/", content="error"),
    Kind("detail, removed", "/practices/{removed}/", content="error"),
    Kind("detail, passage taken down", "/practices/a-ship-of-the-law/"),
    Kind("places", "/places/"),
    Kind("part of the world", "/places/europe/"),
    Kind("part of the world, empty", "/places/oceania/", content="empty"),
    Kind("country", "/places/gb/"),
    Kind("city", "/places/gb/leeds/"),
    Kind("topics", "/topics/"),
    Kind("topic", "/topics/education/"),
    Kind("topic, long", "/topics/endless/", content="long"),
    Kind("template", "/template/"),
    Kind("about", "/about/"),
    Kind("api", "/api/"),
    Kind("compare, nothing yet", "/compare/", content="empty"),
    Kind("compare", "/compare/?p={first}&p={second}"),
    Kind("compare, searched", "/compare/?p={first}&q=school"),
    Kind("compare, refused", "/compare/?p=abc&p=999999&p={first}&p={first}", content="error"),
    Kind("accessibility", "/accessibility/"),
    Kind("privacy", "/privacy/"),
    Kind("report", "/report/?page=/practices/annisa-programme/"),
    Kind("report, refused", "/report/ > Send the report", content="error"),
    Kind("reported", "/report/sent/"),
    Kind("not found", "/nothing/here/", content="error"),
]
_TWICE = " > country=NO > city=Springfield"
ENTRANCE = [
    Kind("sign in", "/accounts/login/"),
    Kind("sign in, refused", "/accounts/login/ > login=a@b.example > password=no > Sign in", content="error"),
    Kind("sign up", "/accounts/signup/"),
    Kind("sign up, refused", "/accounts/signup/ > Create an account", content="error"),
    Kind("sign up, which city", f"/accounts/signup/{_TWICE} > Create an account", content="error"),
    Kind("confirm your address", "/accounts/confirm/"),
    Kind("confirm again", "/accounts/confirm/again/"),
    Kind("confirm again, asked", "/accounts/confirm/again/ > email=a@b.example > Send the mail again"),
    Kind("confirm again, refused", "/accounts/confirm/again/ > Send the mail again", content="error"),
    Kind("confirm, choose", "/accounts/confirm/{confirm}/"),
    Kind("confirm, choose, refused", "/accounts/confirm/{confirm}/ > Confirm", content="error"),
    Kind("confirm, dead link", "/accounts/confirm/no-such-key/", content="error"),
    Kind("forgotten password", "/accounts/password/new/"),
    Kind("forgotten password, refused", "/accounts/password/new/ > Send me the link", content="error"),
    Kind("new password", "/accounts/password/new/{reset}/"),
    Kind("new password, refused", "/accounts/password/new/{reset}/ > Set the new password", content="error"),
    Kind("forgotten password, sent", "/accounts/password/new/sent/"),
    Kind("forgotten password, dead link", "/accounts/password/new/no-such-key/", content="error"),
    Kind("account closed", "/accounts/closed/"),
    Kind("preview, ended", "/preview/shared/no-such-token/", content="error"),
    Kind("old form", "/given/csrf/", content="error", page="403_csrf.html"),
    *(
        Kind(f"error {name.lower()}", f"/given/{name}/", content="error", page=error)
        for name, error in vars(wording).items()
        if isinstance(error, ErrorPage)
    ),
    Kind("everything away", "/static/unavailable.html", content="error"),
]
_STEP = "/accounts/second-step/"
ACCOUNT = [
    Kind("second step asked", "/accounts/login/code/", HALF),
    Kind("second step asked, refused", "/accounts/login/code/ > code=123456 > Go on", HALF, "error"),
    Kind("second step needed", "/admin/", "one step", "error"),
    Kind("account details", "/accounts/details/", "contributor"),
    Kind("account details, refused", f"/accounts/details/{_TWICE} > Save", "contributor", "error"),
    Kind("account second step, refused", f"{_STEP} > Turn on the second step", "contributor", "error"),
    Kind("account second step off, refused", f"{_STEP}off/ > Turn off the second step", "editor", "error"),
    Kind("account password, refused", "/accounts/password/ > Change my password", "contributor", "error"),
    Kind("account address, refused", "/accounts/address/ > Send me the link", "contributor", "error"),
    Kind("account close, refused", "/accounts/close/ > Close my account", "contributor", "error"),
    Kind("account sessions", "/accounts/sessions/", "contributor"),
    Kind("account history", "/accounts/history/", "contributor"),
    Kind("account second step", "/accounts/second-step/", "contributor"),
    Kind("account recovery codes", "/accounts/second-step/codes/", "editor"),
    Kind("account second step off", "/accounts/second-step/off/", "editor"),
    Kind("account password", "/accounts/password/", "contributor"),
    Kind("account address", "/accounts/address/", "contributor"),
    Kind("account close", "/accounts/close/", "contributor"),
    Kind("sign out", "/accounts/logout/", "contributor"),
]
_OWN = "/contribute/practices/practice"
_STORY = f"{_OWN}/{{own}}/change/story/"
_ASKED = f"{_OWN}/invitations"
_ASKING = f"{_OWN}/{{together}}/authors/ > email=officer@bergen.example"
CONTRIBUTE = [
    Kind("contribute", "/contribute/", "contributor"),
    Kind("contribute, add", f"{_OWN}/add/", "contributor"),
    Kind("contribute, add refused", f"{_OWN}/add/ > Begin the draft", "contributor", "error"),
    Kind("contribute, upload", f"{_OWN}/upload/", "contributor"),
    Kind("contribute, upload refused", f"{_OWN}/upload/ > Make a draft of it", "contributor", "error"),
    Kind("contribute, uploaded", f"{_OWN}/upload/", "contributor", act=acts.uploaded),
    Kind("contribute, tasks", f"{_OWN}/{{own}}/", "contributor"),
    Kind("contribute, tasks returned", f"{_OWN}/{{returned}}/", "contributor"),
    Kind("contribute, section", f"{_OWN}/{{own}}/change/practice/", "contributor"),
    Kind("contribute, section returned", f"{_OWN}/{{returned}}/change/story/", "contributor"),
    Kind("contribute, section right to left", f"{_OWN}/{{own_rtl}}/change/story/", "contributor", "rtl"),
    Kind("contribute, section overtaken", _STORY, "contributor", "error", acts.overtaken),
    Kind("contribute, section blank", f"{_OWN}/{{blank}}/change/story/?missing=1", "contributor", "empty"),
    Kind("contribute, form", f"{_OWN}/{{own}}/change/", "contributor"),
    Kind("contribute, form long", f"{_OWN}/{{own_long}}/change/", "contributor", "long"),
    Kind("contribute, form overtaken", f"{_OWN}/{{own}}/change/", "contributor", "error", acts.overtaken),
    Kind("contribute, form towns", f"{_OWN}/{{towns}}/change/", "contributor"),
    Kind("contribute, entry sent", f"{_OWN}/{{sent}}/", "contributor"),
    Kind("contribute, entry on line", f"{_OWN}/{{on_line}}/", "contributor"),
    Kind("contribute, submitted", f"{_OWN}/{{sent}}/submitted/", "contributor"),
    Kind("contribute, recall", f"{_OWN}/{{sent}}/move/recall/", "contributor"),
    Kind("contribute, snapshot", f"{_OWN}/{{on_line}}/snapshots/{{snapshot}}/", "contributor"),
    Kind("contribute, not found", f"{_OWN}/999999/change/", "contributor", "error"),
    Kind("contribute, not allowed", f"{_OWN}/{{own}}/delete/", "contributor", "error"),
    Kind("contribute, check blank", f"{_OWN}/{{blank}}/move/submit/", "contributor", "empty"),
    Kind("contribute, check long", f"{_OWN}/{{own_long}}/move/submit/", "contributor", "long"),
    Kind("contribute, check right to left", f"{_OWN}/{{own_rtl}}/move/submit/", "contributor", "rtl"),
    Kind("contribute, not agreed", f"{_OWN}/{{ready}}/move/submit/ > Submit", "contributor", "error"),
    Kind("contribute, history blank", f"{_OWN}/{{blank}}/history/", "contributor", "empty"),
    Kind("contribute, share with address", f"{_OWN}/{{shared_entry}}/share/", "contributor"),
    Kind("preview, blank", "/preview/{blank}/", "contributor", "empty"),
    Kind("preview, long", "/preview/{own_long}/", "contributor", "long"),
    Kind("contribute, trash", f"{_OWN}/trash/", "contributor"),
    Kind("contribute, throw away", f"{_OWN}/{{own}}/trash/", "contributor"),
    Kind("contribute, in the trash", f"{_OWN}/{{thrown}}/change/", "contributor", "error"),
    Kind("contribute, trashed by an editor", f"{_OWN}/{{thrown_by_editor}}/change/", "contributor", "error"),
    Kind("contribute, brought back", f"{_OWN}/trash/ > Bring back: A ship that comes back", "contributor"),
    Kind("contribute, authors", f"{_OWN}/{{together}}/authors/", "contributor"),
    Kind("contribute, authors nobody", f"{_OWN}/{{own}}/authors/", "contributor", "empty"),
    Kind("contribute, authors refused", f"{_ASKING} > Invite", "contributor", "error"),
    Kind("contribute, authors as co-author", f"{_OWN}/{{together}}/authors/", "co-author"),
    Kind("contribute, form of two", f"{_OWN}/{{together}}/change/", "co-author"),
    Kind("invitation", f"{_ASKED}/{{asked}}/", "contributor"),
    Kind("invitation, accepted", f"{_ASKED}/{{joined}}/", "contributor"),
    *(
        Kind(f"invitation, {name}", f"{_ASKED}/{{{name}}}/", "contributor", "error")
        for name in ("asked_far", "expired", "replaced", "taken", "left")
    ),
    Kind("contribute, translation", f"{_OWN}/{{own}}/translation/", "contributor"),
    Kind("contribute, translation refused", f"{_OWN}/{{own}}/translation/ > Save", "contributor", "error"),
    Kind("invitation, of somebody else", f"{_ASKED}/{{asked}}/", "co-author", "error"),
    Kind("contribute, check", f"{_OWN}/{{ready}}/move/submit/", "contributor"),
    Kind("contribute, check incomplete", f"{_OWN}/{{own}}/move/submit/", "contributor", "error"),
    Kind("contribute, history", f"{_OWN}/{{returned}}/history/", "contributor"),
    Kind("contribute, share", f"{_OWN}/{{own}}/share/", "contributor"),
    Kind("preview", "/preview/{own}/", "contributor"),
    Kind("preview, shared", "{shared}"),
    Kind("forbidden", "/admin/", "contributor", "error"),
]
_ALL = "/admin/practices/practice"
_MANY = f"{_ALL}/?status__exact=submitted > #action-toggle"
_TAKE, _LOOK = f"{_ALL}/{{lawful}}/takedown/", "reason=By order. > Show where it stands"
_THROWN = "Put in the trash: 1 entry"
_THROW = f"{_ALL}/?q=singing > #action-toggle > action=trash > Run"
EDITORIAL = [
    Kind("desk", "/admin/", "editor"),
    Kind("admin, list", f"{_ALL}/", "editor"),
    Kind("admin, list nothing found", f"{_ALL}/?q=nothingatall", "editor", "empty"),
    Kind("admin, form", f"{_ALL}/{{waiting}}/change/", "editor"),
    Kind("admin, form long", f"{_ALL}/{{waiting_long}}/change/", "editor", "long"),
    Kind("review", f"{_ALL}/{{waiting}}/review/", "editor"),
    Kind("admin, translation", f"{_ALL}/{{waiting}}/translation/", "editor"),
    Kind("review, long", f"{_ALL}/{{waiting_long}}/review/", "editor", "long"),
    Kind("review, right to left", f"{_ALL}/{{waiting_rtl}}/review/", "editor", "rtl"),
    Kind("side by side", f"{_ALL}/{{waiting}}/beside/{{waiting_long}}/", "editor", "long"),
    Kind("move", f"{_ALL}/{{waiting}}/move/return/", "editor"),
    Kind("history", f"{_ALL}/{{waiting}}/history/?first=now&second=now", "editor"),
    Kind("admin, list filtered", f"{_ALL}/?status__exact=submitted", "editor"),
    Kind("admin, list confirm", f"{_MANY} > action=return > Run", "editor"),
    Kind("admin, throw many away", _THROW, "editor"),
    Kind("admin, throw many away miscounted", f"{_THROW} > number=9 > {_THROWN}", "editor", "error"),
    Kind("admin, moved together", f"{_ALL}/bulk/{{batch}}/", "editor"),
    Kind("admin, add", f"{_ALL}/add/", "editor"),
    Kind("admin, entry on line", f"{_ALL}/{{on_line}}/change/", "editor"),
    Kind("admin, application", "/admin/practices/", "editor"),
    Kind("review, refused", f"{_ALL}/{{sent}}/review/ > Send back", "editor", "error"),
    Kind("review, overtaken", f"{_ALL}/{{sent}}/review/ > seen=0 > Approve", "editor", "error"),
    Kind("review, nothing to decide", f"{_ALL}/{{returned}}/review/", "editor", "empty"),
    Kind("move, refused", f"{_ALL}/{{on_line}}/move/withdraw/ > Withdraw", "editor", "error"),
    Kind("move, not open", f"{_ALL}/{{on_line}}/move/approve/", "editor", "error"),
    Kind("history, long", f"{_ALL}/{{waiting_long}}/history/", "editor", "long"),
    Kind("snapshot", f"{_ALL}/{{on_line}}/snapshots/{{snapshot}}/", "editor"),
    Kind("link cities, all linked", f"{_ALL}/{{on_line}}/cities/", "editor", "empty"),
    Kind("admin, topic long", "/admin/practices/topic/{topic}/change/", "editor", "long"),
    Kind("admin, topic refused", "/admin/practices/topic/add/ > Save", "editor", "error"),
    Kind("admin, ready-made notes", "/admin/practices/readynote/", "editor"),
    Kind("admin, ready-made note", "/admin/practices/readynote/{note}/change/", "editor"),
    Kind("admin, ready-made note refused", "/admin/practices/readynote/add/ > Save", "editor", "error"),
    Kind("admin, mails failed", "/admin/practices/mail/?state=failed", "editor", "long"),
    Kind("admin, people nobody", "/admin/practices/user/?q=nobody", "admin", "empty"),
    Kind("admin, person refused", "/admin/practices/user/add/ > Save", "admin", "error"),
    Kind("admin, trash", f"{_ALL}/trash/", "editor"),
    Kind("admin, throw away", f"{_ALL}/{{own}}/trash/", "editor"),
    Kind("admin, in the trash", f"{_ALL}/{{thrown_by_editor}}/change/", "editor", "error"),
    Kind("admin, take down", _TAKE, "admin"),
    Kind("admin, take down refused", f"{_TAKE} > Show where it stands", "admin", "error"),
    Kind("admin, take a passage down", f"{_TAKE} > #id_what_0 > passage=ship > {_LOOK}", "admin", "long"),
    Kind("admin, take an edition down", f"{_TAKE} > #id_what_1 > {_LOOK}", "admin"),
    Kind("history, taken down", f"{_ALL}/{{lawful}}/history/", "admin"),
    Kind("admin, authors", f"{_ALL}/{{together}}/authors/", "editor"),
    Kind("link cities", f"{_ALL}/{{unlinked}}/cities/", "editor"),
    Kind("admin, cities", "/admin/practices/city/", "editor"),
    Kind("admin, city refused", "/admin/practices/city/add/ > Save", "editor", "error"),
    Kind("admin, topics", "/admin/practices/topic/", "editor"),
    Kind("admin, city", "/admin/practices/city/{merged}/change/", "editor"),
    Kind("admin, merge city", "/admin/practices/city/{city}/merge/?q=o", "editor"),
    Kind("admin, merge topic", "/admin/practices/topic/{topic}/merge/", "editor", "long"),
    Kind("admin, mails", "/admin/practices/mail/", "editor"),
    Kind("admin, reports", "/admin/practices/report/", "editor", "long"),
    Kind("admin, records", "/admin/practices/auditevent/", "admin"),
    Kind("admin, records none", "/admin/practices/auditevent/?q=nobody", "editor", "empty"),
    Kind("admin, people", "/admin/practices/user/", "admin"),
    Kind("admin, person", "/admin/practices/user/{officer}/change/", "admin"),
    Kind("admin, person blocked", "/admin/practices/user/{blocked}/change/", "admin"),
]
KINDS = PUBLIC + ENTRANCE + ACCOUNT + CONTRIBUTE + EDITORIAL
BEFORE = [  # as they are on the first day, when there are people and nothing else
    Kind("home, empty", "/", content="empty"),
    Kind("list, empty", "/practices/", content="empty"),
    Kind("places, empty", "/places/", content="empty"),
    Kind("topics, empty", "/topics/", content="empty"),
    Kind("contribute, empty", "/contribute/", "contributor", "empty"),
    Kind("contribute, trash empty", f"{_OWN}/trash/", "contributor", "empty"),
    Kind("desk, empty", "/admin/", "editor", "empty"),
    Kind("admin, list empty", f"{_ALL}/", "editor", "empty"),
]

"""One kind of page, with one kind of content: `tests.browser.kinds` lists them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Page

from practices.errors import views, wording
from practices.errors.wording import ErrorPage
from practices.models.preview_link import PREVIEW_LINK_VALID_FOR
from tests.browser import acts
from tests.browser.world import World


def given(page: str | ErrorPage, request: HttpRequest) -> str:
    if isinstance(page, str):
        return render_to_string(page, request=request)
    if page in {wording.BROKEN, wording.AWAY}:
        return views.bare(page, "0a1b2c3d")
    minutes, days = (
        5 * (page is wording.TOO_MANY),
        PREVIEW_LINK_VALID_FOR.days * (page is wording.PREVIEW_ENDED),
    )
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

"""Can a visitor take a practice along, and tell the editors what is wrong with its page, with and without scripts?"""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from practices.models import Report
from tests.builders import published


@pytest.mark.parametrize("scripts", [True], ids=["with scripts"])
def test_link_and_citation_are_copied_or_selected(page: Page, context: BrowserContext) -> None:
    published(title="Books on the water")
    page.goto("/practices/books-on-the-water/")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    for name, said in (
        ("Copy link", r"^http://\S+/p/\d+/$"),
        ("Copy citation", r"^Bergen, Norway: “Books .*/p/\d+/$"),
    ):
        page.get_by_role("button", name=name).click()
        row = page.get_by_role("paragraph").filter(has=page.get_by_role("button", name=name))
        expect(row.get_by_role("status")).to_have_text("Copied")
        assert re.match(said, str(page.evaluate("navigator.clipboard.readText()")))
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Selected: copy it now")).to_be_visible()
    assert re.match(r"http://\S+/p/\d+/", str(page.evaluate("String(getSelection())")))


@pytest.mark.sampled("320-without scripts", "1280-with scripts")
@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
@pytest.mark.parametrize("width", [320, 1280])
def test_problem_is_reported_from_the_page_that_has_it(
    page: Page, context: BrowserContext, width: int
) -> None:
    published(title="Books on the water")
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/practices/books-on-the-water/")
    page.get_by_role("link", name="Report a problem with this page").click()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("alert")).to_contain_text("Write what is wrong.")
    page.get_by_label("What is wrong?").fill("The second link is dead.")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Report.objects.values_list("page", "text").get() == (
        "/practices/books-on-the-water/",
        "The second link is dead.",
    )
    assert context.cookies() == []

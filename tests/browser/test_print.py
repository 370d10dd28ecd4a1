"""What comes out on paper: the text with its sources, on few pages, and nothing to click."""

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser import seed

CHROME = (".masthead nav", ".colophon", ".filters", ".breadcrumb", ".pagination", ".orders", ".button")
WRITTEN = """selector => [...document.querySelectorAll(selector)].map(link =>
    [getComputedStyle(link, "::after").content, link.getAttribute("href")])"""
SITE = settings.SITE_URL
DETAIL = "/practices/the-anti-radicalisation-programme/"


@pytest.mark.parametrize(
    ("address", "links", "site", "most"),
    [
        (DETAIL, ".documents a, .source", "", 4),
        ("/practices/", ".card h3 a", SITE, 4),
        ("/topics/education/", ".card h3 a", SITE, 4),
        ("/places/", ".index a", SITE, 4),
    ],
)
def test_paper_holds_the_text_and_where_links_lead(
    page: Page, address: str, links: str, site: str, most: int
) -> None:
    seed.load()
    page.goto(address)
    page.emulate_media(media="print", color_scheme="dark")
    assert {part: page.locator(f"{part} >> visible=true").count() for part in CHROME} == dict.fromkeys(
        CHROME, 0
    )
    written = page.evaluate(WRITTEN, links)
    assert len(written) > 2
    assert [content for content, href in written] == [f'" <{site}{href}>"' for content, href in written]
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    assert page.pdf(format="A4").count(b"/Type /Page\n") <= most

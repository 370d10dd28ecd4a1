"""Does each link of a long practice's contents lead to its heading, in sight and on top, and the way back to the link?"""

import pytest
from playwright.sync_api import Page

from practices.models import Practice
from tests.browser import sight
from tests.browser.walk import SEEN
from tests.browser.world import LONG
from tests.builders import published

SHOWN = """(id) => {
  const heading = document.getElementById(id), box = heading.getBoundingClientRect();
  const hit = document.elementFromPoint(box.left + 4, box.top + box.height / 2);
  return [heading.textContent.trim(), box.top >= 0 && box.bottom <= innerHeight && heading.contains(hit)];
}"""
BEFORE = """(id) => {
  const heading = document.getElementById(id), here = document.activeElement;
  return here === document.body || Boolean(heading.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING);
}"""


@pytest.mark.parametrize("width", sight.SIZES)
def test_contents_lead_to_each_heading_and_back(page: Page, width: int) -> None:
    practice = Practice.objects.get(pk=published(**LONG).pk)
    sight.show(page, width, "light")
    page.goto(f"/practices/{practice.slug}/")
    links = page.locator(".contents a")
    names = links.all_inner_texts()
    assert len(names) > 4
    for number, name in enumerate(names):
        link = links.nth(number)
        anchor = str(link.get_attribute("href")).removeprefix("#")
        link.focus()
        left = page.evaluate("scrollY")
        page.keyboard.press("Enter")
        assert (page.evaluate("location.hash.slice(1)"), page.evaluate(SHOWN, anchor)) == (
            anchor,
            [name, True],
        )
        page.keyboard.press("Tab")
        assert (page.evaluate(BEFORE, anchor), page.evaluate(SEEN)) == (True, [])
        page.go_back()
        page.wait_for_function("(left) => Math.abs(scrollY - left) < 2", arg=left)
        assert page.url.partition("#")[2] == ""

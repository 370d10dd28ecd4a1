"""Does somebody who never saw it compare two practices, with and without JavaScript, and is nothing kept but in addresses?"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import seed
from tests.browser.test_traces import KEPT, NOTHING


@pytest.mark.parametrize("scripts", [True])
def test_choice_goes_along_from_page_to_page_and_is_compared(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.goto("/practices/?sort=title")
    compare = page.locator(".card").get_by_role("button", name="Compare")
    compare.nth(0).click()
    compare.nth(1).click()
    expect(compare.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("region", name="Compare them").get_by_role("status")).to_have_text(
        "2 of 6 chosen"
    )
    titles = page.locator(".card h3").all_inner_texts()[:2]
    page.locator(".filters [name=q]").fill("school")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?q=school&sort=title#compare=\d+,\d+$"))
    expect(page.get_by_role("region", name="Compare them")).to_be_visible()
    page.locator(".card:not(:has([aria-pressed=true])) h3 a").first.click()
    expect(page.get_by_role("region", name="Compare them")).to_be_visible()
    third = page.locator("h1").inner_text()
    page.get_by_role("main").get_by_role("button", name="Compare").click()
    page.get_by_role("link", name="Compare them").click()
    expect(page.get_by_role("columnheader")).to_have_count(3)
    assert page.locator(".compared__title").all_inner_texts() == [*titles, third]
    page.get_by_role("link", name="Remove").first.click()
    page.get_by_role("link", name="Choose in the list of all practices").click()
    expect(page.get_by_role("region", name="Compare them").get_by_role("status")).to_have_text(
        "2 of 6 chosen"
    )
    page.get_by_role("button", name="Empty").click()
    expect(page.get_by_role("region", name="Compare them")).to_be_hidden()
    assert page.evaluate(KEPT) == NOTHING


@pytest.mark.parametrize("scripts", [True])
def test_seventh_is_not_chosen_and_that_is_said(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.goto("/practices/")
    compare = page.locator(".card").get_by_role("button", name="Compare")
    for number in range(7):
        compare.nth(number).click()
    expect(page.get_by_role("region", name="Compare them").get_by_role("status")).to_have_text(
        "6 at most: take one out first."
    )
    expect(page.locator("[aria-pressed=true]")).to_have_count(6)


@pytest.mark.parametrize("scripts", [False])
def test_two_are_compared_by_links_alone(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.goto("/practices/")
    page.locator(".card").first.get_by_role("link", name="Compare").click()
    expect(page.get_by_role("heading", name="Add a second practice")).to_be_visible()
    page.get_by_role("searchbox").fill("school")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("link", name="Add").first.click()
    expect(page.locator(".compared__title")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"/compare/\?p=\d+&p=\d+$"))


@pytest.mark.parametrize("scripts", [True])
def test_api_is_tried_in_place(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.goto("/api/")
    counts = page.get_by_role("region", name="How many practices each filter brings")
    counts.get_by_text("Try it").click()
    counts.locator("[name=country]").fill("ES")
    counts.get_by_role("button", name="Show the answer").click()
    expect(counts.get_by_role("status")).to_contain_text("200 · OK · application/json")
    expect(counts.get_by_role("link")).to_have_attribute("href", "/api/v1/counts/?country=ES")
    expect(counts.get_by_role("region", name="The answer")).to_contain_text('"name": "country"')
    assert page.url.endswith("/api/")

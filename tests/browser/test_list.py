"""Is the address of a list all that there is to it: going back, and coming with nothing, show the same?"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from practices.public.parts.facets import AT_ONCE
from tests.browser import seed


def state(page: Page) -> tuple[str, list[str], list[str], int]:
    """Return the address, the titles, what is ticked, and how far the page is scrolled."""
    return (
        page.url,
        page.locator("article h3").all_inner_texts(),
        page.evaluate(
            "[...document.querySelectorAll('input:checked')].map(box => box.name + '=' + box.value)"
        ),
        round(page.evaluate("scrollY")),
    )


def test_back_and_forward_give_the_same_list_ticks_and_place(page: Page) -> None:
    seed.load()
    page.goto("/practices/")
    whole = state(page)
    page.get_by_role("group", name="Country").get_by_role("checkbox", name="Spain").check()
    page.get_by_role("button", name="Show practices").click()
    page.get_by_role("link", name="Title", exact=True).click()
    expect(page).to_have_url(re.compile(r"/practices/\?country=ES&sort=title$"))
    page.evaluate("scrollTo(0, 300)")
    narrow = state(page)
    assert (narrow[2], narrow[3]) == (["country=ES"], 300)
    page.locator("article h3 a").first.click()
    expect(page.locator("h1")).to_have_text(narrow[1][0])
    page.go_back()
    assert state(page) == narrow
    page.go_back()
    page.go_back()
    assert state(page)[:2] == whole[:2]
    page.go_forward()
    page.go_forward()
    assert state(page)[:3] == narrow[:3]


@pytest.mark.parametrize("scripts", [True])
def test_ticks_and_years_say_what_they_would_bring_before_they_are_sent(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.goto("/practices/")
    spain = page.get_by_role("group", name="Country").get_by_role("checkbox", name="Spain")
    brings = int(page.locator(".ticks label:has([value=ES]) small").inner_text())
    spain.check()
    show = page.locator(".filters__show button")
    expect(show).to_have_text(f"Show practices ({brings})")
    topic = page.locator(".ticks label:has([name=topic]:enabled)").first
    told = topic.locator("small").inner_text()
    topic.locator("input").check()
    expect(show).to_have_text(f"Show practices ({told})")
    page.get_by_label("from", exact=True).fill("2100")
    page.keyboard.press("Tab")
    expect(show).to_have_text("Show practices (0)")
    page.get_by_label("from", exact=True).fill("")
    page.keyboard.press("Tab")
    expect(show).to_have_text(f"Show practices ({told})")
    page.context.set_offline(True)
    spain.uncheck()
    expect(show).to_have_text("Show practices")
    page.context.set_offline(False)
    spain.check()
    expect(show).to_have_text(f"Show practices ({told})")
    show.click()
    expect(page.locator("#total")).to_have_text(re.compile(rf"^\s*{told} practices?\s*$"))
    page.go_back()
    expect(show).to_have_text("Show practices")


def test_address_gives_a_stranger_the_same_bytes(
    page: Page, browser: Browser, live_server: LiveServer
) -> None:
    seed.load()
    page.goto("/practices/?country=ES&country=GB&sort=title")
    mine = page.request.get(page.url).body()
    stranger = browser.new_context(locale="fr-FR", color_scheme="dark", user_agent="Stranger")
    stranger.add_cookies([{"name": "sessionid", "value": "forged", "url": live_server.url}])
    assert stranger.request.get(page.url).body() == mine
    stranger.close()


def test_list_says_where_it_is_and_what_it_found(browser: Browser, live_server: LiveServer) -> None:
    seed.load()
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/practices/?q=dialogue&country=ES")
    title = " ".join(page.title().split())
    assert title == "Practices: dialogue, Spain – Intercultural good practices"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_be_focused()
    status = page.locator("#results [role=status]")
    expect(status).to_have_text("1 practice")
    context.close()


OTHER_COUNTRY = ".filters [name=country]:not([value=ES]):enabled:visible"


@pytest.mark.parametrize("scripts", [False, True])
def test_back_shows_no_tick_that_the_list_does_not_follow(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.goto("/practices/?country=ES")
    page.locator(OTHER_COUNTRY).first.check()
    page.locator("#filter-q").fill("noise")
    with page.expect_navigation():
        page.get_by_role("button", name="Show practices").click()
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?country=ES$"))
    assert state(page)[2] == ["country=ES"]
    expect(page.locator("#filter-q")).to_have_value("")


@pytest.mark.parametrize("scripts", [True])
def test_page_that_the_browser_kept_alive_follows_its_address_again(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.goto("/practices/")
    cities = page.get_by_role("group", name="City")
    page.locator(OTHER_COUNTRY).first.check()
    cities.get_by_role("link").click()
    cities.get_by_role("searchbox").fill("zzzz")
    expect(cities.locator("li:visible")).to_have_count(0)
    shown = cities.locator("li").count()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert state(page)[2] == []
    expect(cities.locator("li:visible")).to_have_count(shown)


@pytest.mark.parametrize("scripts", [True])
def test_all_values_open_in_place_with_what_is_ticked(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.goto("/practices/")
    cities = page.get_by_role("group", name="City")
    first = cities.get_by_role("checkbox").and_(page.locator(":enabled")).first
    first.check()
    ticked = first.get_attribute("value")
    cities.get_by_role("link", name=re.compile("^All .* cities$")).click()
    box = cities.get_by_role("searchbox", name="Find in this list")
    expect(box).to_be_focused()
    assert page.url.endswith("/practices/")
    assert cities.locator("li").count() > AT_ONCE
    assert state(page)[2] == [f"city={ticked}"]
    box.fill("sãlt")
    expect(cities.locator("li:visible")).to_have_text(re.compile("Salt"))
    assert cities.locator("li:visible").count() == 1
    page.get_by_role("button", name="Show practices").click()
    expect(page).to_have_url(re.compile(rf"\?city={ticked}$"))


@pytest.mark.parametrize("scripts", [False, True])
def test_page_of_all_values_leads_back_to_the_list(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.goto("/practices/cities/?country=ES&sort=title")
    if scripts:
        page.get_by_role("searchbox").fill("salt")
    expect(page.locator("main .ticks li:visible")).to_have_count(
        1 if scripts else page.locator(".ticks label").count()
    )
    page.get_by_role("checkbox", name="Salt").check()
    page.get_by_role("button", name="Show practices").click()
    expect(page).to_have_url(re.compile(r"/practices/\?country=ES&city=salt&sort=title$"))
    expect(page.get_by_role("article")).to_have_count(1)


@pytest.mark.parametrize("scripts", [True])
def test_all_values_that_cannot_be_fetched_are_opened_as_a_page(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.goto("/practices/")
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('no network')); }")
    page.get_by_role("link", name=re.compile("^All .* topics$")).click()
    expect(page).to_have_url(re.compile("/practices/topics/$"))


FAR_FROM_THE_BUTTON = """() => {
  const bar = document.querySelector(".filters__fields .button").parentElement;
  const stops = [...document.querySelectorAll(".filters__fields :is(input, summary, a)")].filter(
    (each) => !bar.contains(each) && !each.disabled && each.checkVisibility());
  const covered = stops.filter((each) => {
    each.focus();
    const own = each.getBoundingClientRect(), other = bar.getBoundingClientRect();
    return own.bottom > other.top || own.top < 0 || other.bottom > innerHeight;
  });
  return [stops.length > 20, covered.map((each) => each.outerHTML)];
}"""


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (320, 568)])
def test_button_of_the_filters_stays_in_sight_and_covers_no_box(page: Page, width: int, height: int) -> None:
    seed.load()
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(reduced_motion="reduce")
    page.goto("/practices/")
    if width < 960:
        page.get_by_text("Filter by place, topic, year and more").click()
    button = page.get_by_role("button", name="Show practices")
    page.get_by_role("group", name="Topic").scroll_into_view_if_needed()
    expect(button).to_be_in_viewport(ratio=1)
    assert page.evaluate(FAR_FROM_THE_BUTTON) == [True, []]

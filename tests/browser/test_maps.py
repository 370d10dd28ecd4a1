"""Do maps come nearer by buttons, keys and wheel, say what a dot is, and stand there without any script?"""

import re
from itertools import combinations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import seed

WHOLE = "0 0 640 "
TOUCHING = 0.5
"""So many pixels of two names may be over one another: a browser rounds."""


@pytest.fixture(autouse=True)
def patient(page: Page) -> None:
    """Wait for the first map of a process, which reads the outlines of the earth."""
    page.set_default_navigation_timeout(30_000)


def sheet(page: Page) -> Locator:
    return page.locator(".map__sheet:visible")


def nearness(page: Page) -> float:
    box = (sheet(page).get_attribute("viewBox") or "").split(" ")
    return 640 / float(box[2])


@pytest.mark.parametrize("scripts", [True])
def test_map_comes_nearer_and_is_moved_without_asking_the_server(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.emulate_media(reduced_motion="reduce")
    page.goto("/places/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    dot = sheet(page).locator("a").first
    before = dot.bounding_box()
    page.get_by_role("button", name="Zoom in").click()
    assert nearness(page) == pytest.approx(1.6)
    after = dot.bounding_box()
    assert before
    assert after
    assert after["width"] == pytest.approx(before["width"], abs=1)
    page.get_by_role("button", name="Zoom out").click()
    assert nearness(page) == pytest.approx(1)
    dot.focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    moved = sheet(page).get_attribute("viewBox")
    page.keyboard.press("ArrowRight")
    assert sheet(page).get_attribute("viewBox") != moved
    page.keyboard.press("0")
    assert (sheet(page).get_attribute("viewBox") or "").startswith(WHOLE)
    page.keyboard.press("+")
    page.get_by_role("button", name="Whole map").click()
    assert (sheet(page).get_attribute("viewBox") or "").startswith(WHOLE)
    assert asked == []


@pytest.mark.parametrize("scripts", [True])
def test_map_comes_nearer_to_where_most_cities_are(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.emulate_media(reduced_motion="reduce")
    page.goto("/places/")
    europe = sheet(page).locator("a").first
    for _ in range(4):
        page.get_by_role("button", name="Zoom in").click()
        frame, dot = sheet(page).bounding_box(), europe.bounding_box()
        assert frame
        assert dot
        assert frame["x"] < dot["x"] + dot["width"] / 2 < frame["x"] + frame["width"]
        assert frame["y"] < dot["y"] + dot["height"] / 2 < frame["y"] + frame["height"]


@pytest.mark.parametrize("scripts", [True])
def test_dot_that_gets_the_focus_is_seen(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.emulate_media(reduced_motion="reduce")
    page.goto("/places/")
    sheet(page).locator("a").last.focus()
    for _ in range(4):
        page.keyboard.press("+")
    frame = page.locator("figure.map").bounding_box()
    first = sheet(page).locator("a").first
    first.focus()
    found = first.bounding_box()
    assert frame
    assert found
    assert frame["x"] <= found["x"] <= frame["x"] + frame["width"]
    assert frame["y"] <= found["y"] <= frame["y"] + frame["height"]


@pytest.mark.parametrize("scripts", [True])
def test_wheel_with_control_comes_nearer_and_dragging_leads_nowhere(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.emulate_media(reduced_motion="reduce")
    page.goto("/places/")
    middle = sheet(page).bounding_box()
    assert middle
    page.mouse.move(middle["x"] + 300, middle["y"] + 200)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    assert nearness(page) == pytest.approx(1.2)
    moved, address = sheet(page).get_attribute("viewBox"), page.url
    page.mouse.down()
    page.mouse.move(middle["x"] + 200, middle["y"] + 150, steps=4)
    page.mouse.up()
    assert sheet(page).get_attribute("viewBox") != moved
    assert page.url == address


@pytest.mark.parametrize("scripts", [True])
def test_card_says_what_a_dot_is_and_escape_takes_it_away(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.goto("/places/")
    dot, card = sheet(page).locator("a").first, page.locator(".map__card")
    expect(card).to_be_hidden()
    dot.hover()
    expect(card).to_have_text(dot.get_attribute("aria-label") or "?")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    dot.focus()
    expect(card).to_be_visible()
    dot.press("Tab")
    expect(card).to_have_text(sheet(page).locator("a").nth(1).get_attribute("aria-label") or "?")
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True])
def test_motion_is_gradual_unless_somebody_wants_none(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.emulate_media(reduced_motion="no-preference")
    page.goto("/places/")
    page.get_by_role("button", name="Zoom in").click()
    expect(sheet(page)).to_have_attribute("viewBox", re.compile(r"^\S+ \S+ (399|400)(\.\d+)? "))


@pytest.mark.parametrize("scripts", [False])
def test_without_a_script_dots_lead_nearer(page: Page, *, scripts: bool) -> None:
    seed.load()
    page.goto("/places/")
    expect(page.get_by_role("button", name="Zoom in")).to_have_count(0)
    many = sheet(page).locator("a:has(text)").first
    named = many.locator("title").text_content()
    many.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/places/\w+/|/practices/\?city="))
    assert named


BOXES = """() => [...document.querySelectorAll(".map__names text, .map__lands text")]
    .filter((text) => text.checkVisibility())
    .map((text) => text.getBoundingClientRect())
    .map((box) => [box.left, box.top, box.right, box.bottom])"""


@pytest.mark.parametrize("scripts", [True])
@pytest.mark.parametrize("width", [320, 1280])
def test_names_on_maps_do_not_overlap(page: Page, width: int, *, scripts: bool) -> None:
    seed.load()
    page.set_viewport_size({"width": width, "height": 900})
    for address in ("/", "/places/europe/", "/places/es/", "/places/gb/", "/practices/map/?country=ES"):
        page.goto(address)
        boxes = page.evaluate(BOXES)
        assert boxes, address
        for one, other in combinations(boxes, 2):
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            assert min(across, down) <= TOUCHING, (address, one, other)

"""Can the maps be seen and used: by finger, by keyboard, in all colours, for a country of close cities and a tiny one?"""

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from practices.imports import cities
from practices.models import City
from tests.browser import sight
from tests.builders import make_city, make_topic, published

CLOSE = [
    "bergen",
    "oslo",
    "drammen",
    "lillestrom",
    "trondheim",
    "stavanger",
    "sandnes",
    "kristiansand",
    "tromso",
    "skien",
    "moss",
    "asker",
]
"""Cities of Norway, of which some lie at the next one's gate."""
LEADS = """([link, circle]) => {
  const box = circle.getBoundingClientRect();
  const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return [box.width, box.height, link.contains(hit)];
}"""
COLOURS = "each => ['fill', 'stroke'].map(name => getComputedStyle(each)[name])"


@pytest.fixture
def norway() -> None:
    cities.load_cities(only=set(CLOSE))
    partners = list(City.objects.filter(slug__in=CLOSE).exclude(slug="bergen"))
    assert len(partners) > 8
    published(partner_cities=partners)
    published(title="A second ship")


@pytest.mark.usefixtures("norway")
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_dot_that_leads_somewhere_can_be_hit(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/places/no/")
    links = page.locator(".map svg a")
    names = [link.locator("title").text_content() for link in links.all()]
    assert {"Bergen: 2 practices", "Oslo: 1 practice"} <= set(names)
    assert [page.get_by_role("link", name=str(name), exact=True).count() for name in names] == [1] * len(
        names
    )
    for link in links.all():
        link.scroll_into_view_if_needed()
        circle = link.locator(".map__reach").element_handle()
        breadth, height, is_hit = page.evaluate(LEADS, [link.element_handle(), circle])
        assert (breadth >= 24, height >= 24, is_hit) == (True, True, True)


@pytest.mark.usefixtures("norway")
def test_keyboard_reaches_the_dots_or_skips_them(page: Page) -> None:
    page.goto("/places/no/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the cities"
    page.locator(".map a").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/no/*/")


def test_shapes_have_the_colours_that_the_person_chose(page: Page) -> None:
    make_city("Bergen", latitude=60.39, longitude=5.33)
    published()
    page.emulate_media(color_scheme="dark", forced_colors="active")
    page.goto("/places/no/bergen/")
    ground, ink = "rgb(0, 0, 0)", "rgb(255, 255, 255)"
    assert page.locator(".map__country").evaluate(COLOURS) == [ground, ink]
    fill, stroke = page.locator(".map__dots circle").evaluate(COLOURS)
    assert fill not in {ground, ink}
    assert stroke == ground
    for letters in (".map__lands text", ".map__scale text"):
        assert page.locator(letters).first.evaluate(COLOURS) == [ink, "none"]


@pytest.mark.parametrize("width", [320, 1280])
def test_marks_of_cards_are_seen_in_all_colours_and_heard_by_nobody(page: Page, width: int) -> None:
    make_city("Bergen", latitude=60.39, longitude=5.33)
    published(topics=[make_topic("roma")])
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/practices/")
    mark, (country, sign) = page.locator(".mark"), page.locator(".mark use").all()
    for shape in (country, sign):
        page.wait_for_function("each => each.getBBox().width > 10", arg=shape.element_handle())
    box, dot = country.bounding_box(), page.locator(".mark circle").bounding_box()
    assert box
    assert dot
    x, y = dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2
    assert box["x"] - 1 < x < box["x"] + box["width"] / 2  # Bergen is in the south-west of Norway
    assert box["y"] + box["height"] / 2 < y < box["y"] + box["height"]
    assert mark.aria_snapshot() == ""
    page.emulate_media(color_scheme="dark", forced_colors="active")
    ground, ink = "rgb(0, 0, 0)", "rgb(255, 255, 255)"
    assert country.evaluate(COLOURS) == [ground, ink]
    assert sign.evaluate(COLOURS) == ["none", ink]
    page.emulate_media(media="print")
    assert not mark.is_visible()


@pytest.mark.parametrize("width", [320, 768, 1024, 1280])
def test_mark_beside_a_text_leaves_it_room(page: Page, width: int) -> None:
    make_city("Bergen", latitude=60.39, longitude=5.33)
    published(title="A very long title of a practice in Bergen that goes on and on " * 2)
    page.set_viewport_size({"width": width, "height": 900})
    for address in ("/practices/", "/places/no/", "/places/no/bergen/"):
        page.goto(address)
        title, mark = page.locator(".card h3").bounding_box(), page.locator(".mark").bounding_box()
        assert title
        assert mark
        is_beside = mark["x"] > title["x"]
        assert title["width"] >= (320 if is_beside else 280), address
        assert is_beside or mark["y"] + mark["height"] <= title["y"], address


def test_map_on_paper_is_light_for_who_likes_it_dark(page: Page) -> None:
    make_city("Bergen", latitude=60.39, longitude=5.33)
    published()
    page.emulate_media(media="print", color_scheme="dark")
    page.goto("/places/no/bergen/")
    assert page.locator(".map__country").evaluate(COLOURS) == ["rgb(238, 238, 238)", "rgb(0, 0, 0)"]


@pytest.mark.usefixtures("norway")
def test_maps_are_fit_for_everybody(browser: Browser, live_server: LiveServer) -> None:
    valletta = make_city("Valletta", "MT", latitude=35.9, longitude=14.51)
    published(title="Of a small country", country="MT", city=valletta, topics=[make_topic()])
    suva = make_city("Suva", "FJ", latitude=-18.14, longitude=178.44)
    published(title="Of both sides of 180 degrees", country="FJ", city=suva)
    context = browser.new_context(base_url=live_server.url, bypass_csp=True)
    page = context.new_page()
    found = {}
    for number, address in enumerate(("/places/no/", "/places/mt/", "/places/mt/valletta/", "/places/fj/")):
        page.goto(address)
        found[address] = sight.faults(page, number)
    context.close()
    assert found == {address: {} for address in found}

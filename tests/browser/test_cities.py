"""Are cities suggested while one types, by keys alone, told to screen readers, and is what was understood said at once?"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from practices.models import Practice, User
from tests.browser import sight
from tests.browser.people import sign_in
from tests.builders import make_city, make_draft, make_user

PICTURES = os.environ.get("PICTURES", "")


pytestmark = pytest.mark.one_in(2)  # of two widths the wide one


@pytest.fixture(params=[1280, 320])
def page(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": request.param, "height": 900}, bypass_csp=True
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture(autouse=True)
def world() -> None:
    make_city("Vienna", "AT", aliases=["Wien"], population=1_691_000)
    make_city("Vienna", "US", slug="vienna-us", population=16_000)
    make_city("Lublin", "PL", population=360_000)
    make_city("Chicago", "US", latitude=41.9, longitude=-87.6, population=2_700_000)
    make_city(
        "Springfield", "US", slug="springfield-illinois", latitude=39.8, longitude=-89.6, population=114_000
    )
    make_city("Springfield", "US", slug="springfield", population=169_000)


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}-{page.viewport_size['width']}.png")  # type: ignore[index]


def begun(page: Page) -> Practice:
    user = make_user("officer@lublin.example", city=make_city("Lublin", "PL"))
    practice = make_draft(contributor=user, country="PL", city=make_city("Lublin", "PL"))
    sign_in(page, user)
    page.goto(f"/contribute/practices/practice/{practice.pk}/change/")
    return practice


def options(page: Page) -> Locator:
    return page.locator('[role="option"]')


def marked(page: Page) -> Locator:
    return page.locator('[role="option"][aria-selected="true"]')


def test_keys_go_through_the_list_and_back_to_the_field(page: Page) -> None:
    begun(page)
    find = page.get_by_role("combobox", name="Find a city to add")
    find.press_sequentially("vien")
    expect(options(page)).to_have_count(2)
    expect(options(page).first).to_be_visible()
    expect(find).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="2 cities")).to_have_count(1)
    expect(marked(page)).to_have_count(0)
    find.press("ArrowDown")
    expect(marked(page)).to_have_text("Vienna Austria")
    assert find.get_attribute("aria-activedescendant") == marked(page).get_attribute("id")
    picture(page, "partner")
    assert sight.axe(page, sight.EVERYTHING) == []
    assert page.evaluate(sight.WIDE) == []
    find.press("ArrowUp")
    expect(marked(page)).to_have_count(0)
    find.press("ArrowUp")
    expect(marked(page)).to_have_text("Vienna United States of America")
    find.press("Home")
    expect(marked(page)).to_have_count(0)
    find.press("ArrowDown")
    find.press("End")
    expect(marked(page)).to_have_count(0)


def test_partner_is_found_and_added_by_keys_alone(page: Page) -> None:
    practice = begun(page)
    find = page.get_by_role("combobox", name="Find a city to add")
    find.press_sequentially("vien")
    expect(options(page).first).to_be_visible()
    find.press("ArrowDown")
    find.press("Enter")
    expect(page.locator("#id_partner_cities")).to_have_value("Vienna, Austria")
    expect(page.get_by_role("status").filter(has_text="Added: Vienna, Austria")).to_have_count(1)
    expect(page.locator("#id_partner_cities_reading")).to_have_text("We read: Vienna, Austria.")
    expect(find).to_have_value("")
    find.press_sequentially("nowhere at all")
    find.press("Enter")
    expect(page.locator("#id_partner_cities")).to_have_value("Vienna, Austria\nnowhere at all")
    expect(page.locator("#id_partner_cities_reading")).to_contain_text(
        "Not in our list of cities yet: nowhere"
    )
    picture(page, "partner-read")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("is saved.").first).to_be_visible()
    practice.refresh_from_db()
    assert [city.name for city in practice.partner_cities.all()] == ["Vienna"]
    assert practice.partner_cities_typed == "nowhere at all"


def test_escape_closes_the_list_and_keeps_what_is_typed(page: Page) -> None:
    begun(page)
    find = page.get_by_role("combobox", name="Find a city to add")
    find.press_sequentially("vien")
    expect(options(page).first).to_be_visible()
    find.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(find).to_have_value("vien")
    find.press("Escape")
    expect(find).to_have_value("vien")
    find.press_sequentially("xyzxyz")
    expect(page.get_by_role("status").filter(has_text="No city found")).to_have_count(1)


def test_lead_brings_its_country_and_it_and_a_partner_say_which_of_several_they_are(page: Page) -> None:
    practice = begun(page)
    city = page.locator("#id_city")
    city.fill("")
    city.press_sequentially("springf")
    expect(options(page)).to_have_count(2)
    picture(page, "lead")
    options(page).filter(has_text="near Chicago").click()
    expect(city).to_have_value("Springfield")
    expect(page.get_by_label("Country")).to_have_value("US")
    expect(page.locator("#id_city_reading")).to_contain_text("We read: Springfield, United States of America")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("is saved.").first).to_be_visible()
    practice.refresh_from_db()
    assert (practice.country.code, practice.city and practice.city.slug) == ("US", "springfield-illinois")
    page.get_by_role("combobox", name="Find a city to add").press_sequentially("springf")
    options(page).filter(has_text="169,000").click()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator("#id_partner_cities")).to_have_value("Springfield")
    practice.refresh_from_db()
    assert practice.city
    assert practice.city.slug == "springfield-illinois"
    assert [partner.slug for partner in practice.partner_cities.all()] == ["springfield"]


def test_partner_that_is_found_answers_no_question_about_another_line(page: Page) -> None:
    ohio, utah = [
        make_city("Troy", "US", slug=f"troy-{region.lower()}", region=region) for region in ("Ohio", "Utah")
    ]
    practice = begun(page)
    page.locator("#id_partner_cities").fill("Troy, United States of America")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("Several cities are called")).to_be_visible()
    page.get_by_role("combobox", name="Find a city to add").press_sequentially("troy")
    options(page).filter(has_text="Utah").click()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("Several cities are called")).to_be_visible()
    practice.refresh_from_db()
    assert list(practice.partner_cities.all()) == [utah]
    assert practice.partner_cities_typed == "Troy, United States of America"
    page.get_by_label("Troy, United States of America, Ohio").check()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("Several cities are called")).to_have_count(0)
    practice.refresh_from_db()
    assert set(practice.partner_cities.all()) == {ohio, utah}


def test_period_is_read_while_it_is_typed(page: Page) -> None:
    begun(page)
    period, said = page.get_by_label("Period"), page.locator("#id_period_reading")
    expect(said).to_have_text("We read: since 2015, still running.")
    period.fill("2020-2015")
    expect(said).to_have_text("The end, 2015, is before the start, 2020. Write the earlier year first.")
    period.scroll_into_view_if_needed()
    picture(page, "period")
    period.fill("sometime")
    expect(said).to_have_text("We found no year in this: nobody will find it by year.")


def test_somebody_who_signs_up_chooses_her_city_and_the_country_follows(page: Page) -> None:
    page.goto("/accounts/signup/")
    city = page.get_by_role("combobox", name="City")
    city.press_sequentially("wien")
    expect(options(page)).to_have_count(1)
    city.press("ArrowDown")
    expect(marked(page)).to_have_text("Vienna Austria")
    picture(page, "sign-up")
    assert sight.axe(page, sight.EVERYTHING) == []
    assert page.evaluate(sight.WIDE) == []
    city.press("Enter")
    expect(city).to_have_value("Vienna")
    expect(page.get_by_role("combobox", name="Country")).to_have_value("AT")
    page.get_by_label("E-mail").fill("new@vienna.example")
    page.get_by_role("button", name="Create an account").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Create an account")
    assert not User.objects.filter(city=None).exists()


def test_question_goes_with_the_name_that_it_is_about_and_a_new_country_is_said(page: Page) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail address").fill("officer@springfield.example")
    page.get_by_role("combobox", name="Country").select_option("US")
    city = page.get_by_role("combobox", name="City")
    city.fill("Springfield")
    page.get_by_role("button", name="Create an account").click()
    question = page.get_by_role("group", name="Which city of this name?")
    expect(question).to_be_visible()
    picture(page, "which")
    city.fill("")
    expect(question).to_be_hidden()
    city.press_sequentially("lubl")
    options(page).first.click()
    expect(page.get_by_text("The country is Poland now.")).to_be_visible()
    picture(page, "moved")
    page.get_by_role("button", name="Create an account").click()
    expect(page.get_by_role("heading", name="Check your e-mail")).to_be_visible()


def test_without_scripts_all_of_it_works_as_before(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 320, "height": 568}
    )
    page = context.new_page()
    practice = begun(page)
    page.get_by_label("Period").fill("2020-2015")
    page.locator("#id_partner_cities").fill("Vienna, Austria\nNowhere")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator("#id_period_reading")).to_contain_text("The end, 2015, is before the start, 2020.")
    expect(page.locator("#id_partner_cities_reading")).to_have_text(
        "We read: Vienna, Austria. Not in our list of cities yet: Nowhere."
    )
    practice.refresh_from_db()
    assert practice.partner_cities_typed == "Nowhere"
    context.close()

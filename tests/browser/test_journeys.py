"""The journeys, with and without JavaScript: browse and filter; submit; approve; go back and forth."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from practices.models import Edition, Practice
from practices.template import SECTIONS
from practices.workflow import Status
from tests.browser import seed
from tests.browser.people import heading, sign_in
from tests.builders import make_city, make_editor, make_topic, make_user, moved, submitted

ENTRY = "/contribute/practices/practice/"
MOST_PRESSED = 8


@pytest.fixture(params=[False, True], ids=["without scripts", "with scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.mark.sampled("without scripts")
def test_visitor_finds_a_practice_by_word_place_topic_and_year(page: Page) -> None:
    seed.load()
    page.goto("/")
    page.get_by_label("Search the practices").fill("interreligious")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Table on Interreligious dialogue").click()
    heading(page, "Table on Interreligious dialogue")
    page.get_by_role("link", name="Salt", exact=True).first.click()
    heading(page, "Salt")
    page.goto("/practices/")
    country = page.get_by_role("group", name="Country")
    country.get_by_role("link", name=re.compile("^All .* countries$")).click()
    country.get_by_role("checkbox", name="Norway").check()
    page.get_by_role("button", name="Show practices").click()
    page.get_by_role("link", name=re.compile("^2016")).first.click()
    results = page.get_by_role("article")
    expect(results).to_have_count(1)
    expect(results).to_contain_text("The anti-radicalisation programme")
    expect(results).to_contain_text("Bergen")
    page.get_by_role("link", name="Country: Norway").click()
    expect(page.get_by_role("link", name="Year: 2016")).to_be_visible()
    expect(results).not_to_have_count(1)
    expect(results.filter(has_text="Bilbao")).to_have_count(1)
    page.goto("/practices/?country=NO&city=bergen&topic=education&year=2016")
    expect(results).to_have_count(1)
    results.get_by_role("link", name="The anti-radicalisation programme").click()
    expect(
        page.get_by_text("Bergen tries to stop people from sliding into violent extremism")
    ).to_be_visible()
    assert page.context.cookies() == []


@pytest.mark.sampled("without scripts")
def test_contributor_submits_a_practice(page: Page) -> None:
    make_city()
    make_topic("education")
    sign_in(page, make_user("officer@bergen.example"))
    page.goto(f"{ENTRY}add/")
    page.get_by_label("Title").fill("A reading ship")
    page.get_by_label("Title").press("Enter")
    heading(page, "The practice")
    page.get_by_label("Country").select_option(label="Norway")
    page.get_by_label("City").first.fill("bergen")
    page.get_by_role("button", name="Save and come back later").click()
    heading(page, "A reading ship")
    expect(page.get_by_text("Write an answer: Purpose.")).to_be_visible()
    page.get_by_role("link", name="What the city did").first.click()
    page.get_by_label("Purpose").fill("People of the harbour read to one another.")
    for _section in SECTIONS[1:]:
        page.get_by_role("button", name="Save and continue").click()
    heading(page, "Check your answers")
    _mend(page)
    _agree_and_submit(page)
    practice = Practice.objects.get()
    assert (practice.status, practice.licence, str(practice.city)) == (
        Status.SUBMITTED,
        "CC-BY-4.0",
        "Bergen, Norway",
    )
    assert Edition.objects.count() == 0


def _mend(page: Page) -> None:
    """Go from the check to each answer that is missing, and back."""
    page.get_by_role("link", name="Choose at least one topic.").click()
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.get_by_role("alert")
    summary.get_by_role("link", name="Choose at least one topic.").click()
    expect(page.get_by_label("education")).to_be_focused()
    page.get_by_label("Period").fill("since 2015")
    page.get_by_label("education").check()
    page.get_by_role("button", name="Save and return to your answers").click()
    heading(page, "Check your answers")
    page.get_by_role("link", name="Write an answer: Process.").click()
    expect(page.get_by_label("Purpose")).to_have_value("People of the harbour read to one another.")
    page.get_by_label("Process").fill("A ship calls at every quay.")
    page.get_by_role("button", name="Save and return to your answers").click()
    heading(page, "Check your answers")


@pytest.mark.sampled("with scripts")
def test_first_submission_takes_eight_buttons_and_links_at_most(page: Page) -> None:
    """Texts, ticks and choices are not counted: what is pressed to get on is."""
    make_city()
    make_topic("education")
    sign_in(page, make_user("officer@bergen.example"))
    page.goto("/contribute/")
    pressed: list[str] = []

    def press(role: Literal["button", "link"], name: str) -> None:
        page.get_by_role(role, name=name, exact=True).click()
        pressed.append(name)

    press("link", "Add a practice")
    page.get_by_label("Title").fill("A reading ship")
    press("button", "Begin the draft")
    page.get_by_label("Country").select_option(label="Norway")
    page.get_by_label("Period").fill("since 2015")
    page.get_by_label("education").check()
    press("button", "Save and continue")
    page.get_by_label("Purpose").fill("People of the harbour read to one another.")
    page.get_by_label("Process").fill("A ship calls at every quay.")
    for _section in SECTIONS[1:]:
        press("button", "Save and continue")
    page.get_by_label("I agree that this entry is published").check()
    press("button", "Submit")
    heading(page, "Submitted")
    assert Practice.objects.get().status == Status.SUBMITTED
    assert len(pressed) <= MOST_PRESSED, pressed


def _agree_and_submit(page: Page) -> None:
    """Forget the licence, tick it, submit, and find the entry at home."""
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("alert")).to_contain_text("Agree to the licence")
    page.get_by_label("I agree that this entry is published").check()
    page.get_by_role("button", name="Submit").click()
    heading(page, "Submitted")
    expect(page.get_by_text("What happens next")).to_be_visible()
    page.get_by_role("link", name="Your practices").first.click()
    expect(page.get_by_text("An editor reads and decides.")).to_be_visible()


@pytest.mark.sampled("with scripts")
def test_editor_previews_and_approves_what_is_submitted(page: Page) -> None:
    practice = submitted(title="A singing ship")
    sign_in(page, make_editor("editor@programme.example"))
    page.goto("/admin/practices/practice/")
    page.get_by_role("link", name="A singing ship").first.click()
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_role("heading", name="A singing ship")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("is now: Published")).to_be_visible()
    page.goto(f"/practices/{Practice.objects.get(pk=practice.pk).slug}/")
    heading(page, "A singing ship")


@pytest.mark.sampled("without scripts")
def test_entry_goes_back_and_forth_until_it_is_withdrawn(page: Page) -> None:
    officer, editor = make_user("officer@bergen.example"), make_editor("editor@programme.example")
    practice = submitted(title="A singing ship", contributor=officer)
    moved(practice, "return", by=editor, note="Say who sings.")
    sign_in(page, officer)
    _answer_the_note(page)
    page.context.clear_cookies()
    sign_in(page, editor)
    page.goto("/admin/")
    page.get_by_role("link", name="A singing ship").first.click()
    expect(page.get_by_text("Everybody may sing.").first).to_be_visible()
    page.get_by_role("button", name="Approve", exact=True).click()
    address = f"/practices/{Practice.objects.get().slug}/"
    page.goto(f"/admin/practices/practice/{practice.pk}/change/")
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_label("Note").fill("The city asked for it.")
    page.get_by_label("reason").fill("The ship has sunk.")
    page.get_by_role("button", name="Withdraw").click()
    page.goto(address)
    expect(page.get_by_text("The ship has sunk.")).to_be_visible()
    page.goto(f"/admin/practices/practice/{practice.pk}/change/")
    page.get_by_role("button", name="Restore").click()
    page.goto(address)
    heading(page, "A singing ship")
    expect(page.get_by_text("Everybody may sing.")).to_be_visible()


def _answer_the_note(page: Page) -> None:
    page.goto("/contribute/")
    expect(page.get_by_text("Say who sings.")).to_be_visible()
    page.get_by_role("article").get_by_role("link", name="A singing ship").first.click()
    page.get_by_role("link", name="For a city that wants to do the same").click()
    page.get_by_label("Lessons").fill("Everybody may sing.")
    page.get_by_role("button", name="Save and return to the entry").click()
    page.get_by_role("link", name="Check and submit").click()
    page.get_by_role("button", name="Submit").click()
    heading(page, "Submitted")


@pytest.mark.sampled("with scripts")
def test_stranger_and_contributor_get_nothing_from_the_editors_site(page: Page) -> None:
    submitted(title="A singing ship")
    page.goto("/admin/practices/practice/")
    heading(page, "Sign in")
    sign_in(page, make_user())
    page.goto("/admin/practices/practice/")
    expect(page.get_by_text("A singing ship")).to_have_count(0)
    expect(page.get_by_role("link", name="Your practices").first).to_be_visible()

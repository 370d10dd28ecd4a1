"""Several people in several browsers, with and without JavaScript: from sign-up to published, and two in one entry."""

from collections.abc import Callable, Iterator
from http import HTTPStatus

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from practices.models import Event, Mail, Practice, Snapshot
from tests.browser.people import heading, sign_in
from tests.builders import PASSWORD, make_city, make_draft, make_editor, make_topic, make_user
from tests.doors import link

ENTRIES = "/contribute/practices/practice/"
type Another = Callable[[], Page]


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def another(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Another]:
    """Return what opens a browser of its own for one more person."""
    contexts: list[BrowserContext] = []

    def open_one() -> Page:
        context = browser.new_context(base_url=live_server.url, java_script_enabled=request.param)
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


def sign_up(page: Page) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail address").fill("officer@bergen.example")
    page.get_by_label("Country").select_option(label="Norway")
    page.get_by_label("City").first.fill("bergen")
    page.get_by_role("button", name="Create an account").click()
    heading(page, "Check your e-mail")
    page.goto(link())
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def write(page: Page) -> None:
    page.goto(f"{ENTRIES}add/")
    page.get_by_label("Title").fill("A reading ship")
    page.get_by_role("button", name="Begin the draft").click()
    all_on_one_page(page)
    page.get_by_label("Country").select_option(label="Norway")
    page.get_by_label("Period").fill("for a while")
    page.get_by_label("education").check()
    page.get_by_label("Purpose").fill("People of the harbour read to one another.")
    page.get_by_label("Process").fill("A ship calls at every quay.")
    page.get_by_role("button", name="Save and check your answers").click()


def all_on_one_page(page: Page) -> None:
    """Go from a section to the page that asks all questions."""
    page.get_by_role("link", name="A reading ship").click()
    page.get_by_role("link", name="All questions on one page").click()


def decide(page: Page, move: str, note: str = "") -> None:
    """Open what waits at the desk, and decide."""
    page.goto("/admin/")
    page.get_by_role("link", name="A reading ship").first.click()
    page.get_by_label("Note", exact=True).fill(note)
    page.get_by_role("button", name=move, exact=True).click()
    expect(page.get_by_text("is now:")).to_be_visible()


@pytest.mark.thorough
def test_from_sign_up_to_published_with_a_return_in_between(another: Another) -> None:
    make_city()
    make_topic("education")
    editor, officer, reader = another(), another(), another()
    sign_in(editor, make_editor())
    sign_up(officer)
    write(officer)
    officer.get_by_label("I agree that this entry is published").check()
    officer.get_by_role("button", name="Submit").click()
    heading(officer, "Submitted")
    decide(editor, "Send back", "Which years?")
    officer.goto("/contribute/")
    expect(officer.get_by_text("Which years?")).to_be_visible()
    officer.get_by_role("link", name="Answer the note").click()
    officer.get_by_role("link", name="The practice", exact=True).click()
    officer.get_by_label("Period").fill("since 2015")
    officer.get_by_role("button", name="Save and return to the entry").click()
    officer.get_by_role("link", name="Check and submit").click()
    officer.get_by_role("button", name="Submit").click()
    heading(officer, "Submitted")
    decide(editor, "Approve")
    reader.goto("/practices/")
    reader.get_by_role("link", name="A reading ship").click()
    heading(reader, "A reading ship")
    expect(reader.get_by_text("since 2015").first).to_be_visible()
    moves = list(Event.objects.order_by("pk").values_list("move", flat=True))
    assert moves == ["submit", "return", "submit", "approve"]
    told = Mail.objects.exclude(practice=None).order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["submitted", "returned", "submitted", "published"]


@pytest.mark.sampled("with JavaScript")
def test_colleagues_write_together_and_what_is_thrown_away_comes_back(another: Another) -> None:
    officer, colleague = (make_user(city=make_city()) for _ in range(2))
    entry = make_draft(contributor=officer, title="A reading ship")
    author, second, editor, reader = (another() for _ in range(4))
    sign_in(author, officer)
    author.goto(f"{ENTRIES}{entry.pk}/")
    author.get_by_role("link", name="Who writes it").click()
    author.get_by_label("E-mail address").fill(colleague.email)
    author.get_by_role("button", name="Invite").click()
    expect(author.get_by_text(f"We have written to {colleague.email}.")).to_be_visible()
    second.goto(link())
    sign_in(second, colleague)
    second.goto(link())
    second.get_by_role("button", name="Accept").click()
    expect(second.get_by_text("You write this entry together now.")).to_be_visible()
    second.get_by_role("link", name="What the city did").click()
    second.get_by_label("Purpose").fill("Two of us wrote this.")
    second.get_by_role("button", name="Save and come back later").click()
    second.get_by_role("link", name="Check and submit").click()
    second.get_by_label("I agree that this entry is published").check()
    second.get_by_role("button", name="Submit").click()
    heading(second, "Submitted")
    deciding = make_editor()
    sign_in(editor, deciding)
    decide(editor, "Approve")
    throw_away_and_bring_back(editor, reader, entry.pk)
    told = Mail.objects.order_by("pk").values_list("kind", "to")
    both = (officer.email, colleague.email)
    assert list(told) == [
        *(("invited", colleague.email), ("joined", officer.email)),
        *(("submitted", to) for to in both),
        ("code_used", deciding.email),
        *(("published", to) for to in both),
    ]


def throw_away_and_bring_back(editor: Page, reader: Page, pk: int) -> None:
    """Put an entry on line into the trash, look at its address as a visitor, and bring it back by one press."""
    address = f"/practices/{Practice.objects.get(pk=pk).slug}/"
    editor.goto(f"/admin/practices/practice/{pk}/change/")
    editor.get_by_role("link", name="Put it in the trash").click()
    editor.get_by_label("Note").fill("It is there twice.")
    editor.get_by_role("button", name="Put in the trash").click()
    expect(editor.get_by_text("is in the trash.")).to_be_visible()
    answer = reader.goto(address)
    assert answer
    assert answer.status == HTTPStatus.GONE
    heading(reader, "This practice was removed")
    editor.get_by_role("button", name="Bring back: A reading ship").click()
    expect(editor.get_by_text("is back as it was: Published.")).to_be_visible()
    reader.goto(address)
    heading(reader, "A reading ship")
    expect(reader.get_by_text("Two of us wrote this.").first).to_be_visible()


@pytest.mark.sampled("without JavaScript")
def test_two_browsers_in_one_entry_end_with_both_texts(another: Another) -> None:
    officer, editor = another(), another()
    user = make_user()
    practice = make_draft(contributor=user)
    for page, person, site in ((officer, user, "contribute"), (editor, make_editor(), "admin")):
        sign_in(page, person)
        page.goto(f"/{site}/practices/practice/{practice.pk}/change/")
    editor.get_by_label("Purpose").fill("The editor's words.")
    editor.get_by_role("button", name="Save and continue editing").click()
    officer.get_by_label("Purpose").fill("The officer's words.")
    officer.get_by_role("button", name="Save and continue editing").click()
    heading_of_conflict = officer.get_by_role("heading", name="Your changes are not saved")
    expect(heading_of_conflict).to_be_visible()
    both = officer.get_by_role("row", name="Purpose").get_by_role("cell")
    expect(both).to_have_text(["The editor's words.", "The officer's words."])
    assert Practice.objects.get().purpose == "The editor's words."
    officer.get_by_role("button", name="Save and continue editing").click()
    expect(heading_of_conflict).to_have_count(0)
    editor.get_by_label("Purpose").fill("The editor's later words.")
    editor.get_by_role("button", name="Save and continue editing").click()
    expect(editor.get_by_role("row", name="Purpose").get_by_role("cell")).to_have_text(
        ["The officer's words.", "The editor's later words."]
    )
    assert Practice.objects.get().purpose == "The officer's words."
    kept = [each.answers["purpose"] for each in Snapshot.objects.order_by("pk")]
    assert kept == ["People of the harbour read to one another.", "The editor's words."]


@pytest.mark.thorough
def test_answers_too_long_to_be_sent_are_still_in_the_form(another: Another) -> None:
    page, user = another(), make_user()
    practice = make_draft(contributor=user)
    sign_in(page, user)
    page.goto(f"{ENTRIES}{practice.pk}/change/")
    page.get_by_label("Purpose").fill(long := "x" * settings.BODY_BYTES)
    page.get_by_role("button", name="Save and continue editing").click()
    if page.get_by_label("Purpose").count() == 0:
        heading(page, "This is too much to be sent at once")
        page.go_back()
    assert len(page.get_by_label("Purpose").input_value()) == len(long)

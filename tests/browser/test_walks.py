"""The three journeys by keyboard alone, without JavaScript, and what a screen reader is told on the way.

The transcripts are compared with golden files: delete one and run this again to write it anew, then read it.
"""

from playwright.sync_api import Page

from practices.accounts import mfa
from practices.models import Practice
from practices.workflow import Status
from tests.browser import seed
from tests.browser.walk import GOLDEN, Walk
from tests.builders import PASSWORD, make_city, make_editor, make_topic, make_user, submitted
from tests.mail.test_notify import expect


def sign_in(walk: Walk, email: str) -> None:
    walk.to("E-mail")
    walk.type(email)
    walk.to("Password", most=1)
    walk.type(PASSWORD)
    walk.enter()


def finish(walk: Walk, name: str) -> None:
    """Compare what was heard, and expect that the focus was seen all the way."""
    assert walk.faults == []
    expect(GOLDEN / f"{name}.txt", walk.transcript())


def test_visitor_finds_a_practice_by_keyboard(page: Page) -> None:
    seed.load()
    walk = Walk(page)
    walk.open("/")
    walk.around()
    walk.skip("Skip to the content", to="main")
    walk.to("Search the practices")
    walk.type("interreligious")
    walk.enter()
    walk.around()
    walk.skip("Skip to the results", to="results")
    walk.to("Table on Interreligious dialogue", most=20)
    walk.enter()
    walk.around()
    walk.to("Salt")
    walk.enter()
    walk.around()
    walk.open("/practices/")
    walk.to("All 17 countries", most=20)
    walk.enter()
    walk.around()
    walk.to("Norway", most=20)
    walk.press("Space")
    walk.to("Show practices")
    walk.enter()
    assert "country=NO" in page.url
    walk.to("The anti-radicalisation programme")
    walk.enter()
    finish(walk, "visitor")


def begin(walk: Walk) -> None:
    """Add a practice, answer one question and ask for the check."""
    walk.to("Add a practice")
    walk.enter()
    walk.around()
    walk.to("Title")
    walk.type("A reading ship")
    walk.enter()
    walk.around()
    walk.to("Country")
    walk.type("Norway")
    walk.to("City", most=1)
    walk.type("bergen")
    walk.to("Save and continue")
    walk.enter()
    walk.to("Purpose")
    walk.type("People of the harbour read to one another.")
    walk.to("Save and come back later")
    walk.enter("Space")
    walk.around()
    walk.to("Check your answers and submit")
    walk.enter()
    walk.around()


def mend(walk: Walk) -> None:
    """Go from the list of what is missing to each question, and answer it."""
    for words, field, answer in (
        ("Write an answer: Period.", "Period", "since 2015"),
        ("Choose at least one topic.", "Education", ""),
        ("Write an answer: Process.", "Process", "A ship calls at every quay."),
    ):
        walk.to(words)
        walk.enter()
        assert walk.page.title().startswith("Error: ")
        assert walk.here() == field
        walk.type(answer) if answer else walk.press("Space")
        walk.to("Save and return to your answers")
        walk.enter()


def test_contributor_submits_a_practice_by_keyboard(page: Page) -> None:
    make_city()
    make_topic("education")
    make_user("officer@bergen.example")
    walk = Walk(page)
    walk.open("/contribute/")
    walk.around()
    sign_in(walk, "officer@bergen.example")
    walk.around()
    walk.skip("Skip to the content", to="main")
    begin(walk)
    mend(walk)
    walk.to("Submit")
    walk.enter()
    walk.to("I agree that this entry is published")
    walk.press("Space")
    walk.to("Submit")
    walk.enter()
    assert Practice.objects.get().status == Status.SUBMITTED
    finish(walk, "contributor")


def test_editor_approves_by_keyboard(page: Page) -> None:
    editor = make_editor("editor@programme.example")
    codes = mfa.give(editor, mfa.new_secret())
    submitted(title="A singing ship", contributor=make_user("writer@city.example"))
    walk = Walk(page)
    walk.open("/admin/")
    sign_in(walk, "editor@programme.example")
    walk.around()
    walk.to("Code")
    walk.type(codes[0])
    walk.enter()
    walk.around()
    walk.skip("Skip to main content", to="content-start")
    walk.to("A singing ship")
    walk.enter()
    walk.around()
    walk.to("Note")
    walk.to("Send back")
    walk.enter()
    walk.to("Note")
    walk.type("Welcome.")
    walk.to("Approve")
    walk.enter("Space")
    assert Practice.objects.get().status == Status.PUBLISHED
    finish(walk, "editor")

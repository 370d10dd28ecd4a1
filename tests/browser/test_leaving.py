"""Is what was typed saved when the page is left, however much there is, in whatever script?"""

import re
from time import monotonic, sleep
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from practices.models import Practice
from practices.question_kinds import Kind
from practices.template import of_kind
from tests.browser.people import sign_in
from tests.builders import make_draft, make_user


@pytest.fixture
def scripts() -> bool:
    return True


def begun(page: Page, **answers: Any) -> None:
    """Open the form of a draft, with a clock that the test turns."""
    user = make_user("officer@bergen.example")
    practice = make_draft(contributor=user, **answers)
    sign_in(page, user)
    page.clock.install()
    page.goto(f"/contribute/practices/practice/{practice.pk}/change/")


def long_greek(page: Page) -> None:
    """Open a draft whose eight long answers have 128 KB together, in a script of two bytes a letter."""
    words = ("Διαπολιτισμικός διάλογος στη γειτονιά. " * 210).strip()
    begun(page, **{each.field: words for each in of_kind(Kind.TEXT)})


def is_soon(words: str) -> bool:
    """Say whether the draft's purpose has these words: the browser sends them after it has left."""
    until = monotonic() + 10
    while not (has := words in Practice.objects.get().purpose) and monotonic() < until:
        sleep(0.1)
    return has


def test_leaving_saves_what_was_typed(page: Page) -> None:
    begun(page)
    page.get_by_label("Purpose").fill("Left at once.")
    page.goto("/contribute/")
    assert is_soon("Left at once.")


def test_leaving_a_long_greek_draft_saves_what_was_typed_and_keeps_the_rest(page: Page) -> None:
    long_greek(page)
    before = Practice.objects.values("process", "body", "partners", "country", "city", "period").get()
    page.get_by_label("Purpose").press_sequentially("Αμέσως ")
    page.get_by_label("Title").fill("Αναγνώσεις")
    page.goto("/contribute/")
    assert is_soon("Αμέσως")
    assert Practice.objects.values("process", "body", "partners", "country", "city", "period").get() == before
    assert Practice.objects.get().title == "Αναγνώσεις"


def test_more_than_can_be_sent_on_leaving_is_saved_within_a_second(page: Page) -> None:
    long_greek(page)
    page.get_by_label("Purpose").fill("Όλα μαζί. " * 10_000)
    page.clock.run_for(1_000)
    expect(page.locator("[data-autosave]")).to_contain_text("Saved at")
    assert is_soon("Όλα μαζί.")


def test_who_leaves_with_more_than_can_be_sent_is_asked(page: Page) -> None:
    long_greek(page)
    asked: list[str] = []
    page.get_by_label("Purpose").press_sequentially(" ")
    page.get_by_label("Purpose").fill("Όλα μαζί. " * 10_000)

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.evaluate("location.assign('/contribute/')")
    assert is_soon("Όλα μαζί.")
    assert asked == ["beforeunload"]


def test_words_of_a_long_draft_that_was_left_signed_out_are_found_with_all_others(page: Page) -> None:
    long_greek(page)
    page.get_by_label("Purpose").fill("Αμέσως.")
    page.context.clear_cookies()
    page.clock.run_for(10_000)
    expect(page.locator("[data-autosave]")).to_contain_text("signed out")
    process = page.get_by_label("Process").input_value()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page).to_have_url(re.compile("/accounts/login/"))
    assert Practice.objects.get().process == process

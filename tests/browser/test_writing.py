"""With JavaScript: is what is typed kept every ten seconds, and is it counted as the server counts it?"""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Error, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from practices.entries import actions
from practices.models import Practice, Snapshot, User
from practices.text import count_words
from tests.browser.people import sign_in
from tests.builders import PASSWORD, make_draft, make_editor, make_user

SCRIPTS = (
    "Intercultural cities' well-being, l’amour",
    "不同的文化 2020 の街です",
    "हिन्दी में लिखा हुआ पाठ",
    "می‌خواهم בְּרֵאשִׁית",
    "e\u0301le\u0300ve A\u00a0B\u202fC",
    "👩‍👩‍👧 1️⃣ party 🎉",
    "soft\u00adhyphen non\u2011breaking zero\u200bwidth",
    "ภาษาไทย ខ្មែរ 다양성 정책",
    "_under_ a_b x'y'z 'quoted'",
    "½ ² Ⅷ ١٢٣",
)


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


ALL, SECTION = "change/", "change/story/"
"""The page that asks all questions, and that of one section: what is typed is kept on both in the same way."""


def begun(page: Page, form: str = ALL) -> tuple[User, Practice]:
    """Open a form of a draft, with a clock that the test turns."""
    user = make_user("officer@bergen.example")
    practice = make_draft(contributor=user)
    sign_in(page, user)
    page.clock.install()
    page.goto(f"/contribute/practices/practice/{practice.pk}/{form}")
    return user, practice


def press_save(page: Page) -> None:
    """Press what saves and goes on: the form of all questions stays, a section leads to the next."""
    page.get_by_role("button", name="Save and continue").click()


def purpose(practice: Practice) -> str:
    return Practice.objects.get(pk=practice.pk).purpose


def test_typing_is_saved_within_ten_seconds_and_told(page: Page) -> None:
    _, practice = begun(page)
    page.get_by_label("Purpose").fill("Typed and never saved by hand.")
    page.clock.run_for(10_000)
    expect(page.locator("[data-autosave]")).to_contain_text("Saved at")
    assert purpose(practice) == "Typed and never saved by hand."
    page.get_by_label("Purpose").fill("Typed a second time.")
    page.clock.run_for(10_000)
    expect(page.locator("[name=seen]")).to_have_value("3")
    assert (purpose(practice), Snapshot.objects.count()) == ("Typed a second time.", 0)
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("is saved.").first).to_be_visible()
    assert Practice.objects.get().version == 3


def test_page_that_is_killed_loses_at_most_what_came_after_the_last_ten_seconds(page: Page) -> None:
    user, practice = begun(page)
    page.get_by_label("Purpose").fill("Ten seconds old.")
    page.clock.run_for(10_000)
    expect(page.locator("[data-autosave]")).to_contain_text("Saved at")
    page.get_by_label("Purpose").fill("Just typed.")
    with page.expect_event("crash"), suppress(Error):  # if it is only closed, it is left, and still sends
        page.goto("chrome://crash")
    assert purpose(practice) == "Ten seconds old."
    assert Practice.objects.get().saved_by == user


def test_server_that_is_down_is_told_and_tried_again(page: Page) -> None:
    _, practice = begun(page)
    page.route("**/autosave/", lambda route: route.abort())
    page.get_by_label("Purpose").fill("Typed while the server was down.")
    page.clock.run_for(10_000)
    expect(page.locator("[data-autosave]")).to_contain_text("Not saved just now")
    page.unroute("**/autosave/")
    page.clock.run_for(10_000)
    expect(page.locator("[data-autosave]")).to_contain_text("Saved at")
    assert purpose(practice) == "Typed while the server was down."


def saved_and_not_told(page: Page) -> Practice:
    """Lose the answer of one autosave."""
    _, practice = begun(page)

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/autosave/", lose_the_answer)
    page.get_by_label("Purpose").fill("Saved, and not told.")
    page.clock.run_for(10_000)
    expect(page.locator("[data-autosave]")).to_contain_text("Not saved just now")
    assert purpose(practice) == "Saved, and not told."
    return practice


def test_answer_that_is_lost_is_no_conflict_with_oneself(page: Page) -> None:
    practice = saved_and_not_told(page)
    page.unroute("**/autosave/")
    page.get_by_label("Purpose").fill("Typed on.")
    page.clock.run_for(10_000)
    expect(page.locator("[name=seen]")).to_have_value("3")
    assert purpose(practice) == "Typed on."


@pytest.mark.one_in(2)
@pytest.mark.parametrize("is_heard", [True, False])
def test_button_after_a_lost_answer_is_no_conflict_with_oneself_and_never_stuck(
    page: Page, is_heard: bool
) -> None:
    practice = saved_and_not_told(page)
    if is_heard:
        page.unroute("**/autosave/")
    page.get_by_label("Purpose").fill("Typed on.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue editing").click()
    is_conflict = page.locator("#conflict-heading").count() == 1
    assert (is_conflict, purpose(practice) == "Typed on.") == (not is_heard, is_heard)
    assert page.get_by_label("Purpose").input_value() == "Typed on."


def test_too_long_to_be_sent_is_said_and_nothing_is_lost(page: Page) -> None:
    _, practice = begun(page)
    long = "x" * django_settings.BODY_BYTES
    page.get_by_label("Purpose").fill(long)
    page.clock.run_for(10_000)
    expect(page.locator("[data-autosave]")).to_contain_text("too long to be sent")
    page.get_by_role("button", name="Save and continue editing").click()
    assert len(page.get_by_label("Purpose").input_value()) == len(long)
    page.get_by_label("Purpose").fill("Short.")
    page.clock.run_for(10_000)
    expect(page.locator("[data-autosave]")).to_contain_text("Saved at")
    assert purpose(practice) == "Short."


def test_text_that_is_refused_is_not_sent_for_ever(page: Page) -> None:
    """A front server refuses what is too large for it, once the first answer to it was lost."""
    _, practice = begun(page)
    page.route("**/autosave/", lambda route: route.abort())
    page.get_by_label("Purpose").fill("Too large for the front.")
    page.clock.run_for(10_000)
    expect(page.locator("[data-autosave]")).to_contain_text("Not saved just now")

    def refuse(route: Route) -> None:
        if "Too large" in (route.request.post_data or ""):
            route.fulfill(status=413)
        else:
            route.continue_()

    page.unroute("**/autosave/")
    page.route("**/autosave/", refuse)
    page.get_by_label("Purpose").fill("Short.")
    page.clock.run_for(10_000)
    expect(page.locator("[data-autosave]")).to_contain_text("Saved at")
    assert purpose(practice) == "Short."


def test_form_of_a_tab_that_is_older_than_the_last_sign_in_loses_nothing(page: Page) -> None:
    user, practice = begun(page)
    page.get_by_label("Purpose").fill("Typed before.")
    other = page.context.new_page()
    other.goto("/accounts/logout/")
    other.get_by_role("button", name="Sign out").last.click()
    sign_in(other, user)
    other.close()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("signed in anew")).to_be_visible()
    expect(page.get_by_label("Purpose")).to_have_value("Typed before.")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("is saved.").first).to_be_visible()
    assert purpose(practice) == "Typed before."


@pytest.mark.sampled(SECTION)
@pytest.mark.parametrize("form", [ALL, SECTION])
def test_newer_text_stops_it_and_save_shows_both(page: Page, form: str) -> None:
    _, practice = begun(page, form)
    actions.save_answers(practice, {"purpose": "Their text."}, by=make_editor(), expected_version=1)
    page.get_by_label("Purpose").fill("My text.")
    page.clock.run_for(10_000)
    expect(page.locator("[data-autosave]")).to_contain_text("changed elsewhere")
    page.get_by_label("Purpose").fill("My later text.")
    page.clock.run_for(30_000)
    assert purpose(practice) == "Their text."
    press_save(page)
    expect(page.get_by_text("Their text.")).to_be_visible()
    expect(page.get_by_label("Purpose")).to_have_value("My later text.")


def test_text_that_is_newer_in_another_section_stops_nothing_and_what_is_saved_stays_in_sight(
    page: Page,
) -> None:
    _, practice = begun(page, SECTION)
    expect(page.locator("[data-autosave]")).to_be_empty()
    actions.save_answers(practice, {"title": "Their title."}, by=make_editor(), expected_version=1)
    page.get_by_label("Purpose").fill("My text.")
    expect(page.locator("[data-autosave]")).to_have_text("Not saved yet.")
    page.clock.run_for(10_000)
    expect(page.locator("[data-autosave]")).to_contain_text("Saved at")
    expect(page.locator("[data-autosave]")).to_be_in_viewport()
    page.get_by_label("Purpose").fill("My later text.")
    expect(page.locator("[data-autosave]")).to_contain_text("Not saved yet")
    press_save(page)
    page.wait_for_url("**/change/transfer/")
    now = Practice.objects.get()
    assert (now.title, now.purpose) == ("Their title.", "My later text.")


@pytest.mark.sampled(ALL)
@pytest.mark.parametrize("form", [ALL, SECTION])
def test_who_was_signed_out_is_told_and_finds_the_words_again(page: Page, form: str) -> None:
    user, practice = begun(page, form)
    page.context.clear_cookies()
    page.get_by_label("Purpose").fill("Still here.")
    page.clock.run_for(10_000)
    expect(page.locator("[data-autosave]")).to_contain_text("signed out")
    expect(page.get_by_label("Purpose")).to_have_value("Still here.")
    press_save(page)
    expect(page.get_by_text("What you typed is kept")).to_be_visible()
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Purpose")).to_have_value("Still here.")
    press_save(page)
    page.wait_for_load_state()
    assert purpose(practice) == "Still here."


def test_count_is_shown_at_once_and_said_when_typing_stops(page: Page) -> None:
    begun(page)
    page.get_by_label("Purpose").fill("word " * 301)
    row = page.locator(".field-purpose")
    expect(row.locator(".count")).to_have_text("301 of 300 words: 1 too many")
    limit = row.locator("[data-limit]").bounding_box()
    assert limit
    assert limit["width"] <= 1  # one count is seen, not two
    expect(row.get_by_role("status")).to_have_text("")
    page.clock.run_for(1_000)
    expect(row.get_by_role("status")).to_have_text("301 of 300 words: 1 too many")
    page.get_by_label("Title").fill("  A ship 🚢 ")
    expect(page.locator(".field-title .count")).to_have_text("8 of 120 characters")


assigned = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=60)


def test_browser_counts_every_text_as_the_server_does(page: Page) -> None:
    page.goto("/accounts/login/")

    @settings(max_examples=10, database=None)
    @given(st.lists(assigned, min_size=20, max_size=100))
    def agree(texts: list[str]) -> None:
        given_texts = [*texts, *SCRIPTS, " ".join(texts), "'".join(texts)]
        counts = page.evaluate(
            """async (texts) => {
              const { countWords } = await import("/static/js/counter.js");
              return texts.map(countWords);
            }""",
            given_texts,
        )
        differing = [
            text for text, count in zip(given_texts, counts, strict=True) if count != count_words(text)
        ]
        assert differing == []

    agree()

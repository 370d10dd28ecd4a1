"""The editors' desk in Chromium: by keyboard alone, without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from practices.models import Event, Practice
from practices.workflow import Status
from tests.browser.people import heading, sign_in
from tests.builders import make_editor, submitted


def tab_to(page: Page, name: str, *, most: int = 40) -> None:
    """Press Tab until the element with this name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if name == page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
        ):
            return
    raise AssertionError(name)


def press_access_key(page: Page, sign: str) -> int:
    """Press Alt and a key, as Chromium's own access keys want it (Playwright leaves out the sign), and count both."""
    keys = page.context.new_cdp_session(page)
    key = {"key": sign, "windowsVirtualKeyCode": ord(sign.upper()), "modifiers": 1}
    with page.expect_navigation():
        keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "unmodifiedText": sign, **key})
        keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    return len(["Alt", sign])


def test_entry_is_sent_back_and_another_approved_by_keyboard_alone(page: Page) -> None:
    first, second = submitted(title="A singing ship"), submitted(title="A dancing ship")
    sign_in(page, make_editor())
    page.goto("/admin/")
    tab_to(page, "A singing ship")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Note")).to_be_visible()
    tab_to(page, "Note")
    page.keyboard.type("Say who sings.")
    tab_to(page, "Send back", most=3)
    page.keyboard.press("Enter")
    expect(page.get_by_text("is now: Returned")).to_be_visible()
    tab_to(page, "A dancing ship")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Note")).to_be_visible()
    tab_to(page, "Approve")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    statuses = [Practice.objects.get(pk=each.pk).status for each in (first, second)]
    assert statuses == [Status.RETURNED, Status.PUBLISHED]


def test_bulk_is_confirmed_and_undone(page: Page) -> None:
    practice = submitted(title="A singing ship")
    sign_in(page, make_editor())
    page.goto("/admin/practices/practice/?status__exact=submitted")
    page.locator(f'input[name="_selected_action"][value="{practice.pk}"]').check()
    page.locator('select[name="action"]').select_option("approve")
    page.locator('button[name="index"]').click()
    page.get_by_role("button", name="Approve: 1 entry").click()
    expect(page.get_by_text("now published.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("undone: submitted again.")).to_be_visible()
    assert Practice.objects.get().status == Status.SUBMITTED


@pytest.mark.thorough
def test_queue_of_twenty_is_emptied_with_at_most_sixty_clicks(
    browser: Browser, live_server: LiveServer
) -> None:
    for number in range(20):
        submitted(title=f"Ship {number}")
    context = browser.new_context(base_url=live_server.url)
    page, clicks = context.new_page(), 0
    sign_in(page, make_editor())
    page.goto("/admin/")
    while page.get_by_text("Nothing waits for you.").count() == 0:
        page.get_by_role("row").get_by_role("link", name="Ship").first.click()
        move = "Approve" if clicks % 8 else "Send back"
        if move == "Send back":
            page.get_by_label("Note", exact=True).fill("Say who sails.")
        page.get_by_role("button", name=move, exact=True).click()
        expect(page.get_by_text("is now:")).to_be_visible()
        clicks += 2
    context.close()
    assert clicks <= 60
    moves = Event.objects.exclude(move="submit").values_list("move", flat=True)
    assert (len(moves), set(moves)) == (20, {"approve", "return"})


@pytest.mark.thorough
def test_queue_of_twenty_is_approved_with_at_most_forty_keys(page: Page) -> None:
    """Each key that goes down is counted: an access key is two of them."""
    for number in range(20):
        submitted(title=f"Ship {number}")
    sign_in(page, make_editor())
    page.goto("/admin/practices/practice/next/")
    keys = 0
    for number in range(20):
        heading(page, f"Ship {number}")
        keys += press_access_key(page, "a")
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    assert keys == 40
    assert Event.objects.filter(move="approve").count() == 20


def test_list_has_room_for_titles_shows_every_column_and_keeps_its_heads_in_lines(page: Page) -> None:
    submitted(title="A ship of twelve languages that calls at every quay")
    sign_in(page, make_editor())
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/admin/practices/practice/")
    right = "each => each.getBoundingClientRect().right"
    last, form = (page.locator(each) for each in ("td.field-edition_number", "#changelist-form"))
    assert page.locator(".field-titled").evaluate("each => each.offsetWidth") >= 200
    assert last.evaluate(right) <= form.evaluate(right)
    page.set_viewport_size({"width": 320, "height": 900})
    heads = page.locator("#result_list thead th.sortable")
    left = "all => all.map(each => Math.round(each.getBoundingClientRect().left))"
    assert len(set(heads.evaluate_all(left))) == 2
    assert page.evaluate("document.documentElement.scrollWidth") == 320

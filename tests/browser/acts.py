"""What is done on a page before it is looked at: a step of a kind's address, and a save that another one overtakes."""

from playwright.sync_api import Page

from practices.entries import actions
from practices.models import Practice
from tests.browser.world import World


def take(page: Page, step: str) -> None:
    """Do one thing on a page: choose an answer (`name=value`), tick a box (`#id`), or press the button of this name."""
    name, is_answer, value = step.partition("=")
    if step.startswith("#"):
        page.locator(step).check()
    elif is_answer and page.locator(f'select[name="{name}"]').count():
        page.locator(f'select[name="{name}"]').first.select_option(value)
    elif is_answer:
        page.locator(f'[name="{name}"]').first.evaluate("(field, value) => field.value = value", value)
    else:
        with page.expect_navigation():
            page.get_by_role("button", name=step, exact=True).first.click()


def overtaken(page: Page, world: World) -> None:
    """Save what somebody else has saved in the meantime."""
    page.locator("[name=purpose]").fill("Words that I typed while a colleague saved.")
    mine = Practice.objects.get(pk=world.names["own"])
    words = f"Words of a colleague {mine.version}."
    actions.save_answers(
        mine, {"purpose": words}, by=world.people["contributor"], expected_version=mine.version
    )
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").click()

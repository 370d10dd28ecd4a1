"""What is done on a page before it is looked at: a step of a kind's address, and a save that another one overtakes."""

from functools import cache

from playwright.sync_api import FilePayload, Page

from practices.entries import actions
from practices.models import Practice
from tests.browser.world import World
from tests.imports.word.written import text_of


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


@cache
def _word_file() -> FilePayload:
    words = (
        ("Title", "A ship of songs"),
        "An annexe.",
        "Country: Atlantis",
        ("Heading 1", "Purpose"),
        "To sing.",
    )
    return {"name": "Our practice.docx", "mimeType": "application/octet-stream", "buffer": text_of(*words)}


def uploaded(page: Page, world: World) -> None:
    """Upload a Word file, always the same one from the same form, which makes one entry however often it is sent."""
    page.locator("[name=key]").evaluate("field => field.value = '0b3a5d1e-7c1f-4c7e-9a55-0d6f0a4b8c11'")
    page.locator("[name=file]").set_input_files(_word_file())
    with page.expect_navigation():
        page.get_by_role("button", name="Make a draft of it").click()

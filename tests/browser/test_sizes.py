"""Is somebody told before she sends them that her files are too much together, and goes on writing?"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from practices.models import Practice
from tests.browser.people import sign_in
from tests.builders import make_draft, make_user
from tests.entry_pictures import png


@pytest.fixture
def scripts() -> bool:
    return True


def test_files_that_are_too_much_together_are_not_sent_and_fewer_are(page: Page, tmp_path: Path) -> None:
    practice = make_draft(contributor=(user := make_user("officer@bergen.example")))
    sign_in(page, user)
    page.goto(f"/contribute/practices/practice/{practice.pk}/change/pictures/")
    small, large = tmp_path / "small.png", tmp_path / "large.png"
    small.write_bytes(png())
    large.write_bytes(b"x" * (21 * 2**20))
    page.set_viewport_size({"width": 320, "height": 900})
    field, note = page.get_by_label("Add pictures"), page.get_by_role("alert")
    expect(note).to_be_hidden()
    field.set_input_files([small, large])
    said = "These have 22 MB together, and up to 20 MB are sent at once."
    expect(note).to_contain_text(said)
    page.get_by_role("button", name="Save and continue").click()
    expect(note).to_contain_text(said)
    expect(field).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    field.set_input_files(small)
    expect(note).to_be_hidden()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("1 picture was taken in: describe it below.")).to_be_visible()
    expect(page.get_by_label("Description for those who do not see it")).to_be_focused()
    assert len(Practice.objects.get().pictures) == 1

"""Are files that are dropped onto their field chosen there, named, and sent like others, and does none take the page away?"""

import base64

import pytest
from playwright.sync_api import JSHandle, Page, expect

from practices.models import Practice
from tests.browser.people import sign_in
from tests.builders import make_draft, make_editor, make_user
from tests.entry_documents import pdf_of
from tests.entry_pictures import digest_of, png

CARRIED = """(files) => {
  const carried = new DataTransfer();
  for (const [name, text] of files) {
    const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    carried.items.add(new File([bytes], name));
  }
  return carried;
}"""
LARGE = """() => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(21 * 2 ** 20)], "large.png"));
  return carried;
}"""
"""Made where it is dropped: as text, so much takes twenty seconds on its way to the browser."""


@pytest.fixture
def scripts() -> bool:
    return True


def carried(page: Page, **files: bytes) -> JSHandle:
    """Return what a mouse carries that drags files."""
    return page.evaluate_handle(
        CARRIED, [[name.replace("_", "."), base64.b64encode(raw).decode()] for name, raw in files.items()]
    )


def opened(page: Page, section: str) -> Practice:
    practice = make_draft(contributor=(user := make_user("officer@bergen.example")))
    sign_in(page, user)
    page.goto(f"/contribute/practices/practice/{practice.pk}/change/{section}/")
    return practice


def test_files_that_are_dropped_join_those_that_were_chosen_and_are_sent(page: Page) -> None:
    opened(page, "pictures")
    field = page.get_by_label("Add documents")
    zone = page.locator(".file-more").filter(has=field)
    expect(zone.get_by_text("Choose them, or drop them here.")).to_be_visible()
    field.set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf_of(1)})
    expect(page.get_by_role("status").filter(has_text="Chosen: a.pdf")).to_be_visible()
    files = carried(page, b_pdf=pdf_of(2), c_pdf=pdf_of(3))
    zone.dispatch_event("dragover", {"dataTransfer": files})
    expect(zone).to_have_class("file-more file-more--drop file-more--over")
    zone.dispatch_event("drop", {"dataTransfer": files})
    expect(zone).to_have_class("file-more file-more--drop")
    expect(page.get_by_role("status").filter(has_text="Chosen: a.pdf, b.pdf, c.pdf")).to_be_visible()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("3 documents were taken in: give each a title below.")).to_be_visible()
    named = [row["file"] for row in Practice.objects.get().attachments]
    assert named == [digest_of(pdf_of(number)) for number in (1, 2, 3)]


def test_picture_is_dropped_onto_its_own_field_of_two(page: Page) -> None:
    practice = make_draft(contributor=make_user())
    sign_in(page, make_editor())
    page.goto(f"/admin/practices/practice/{practice.pk}/change/")
    refusals = page.locator(".file-more .errornote").all()
    assert [each.is_visible() for each in refusals] == [False, False]
    zone = page.locator(".file-more").filter(has=page.get_by_label("Add pictures"))
    zone.dispatch_event("drop", {"dataTransfer": carried(page, quay_png=png())})
    assert page.get_by_label("Add pictures").evaluate("input => input.files.length") == 1
    assert page.get_by_label("Add documents").evaluate("input => input.files.length") == 0


def test_file_that_misses_its_field_does_not_take_the_page_away(page: Page) -> None:
    opened(page, "pictures")
    files = carried(page, quay_png=png())
    for kind in ("dragover", "drop"):
        was_stopped = page.evaluate(
            """([kind, carried]) => !document.querySelector("h1").dispatchEvent(
                new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }))""",
            [kind, files],
        )
        assert was_stopped is True
    assert page.get_by_label("Add pictures").evaluate("input => input.files.length") == 0


def test_too_much_that_is_dropped_is_told_at_once(page: Page) -> None:
    opened(page, "pictures")
    page.set_viewport_size({"width": 320, "height": 900})
    zone = page.locator(".file-more").filter(has=page.get_by_label("Add pictures"))
    zone.dispatch_event("drop", {"dataTransfer": page.evaluate_handle(LARGE)})
    expect(page.get_by_role("alert")).to_contain_text("These have 21 MB together")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

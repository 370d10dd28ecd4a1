"""Where does somebody stand after she has sent files, with a script and without: where she goes on, or where she reads why not?"""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.people import sign_in
from tests.builders import make_draft, make_editor, make_user
from tests.entry_pictures import png


@pytest.fixture(params=[False, True], ids=["no script", "scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.mark.sampled("no script-contribute", "scripts-admin")
@pytest.mark.parametrize("site", ["contribute", "admin"])
def test_who_sent_files_stands_at_the_first_new_one_or_at_what_was_refused(page: Page, site: str) -> None:
    practice = make_draft(contributor=(person := make_user("officer@bergen.example")))
    sign_in(page, person if site == "contribute" else make_editor())
    page.goto(
        f"/{site}/practices/practice/{practice.pk}/change/{'pictures/' if site == 'contribute' else ''}"
    )
    for colour in (1, 2):
        send(page, *((f"{colour}.png", png(colour=each)) for each in (colour, colour + 2)))
        described = page.get_by_label("Description for those who do not see it")
        expect(described).to_have_count(2 * colour)
        expect(described.nth(2 * colour - 2)).to_be_focused()
    send(page, ("ship.png", png(colour=5)), ("poem.png", b"no picture at all"))
    told = page.locator("#told")
    expect(told).to_be_focused()
    expect(told).to_be_in_viewport()
    expect(told).to_contain_text("“poem.png”: ")
    expect(told).to_contain_text("1 picture was taken in: describe it below.")


def send(page: Page, *files: tuple[str, bytes]) -> None:
    chosen: list[FilePayload] = [
        {"name": name, "mimeType": "image/png", "buffer": raw} for name, raw in files
    ]
    page.get_by_label("Add pictures").set_input_files(chosen)
    page.get_by_role("button", name="Save and continue").first.click()

"""What people do in the browser, in their words."""

from playwright.sync_api import Page, expect

from practices.accounts import mfa
from practices.models import User
from tests.builders import PASSWORD


def sign_in(page: Page, person: User) -> None:
    """Sign in by the page, with a recovery code if it is an editor."""
    codes = mfa.give(person, mfa.new_secret()) if person.second_step else []
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    if codes:
        page.get_by_label("Code").fill(codes[0])
        page.get_by_role("button", name="Go on").click()


def heading(page: Page, text: str) -> None:
    """Expect the page's one main heading to say this."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)

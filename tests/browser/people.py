"""What people do in the browser, in their words."""

from playwright.sync_api import Page, expect

from practices.models import User
from tests.builders import PASSWORD


def sign_in(page: Page, person: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def heading(page: Page, text: str) -> None:
    """Expect the page's one main heading to say this."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)

"""The way that the guides describe, with pictures of it: people and a city that there are not, and one date for today's."""

import re
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import Browser, Page

from practices.models import Practice
from tests.browser import seed
from tests.browser.people import heading, sign_in
from tests.builders import PASSWORD, make_city, make_editor
from tests.doors import link
from tests.pictures import SIZE

FIX_DATES = """([todays, date]) => {
  document.activeElement.blur();
  scrollTo(0, 0);
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const said = walk.currentNode.textContent;
    const dated = todays.reduce((text, today) => text.replaceAll(today, date), said);
    const fixed = dated.replace(/\\b\\d{2}:\\d{2}\\b/g, "10:00");
    if (fixed !== said) walk.currentNode.textContent = fixed;
  }
}"""
CLOSE_SIDEBAR = "if (location.host) localStorage.setItem('django.admin.navSidebarIsOpen', 'false')"
DATE = "2 March 2026"
TITLE = "Reading evenings in the harbour"
ANSWERS = {
    "Purpose": "Neighbours who share no language meet over books.",
    "Process": "Every Thursday a different family chooses the book. Volunteers read a page each, in their languages.",
}


def walk(browser: Browser, url: str, out: Path) -> list[str]:
    """Go from signing up to an editor's answer and take the pictures; return their names in order."""
    made: list[str] = []
    contexts = [
        browser.new_context(
            base_url=url,
            viewport={"width": SIZE[0], "height": SIZE[1]},
            reduced_motion="reduce",
            color_scheme="light",
        )
        for _ in range(2)
    ]
    for context in contexts:
        context.add_init_script(CLOSE_SIDEBAR)
    officer, editor = (context.new_page() for context in contexts)

    def shoot(page: Page, name: str, title: str) -> None:
        heading(page, title)
        page.wait_for_load_state("networkidle")
        todays = [date_format(timezone.localdate(), form) for form in ("j F Y", "DATE_FORMAT")]
        page.evaluate(FIX_DATES, [todays, DATE])
        page.screenshot(path=out / f"{name}.png")
        made.append(name)

    seed.load(more=True)
    make_city("Samplehaven", "NO")
    officer.goto("/")
    shoot(officer, "home", "What cities do to make diversity work, told so that yours can do it too.")
    _sign_up(officer, shoot)
    _submit(officer, shoot)
    _answer(editor, shoot)
    officer.goto("/contribute/")
    shoot(officer, "your-practices", "Your practices")
    for context in contexts:
        context.close()
    return made


type Shoot = Callable[[Page, str, str], None]


def _sign_up(page: Page, shoot: Shoot) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail address").fill("officer@samplehaven.example")
    page.get_by_label("Country").select_option(label="Norway")
    page.get_by_label("City").first.fill("Samplehaven")
    page.get_by_label("Organisation").fill("Office for diversity")
    shoot(page, "sign-up", "Create an account")
    page.get_by_role("button", name="Create an account").click()
    page.wait_for_url("**/accounts/confirm/")
    page.goto(link())
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name=re.compile("Confirm")).click()
    page.wait_for_url("**/contribute/")


def _submit(page: Page, shoot: Shoot) -> None:
    page.goto("/contribute/practices/practice/add/")
    page.get_by_label("Title").fill(TITLE)
    shoot(page, "add", "Add a practice")
    page.get_by_role("button", name="Begin the draft").click()
    page.get_by_label("Country").select_option(label="Norway")
    page.get_by_label("City").first.fill("Samplehaven")
    page.get_by_label("Period").fill("since 2021")
    page.get_by_label("Education", exact=False).first.check()
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/change/story/")
    for label, text in ANSWERS.items():
        page.get_by_label(label).first.fill(text)
    shoot(page, "form", "What the city did")
    page.get_by_role("button", name="Save and come back later").click()
    shoot(page, "tasks", TITLE)
    page.get_by_role("link", name="Check and submit").click()
    page.get_by_label("I agree that this entry is published").check()
    shoot(page, "check", "Check your answers")
    page.get_by_role("button", name="Submit").click()
    shoot(page, "submitted", "Submitted")


def _answer(page: Page, shoot: Shoot) -> None:
    sign_in(page, make_editor("editor@programme.example"))
    page.goto("/admin/")
    shoot(page, "desk", "Editors")
    practice = Practice.objects.get(title=TITLE)
    page.goto(f"/admin/practices/practice/{practice.pk}/review/")
    page.get_by_label("Note").fill("Please add what changed: who comes, and how many.")
    shoot(page, "review", TITLE)
    page.get_by_role("button", name="Send back").click()
    page.wait_for_url("**/admin/")

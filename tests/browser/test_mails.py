"""Can everybody read our mails, and do they fetch nothing?"""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

GOLDEN = Path(__file__).parents[1] / "golden" / "mail"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def faults(page: Page, mail: Path, width: int) -> list[str]:
    """Return what keeps a mail from being read at this width, and what it fetches."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(mail.read_text())
    found = Axe().run(page, options=RULES).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    said = [f"{fault['id']}: {fault['nodes'][0]['target']}" for fault in found]
    return [*said, *asked, *([f"{wide} px wide"] if wide != width else [])]


@pytest.mark.parametrize("width", [1280, 320])
def test_every_mail_passes_axe_fits_a_telephone_and_fetches_nothing(browser: Browser, width: int) -> None:
    mails = sorted(GOLDEN.glob("*.html"))
    assert len(mails) > 20
    context = browser.new_context(viewport={"width": width, "height": 800})
    found = {}
    for mail in mails:
        page = context.new_page()
        found[mail.stem] = faults(page, mail, width)
        page.close()
    context.close()
    assert {mail: said for mail, said in found.items() if said} == {}

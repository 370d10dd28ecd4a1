"""Can everybody read our mails, and do they fetch nothing?"""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.proof import ALL

GOLDEN = Path(__file__).parents[1] / "golden" / "mail"
WIDTHS = (320, 1280)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def faults(page: Page, mail: Path) -> list[str]:
    """Return what keeps a mail from being read on a telephone, what does not fit it or a desk, and what it fetches."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(mail.read_text())
    found = Axe().run(page, options=RULES).response["violations"]
    said = [f"{fault['id']}: {fault['nodes'][0]['target']}" for fault in found]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        said += [f"{wide} px wide"] if wide != width else []
    return [*said, *asked]


def test_every_mail_passes_axe_fits_a_telephone_and_fetches_nothing(browser: Browser) -> None:
    """What axe finds depends on the width for the size of targets alone, which are smallest on a telephone."""
    mails = sorted(GOLDEN.glob("*.html"))
    assert len(mails) > 20
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": 800})
    found = {}
    for mail in mails[:: 1 if ALL else 3]:
        page = context.new_page()
        found[mail.stem] = faults(page, mail)
        page.close()
    context.close()
    assert {mail: said for mail, said in found.items() if said} == {}

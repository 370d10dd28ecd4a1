"""Can everybody read our mails, and do they fetch nothing?"""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

GOLDEN = Path(__file__).parents[1] / "golden" / "mail"


@pytest.mark.parametrize("mail", sorted(GOLDEN.glob("*.html")), ids=lambda mail: mail.stem)
@pytest.mark.parametrize("width", [1280, 320])
def test_mail_passes_axe_fits_a_telephone_and_fetches_nothing(
    browser: Browser, mail: Path, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(mail.read_text())
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found.response["violations"]] == []
    assert (asked, wide) == ([], width)

"""`python -m tests.browser.guides`: makes the pictures of the guides anew, in `docs/images`. Look at what changed."""

from playwright.sync_api import sync_playwright

from catalogue.env import ROOT
from tests.browser import gallery, guided  # the gallery sets Django up: it comes first
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.pictures import PICTURES

IMAGES = ROOT / "docs" / "images"


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with gallery.site() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        guided.walk(browser, url, IMAGES)
        browser.close()
    for picture in IMAGES.glob("*.png"):
        if picture.stem not in PICTURES:
            picture.unlink()


if __name__ == "__main__":
    main()

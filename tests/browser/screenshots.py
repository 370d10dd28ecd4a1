"""`python -m tests.browser.screenshots [--out DIR] [--only WORD]`: a picture of every kind of page, to be looked at.

Light and dark, at 320, 768 and 1280 px, with a contact sheet `index.html` beside them. Nothing of it is committed.
"""

import argparse
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape
from itertools import product
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's own loop runs in this thread
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402  Django comes first
from django.test.runner import DiscoverRunner  # noqa: E402
from playwright.sync_api import Browser, FloatRect, sync_playwright  # noqa: E402
from pytest_django.live_server_helper import LiveServer  # noqa: E402

from tests.browser import seed  # noqa: E402
from tests.browser.conftest import CHROMIUM, FLAGS  # noqa: E402
from tests.browser.designs import DESIGNS  # noqa: E402
from tests.browser.kind import Kind  # noqa: E402
from tests.browser.kinds import BEFORE, KINDS, SCHEMES, WIDTHS  # noqa: E402
from tests.browser.world import World  # noqa: E402

TALLEST = 6000  # pixels of a page that a picture shows


@contextmanager
def site() -> Iterator[str]:
    """Serve the site on an empty database of its own; yield its address."""
    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment()
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = f"{folder}/gallery.sqlite3"
        databases = runner.setup_databases()
        server = LiveServer("localhost")
        try:
            yield server.url
        finally:
            server.stop()
            runner.teardown_databases(databases)


def shoot(browser: Browser, url: str, world: World, kinds: Iterable[Kind], out: Path) -> None:
    """Take the pictures of these kinds, as the world is now."""
    for kind in kinds:
        context = browser.new_context(base_url=url, reduced_motion="reduce")
        context.set_default_timeout(30_000)
        world.sign_in(context, kind.who, url)
        page = context.new_page()
        kind.visit(page, world)
        for scheme, width in product(SCHEMES, WIDTHS):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            tall = int(page.evaluate("document.documentElement.scrollHeight"))
            wide = int(page.evaluate("document.documentElement.scrollWidth"))
            clip: FloatRect = {"x": 0, "y": 0, "width": max(width, wide), "height": min(tall, TALLEST)}
            page.screenshot(path=out / picture(kind, scheme, width), full_page=True, clip=clip)
            if wide > width:
                print(f"scrolls sideways: {kind.name} at {width} px ({wide} px)")
        context.close()


def for_readme(browser: Browser, url: str) -> None:
    """Take the picture of README: the home page with the practices that come with the catalogue."""
    page = browser.new_page(base_url=url, viewport={"width": 1280, "height": 860})
    page.goto("/")
    page.screenshot(path=settings.BASE_DIR / "docs" / "images" / "home.png")


def picture(kind: Kind, scheme: str, width: int) -> str:
    """Return the name of the file with the picture of a kind."""
    return f"{re.sub('[^a-z0-9]+', '-', kind.name)}_{scheme}_{width}.png"


def contact_sheet(kinds: Iterable[Kind], out: Path) -> None:
    """Write the page that shows all pictures, a row for every kind."""
    rows = []
    for kind in kinds:
        shots = [picture(kind, scheme, width) for scheme, width in product(SCHEMES, WIDTHS)]
        cells = "".join(f'<a href="{shot}"><img src="{shot}" alt="" loading="lazy"></a>' for shot in shots)
        rows.append(f"<h2>{escape(kind.name)} <small>{kind.content}</small></h2><div>{cells}</div>")
    style = "body{font:1rem sans-serif}div{display:flex;gap:1rem;overflow:auto}img{height:24rem}"
    sheet = f"<!DOCTYPE html><meta charset=utf-8><title>Gallery</title><style>{style}</style>{''.join(rows)}"
    (out / "index.html").write_text(sheet)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "gallery")
    parser.add_argument("--only", default="", help="kinds whose name holds this word")
    parser.add_argument("--readme", action="store_true", help="only the picture of README, in its place")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    before, after = (
        [kind for kind in kinds if given.only in kind.name] for kinds in (BEFORE, KINDS + DESIGNS)
    )
    world = World()
    with site() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        if given.readme:
            seed.load(more=True)
            for_readme(browser, url)
        else:
            world.add_people()
            shoot(browser, url, world, before, given.out)
            world.add_content()
            shoot(browser, url, world, after, given.out)
            contact_sheet(before + after, given.out)
            print(given.out / "index.html")
        browser.close()


if __name__ == "__main__":
    main()

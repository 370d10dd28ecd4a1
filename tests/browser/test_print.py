"""What comes out on paper: the text with its sources, in its order, on few pages, and nothing to click.

The text of what Chromium prints is compared with golden files: delete one and run this again to write it anew.
"""

import base64
import io
import re
import unicodedata
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from tests.browser import seed
from tests.browser.walk import CHANGING, GOLDEN

CHROME = (".masthead nav", ".footer", ".filters", ".breadcrumb", ".pagination", ".orders", ".button")
HEADINGS = """() => ["h1", "h2", "h3"].map((level) =>
    [level.toUpperCase(), [...document.querySelectorAll(level)].filter((each) => each.checkVisibility()).length])"""
A4 = {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True}
PRINTED = {"detail": "/practices/the-anti-radicalisation-programme/", "list": "/practices/"}
MOST_PAGES = 4  # pages of a typical practice


def printed(page: Page) -> PdfReader:
    """Return what Chromium makes of the page when somebody prints it into a file, asked for nothing else."""
    made = page.context.new_cdp_session(page).send("Page.printToPDF", A4)
    return PdfReader(io.BytesIO(base64.b64decode(made["data"])))


def text(pdf: PdfReader) -> str:
    """Return the text in its order, without ligatures."""
    found = unicodedata.normalize("NFKC", "\n".join(each.extract_text() for each in pdf.pages))
    for pattern, word in CHANGING:
        found = re.sub(pattern.replace(" ", r"\s"), word, found)
    return found.strip() + "\n"


def bare(words: str) -> str:
    """Return a text without its spaces: where lines and pages break depends on the fonts that are there."""
    return "".join(words.split())


def roles(node: Any) -> Counter[str]:
    """Count the tags of a part of a PDF's structure."""
    found: Counter[str] = Counter()
    for part in node if isinstance(node, list) else [node]:
        each = part.get_object()
        if isinstance(each, list):
            found += roles(each)
        elif isinstance(each, DictionaryObject):
            found[str(each.get("/S", "")).removeprefix("/")] += 1
            found += roles(each["/K"]) if "/K" in each else Counter()
    return found


def expect_tags(pdf: PdfReader, page: Page) -> None:
    """Expect that headings and links are what they are on screen, for who has the file read out."""
    root: Any = pdf.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "en-gb")
    assert pdf.metadata is not None
    assert pdf.metadata.title == page.title()
    tags = roles(root["/StructTreeRoot"]["/K"])
    assert [[level, tags[level]] for level in ("H1", "H2", "H3")] == page.evaluate(HEADINGS)
    assert min(tags["Link"], tags["P"]) > 2


@pytest.mark.parametrize("name", PRINTED)
def test_paper_holds_the_text_and_where_links_lead_and_the_file_is_tagged(name: str, page: Page) -> None:
    seed.load()
    page.goto(PRINTED[name])
    page.emulate_media(media="print", color_scheme="dark")
    assert {part: page.locator(f"{part} >> visible=true").count() for part in CHROME} == dict.fromkeys(
        CHROME, 0
    )
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    pdf = printed(page)
    assert len(pdf.pages) <= MOST_PAGES
    expect_tags(pdf, page)
    golden = GOLDEN / f"printed_{name}.txt"
    if not golden.exists():
        golden.write_text(text(pdf))
        pytest.fail(f"{golden.name} is new: read it")
    assert bare(text(pdf)) == bare(golden.read_text()), text(pdf)

"""Are pages sent without the indentation of their templates, and letters as they are written?"""

import pytest
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.template.base import Origin
from django.test import Client

from catalogue.pages import PageLoader
from catalogue.settings import BASE_DIR


def read(name: str) -> str:
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    loader = PageLoader(engine.engine, [BASE_DIR / "templates"])
    return loader.get_contents(Origin(str(BASE_DIR / "templates" / name), name))


def test_template_is_read_without_indentation_line_by_line() -> None:
    written = (BASE_DIR / "templates" / "base.html").read_text().splitlines()
    assert read("base.html").splitlines() == [line.lstrip(" ") for line in written]


def test_letter_is_read_as_it_is() -> None:
    (letter, *_) = sorted((BASE_DIR / "templates" / "mail").glob("*.md"))
    assert read(f"mail/{letter.name}") == letter.read_text()


@pytest.mark.django_db
def test_page_has_no_indentation() -> None:
    page = Client().get("/about/").text
    assert [line for line in page.splitlines() if line.startswith("  ")] == []

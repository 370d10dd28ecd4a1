"""Does `/design/` show every component in every state, to editors and, on a developer's machine, to everybody?

So does `/admin/design/` with the parts of an entry's pages, to editors alone.
"""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from practices.admin.styleguide import EXAMPLES as PARTS
from practices.styleguide.components import EXAMPLES
from tests.builders import make_editor
from tests.pages import client_of

pytestmark = pytest.mark.django_db
PAGES = settings.BASE_DIR / "templates"
DESIGNS = {
    "/design/": (("components", "practices"), EXAMPLES),
    "/admin/design/": (("admin/practices", "admin/entry", "admin/contribute", "admin/editorial"), PARTS),
}
NOT_SHOWN = {
    "admin/editorial/_takedown_told.html",  # these ask with their own forms: tests/browser/kinds.py has their pages
    "admin/entry/_taken_down.html",
    "admin/entry/_unlinked.html",  # is part of the summary
    "admin/practices/_block.html",
    "practices/article/_beside_contents.html",
    "practices/article/_classes.html",  # is part of the design page
    "practices/article/_yours.html",
    "practices/compare/_words.html",
    "practices/place/_opening.html",
    "components/_social.html",
    "practices/practice/_alternates.html",
    "practices/practice/_changes.html",
    "practices/practice/_citation_tags.html",
    "practices/practice/_colophon.html",
    "practices/practice/_no_results.html",
}
STYLED = re.compile(r"/\*.*?\*/|url\([^)]*\)|\d*\.\d+", re.DOTALL)
"""What is no class in a style sheet, though it has points."""
MARKED = re.compile(
    r"{% blocktranslate.*?{% endblocktranslate %}|{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>|&\w+;", re.DOTALL
)
"""What of a fragment is no word for people, or is one that can be translated."""
every_design = pytest.mark.parametrize(
    ("address", "folders", "examples"), [(address, *shown) for address, shown in DESIGNS.items()]
)


@every_design
def test_every_part_has_its_examples(
    address: str, folders: tuple[str, ...], examples: dict[str, Any]
) -> None:
    parts = {str(path.relative_to(PAGES)) for each in folders for path in (PAGES / each).rglob("_*.html")}
    assert sorted(examples) == sorted(parts - NOT_SHOWN)


@every_design
def test_editor_sees_every_state_and_no_name_twice(
    address: str, folders: tuple[str, ...], examples: dict[str, Any]
) -> None:
    page = client_of(make_editor()).get(address).text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert page.count('class="state"') == sum(len(states) for states in examples.values())
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("address", DESIGNS)
def test_no_state_shows_what_python_calls_it(address: str) -> None:
    page = client_of(make_editor()).get(address).text
    assert re.findall(r"\{&#x27;|&lt;[^&]* object|namespace\(", page) == []


def test_no_state_leads_to_what_is_done_to_a_real_entry() -> None:
    """Neither by pressing, nor by sending again what was refused."""
    page = client_of(make_editor()).get("/admin/design/").text
    assert set(re.findall(r'action="(/[^"]*/practice/[^"]*)"', page)) == {
        "/admin/practices/practice/0/claim/",
        "/admin/practices/practice/bulk/0/",
    }


@every_design
def test_every_word_of_a_part_can_be_translated(
    address: str, folders: tuple[str, ...], examples: dict[str, Any]
) -> None:
    plain = {name: MARKED.sub("", MARKED.sub("", (PAGES / name).read_text())) for name in examples}
    assert {name: found for name, text in plain.items() if (found := re.findall(r"[^\W\d_]+", text))} == {}


def test_editor_sees_every_class_of_every_component() -> None:
    """Those that set one component into another page are that page's own, and some are made by scripts."""
    page = client_of(make_editor()).get("/design/").text
    shown = {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}
    sheets = (settings.BASE_DIR / "static" / "css" / "components").glob("*.css")
    styled = {
        name for sheet in sheets for name in re.findall(r"\.([a-z][\w-]*)", STYLED.sub("", sheet.read_text()))
    }
    made = {"chosen", "compare__sign", "colophon__copy", "operation__answer", "operation__said"}
    made |= {"map__card", "map__nearer", "map__sheet--near"}
    assert styled - shown == {"facet--whole", "head", "letters", "neighbours"} | made


def test_everybody_sees_it_where_errors_are_shown_too(settings: Settings) -> None:
    settings.DEBUG = True
    assert Client().get("/design/").status_code == 200

"""Does a public page ask the database before it is rendered, and never while it is?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.template.response import TemplateResponse
from django.test import Client

from practices.entries import actions
from practices.models import Practice
from tests.builders import make_city, make_editor, make_topic, make_translation, moved, published

pytestmark = pytest.mark.django_db


class Asked(Exception):
    """A page asked the database while it was rendered."""


def refuse(_execute: Callable[..., Any], sql: str, *_others: Any) -> Any:
    raise Asked(sql)


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the pages rendered, by their templates; each fails that asks the database."""
    rendered: list[str] = []
    render = TemplateResponse.render

    def render_alone(response: TemplateResponse) -> Any:
        if not response.is_rendered:
            rendered.append(str(response.template_name))
        with connection.execute_wrapper(refuse):
            return render(response)

    monkeypatch.setattr(TemplateResponse, "render", render_alone)
    return rendered


@pytest.fixture
def catalogue() -> None:
    """Practices that fill two pages, with partners, translations, neighbours and an older edition."""
    oslo, roma = make_city("Oslo"), make_topic("roma")
    for number in range(21):
        published(title=f"Ship {number}", process="A ship.", partner_cities=[oslo], topics=[roma])
    make_translation(published(title="Schiff", language="de"), of=Practice.objects.get(slug="ship-1"))
    published(title="A typed city", city=None, city_typed="Vågen", period="2011-2012", outcome="completed")
    make_city("Porto", "PT")
    editor = make_editor()
    draft = moved(Practice.objects.get(slug="ship-1"), "revise", by=editor)
    actions.save_answers(draft, {"purpose": "Another."}, by=editor, expected_version=draft.version)
    moved(draft, "publish", by=editor)


STATUSES = {
    "/": 200,
    "/practices/": 200,
    "/practices/?page=2": 200,
    "/practices/?page=3": 404,
    "/practices/?q=ship": 200,
    "/practices/?q=ship&sort=title": 200,
    "/practices/?q=shpi": 200,
    "/practices/?q=shpi&q=xylophone": 200,
    "/practices/?q=2011": 200,
    "/practices/?q=Porto&country=PT": 200,
    "/practices/?q=ship&city=none&year=1950": 200,
    "/practices/?country=NO&city=oslo&topic=roma&year=2016&outcome=none": 200,
    "/practices/?q=ship&country=NO&year=abc": 400,
    "/practices/ship-1/": 200,
    "/practices/ship-1/editions/1/": 200,
    "/practices/schiff/": 200,
    "/practices/none/": 404,
    "/places/": 200,
    "/places/no/": 200,
    "/places/no/?page=2": 200,
    "/places/no/oslo/": 200,
    "/topics/": 200,
    "/topics/roma/": 200,
}


@pytest.mark.long
@pytest.mark.usefixtures("catalogue")
def test_page_asks_the_database_before_it_is_rendered(client: Client, pages: list[str]) -> None:
    assert {address: client.get(address).status_code for address in STATUSES} == STATUSES
    assert len(pages) == len(STATUSES)


def test_page_of_an_empty_catalogue_asks_before_it_is_rendered(client: Client, pages: list[str]) -> None:
    for address in ("/", "/practices/", "/practices/?q=ship", "/places/", "/topics/"):
        assert client.get(address).status_code == 200
    assert len(pages) == 5

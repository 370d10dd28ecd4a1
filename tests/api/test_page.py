"""Can a person try each address of the API, with and without JavaScript?"""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from practices.api.document import openapi
from tests.builders import published

pytestmark = pytest.mark.django_db

FORM = re.compile(
    r'<form class="operation__form"\s+action="([^"]*)"\s+data-path="([^"]*)".*?</form>', re.DOTALL
)
FIELD = re.compile(r'name="(\w+)"(?:\s+value="([^"]*)")?')


def forms(client: Client) -> list[tuple[str, str, dict[str, str]]]:
    """Return of each form where it leads, which address it is for, and what stands in its fields."""
    page = client.get("/api/").content.decode()
    found: Any = FORM.finditer(page)
    return [(form[1], unescape(form[2]), dict(FIELD.findall(form[0]))) for form in found]


def test_page_has_a_form_for_each_address_that_leads_to_its_answer(client: Client) -> None:
    practice = published()
    shown = forms(client)
    assert [path for _action, path, _values in shown] == list(openapi()["paths"])
    for action, path, values in shown:
        answer = client.get(action, values, follow=True)
        assert (path, answer.status_code, answer.headers["Content-Type"]) == (path, 200, "application/json")
    led = [client.get(action, values)["Location"] for action, path, values in shown if "{" in path]
    one = f"/api/v1/practices/{practice.pk}/"
    assert led == [one, f"{one}editions/", f"{one}editions/1/"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/try/practices/?number=1", 404),
        ("/api/try/editions/", 400),
        ("/api/try/editions/?number=x", 400),
        ("/api/try/practice/?name=//evil.example/", 400),
        ("/api/try/practice/?name=%0d%0aSet-Cookie:x", 400),
    ],
)
def test_form_leads_nowhere_else(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_page_stands_while_the_catalogue_is_empty(client: Client) -> None:
    assert len(forms(client)) == len(openapi()["paths"])

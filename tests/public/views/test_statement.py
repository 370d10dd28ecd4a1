"""Has the accessibility statement the parts that the EU's model asks for, and is it reached from every page?"""

import pytest
from django.test import Client
from pytest_django import Settings

from catalogue import env
from practices import checks
from practices.errors import views, wording
from tests.builders import make_editor, make_user
from tests.headings import heading_texts, words
from tests.pages import client_of

pytestmark = pytest.mark.django_db

ADDRESS = "/accessibility/"
LINK = f'<a href="{ADDRESS}">Accessibility</a>'
PARTS = [
    "Compliance status",
    "Content that is not accessible",
    "Preparation of this statement",
    "Feedback and contact",
    "Enforcement procedure",
]
"""The mandatory parts of the annex of Commission Implementing Decision (EU) 2018/1523, below its opening."""
REASONS = [
    "Non-compliance with the accessibility regulations",
    "Disproportionate burden",
    "Content that is not within the scope of the law",
]


def test_statement_has_the_mandatory_parts_in_order(client: Client) -> None:
    page = client.get(ADDRESS).content.decode()
    assert (heading_texts(page, 2), heading_texts(page, 3)) == (["On this page", *PARTS], REASONS)
    text = words(page)
    for said in (
        "committed to making it accessible",
        "applies to all pages",
        "partially compliant",
        "self-assessment",
        "prepared on 24 November 2026",
    ):
        assert said in text


def test_statement_names_whom_to_write_to_and_whom_to_complain_to(client: Client, settings: Settings) -> None:
    settings.CONTACT_EMAIL = "catalogue@city.example"
    settings.ENFORCEMENT_BODY = "The ombudsman <https://ombudsman.example/>"
    page = client.get(ADDRESS).content.decode()
    assert '<a href="mailto:catalogue@city.example">catalogue@city.example</a>' in page
    assert '<a href="https://ombudsman.example/">The ombudsman</a>' in page
    assert checks.statement_names_whom_to_write_to() == []


@pytest.mark.parametrize(
    "value",
    [
        "nobody",
        "<https://ombudsman.example/>",
        "The ombudsman <ombudsman.example>",
        "The ombudsman https://ombudsman.example/",
        "The ombudsman <https://>",
        "The ombudsman <javascript:alert(1)>",
    ],
)
def test_body_without_name_or_address_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ENFORCEMENT_BODY", value)
    with pytest.raises(env.SettingRefused, match=r"^ENFORCEMENT_BODY .+ Write name <address>"):
        env.enforcement_body()


@pytest.mark.parametrize("value", ["", "Défenseur des droits (Paris) <https://www.example.org/saisir?x=1>"])
def test_body_is_read_as_it_stands(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ENFORCEMENT_BODY", value)
    assert env.enforcement_body() == value


def test_statement_invents_nobody(client: Client, settings: Settings) -> None:
    settings.CONTACT_EMAIL = settings.ENFORCEMENT_BODY = ""
    text = words(client.get(ADDRESS).content.decode())
    assert "report it to the editors" in text
    assert "has named a body to which you can complain" in text
    assert "Those who run this website have not" not in text
    warned = [message.msg.split()[0] for message in checks.statement_names_whom_to_write_to()]
    assert warned == ["CONTACT_EMAIL", "ENFORCEMENT_BODY"]


@pytest.mark.parametrize(
    "address",
    ["/", "/practices/", "/nothing/here/", "/accounts/login/", ADDRESS],
)
def test_public_pages_lead_to_the_statement(client: Client, address: str) -> None:
    assert client.get(address).content.decode().count(LINK) == 1


@pytest.mark.long
def test_pages_of_people_lead_to_the_statement() -> None:
    contributor, editor = client_of(make_user()), client_of(make_editor())
    answers = [
        contributor.get("/accounts/details/"),
        contributor.get("/contribute/"),
        contributor.get("/contribute/practices/practice/add/"),
        contributor.get("/contribute/no/such/page/"),
        editor.get("/admin/"),
        editor.get("/admin/practices/city/"),
    ]
    assert [answer.content.decode().count(LINK) for answer in answers] == [1] * len(answers)
    assert LINK in views.bare(wording.BROKEN, "")

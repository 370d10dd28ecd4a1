"""Every form of an account x every error: is it listed above, said in the same words at its field, and nothing lost?"""

import re
from typing import Any

import pytest
from django.test import Client

from practices.accounts import links, mfa
from practices.models import User
from tests.builders import PASSWORD, make_editor, make_user
from tests.doors import SIGN_UP, link, sign_in, sign_up
from tests.headings import title_of
from tests.pages import client_of, forms_of
from tests.test_routes import ROWS

pytestmark = pytest.mark.django_db

SECRET = {"password", "new_password"}
"""Fields that come back blank, because what was typed into them is nobody's to read."""

# who, address, what was typed, and the fields that are at fault; "" is the form as a whole
CASES: list[tuple[str, str, dict[str, str], set[str]]] = [
    ("visitor", "login/", {"login": "", "password": ""}, {"login", "password"}),
    ("visitor", "login/", {"login": "officer@bergen.example", "password": ""}, {"password"}),
    ("visitor", "login/", {"login": "no address", "password": PASSWORD}, {"login"}),
    ("visitor", "login/", {"login": "nobody@bergen.example", "password": "no such password"}, {""}),
    ("half", "login/code/", {"code": ""}, {"code"}),
    ("half", "login/code/", {"code": "123456"}, {"code"}),
    ("visitor", "signup/", SIGN_UP | {"email": "", "city": "", "country": ""}, {"email", "city", "country"}),
    ("visitor", "signup/", SIGN_UP | {"email": "no address"}, {"email"}),
    ("visitor", "signup/", SIGN_UP | {"country": "XX"}, {"country"}),
    ("visitor", "confirm/{confirm}/", {"new_password": ""}, {"new_password"}),
    ("visitor", "confirm/{confirm}/", {"new_password": "too short"}, {"new_password"}),
    ("visitor", "confirm/again/", {"email": ""}, {"email"}),
    ("visitor", "confirm/again/", {"email": "no address"}, {"email"}),
    ("visitor", "password/new/", {"email": ""}, {"email"}),
    ("visitor", "password/new/", {"email": "no address"}, {"email"}),
    ("visitor", "password/new/{reset}/", {"new_password": ""}, {"new_password"}),
    ("visitor", "password/new/{reset}/", {"new_password": "too short"}, {"new_password"}),
    ("officer", "details/", {"country": "", "city": "", "organisation": "Us"}, {"country", "city"}),
    ("officer", "details/", {"country": "XX", "city": "Bergen", "organisation": "Us"}, {"country"}),
    ("officer", "password/", {"password": "", "new_password": ""}, {"password", "new_password"}),
    ("officer", "password/", {"password": "wrong", "new_password": "a new long password"}, {"password"}),
    ("officer", "password/", {"password": PASSWORD, "new_password": "too short"}, {"new_password"}),
    ("officer", "address/", {"email": "", "password": ""}, {"email", "password"}),
    ("officer", "address/", {"email": "no address", "password": PASSWORD}, {"email"}),
    ("officer", "address/", {"email": "new@bergen.example", "password": "wrong"}, {"password"}),
    ("officer", "second-step/", {"code": "", "password": ""}, {"code", "password"}),
    ("officer", "second-step/", {"code": "123456", "password": PASSWORD}, {"code"}),
    ("officer", "close/", {"password": ""}, {"password"}),
    ("officer", "close/", {"password": "wrong"}, {"password"}),
    ("editor", "second-step/codes/", {"password": ""}, {"password"}),
    ("editor", "passkeys/", {"name": "", "password": ""}, {"name", "password"}),
    ("editor", "passkeys/", {"name": "My phone", "password": "wrong"}, {"password"}),
    ("editor", "second-step/off/", {"password": "wrong", "code": "123456"}, {"password"}),
]


def client_for(who: str) -> tuple[Client, User]:
    officer = make_user("officer@bergen.example")
    if who == "visitor":
        return Client(), officer
    if who == "officer":
        return client_of(officer), officer
    editor = make_editor()
    mfa.give(editor, mfa.new_secret())
    if who == "editor":
        return client_of(editor), officer
    client = Client()
    sign_in(client, editor.email)
    return client, officer


def account_form(page: bytes) -> dict[str, Any]:
    """Return what a browser would send for the form of the page as it stands; signing out is not the page's own."""
    posted = (form for form in forms_of(page) if form["attrs"].get("method") == "post")
    return next(form["data"] for form in posted if form["attrs"].get("action") != "/accounts/logout/")


def words(text: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", text).split())


def named(value: object) -> str:
    """Return what names a case alike in every process: a set has no order of its own."""
    return str(sorted(value) if isinstance(value, set) else value)[:50]


@pytest.mark.one_in(3)
@pytest.mark.long
@pytest.mark.parametrize(("who", "address", "typed", "at_fault"), CASES, ids=named)
def test_error_is_listed_and_said_at_its_field(
    who: str, address: str, typed: dict[str, str], at_fault: set[str]
) -> None:
    client, officer = client_for(who)
    sign_up(Client(), email="new@bergen.example")
    confirm = link().split("/")[-2]
    path = "/accounts/" + address.format(reset=links.reset_key(officer), confirm=confirm)
    page = client.post(path, account_form(client.get(path).content) | typed).content.decode()
    assert title_of(page).startswith("Error:")
    summary, _, rest = page.partition('role="alert"')[2].partition("</ul>")
    listed = re.findall(r'<li>\s*(?:<a href="#id_(\w+)">)?(.*?)<', summary, re.DOTALL)
    assert {name for name, _ in listed} == at_fault
    for name, sentence in listed:
        if not name:
            continue
        at_field = re.search(rf'id="id_{name}_error">(.*?)</(?:div|ul)>', rest, re.DOTALL)
        assert at_field is not None
        assert words(sentence) in words(at_field[1])
        described = re.search(rf'<(?:input|select)[^>]*\bname="{name}"[^>]*>', rest)
        assert described is not None
        assert f"id_{name}_error" in described[0]
        assert f'id="id_{name}"' in described[0]
        assert 'aria-invalid="true"' in described[0]
    form = account_form(page.encode())
    kept = {name: "".join(form.get(name, [])) for name in typed}
    assert kept == {name: "" if name in SECRET or value == "XX" else value for name, value in typed.items()}


def test_every_form_of_an_account_is_tried() -> None:
    forms = {
        route.removeprefix("accounts/")
        for route, (_, post) in ROWS.items()
        if "accounts/" in route and "2" in post
    }
    tried = {address.format(reset="<str:key>", confirm="<str:key>") for _, address, *_ in CASES}
    assert forms - tried == {"password/new/sent/", "stay/"}

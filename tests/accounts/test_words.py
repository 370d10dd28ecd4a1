"""Do pages of accounts and forms say “e-mail” wherever a library would say “email”?"""

import re
from typing import Any

import pytest
from django.test import Client

from practices.models import User
from tests.admin.entry.test_trash import at
from tests.builders import PASSWORD, make_admin, make_city, make_draft, make_user
from tests.pages import client_of

pytestmark = pytest.mark.django_db
WRONG = "nobody"


def sent(address: str, by: User | None = None, **data: str) -> Any:
    return (client_of(by) if by else Client()).post(address, data, follow=True)


@pytest.mark.long
def test_no_page_says_email() -> None:
    make_city()
    person = make_user("me@city.example", city=make_city())
    practice = make_draft(contributor=person)
    account: dict[str, Any] = {"country": "NO", "city": "Bergen"}
    pages = {
        "sign up": sent("/accounts/signup/", email=WRONG, **account),
        "sign up, well": sent("/accounts/signup/", email="new@city.example", **account),
        "sign in": sent("/accounts/login/", login=WRONG, password=PASSWORD),
        "sign in, wrongly": sent("/accounts/login/", login="me@city.example", password="x" * 20),
        "new password": sent("/accounts/password/new/", email=WRONG),
        "new password, well": sent("/accounts/password/new/", email="me@city.example"),
        "link again": sent("/accounts/confirm/again/", email=WRONG),
        "new address": sent("/accounts/address/", person, email=WRONG, password=PASSWORD),
        "invite": sent(at("contribute", practice.pk, "authors"), person, email=WRONG),
        "add a person": sent("/admin/practices/user/add/", make_admin(), email=WRONG),
    }
    for page in pages.values():
        assert page.status_code in {200, 400}
    said = {name: re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page.text) for name, page in pages.items()}
    found = {
        name: re.findall(r".{0,40}\bemails?\b.{0,40}", text, re.IGNORECASE) for name, text in said.items()
    }
    assert {name: texts for name, texts in found.items() if texts} == {}
    asked = {
        name for name, text in said.items() if "Write an e-mail address such as office@city.example." in text
    }
    assert asked == {
        "sign up",
        "sign in",
        "new password",
        "link again",
        "new address",
        "invite",
        "add a person",
    }

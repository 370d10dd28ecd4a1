"""Is a password or an address that is far too long refused before any work is done on it, in every form that takes one?

Putting a text into one spelling takes time that grows with the square of its length in some Pythons: no more of it may be
put into one spelling than of what people type.
"""

import unicodedata
from collections.abc import Callable
from typing import Literal

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from pytest_django import Settings

from practices.models import User
from tests.builders import PASSWORD, make_admin, make_city, make_draft, make_editor, make_user
from tests.doors import SIGN_UP, browser, is_signed_in, link, sign_in, sign_up, with_second_step

pytestmark = pytest.mark.django_db

MARKS = "\u0301\u0323" * 250_000
"""Half a million combining marks: a megabyte."""
LONGEST_WORK = 1000
NEW = "another boat of books"


class Work:
    """The longest text that was put into one spelling, and how many passwords were hashed."""

    longest = hashes = 0


class Counting(MD5PasswordHasher):
    algorithm = "counting"

    def encode(self, password: str, salt: str) -> str:
        Work.hashes += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    normalize = unicodedata.normalize

    def counting(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
        Work.longest = max(Work.longest, len(text))
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", counting)
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]


def officer() -> Client:
    return browser(make_user("officer@bergen.example", city=make_city(), country="NO"))


def half() -> Client:
    """Return a browser in which an editor has typed her password, and not yet her code."""
    editor, client = make_editor(), Client()
    with_second_step(editor)
    sign_in(client, editor.email)
    return client


def with_codes(person: User) -> Client:
    with_second_step(person)
    return browser(person)


def reset_link() -> str:
    Client().post("/accounts/password/new/", {"email": make_user().email})
    return link()


def confirmation_link() -> str:
    sign_up(Client())
    return link()


def inviting() -> tuple[Client, str]:
    client = officer()
    practice = make_draft(contributor=User.objects.get())
    return client, f"/contribute/practices/practice/{practice.pk}/authors/"


type Form = tuple[Callable[[], tuple[Client, str]], dict[str, str]]

FORMS: dict[str, Form] = {
    "sign in": (lambda: (Client(), "/accounts/login/"), {"login": "a@city.example", "password": "wrong"}),
    "sign up": (lambda: (Client(), "/accounts/signup/"), {**SIGN_UP, "password1": NEW}),
    "confirm": (lambda: (Client(), confirmation_link()), {"new_password": "too short"}),
    "send again": (lambda: (Client(), "/accounts/confirm/again/"), {"email": "a@city.example"}),
    "forgotten": (lambda: (Client(), "/accounts/password/new/"), {"email": "a@city.example"}),
    "set anew": (lambda: (Client(), reset_link()), {"new_password": "too short"}),
    "second step": (lambda: (half(), "/accounts/login/code/"), {"code": "123456"}),
    "password": (lambda: (officer(), "/accounts/password/"), {"password": PASSWORD, "new_password": NEW}),
    "address": (lambda: (officer(), "/accounts/address/"), {"email": "b@city.example", "password": PASSWORD}),
    "set up": (lambda: (officer(), "/accounts/second-step/"), {"code": "123456", "password": PASSWORD}),
    "new codes": (
        lambda: (with_codes(make_editor()), "/accounts/second-step/codes/"),
        {"password": PASSWORD},
    ),
    "off": (
        lambda: (with_codes(make_editor()), "/accounts/second-step/off/"),
        {"password": PASSWORD, "code": "123456"},
    ),
    "close": (lambda: (officer(), "/accounts/close/"), {"password": PASSWORD}),
    "invite": (inviting, {"email": "b@city.example"}),
    "new person": (
        lambda: (with_codes(make_admin()), "/admin/practices/user/add/"),
        {"email": "b@city.example", "password_new": NEW},
    ),
}
CASES = [
    (form, field)
    for form, (_begin, words) in FORMS.items()
    for field in words
    if field not in {"country", "city"}
]


@pytest.mark.one_in(4)
@pytest.mark.alike
@pytest.mark.long
@pytest.mark.parametrize(("form", "field"), CASES)
def test_megabyte_of_marks_is_refused_unread(form: str, field: str) -> None:
    begin, words = FORMS[form]
    client, path = begin()
    Work.longest = Work.hashes = 0
    typed = MARKS + "@city.example" if field in {"email", "login"} else MARKS
    answer = client.post(path, words | {field: typed})
    assert answer.status_code in {200, 302, 400}
    assert Work.longest <= LONGEST_WORK
    assert Work.hashes <= len([name for name in words if "password" in name and name != field])


@pytest.mark.parametrize(("length", "refused"), [(128, False), (129, True)])
def test_password_has_128_characters_at_most_wherever_it_is_typed(length: int, *, refused: bool) -> None:
    long = " ".join(f"heron {number}," for number in range(99))[:length]
    path = reset_link()
    person = User.objects.get()
    page = Client().post(path, {"new_password": long}, follow=True)
    assert ("The password can have at most 128 characters." in page.text) is refused
    client = Client()
    sign_in(client, person.email, long)
    assert is_signed_in(client) is not refused


def test_browsers_do_not_cut_a_password_off() -> None:
    page = Client().get(reset_link()).text
    assert ('name="new_password"' in page, "maxlength" in page) == (True, False)


@pytest.mark.parametrize("path", ["/accounts/password/new/", "/accounts/confirm/again/", "/accounts/login/"])
def test_address_has_254_characters_at_most(path: str) -> None:
    name = "login" if path.endswith("login/") else "email"
    for length, refused in ((254, False), (255, True)):
        host = ".".join(["h" * 60] * 4)
        address = f"{'a' * (length - len(host) - 9)}@{host}.example"
        assert len(address) == length
        page = Client().post(path, {name: address, "password": PASSWORD}).text
        assert ("at most 254 characters" in page) is refused

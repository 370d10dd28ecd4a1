"""Does the page after a request for a mail name its address, to whoever asked alone, and send nothing by itself?"""

import time
from types import SimpleNamespace

import pytest
from django.test import Client

from tests.builders import make_user
from tests.doors import SIGN_UP, mails, sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.mark.parametrize("door", ["signup", "confirm/again"])
def test_page_that_names_the_address_sends_nothing_when_it_is_loaded_again(door: str) -> None:
    make_user(SIGN_UP["email"])
    for email in (SIGN_UP["email"], "unknown@bergen.example"):
        client = Client()
        answer = client.post(f"/accounts/{door}/", SIGN_UP | {"email": email})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/confirm/")
        sent = len(mails())
        for _ in range(3):
            page = client.get("/accounts/confirm/")
            assert f"<strong>{email}</strong>" in page.text
            assert f'action="/accounts/{door}/"' in page.text
            assert {"private", "no-store"} <= {*page.headers["Cache-Control"].split(", ")}
        assert len(mails()) == sent


def test_address_is_named_to_the_browser_alone_that_sent_it_and_for_ten_minutes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, page = Client(), "/accounts/confirm/"
    sign_up(client)
    cookie = client.cookies["asked"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (600, True, "Lax")
    assert SIGN_UP["email"] in client.get(page).text
    assert SIGN_UP["email"] not in Client().get(page).text
    client.cookies["asked"] = cookie.value[:-1]
    assert SIGN_UP["email"] not in client.get(page).text
    client.cookies["asked"] = cookie.value
    later = time.time() + 11 * 60
    monkeypatch.setattr("django.core.signing.time", SimpleNamespace(time=lambda: later))
    assert SIGN_UP["email"] not in client.get(page).text


def test_what_fits_in_no_cookie_is_not_named() -> None:
    answer = sign_up(client := Client(), website="x" * 5000)
    assert ("asked" in client.cookies, "We sent you a mail" in answer.text) == (False, True)

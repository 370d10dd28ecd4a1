"""Are devices called as people know them, and senders known by their sessions?"""

import pytest
from django.conf import settings
from django.test import Client

from practices.accounts.visitors import device_name, sender_of
from tests.builders import make_user
from tests.hostile import TEXTS

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
            "Firefox on Windows",
        ),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME}", "Chrome on Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Edg/126.0.0.0", "Edge on Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0) {CHROME} OPR/112.0.0.0", "Opera on Windows"),
        (f"Mozilla/5.0 (Linux; Android 14; SM-S921B) {CHROME}", "Chrome on Android"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME}", "Chrome on ChromeOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15",
            "Safari on Mac",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/126.0 Safari/604.1",
            "Chrome on iPhone",
        ),
        ("Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) FxiOS/127.0 Safari/605.1.15", "Firefox on iPad"),
        ("curl/8.8.0", "Unknown browser"),
        ("Windows", "Windows"),
        ("", "Unknown browser"),
    ],
)
def test_device_is_called_by_its_browser_and_system(said: str, name: str) -> None:
    assert device_name(said) == name


@pytest.mark.parametrize("said", TEXTS)
def test_device_that_says_anything_has_a_short_name_of_ours(said: str) -> None:
    assert device_name(said) == "Unknown browser"


@pytest.mark.django_db
def test_sender_is_one_person_however_often_she_is_signed_in() -> None:
    person, clients = make_user(), [Client(), Client()]
    for client in clients:
        client.force_login(person)
    keys = [client.cookies[settings.SESSION_COOKIE_NAME].value for client in clients]
    assert len(set(keys)) == 2
    assert {sender_of(cookie(key)) for key in keys} == {str(person.pk)}


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 32, '"abc\\000defghijkl"', "x" * 4000, "\udcff" * 32])
def test_what_is_no_session_is_nobodys(key: str) -> None:
    assert sender_of(cookie(key)) == ""


def cookie(key: str) -> dict[str, str]:
    return {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={key}"}

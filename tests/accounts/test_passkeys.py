"""Does a passkey open its own account, once for each page, and nothing else (promise R17)?"""

import json
import time
import tracemalloc
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from practices.accounts import lifecycle, mfa, passkeys
from practices.models import AuditEvent, Mail, User
from tests.builders import PASSWORD, make_user
from tests.doors import code, is_signed_in, sign_in, stepping_editor, with_second_step
from tests.pages import client_of
from tests.passkey import Key
from tests.proof import many

pytestmark = pytest.mark.django_db
PARTS = ("id", "rawId", "response", "type", *passkeys.RESPONSE)
PAGE, STEP = "/accounts/passkeys/", "/accounts/login/code/"


def stepping_user() -> User:
    person = make_user()
    with_second_step(person)
    return person


def holding(person: User, key: Key | None = None, name: str = "My phone") -> Key:
    key = key or Key()
    ask = passkeys.to_add(person)
    assert passkeys.add_passkey(person, name, state=ask["state"], credential=key.made(ask))
    return key


def half_in(person: User) -> tuple[Client, dict[str, str]]:
    """Return a browser in which the password was right, and what its page asks for."""
    client = Client()
    sign_in(client, person.email)
    return client, client.get(STEP).context["passkey"]


def shows(client: Client, ask: dict[str, str], credential: str) -> Any:
    return client.post(STEP, {"state": ask["state"], "credential": credential})


def test_passkey_signs_in_after_the_password_and_once_for_each_page() -> None:
    person = stepping_user()
    key = holding(person)
    client, ask = half_in(person)
    sent = key.shown(ask)
    assert not is_signed_in(client)
    assert shows(client, ask, sent).status_code == 302
    assert is_signed_in(client)
    assert Authenticator.objects.get(type="webauthn").last_used_at is not None
    again, _other = half_in(person)
    answer = shows(again, ask, sent)
    assert (answer.status_code, "This passkey is not one of yours" in answer.text) == (200, True)
    assert not is_signed_in(again)
    assert AuditEvent.objects.filter(kind="sign_in_failed", person=person).count() == 1


def test_earlier_page_is_no_good_after_a_later_one() -> None:
    person = stepping_user()
    key = holding(person)
    early, first = half_in(person)
    late, second = half_in(person)
    assert shows(late, second, key.shown(second)).status_code == 302
    assert shows(early, first, key.shown(first)).status_code == 200


def test_clock_that_ran_ahead_and_was_set_back_locks_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    person = stepping_user()
    key, day = holding(person), 24 * 3600
    client, ask = half_in(person)
    with monkeypatch.context() as ahead:
        ahead.setattr(time, "time", lambda now=time.time: now() + day)
        early = passkeys.to_ask(person)
        assert passkeys.use_passkey(person, state=early["state"], credential=key.shown(early))
    assert not passkeys.use_passkey(person, state=early["state"], credential=key.shown(early))
    assert shows(client, ask, key.shown(ask)).status_code == 302


def test_codes_go_on_working_beside_it() -> None:
    person = make_user()
    secret, codes = with_second_step(person)
    holding(person)
    for typed in (code(secret), codes[0]):
        client, _ask = half_in(person)
        client.post(STEP, {"code": typed})
        assert is_signed_in(client)


@pytest.mark.parametrize(
    "key",
    [
        Key(b"another key"),
        Key(origin="https://locaihost.example"),
        Key(host="elsewhere.example"),
    ],
)
def test_other_key_and_false_site_open_nothing(key: Key) -> None:
    person = stepping_user()
    held = holding(person)
    key.name = held.name if key.name == Key().name else key.name
    key.secret = held.secret if key.name == held.name else key.secret
    client, ask = half_in(person)
    assert shows(client, ask, key.shown(ask)).status_code == 200
    assert not is_signed_in(client)


def test_key_of_one_person_opens_no_account_of_another() -> None:
    one, other = stepping_user(), stepping_user()
    key = holding(one)
    holding(other, Key(b"hers"))
    client, ask = half_in(other)
    assert shows(client, ask, key.shown(ask)).status_code == 200
    _client, of_one = half_in(one)
    assert shows(client, of_one, key.shown(of_one)).status_code == 200
    assert not is_signed_in(client)


def test_name_of_a_key_is_not_enough() -> None:
    person = stepping_user()
    holding(person)
    client, ask = half_in(person)
    assert shows(client, ask, Key().shown(ask)).status_code == 200
    assert not is_signed_in(client)


def test_trial_on_this_machine_takes_passkeys_of_localhost(settings: Settings) -> None:
    settings.SITE_URL = "http://127.0.0.1:8000"
    person = stepping_user()
    key = holding(person)
    client, ask = half_in(person)
    assert shows(client, ask, key.shown(ask)).status_code == 302


def test_page_is_good_for_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    person = stepping_user()
    key = holding(person)
    client, ask = half_in(person)
    monkeypatch.setattr(passkeys, "AGE", timedelta(seconds=-1))
    assert shows(client, ask, key.shown(ask)).status_code == 200


def test_tries_are_counted_with_those_of_codes() -> None:
    person = stepping_user()
    holding(person)
    client, ask = half_in(person)
    answers = [shows(client, ask, "{}").status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


@pytest.mark.long
@hypothesis_settings(max_examples=many(20, 60))
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=9),
        lambda each: st.dictionaries(st.sampled_from(PARTS), each) | st.lists(each, max_size=3),
    )
)
def test_anything_else_than_a_passkey_is_refused_quietly(sent: Any) -> None:
    person = stepping_user()
    ask = passkeys.to_add(person)
    assert not passkeys.add_passkey(person, "x", state=ask["state"], credential=json.dumps(sent))
    holding(person)
    ask = passkeys.to_ask(person)
    assert not passkeys.use_passkey(person, state=ask["state"], credential=json.dumps(sent))


@pytest.mark.parametrize("part", ["id", "rawId", "type", "clientDataJSON", "attestationObject"])
@pytest.mark.parametrize("sent", [2**33, -1, None, True, [1], {"a": 1}])
def test_number_in_the_place_of_a_text_makes_no_bytes(part: str, sent: Any) -> None:
    person = stepping_user()
    ask = passkeys.to_add(person)
    made = json.loads(Key().made(ask))
    (made if part in made else made["response"])[part] = sent
    tracemalloc.start()
    assert not passkeys.add_passkey(person, "x", state=ask["state"], credential=json.dumps(made))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000


@pytest.mark.parametrize("part", ["attestationObject", "clientDataJSON", "rawId"])
@pytest.mark.parametrize("cut", [0, 1, 7, 40])
def test_broken_passkey_is_refused_quietly(part: str, cut: int) -> None:
    person = stepping_user()
    ask = passkeys.to_add(person)
    sent = json.loads(Key().made(ask))
    where = sent if part == "rawId" else sent["response"]
    where[part] = where[part][:cut]
    if part != "rawId":
        assert not passkeys.add_passkey(person, "x", state=ask["state"], credential=json.dumps(sent))


def test_passkey_is_added_with_the_password_and_told() -> None:
    person = stepping_user()
    client = client_of(person)
    ask = client.get(PAGE).context["ask"]
    sent = {"name": "My phone", "state": ask["state"], "credential": Key().made(ask)}
    page = client.post(PAGE, sent | {"password": "wrong"})
    assert (page.status_code, passkeys.passkeys_of(person)) == (200, [])
    assert client.post(PAGE, sent | {"password": PASSWORD}).status_code == 302
    assert [key.data["name"] for key in passkeys.passkeys_of(person)] == ["My phone"]
    assert "My phone" in client.get(PAGE).text
    again = client.post(PAGE, sent | {"password": PASSWORD})
    assert ("The browser gave no passkey" in again.text, len(passkeys.passkeys_of(person))) == (True, 1)
    assert list(Mail.objects.values_list("kind", flat=True)) == ["passkey_added"]
    assert list(AuditEvent.objects.values_list("kind", flat=True)) == ["passkey_added"]


def test_challenge_of_another_person_or_page_adds_nothing() -> None:
    one, other = stepping_user(), stepping_user()
    ask = passkeys.to_add(one)
    assert not passkeys.add_passkey(other, "x", state=ask["state"], credential=Key().made(ask))
    holding(one)
    ask = passkeys.to_ask(one)
    assert not passkeys.add_passkey(one, "x", state=ask["state"], credential=Key(b"second").made(ask))


def test_passkey_is_renamed_and_removed_by_its_owner_alone() -> None:
    person, stranger = stepping_user(), stepping_user()
    key = holding(person)
    number = passkeys.passkeys_of(person)[0].pk
    for page in (f"{PAGE}{number}/", f"{PAGE}{number}/remove/"):
        assert client_of(stranger).get(page).status_code == 404
        assert client_of(stranger).post(page, {"name": "x", "password": PASSWORD}).status_code == 404
    client = client_of(person)
    client.post(f"{PAGE}{number}/", {"name": "My old phone"})
    assert passkeys.passkeys_of(person)[0].data["name"] == "My old phone"
    client.post(f"{PAGE}{number}/remove/", {"password": "wrong"})
    assert len(passkeys.passkeys_of(person)) == 1
    half, ask = half_in(person)
    client.post(f"{PAGE}{number}/remove/", {"password": PASSWORD})
    assert passkeys.passkeys_of(person) == []
    assert shows(half, ask, key.shown(ask)).status_code == 200
    assert not is_signed_in(half)
    assert Mail.objects.latest("pk").kind == "passkey_removed"


def test_account_has_ten_passkeys_at_most() -> None:
    person = stepping_user()
    for number in range(passkeys.MOST):
        holding(person, Key(f"key {number}".encode()))
    ask = passkeys.to_add(person)
    assert not passkeys.add_passkey(person, "x", state=ask["state"], credential=Key(b"more").made(ask))
    assert "Remove one first" in client_of(person).get(PAGE).text


def test_who_has_no_second_step_sets_up_the_codes_first() -> None:
    client = client_of(make_user())
    assert client.get(PAGE).headers["Location"] == "/accounts/second-step/"
    assert client.post(PAGE, {}).headers["Location"] == "/accounts/second-step/"


@pytest.mark.parametrize("how", ["turns off", "operator", "closes"])
def test_passkeys_go_with_the_second_step(how: str) -> None:
    person = stepping_editor()
    holding(person)
    if how == "turns off":
        mfa.turn_off(person, by=person)
    elif how == "operator":
        call_command("end_second_step", person.email)
    else:
        lifecycle.close_account(person)
    assert not Authenticator.objects.filter(user=person).exists()


def test_page_without_passkeys_asks_for_a_code_alone() -> None:
    client, ask = half_in(stepping_user())
    assert (ask, "Use a passkey" in client.get(STEP).text) == ({}, False)


def test_library_reads_the_rows_as_its_own(settings: Settings) -> None:
    person = stepping_user()
    holding(person)
    row = Authenticator.objects.get(type="webauthn")
    assert (str(row), row.wrap().name) == ("My phone", "My phone")


def test_site_looks_at_the_password_before_a_key_is_made() -> None:
    person = make_user()
    with_second_step(person)
    client, typed = client_of(person), {"looks": "first", "name": "My phone"}
    assert client.post(PAGE, typed | {"password": PASSWORD}).status_code == 204
    wrong = client.post(PAGE, typed | {"password": "not her password"})
    assert (wrong.status_code, wrong["Content-Type"]) == (400, "text/plain")
    assert wrong.text == "This is not your password. Check capital letters and blanks."
    assert passkeys.passkeys_of(person) == []

"""Is a person told of sign-ins from a browser that her account does not know, and of all else (promise N2)?"""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import signing
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from practices.accounts import lifecycle, links, visitors
from practices.models import AuditEvent, Mail, User
from tests.builders import PASSWORD, make_admin, make_user
from tests.deeds import ACTS, WRONG
from tests.doors import browser, code, link, sign_in, with_second_step
from tests.pages import client_of

pytestmark = pytest.mark.django_db
PAGE = "/accounts/history/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
MAILED = {
    "new_device": "new_device",
    "address_changed": "address_changed",
    "password_set": "password_changed",
    "role_changed": "role_changed",
    "account_blocked": "role_changed",
    "account_unblocked": "role_changed",
    "second_step_on": "second_step_on",
    "second_step_off": "second_step_off",
    "new_codes": "new_codes",
    "code_used": "code_used",
    "passkey_added": "passkey_added",
    "passkey_removed": "passkey_removed",
    "account_closed": "account_closed",
}
"""Which mail tells of what opens or shuts an account."""


def told() -> list[Mail]:
    return list(Mail.objects.filter(kind="new_device").order_by("pk"))


def again(client: Client, person: User, password: str = PASSWORD) -> None:
    client.post("/accounts/logout/")
    sign_in(client, person.email, password)


def test_first_sign_in_is_told_by_no_mail_and_the_next_browser_is() -> None:
    person = make_user()
    first = browser(person)
    assert told() == []
    again(first, person)
    assert told() == []
    browser(person, user_agent=FIREFOX)
    mail = told()[0]
    assert (len(told()), mail.to) == (1, person.email)
    assert "Firefox on Windows" in " ".join(mail.text.split())
    assert "127.0.0.0" in mail.text  # the network without its last part


def test_browser_that_was_told_of_is_known_from_then_on() -> None:
    person = make_user()
    browser(person)
    second = browser(person)
    again(second, person)
    assert len(told()) == 1


def test_nobody_is_told_before_the_second_step_is_taken() -> None:
    person = make_user(last_login=timezone.now())
    secret, _codes = with_second_step(person)
    client = Client()
    sign_in(client, person.email)
    assert told() == []
    client.post("/accounts/login/code/", {"code": code(secret)})
    assert len(told()) == 1


def test_colleagues_share_a_browser_without_mails() -> None:
    people, client = [make_user() for _ in range(3)], Client()
    for _round in range(3):
        for person in people:
            again(client, person)
    assert told() == []


def test_cookie_does_not_grow_with_those_who_sign_in() -> None:
    client = Client()
    for _ in range(9):
        again(client, make_user())
    assert len(client.cookies["device"].value) < 1200


def test_browser_knows_the_account_when_its_address_changes() -> None:
    person = make_user("before@city.example")
    client = browser(person)
    client.post("/accounts/address/", {"email": "after@city.example", "password": PASSWORD})
    client.post(link(), {"password": PASSWORD})
    person.refresh_from_db()
    assert (person.email, told()) == ("after@city.example", [])


def test_changed_password_makes_every_browser_new_but_the_one_that_changed_it() -> None:
    person, new = make_user(), "a wholly new one, and long"
    mine, thief = browser(person), browser(person)
    assert len(told()) == 1
    mine.post("/accounts/password/", {"password": PASSWORD, "new_password": new})
    again(mine, person, new)
    assert len(told()) == 1
    again(thief, person, new)
    assert len(told()) == 2
    assert "_auth_user_id" in mine.session
    assert len(signing.loads(mine.cookies["device"].value, salt=visitors.DEVICE_SALT)) == 2


def test_password_of_the_operator_makes_every_browser_new(monkeypatch: pytest.MonkeyPatch) -> None:
    person, new = make_user(), "a wholly new one, and long"
    client = browser(person)
    monkeypatch.setattr("getpass.getpass", lambda **_asked: new)
    call_command("changepassword", person.email, stdout=StringIO())
    assert [mail.kind for mail in Mail.objects.filter(to=person.email)] == ["password_changed"]
    event = AuditEvent.objects.get(kind="password_set")
    assert (event.actor, event.person) == (None, person)
    again(client, person, new)
    assert ("_auth_user_id" in client.session, len(told())) == (True, 1)


@pytest.mark.parametrize(("is_hers", "mails"), [(True, 0), (False, 1)])
def test_password_of_a_link_leaves_a_browser_known_that_was(is_hers: bool, mails: int) -> None:
    person, new = make_user(last_login=timezone.now()), "a wholly new one, and long"
    client = browser(person)
    client.post("/accounts/logout/")
    client = client if is_hers else Client()
    Mail.objects.all().delete()
    client.post("/accounts/password/new/", {"email": person.email})
    client.post(link(), {"new_password": new})
    sign_in(client, person.email, new)
    assert ("_auth_user_id" in client.session, len(told())) == (True, mails)


def test_hash_of_more_rounds_makes_no_browser_new() -> None:
    person = make_user()
    client = browser(person)
    person.refresh_from_db()
    person.set_password(PASSWORD)
    person.save()
    again(client, person)
    assert told() == []


def test_cookie_of_another_account_makes_no_browser_known() -> None:
    person, other = make_user(), make_user()
    browser(person)
    client = browser(other)
    again(client, person)
    assert [mail.to for mail in told()] == [person.email]


def test_cookie_from_before_an_upgrade_is_good_still() -> None:
    person, client = make_user(last_login=timezone.now()), Client()
    kept = signing.dumps([links.kept(person.email), "name"], salt=visitors.DEVICE_SALT)
    client.cookies["device"] = kept
    sign_in(client, person.email)
    assert told() == []


@pytest.mark.parametrize(
    "kept", ["", "forged", signing.dumps([], salt=visitors.DEVICE_SALT)], ids=["none", "forged", "of nobody"]
)
def test_cookie_that_says_nothing_is_no_known_browser(kept: str) -> None:
    person, client = make_user(last_login=timezone.now()), Client()
    client.cookies["device"] = kept
    sign_in(client, person.email)
    assert len(told()) == 1


@pytest.mark.long
def test_every_event_of_credentials_is_mailed() -> None:
    for acts in ACTS.values():
        for act, kinds in acts:
            wanted = {MAILED[kind] for kind in kinds if kind in MAILED}
            if wanted:
                Mail.objects.all().delete()
                act()
                assert wanted <= set(Mail.objects.values_list("kind", flat=True)), (act, kinds)


def test_page_lists_what_happened_and_who_did_it_without_names() -> None:
    person, admin, stranger = make_user(), make_admin("boss@programme.example"), make_user()
    client = browser(person, user_agent=FIREFOX)
    browser(person, user_agent=FIREFOX)
    sign_in(Client(), person.email, WRONG)
    AuditEvent.objects.record("role_changed", by=admin, about=person, after={"is_staff": True})
    AuditEvent.objects.record("account_blocked", by=admin, about=person, after={"reason": "A secret."})
    AuditEvent.objects.record("limit_lifted", by=admin, about=stranger)
    AuditEvent.objects.record("account_idle", by=None, about=person)
    page = " ".join(client.get(PAGE).text.split())
    for words in (
        "Signed in from a new device (Firefox on Windows)",
        "Role changed",
        "1 try to sign in failed",
    ):
        assert words in page, words
    assert (page.count("an editor or admin"), page.count("</time>, nobody signed in")) == (2, 1)
    for hidden in ("boss@programme.example", "A secret.", "Daily limit lifted"):
        assert hidden not in page


def test_strangers_bury_nothing_under_failures() -> None:
    person = make_user()
    lifecycle.vouch(person)
    AuditEvent.objects.record("password_set", by=person, about=person)
    for _ in range(120):
        AuditEvent.objects.record("sign_in_failed", by=None, about=person)
    page = client_of(person).get(PAGE).text
    assert ("Password set" in page, "120 tries" in page) == (True, True)


@pytest.mark.parametrize("many", [1, 3])
def test_page_asks_as_much_for_many_events(many: int, django_assert_num_queries: object) -> None:
    person = make_user()
    for _ in range(many):
        AuditEvent.objects.record("signed_in", by=person, about=person)
    client = client_of(person)
    with django_assert_num_queries(4):  # type: ignore[operator]  # a fixture of pytest-django
        client.get(PAGE)


def test_device_is_forgotten_with_the_sign_ins() -> None:
    person = make_user()
    browser(person)
    browser(person)
    AuditEvent.objects.all().amend(at=timezone.now() - timedelta(days=91))
    lifecycle.sweep()
    assert list(AuditEvent.objects.values_list("kind", flat=True)) == []

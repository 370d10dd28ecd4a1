"""Does the list of people say what admins ask of it, and is an account blocked and opened again, with its reason for admins alone?"""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from practices.accounts import lifecycle
from practices.entries import actions
from practices.models import AuditEvent, Mail, User
from tests.builders import make_admin, make_city, make_draft, make_editor, make_user
from tests.doors import browser, is_signed_in, sign_in
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/practices/user/"


def blocks() -> list[tuple[str, dict[str, Any]]]:
    kinds = ("account_blocked", "account_unblocked")
    return [(each.kind, each.after) for each in AuditEvent.objects.filter(kind__in=kinds).order_by("pk")]


def shown(page: Any) -> list[list[str]]:
    """Return the rows of the list, as words: address, city, organisation, role, account, last sign-in, practices."""
    cells = re.findall(r'<t[hd][^>]*class="field-[^>]*>(.*?)</t[hd]>', page.text, re.DOTALL)
    texts = [" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in cells]
    return [texts[start : start + 7] for start in range(0, len(texts), 7)]


def test_list_says_of_each_where_she_is_what_she_is_and_how_much_she_wrote() -> None:
    admin, client = make_admin("a@programme.example"), client_of(make_admin("z@programme.example"))
    hers = make_user("b@city.example", city=make_city(), country="NO", organisation="Office")
    make_user("c@city.example", city_typed="Atlantis", is_active=False)
    make_user("closed-9@account.invalid", is_active=False)
    for _ in range(2):
        make_draft(contributor=hers)
    thrown = make_draft(contributor=hers)
    actions.trash(thrown, by=hers, expected_version=thrown.version)
    User.objects.filter(pk=hers.pk).update(last_login=datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
    page = client.get(f"{PEOPLE}?o=1")
    rows = {row[0]: row[1:] for row in shown(page)}
    assert rows["a@programme.example"][2:4] == ["admin", "open"]
    assert rows["b@city.example"] == [
        "Bergen, Norway",
        "Office",
        "contributor",
        "open",
        "2 Mar 2026, 09:30",
        "2",
    ]
    assert rows["c@city.example"] == ["Atlantis", "-", "contributor", "blocked", "never", "0"]
    assert rows["closed-9@account.invalid"][3] == "closed"

    def found(query: str) -> list[str]:
        return sorted(row[0].partition("@")[0] for row in shown(client.get(f"{PEOPLE}?{query}")))

    assert found("role=admin") == ["a", "z"]
    assert found("role=contributor&account=blocked") == ["c"]
    assert found("account=closed") == ["closed-9"]
    assert found("account=open") == ["a", "b", "z"]
    assert admin.is_superuser


def test_list_of_people_asks_as_much_for_three_as_for_one() -> None:
    client = client_of(make_admin())
    asked = []
    for _ in range(2):
        make_draft(contributor=make_user(city=make_city()))
        with CaptureQueriesContext(connection) as queries:
            client.get(PEOPLE)
        asked.append(len(queries))
        make_draft(contributor=make_user(city=make_city("Oslo")))
    assert asked[0] == asked[1]


def test_blocked_account_is_signed_out_and_the_reason_is_for_admins_alone() -> None:
    person, admin = make_user("hers@city.example"), make_admin()
    signed_in, client = browser(person), client_of(admin)
    client.handler.enforce_csrf_checks = True
    page = f"{PEOPLE}{person.pk}/change/"
    form = form_data(client.get(page).content, "block_form")
    client.post(f"{PEOPLE}{person.pk}/block/", form | {"reason": " "})
    client.post(f"{PEOPLE}{person.pk}/block/", form | {"reason": "x" * 2001})
    assert (is_signed_in(signed_in), len(blocks())) == (True, 0)
    client.post(f"{PEOPLE}{person.pk}/block/", form | {"reason": "Canaryspam, twice."})
    client.post(f"{PEOPLE}{person.pk}/block/", form | {"reason": "Again."})
    assert blocks() == [("account_blocked", {"reason": "Canaryspam, twice."})]
    assert (is_signed_in(signed_in), Mail.objects.get().to) == (False, person.email)
    mail = Mail.objects.get()
    assert ("cannot be signed in to any more" in mail.text, "Canary" in mail.text + mail.html) == (
        True,
        False,
    )
    answer = sign_in(Client(), person.email)
    assert ("This account is blocked" in answer.text, "Canary" in answer.text) == (True, False)
    for address in (page, "/admin/practices/auditevent/"):
        assert "eason: Canaryspam, twice." in client.get(address).text
        assert "Canary" not in client_of(make_editor()).get(address).text
    form = form_data(client.get(page).content, "unblock_form")
    client.post(f"{PEOPLE}{person.pk}/unblock/", form)
    client.post(f"{PEOPLE}{person.pk}/unblock/", form)
    assert [kind for kind, _after in blocks()] == ["account_blocked", "account_unblocked"]
    assert sign_in(Client(), person.email).status_code == 302
    lifecycle.close_account(User.objects.get(pk=person.pk))
    client.post(f"{PEOPLE}{person.pk}/unblock/", form)
    assert User.objects.get(pk=person.pk).is_active is False
    assert "Canary" not in str(blocks())

"""Does each mail that a stranger asks for reach its address, once, in the language of the page?"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import translation

from practices.accounts import lifecycle, mail_requests
from practices.models import Ask, Mail
from practices.models.mail_request import Wish
from tests.builders import make_user

EVERYBODY = ["nobody@city.example", "off@city.example", "known@city.example", "begun@city.example"]


def people() -> None:
    make_user("off@city.example", is_active=False)
    make_user("known@city.example")
    begun = make_user("begun@city.example")
    EmailAddress.objects.create(user=begun, email=begun.email, primary=True, verified=False)


def kinds() -> dict[str, str]:
    return dict(Mail.objects.values_list("to", "kind"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "taken", "wanted"),
    [
        ("/accounts/confirm/again/", 302, ["no_account", "no_account", "has_account", "confirm_account"]),
        ("/accounts/password/new/", 302, ["no_account", "no_account", "new_password", "confirm_account"]),
    ],
)
def test_worker_writes_the_mail_and_the_page_writes_none(path: str, taken: int, wanted: list[str]) -> None:
    people()
    for email in EVERYBODY:
        assert Client().post(path, {"email": email}).status_code == taken
    assert (Ask.objects.count(), Mail.objects.count()) == (4, 0)
    call_command("send_mail", once=True)
    assert (Ask.objects.count(), Mail.objects.sent().count()) == (0, 4)
    assert [kinds()[email] for email in EVERYBODY] == wanted


@pytest.mark.django_db
def test_mail_to_nobody_is_in_the_language_of_the_page() -> None:
    with translation.override("en-gb"):
        mail_requests.ask(Wish.RESET, "nobody@city.example")
    with translation.override("fr"):
        assert (mail_requests.answer_next(), mail_requests.answer_next()) == (True, False)
    assert Mail.objects.get().language == "en-gb"


@pytest.mark.django_db
def test_ask_that_cannot_be_answered_is_logged_and_let_go(caplog: pytest.LogCaptureFixture) -> None:
    torn = make_user("torn@city.example")
    EmailAddress.objects.create(user=torn, email="other@city.example", primary=True, verified=False)
    mail_requests.ask(Wish.CONFIRM, torn.email)
    mail_requests.ask(Wish.RESET, "known@city.example")
    assert [mail_requests.answer_next() for _ in range(3)] == [True, True, False]
    assert (kinds(), Ask.objects.count()) == ({"known@city.example": "no_account"}, 0)
    assert "could not be written" in caplog.text


@pytest.mark.django_db
def test_ask_waits_while_the_database_does_not_write() -> None:
    mail_requests.ask(Wish.RESET, "known@city.example")

    def away(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT"):
            raise OperationalError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(away), pytest.raises(OperationalError):
        mail_requests.answer_next()
    assert (Ask.objects.count(), Mail.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_who_closes_her_account_is_asked_for_no_more() -> None:
    person = make_user()
    mail_requests.ask(Wish.RESET, person.email)
    lifecycle.close_account(person)
    assert not Ask.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/confirm/again/", "/accounts/password/new/"])
def test_address_that_no_column_takes_is_refused_with_a_page(path: str) -> None:
    page = Client().post(path, {"email": "a" * 250 + "@city.example"})
    assert (page.status_code, Ask.objects.count()) == (200, 0)
    assert b"254" in page.content


@pytest.mark.django_db(transaction=True)
def test_several_workers_write_each_mail_once() -> None:
    people()
    for email in EVERYBODY:
        mail_requests.ask(Wish.RESET, email)

    def work(_: int) -> None:
        while mail_requests.answer_next():
            pass
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert sorted(Mail.objects.values_list("to", flat=True)) == sorted(EVERYBODY)

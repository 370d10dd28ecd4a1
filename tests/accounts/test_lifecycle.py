"""Does the catalogue keep an admin, whoever leaves at the same moment?"""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.utils import timezone

from practices.accounts import lifecycle
from practices.models import AuditEvent, User
from tests.builders import PASSWORD, make_admin, make_user
from tests.pages import client_of

CLOSE = "/accounts/close/"


@pytest.mark.django_db
def test_last_admin_is_told_why_her_account_stays_open() -> None:
    admin = make_admin()
    response = client_of(admin).post(CLOSE, {"password": PASSWORD})
    assert "You are the only admin" in response.text
    assert User.objects.filter(pk=admin.pk, is_active=True).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_of_two_last_admins_who_close_at_one_moment_one_stays(attempt: int) -> None:
    clients, ready = [client_of(make_admin()) for _ in range(2)], Barrier(2)

    def close(number: int) -> int:
        try:
            ready.wait(30)
            return int(clients[number].post(CLOSE, {"password": PASSWORD}).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(close, range(2))) == [200, 302]
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


@pytest.mark.django_db
def test_account_that_nobody_confirmed_leaves_no_address_behind() -> None:
    person = make_user("canary@city.example", date_joined=timezone.now() - timedelta(days=8))
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
    change = {"before": {"email": "canary@else.example"}, "after": {"email": person.email}}
    AuditEvent.objects.record("address_changed", by=make_admin(), about=person, **change)
    lifecycle.sweep()
    assert not User.objects.filter(pk=person.pk).exists()
    assert "canary" not in json.dumps(list(AuditEvent.objects.values("before", "after", "about_name")))

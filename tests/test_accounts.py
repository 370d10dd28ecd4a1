"""Does the catalogue keep an admin, whoever leaves at the same moment?"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from practices.models import User
from tests.builders import PASSWORD, make_admin
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

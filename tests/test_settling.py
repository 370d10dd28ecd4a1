"""Are counts read from indexes alone as soon as much was written?"""

import pytest
from django.db import connection

from practices.models import Place
from practices.settling import settle
from tests.builders import published


@pytest.mark.django_db(transaction=True)
def test_all_may_read_what_was_written() -> None:
    published()
    settle()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT relallvisible FROM pg_class WHERE relname = 'practices_place'")
            assert cursor.fetchone() == (1,)
    assert Place.objects.count() == 1


@pytest.mark.django_db
def test_within_a_transaction_nothing_is_done() -> None:
    published()
    settle()
    assert Place.objects.count() == 1

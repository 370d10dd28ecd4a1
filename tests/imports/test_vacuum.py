"""Are counts read from indexes alone as soon as much was written?"""

import pytest
from django.db import connection

from practices.imports.vacuum import vacuum
from practices.models import Place
from tests.builders import published

TRIES = 50


@pytest.mark.django_db(transaction=True)
def test_all_may_read_what_was_written() -> None:
    published()
    if connection.vendor == "postgresql":
        assert 1 in (all_may_read() for _ in range(TRIES))
    vacuum()
    assert Place.objects.count() == 1


def all_may_read() -> int:
    """Settle, and return the pages of the places that all may read now: none while a process of PostgreSQL's own reads."""
    vacuum()
    with connection.cursor() as cursor:
        cursor.execute("SELECT relallvisible FROM pg_class WHERE relname = 'practices_place'")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_within_a_transaction_nothing_is_done() -> None:
    published()
    vacuum()
    assert Place.objects.count() == 1

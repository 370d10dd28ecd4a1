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
        assert any(all_may_read() for _ in range(TRIES))
    vacuum()
    assert Place.objects.count() == 1


def all_may_read() -> bool:
    """Settle, and say whether all may read each page of the places now: not while a process of PostgreSQL's own reads."""
    vacuum()
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpages, relallvisible FROM pg_class WHERE relname = 'practices_place'")
        pages, visible = cursor.fetchone()
    return bool(pages) and pages == visible


@pytest.mark.django_db
def test_within_a_transaction_nothing_is_done() -> None:
    published()
    vacuum()
    assert Place.objects.count() == 1

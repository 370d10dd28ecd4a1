"""Is a statement stopped that takes too long, on both databases, and only there?"""

import time
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from practices.errors import views, wording
from practices.public.decorators import public
from practices.public.query_timeout import TookTooLong, bounded
from tests.builders import published
from tests.hostile import VALUES, addresses
from tests.proof import ALL

pytestmark = [pytest.mark.django_db, pytest.mark.either]
EACH = 4
"""Of the hostile addresses `./check` takes every fourth, so that in turn it is each value, of another parameter."""
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
SHORT = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT count(*) FROM n"
)


def ask(statement: str) -> Any:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def test_statement_that_takes_too_long_is_stopped() -> None:
    began = time.monotonic()
    with pytest.raises(TookTooLong), bounded(0.2):
        ask(ENDLESS)
    assert 0.2 <= time.monotonic() - began < 60


@pytest.mark.long
def test_bound_is_for_each_statement_and_ends_with_its_block() -> None:
    with bounded(2):
        for _ in range(3):
            time.sleep(0.8)
            assert ask("SELECT 1") == (1,)
    assert ask(SHORT) == (2_000_000,)


def test_bound_asks_nothing_that_is_counted() -> None:
    with CaptureQueriesContext(connection) as asked, bounded(2):
        ask("SELECT 1")
    assert [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]] == ["SELECT 1"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps to one processor")
def test_statement_keeps_to_one_processor_within_its_block() -> None:
    found = [ask("SHOW max_parallel_workers_per_gather")]
    with bounded(2):
        found.append(ask("SHOW max_parallel_workers_per_gather"))
    assert [*found, ask("SHOW max_parallel_workers_per_gather")] == [("2",), ("0",), ("2",)]


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/practices/?q=harbour", 400, "This search takes too long"),
        ("/practices/", 503, "The catalogue is too busy at the moment"),
    ],
)
def test_visitor_reads_why_her_page_does_not_come(
    settings: Settings, address: str, status: int, says: str
) -> None:
    settings.STATEMENT_SECONDS = 0.2

    def slow(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(ask(ENDLESS)))

    answer: Any = public(slow, "q")(RequestFactory().get(address))
    assert (answer.status_code, "Cache-Control" in answer.headers) == (status, False)
    assert answer.headers.get("Retry-After") == {400: None, 503: "60"}[status]
    assert says in answer.render().content.decode()


def test_page_is_made_within_the_bound(settings: Settings) -> None:
    """What a page reads while it is written down is bounded too."""
    settings.STATEMENT_SECONDS = 0.2

    def late() -> Any:
        return ask(ENDLESS)

    def lazy(request: HttpRequest) -> HttpResponse:
        return views.error_page(request, wording.WITHDRAWN, reason=late)  # type: ignore[arg-type]  # the page calls it

    assert public(lazy)(RequestFactory().get("/practices/")).status_code == 503


@pytest.mark.long
def test_no_hostile_address_is_a_fault_of_ours(settings: Settings) -> None:
    settings.STATEMENT_SECONDS = 0.5
    published(title="Noise", purpose="circles")
    client = Client(raise_request_exception=False)
    known = {
        "q": ["noise", "circles", *(f"word{number}" for number in range(50))],
        "country": ["NO", "SE"],
        "city": ["bergen"],
        "topic": ["culture", "none"],
        "year": [str(year) for year in range(1990, 2030)],
    }
    asked_for = addresses(known)
    assert (len(asked_for) > 300, len(VALUES) % EACH) == (True, 1)
    answers = {address: client.get(address).status_code for address in asked_for[:: 1 if ALL else EACH]}
    wrong = {
        asked: status for asked, status in answers.items() if status not in {200, 301, 302, 400, 404, 429}
    }
    assert wrong == {}


def test_colliding_names_and_many_values_are_refused() -> None:
    client = Client(raise_request_exception=False)
    for query, status in (
        ("&".join(f"x{n}=1" for n in range(1000)), 302),
        ("q=a&" * 1001, 400),
        ("q=a&" * 51, 400),
    ):
        assert client.get("/practices/", QUERY_STRING=query).status_code == status

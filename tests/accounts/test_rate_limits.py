"""Do limits hold, for all processes together, and no longer than they say?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from practices.accounts import rate_limits
from practices.models import Attempt

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small(settings: Settings) -> None:
    settings.LIMITS = {"knock": {"account": [(3, 60), (5, 3600)], "ip": [(4, 60)]}}


def waits(**whose: object) -> int:
    """Return how long one must wait; 0 when the try was open."""
    try:
        rate_limits.spend("knock", **whose)
    except rate_limits.TooMany as refused:
        return refused.wait
    return 0


def age(seconds: int) -> None:
    for attempt in Attempt.objects.all():
        attempt.at -= timedelta(seconds=seconds)
        attempt.save()


def test_limit_is_reached_after_its_number_of_tries() -> None:
    assert [waits(account="a") for _ in range(3)] == [0, 0, 0]
    assert 55 < waits(account="a") <= 61


def test_limit_is_one_persons_own() -> None:
    assert [waits(account=name) for name in "aaabc"] == [0, 0, 0, 0, 0]


def test_limit_opens_again_when_its_time_has_passed() -> None:
    assert [waits(account="a") for _ in range(3)] == [0, 0, 0]
    age(61)
    assert [waits(account="a") for _ in range(2)] == [0, 0]
    assert 3500 < waits(account="a") < 3601


def test_refused_try_does_not_count() -> None:
    assert [waits(account="a") for _ in range(3)] == [0, 0, 0]
    assert waits(account="a") > 0
    assert Attempt.objects.count() == 3


def test_refusal_by_one_limit_gives_the_others_back() -> None:
    assert [waits(account=name, ip="x") for name in "abcd"] == [0, 0, 0, 0]
    assert waits(account="e", ip="x") > 0
    assert [waits(account="e") for _ in range(3)] == [0, 0, 0]


def test_try_that_succeeded_is_given_back() -> None:
    for _ in range(9):
        rate_limits.spend("knock", account="a").give_back()
    assert Attempt.objects.count() == 0


def test_rows_of_a_clock_that_jumped_ahead_do_not_count() -> None:
    assert [waits(account="a") for _ in range(3)] == [0, 0, 0]
    age(-7200)
    assert waits(account="a") == 0


def test_no_address_is_kept() -> None:
    rate_limits.spend("knock", account="somebody@city.example", ip="192.0.2.7")
    kept = " ".join(Attempt.objects.values_list("key", flat=True))
    assert ("somebody" in kept, "192.0.2" in kept) == (False, False)


def test_what_no_limit_counts_is_forgotten() -> None:
    rate_limits.spend("knock", account="a")
    age(3601)
    rate_limits.spend("knock", account="b")
    assert (rate_limits.delete_expired(), Attempt.objects.count()) == (1, 1)
    assert Attempt.objects.get().at > timezone.now() - timedelta(seconds=60)


def test_who_is_refused_writes_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert [waits(account="a") for _ in range(3)] == [0, 0, 0]
    with django_assert_num_queries(2) as asked:
        assert waits(account="a") > 0
    assert {query["sql"].split()[0] for query in asked.captured_queries} == {"SELECT"}


def test_what_is_soon_forgotten_goes_before_what_is_long_kept(settings: Settings) -> None:
    settings.LIMITS = settings.LIMITS | {"search": {"ip": [(5, 1)]}}
    rate_limits.spend("search", ip="x")
    rate_limits.spend("knock", account="a")
    age(10)
    assert rate_limits.delete_expired() == 1
    assert Attempt.objects.get().key.startswith("knock.")


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_once_never_more_pass_than_the_limit() -> None:
    def knock(_: int) -> int:
        try:
            return waits(account="a")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        waited = list(pool.map(knock, range(16)))
    assert waited.count(0) <= 3
    assert Attempt.objects.count() == waited.count(0)

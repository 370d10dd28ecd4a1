"""What is made once for a version of the catalogue is neither made twice nor given to another one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from practices.models import per_version
from practices.models.per_version import making_for, once_a_version
from practices.search import counts, facet_index
from tests.builders import make_city, published

made: list[str] = []


@pytest.fixture(autouse=True)
def nothing_made() -> None:
    made.clear()


@once_a_version
def noted(what: str, *, how: str = "") -> str:
    made.append(what + how)
    return f"{what}{how} {len(made)}"


def test_each_is_made_once_for_a_version() -> None:
    with making_for("1"):
        first = [noted("a"), noted("b"), noted("a", how="!")]
        assert [noted("a"), noted("b"), noted("a", how="!")] == first
    assert made == ["a", "b", "a!"]


def test_other_version_gets_its_own_while_a_page_of_the_last_one_is_under_way() -> None:
    for version, expected in (
        ("1", "a 1"),
        ("2", "a 2"),
        ("1", "a 1"),
        ("3", "a 3"),
        ("2", "a 2"),
        ("1", "a 4"),
    ):
        with making_for(version):
            assert noted("a") == expected


def made_by_threads(many: int) -> list[int]:
    """Return what so many pages of one version got that needed the same at once, and how often it was made."""
    begun, times = Barrier(many), list[int]()

    @once_a_version
    def slow() -> int:
        times.append(1)
        sleep(0.2)
        return len(times)

    def page() -> int:
        begun.wait()
        with making_for("1"):
            return slow()

    with ThreadPoolExecutor(many) as pool:
        return [*pool.map(lambda _number: page(), range(many)), len(times)]


def test_pages_that_need_the_same_at_once_wait_for_the_one_that_makes_it() -> None:
    assert made_by_threads(4) == [1, 1, 1, 1, 1]


def test_nobody_waits_long_for_another_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(per_version, "LONGEST_WAIT", 0.01)
    assert made_by_threads(2)[-1] == 2


def test_what_could_not_be_made_is_made_by_the_next_page() -> None:
    @once_a_version
    def fails_once() -> str:
        made.append("")
        if len(made) == 1:
            raise OSError("away")
        return "made"

    with making_for("1"):
        with pytest.raises(OSError, match="away"):
            fails_once()
        assert fails_once() == "made"


def test_who_makes_no_page_gets_it_anew() -> None:
    with making_for("1"):
        noted("a")
    assert [noted("a"), noted("a")] == ["a 2", "a 3"]


@pytest.mark.django_db
@pytest.mark.either
def test_second_page_of_a_version_counts_less(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    published(title="A ship")
    client.get("/practices/")
    with django_assert_num_queries(4):  # the version; the keys, cards and their topics
        client.get("/practices/?sort=title")


@pytest.mark.django_db
@pytest.mark.either
def test_second_filter_of_a_version_counts_in_memory(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facet_index, "FEW", 0)
    monkeypatch.setattr(facet_index, "SOME", 0)
    published(title="A ship", country="SE", city=make_city("Malmö", "SE"))
    published(title="A train")
    client.get("/practices/?country=NO")
    with django_assert_num_queries(3):  # the version; cards and their topics
        page = client.get("/practices/?country=SE&year=2016&year=none").text
    assert ("A ship" in page, "A train" in page) == (True, False)


@pytest.mark.django_db
def test_what_is_published_is_counted_at_once(client: Client) -> None:
    published(title="A ship")
    client.get("/practices/")
    published(title="A train", country="SE", city=make_city("Malmö", "SE"))
    page = client.get("/practices/?sort=title").text
    assert 'value="SE"' in page
    assert counts.by_country() == {"NO": 1, "SE": 1}

"""Is what an address asks for found once, and is all that is shown of it the same practices?"""

import pytest
from pytest_django import DjangoAssertNumQueries

from practices.listing.results import ResultSet
from tests.builders import published
from tests.listing.test_filters import asked

pytestmark = pytest.mark.django_db


def test_what_is_asked_for_is_found_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    published(title="Ours")
    published(title="Theirs", country="SE", city=None)
    with django_assert_num_queries(2):  # the keys of each country, and of translations
        results = ResultSet(asked("country=NO"))
        assert (results.total, results.results_except("city")) == (1, results.results_except())
    with django_assert_num_queries(2):  # keys in their order, their cards
        shown = results.page("")
    assert shown is not None
    with django_assert_num_queries(0):
        assert [edition.title for edition in shown.rows] == ["Ours"]
    assert [each.title for each in results.asked.queryset_except("country").order_by("pk")] == [
        "Ours",
        "Theirs",
    ]


def test_whole_catalogue_needs_no_keys(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    published()
    with django_assert_num_queries(1):  # how many have the same choices, which the facets read, too
        results = ResultSet(asked("sort=title"))
        assert (results.results_except(), results.total, results.choices.total) == (None, 1, 1)


def test_page_is_there_or_is_none_and_nothing_is_found_of_a_refused_address() -> None:
    published()
    assert [ResultSet(asked("country=NO")).page(number) is None for number in ("", "1", "2", "x")] == [
        False,
        False,
        True,
        True,
    ]
    refused = ResultSet(asked("country=NO&year=x"))
    page = refused.page("")
    assert page is not None
    assert (refused.total, page.total, page.rows) == (0, 0, [])
    assert [len(refused.found), refused.choices.total] == [0, 1]

"""Which city is meant by a name."""

import pytest

from practices.places import cities
from tests.builders import make_city

pytestmark = pytest.mark.django_db


def test_city_is_called_by_name_and_alias_in_any_spelling() -> None:
    turin = make_city("Turin", "IT", aliases=["Torino", "Турин", "..."])
    assert turin.names == "|turin|torino|турин|"
    for name in ("Turin", "TORINO", " torino ", "Турин"):
        assert cities.called(name, "IT") == [turin]


def test_city_is_not_called_by_a_part_or_in_another_country() -> None:
    make_city("Turin", "IT", aliases=["Torino"])
    for name, country in (
        ("Tori", "IT"),
        ("rin", "IT"),
        ("Turin", "FR"),
        ("", "IT"),
        ("|", "IT"),
        ("%", "IT"),
    ):
        assert cities.called(name, country) == []


def test_larger_city_comes_first() -> None:
    small = make_city("Newport", "GB", slug="newport-small", population=20_000)
    large = make_city("Newport", "GB", slug="newport", population=150_000)
    assert cities.called("newport", "GB") == [large, small]

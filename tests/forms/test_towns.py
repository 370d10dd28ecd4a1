"""What a person types as cities is looked up, but never without end."""

import pytest
from pytest_django.asserts import assertNumQueries

from practices.forms.towns import LONGEST_NAME, MOST_LINES, place, settle
from tests.builders import make_city

pytestmark = pytest.mark.django_db


def test_country_is_named_after_one_of_the_last_commas() -> None:
    assert place("Porto, Portugal", "NO") == ("Porto", "PT")
    assert place("Porto", "NO") == ("Porto", "NO")
    assert place("," * 5000 + " Portugal", "NO")[1] == "PT"
    assert place("Portugal," + "," * 5000, "NO")[1] == "NO"


def test_lines_beyond_all_sense_stay_as_typed() -> None:
    bergen = make_city()
    with assertNumQueries(MOST_LINES):
        settled = settle(["Bergen"] * (MOST_LINES + 50), "NO", kept=[], chosen={})
    assert (settled.cities, settled.typed) == ([bergen], ["Bergen"] * 50)
    long = "B" * (LONGEST_NAME + 1)
    with assertNumQueries(0):
        assert settle([long], "NO", kept=[], chosen={}).typed == [long]

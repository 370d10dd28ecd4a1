"""Does a list from a year to a year keep what ran in one of them?"""

import pytest
from django.utils import timezone

from practices.period import Period
from tests.builders import published
from tests.listing.test_filters import asked, titles

pytestmark = pytest.mark.django_db


@pytest.mark.long
@pytest.mark.parametrize("year", [1999, 2000, 2005, 2010, 2011, 2015, 2099, 2100])
def test_from_and_to_a_year_keep_what_ran_in_one_of_the_years(year: int) -> None:
    this_year = timezone.localdate().year
    periods = ["2000-2010", "until 2010", "since 2005", "ongoing", f"since {2099}", "2015", "some day"]
    for period in periods:
        published(title=period, period=period)
    read = {text: Period.parse(text) for text in periods}
    first = {text: period.first(this_year) for text, period in read.items()}
    last = {text: period.last(this_year) for text, period in read.items()}
    later = [text for text in periods if (ran := last[text]) is not None and ran >= year]
    earlier = [text for text in periods if (ran := first[text]) is not None and ran <= year]
    assert sorted(titles(f"year_from={year}")) == sorted(later)
    assert sorted(titles(f"year_to={year}")) == sorted(earlier)
    within = [
        text
        for text in later
        if any(read[text].runs_in(ran, this_year=this_year) for ran in (year, year + 1))
    ]
    assert sorted(titles(f"year_from={year}&year_to={year + 1}")) == sorted(within)


def test_years_that_are_no_years_are_refused_from_and_to_as_well() -> None:
    assert asked("year_from=200&year_to=").error_messages() == [
        "From the year: “200” cannot be used. Type one year between 1900 and 2100, such as 2016."
    ]

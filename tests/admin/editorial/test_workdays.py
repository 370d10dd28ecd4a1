"""Are weekends no working days?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.admin.editorial.workdays import working_days

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (0, 0, 0),
        (0, 1, 1),
        (0, 4, 4),
        (0, 5, 4),
        (0, 7, 5),
        (4, 6, 0),
        (4, 7, 1),
        (0, 14, 10),
        (5, 3, 0),
        (6, 14, 6),
    ],
)
def test_days_from_monday_to_friday_are_counted(since: int, until: int, days: int) -> None:
    assert working_days(MONDAY + timedelta(since), MONDAY + timedelta(until)) == days


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_count_is_that_of_the_calendar(since: date, length: int) -> None:
    counted = sum((since + timedelta(n)).weekday() < 5 for n in range(1, length + 1))
    assert working_days(since, since + timedelta(length)) == counted

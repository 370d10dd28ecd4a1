"""Cells of a spreadsheet: is the text what people see?"""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from practices.imports.cells import as_seen

AFTERNOON = datetime.fromisoformat("2015-06-01T14:30")


@pytest.mark.parametrize(
    ("value", "number_format", "seen"),
    [
        (None, "General", ""),
        ("A table", "General", "A table"),
        ("two_x000D_\nlines", "@", "two\nlines"),
        (True, "General", "TRUE"),
        (2015, "General", "2015"),
        (2015.0, "General", "2015"),
        (0.1 + 0.2, "General", "0.3"),
        (47123456789, "General", "47123456789"),
        (10000, "#,##0", "10,000"),
        (10000, '"€" #,##0.00', "€ 10,000.00"),
        (10000, "[$€-407] #,##0", "€ 10,000"),
        (1.5, "0.##", "1.5"),
        (2, "0.##", "2"),
        (7, "000", "007"),
        (-7.25, "0.0;[Red]-0.0", "-7.2"),
        (0.07, "0%", "7%"),
        (0.125, "0.0%", "12.5%"),
        (1500000, "0.00E+00", "1500000"),
        (0.5, "# ?/?", "0.5"),
        (2015, "0_ ", "2015"),
        (2015, "@", "2015"),
        (date(2015, 6, 1), "yyyy", "2015"),
        (AFTERNOON, "yyyy", "2015"),
        (AFTERNOON, "mmm yyyy", "2015-06"),
        (AFTERNOON, "[$-409]mmmm\\ yy", "2015-06"),
        (AFTERNOON, "mm-dd-yy", "2015-06-01"),
        (AFTERNOON, 'd"."m"."yyyy', "2015-06-01"),
        (AFTERNOON, "yyyy-mm-dd h:mm", "2015-06-01 14:30"),
        (AFTERNOON, "yyyy h:mm AM/PM", "2015 14:30"),
        (time(14, 30), "h:mm", "14:30"),
        (timedelta(hours=30), "[h]:mm", "1 day, 6:00:00"),
        (5, None, "5"),
    ],
)  # fmt: skip
def test_cell_is_read_as_it_is_seen(value: Any, number_format: str | None, seen: str) -> None:
    assert as_seen(value, number_format) == seen

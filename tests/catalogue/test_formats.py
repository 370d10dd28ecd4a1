"""Are dates and times written in one way, on pages and in mails?"""

from datetime import UTC, datetime

from django.utils.formats import date_format


def test_times_are_written_in_24_hours() -> None:
    moment = datetime(2026, 11, 24, 23, 5, tzinfo=UTC)
    written = [date_format(moment, name) for name in ("DATETIME_FORMAT", "TIME_FORMAT", "DATE_FORMAT")]
    assert written == ["24 Nov 2026, 23:05", "23:05", "24 Nov 2026"]

"""Does every editor hear of what waits, once on a working day, whatever the clock does?"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from practices.mail import digest, notify
from practices.models import Mail, Report, User
from tests.builders import make_editor, make_user, moved, submitted

MONDAY = datetime(2026, 3, 30, 9, tzinfo=UTC)


class Clock:
    """The site's clock, which a test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = MONDAY
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def digests_at(self, moment: datetime) -> int:
        self.now = moment
        return digest.write_digests()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    cache.clear()
    return Clock(monkeypatch)


def read() -> Counter[tuple[str, str]]:
    return Counter(Mail.objects.filter(kind="waiting").values_list("to", "subject"))


@pytest.mark.django_db
def test_editors_hear_of_all_that_waits_in_one_mail(clock: Clock) -> None:
    one, other = make_editor("one@programme.example"), make_editor("other@programme.example")
    make_editor("gone@programme.example", is_active=False)
    make_user("nobody@city.example")
    for contributor in (one, make_user(), make_user()):
        submitted(contributor=contributor)
    returned = submitted()
    moved(returned, "return", by=other, note="Say more.")
    assert [clock.digests_at(MONDAY + timedelta(minutes=minutes)) for minutes in (0, 1, 60)] == [2, 0, 0]
    assert read() == {  # nobody is told of her own
        ("one@programme.example", "Waiting for an editor: 2"): 1,
        ("other@programme.example", "Waiting for an editor: 3"): 1,
    }


@pytest.mark.django_db
def test_editors_hear_of_reports_also_when_no_entry_waits(clock: Clock) -> None:
    editor = make_editor("one@programme.example")
    make_editor("new@programme.example", second_step=False)
    assert clock.digests_at(MONDAY) == 0
    for text in ("A dead link.", "A mistake."):
        Report.objects.create(text=f"Canaryreport {text}")
    assert clock.digests_at(MONDAY) == 1
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (editor.email, "Waiting for an editor: 2")
    assert "2 reports of problems are open." in mail.text
    assert "Canary" not in mail.text


@pytest.mark.django_db
def test_flood_is_one_mail_that_names_ten(clock: Clock) -> None:
    make_editor()
    person = make_user(limit_lifted=True)
    for number in range(12):
        submitted(contributor=person, title=f"Ship {number:02}")
    assert clock.digests_at(MONDAY) == 1
    text = Mail.objects.get(kind="waiting").text
    assert (text.count("- Ship"), "- Ship 00, since 30" in text, "- and 2 more" in text) == (10, True, True)


@pytest.mark.django_db
def test_mail_that_cannot_be_written_holds_back_no_other(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, other = make_editor("broken@programme.example"), make_editor("other@programme.example")
    submitted()
    send = notify.send

    def fail(kind: str, *, to: User, **given: Any) -> None:
        if to == broken:
            raise ValueError(kind)
        send(kind, to=to, **given)

    monkeypatch.setattr(notify, "send", fail)
    assert (clock.digests_at(MONDAY), clock.digests_at(MONDAY)) == (1, 0)
    assert {to for to, _subject in read()} == {other.email}
    assert f"The digest of editor {broken.pk} has failed" in caplog.text
    monkeypatch.setattr(notify, "send", send)
    assert clock.digests_at(MONDAY + timedelta(minutes=1)) == 1


@pytest.mark.django_db
def test_mail_that_cannot_be_written_is_logged_once_a_day(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make_editor("broken@programme.example")
    submitted()

    def fail(kind: str, **given: Any) -> None:
        raise ValueError(kind)

    monkeypatch.setattr(notify, "send", fail)
    for days in range(2):
        for minutes in range(3):
            clock.digests_at(MONDAY + timedelta(days=days, minutes=minutes))
        assert caplog.text.count("has failed") == days + 1


@pytest.mark.django_db
def test_nothing_is_written_when_nothing_waits(clock: Clock) -> None:
    make_editor()
    assert clock.digests_at(MONDAY) == 0
    submitted(contributor=make_user())
    assert clock.digests_at(MONDAY + timedelta(hours=5)) == 1  # later on that day, as soon as something does


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["UTC", "Europe/Oslo", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_mails_come_from_seven_on_by_the_site_s_clock_and_not_at_weekends(
    settings: Settings, clock: Clock, zone: str
) -> None:
    settings.TIME_ZONE = zone
    make_editor()
    submitted()
    local = ZoneInfo(zone)
    saturday = datetime(2026, 3, 28, tzinfo=local)  # in Oslo the clocks change in the night to Sunday
    hours = [saturday + timedelta(hours=hours) for hours in range(5 * 24)]
    written = [hour.astimezone(local) for hour in hours if clock.digests_at(hour.astimezone(UTC))]
    assert [(day.strftime("%a"), day.hour) for day in written] == [("Mon", 7), ("Tue", 7), ("Wed", 7)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day", [datetime(2028, 2, 29, 9, tzinfo=UTC), datetime(2026, 12, 31, 9, tzinfo=UTC), MONDAY]
)
def test_clock_that_jumps_a_day_neither_loses_nor_doubles_one(clock: Clock, day: datetime) -> None:
    make_editor()
    submitted()
    jumps = [0, 1, 0, -1, 0, 1, 0]
    days = {(day + timedelta(days=jump)).date() for jump in jumps}
    working = {date for date in days if date.weekday() < digest.SATURDAY}
    assert sum(clock.digests_at(day + timedelta(days=jump)) for jump in jumps) == len(working)


@pytest.mark.django_db(transaction=True)
def test_four_workers_write_one(clock: Clock) -> None:
    make_editor()
    submitted()

    def work(number: int) -> int:
        try:
            return digest.write_digests()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert Mail.objects.filter(kind="waiting").count() == 1

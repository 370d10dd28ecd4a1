"""Are 7 daily, 4 weekly and 12 monthly backups kept, and is nothing removed that is not ours?"""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.backup import kept
from practices.backup.refusals import BackupRefused

DAY = timedelta(days=1)
FIRST = datetime(2026, 1, 1, 3, tzinfo=UTC)


def after_days(count: int) -> list[datetime]:
    """Return what is kept when a backup was made, and others removed, on so many days."""
    found: set[datetime] = set()
    for number in range(count):
        found.add(FIRST + number * DAY)
        found -= kept.superfluous(found)
    return sorted(found)


def test_two_years_of_days_leave_7_days_4_weeks_and_12_months() -> None:
    last = FIRST + 729 * DAY
    assert last.date().isoformat() == "2027-12-31"
    days = [last - number * DAY for number in range(7)]
    weeks = [last, *(datetime(2027, 12, 26, 3, tzinfo=UTC) - number * 7 * DAY for number in range(3))]
    months = [last, *(datetime(2027, month, 1, 3, tzinfo=UTC) - DAY for month in range(2, 13))]
    assert after_days(730) == sorted({*days, *weeks, *months})


def test_whoever_backs_up_now_and_then_keeps_the_last_of_them() -> None:
    now_and_then = {FIRST + number * 40 * DAY for number in range(5)}
    assert kept.superfluous(now_and_then) == set()
    hourly = {FIRST + number * timedelta(hours=1) for number in range(12)}
    assert kept.superfluous(hourly) == hourly - {max(hourly)}


@given(st.sets(st.datetimes(datetime(2025, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)), min_size=1))  # noqa: DTZ001
def test_the_last_one_stays_and_never_more_than_all(moments: set[datetime]) -> None:
    left = moments - kept.superfluous(moments)
    assert max(moments) in left
    assert len(left) <= 7 + 4 + 12
    assert kept.superfluous(left) == set()


def test_only_backups_of_ours_are_removed(tmp_path: Path) -> None:
    ours = [
        tmp_path / kept.name_at(FIRST + timedelta(hours=number), ending)
        for number, ending in enumerate(("", ".age", ".gpg"))
    ]
    others = [
        tmp_path / name
        for name in (
            "practices-20260101T030000Z.tar.zst.txt",
            "practices-old.tar.zst",
            "notes",
            "practices-20260101T040000Z.tar",
        )
    ]
    for path in (*ours, *others):
        path.write_text("")
    (tmp_path / "practices-20200101T000000Z.tar.zst").mkdir()
    assert kept.newest(tmp_path) == ours[-1]
    assert kept.remove_superfluous(tmp_path) == 1
    left = {*others, ours[-1], tmp_path / "practices-20200101T000000Z.tar.zst"}
    assert set(tmp_path.iterdir()) == left


def test_what_a_killed_one_left_is_removed_the_day_after(tmp_path: Path) -> None:
    old, new, foreign = (
        tmp_path / name
        for name in (".practices-1.tar.zst.x.part", ".practices-2.tar.zst.x.part", ".somebody.x.part")
    )
    for room in (old, new, foreign):
        room.mkdir()
        (room / "database").write_text("")
    for room in (old, foreign):
        os.utime(room, (0, time.time() - 25 * 3600))
    kept.remove_superfluous(tmp_path)
    assert set(tmp_path.iterdir()) == {new, foreign}


def test_folder_without_a_backup_is_told_from_an_export(tmp_path: Path) -> None:
    with pytest.raises(
        BackupRefused, match=r"holds no backup .*`manage\.py restore FILE`\. .*import_catalogue"
    ):
        kept.newest(tmp_path)


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 backup is kept in /kept"), (12, "12 backups are kept in /kept")]
)
def test_one_backup_is_no_backups(count: int, said: str) -> None:
    assert kept.how_many(count, Path("/kept")) == said

"""Is each thing that stands still, runs out or grows old found at its time, and said with its cure?"""

import shutil
import socket
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from practices.health import conditions, disk
from practices.health.conditions import CONDITIONS, Fault
from practices.models import Job, LastRun, Mail
from practices.models.last_run import note_run
from practices.worker import maintenance
from tests.builders import make_mail
from tests.uploads.test_scanning import listening

pytestmark = pytest.mark.django_db

JOBS = {"mail worker": Job.WORKER, "backup": Job.BACKUP, "verification": Job.VERIFICATION}
LONGEST = {
    "mail worker": timedelta(minutes=9),
    "backup": timedelta(hours=26),
    "verification": timedelta(hours=50),
}
SECOND = timedelta(seconds=1)


def found(name: str) -> Fault:
    fault = CONDITIONS[name]()
    assert fault is not None
    return fault


@pytest.mark.parametrize("name", JOBS)
def test_job_that_never_went_well_is_a_fault(name: str) -> None:
    assert found(name).says.endswith(" yet.")


@pytest.mark.parametrize(("name", "job"), JOBS.items())
def test_job_is_a_fault_from_its_time_on(name: str, job: Job) -> None:
    note_run(job)
    assert CONDITIONS[name]() is None
    row, minute = LastRun.objects.filter(pk=job), timedelta(minutes=1)
    row.update(at=timezone.now() - LONGEST[name] + minute)
    assert CONDITIONS[name]() is None
    at = timezone.now() - LONGEST[name] - SECOND
    row.update(at=at)
    assert f"since {at:%Y-%m-%d %H:%M} UTC." in found(name).says


def test_only_what_stands_still_is_grave() -> None:
    make_mail(failed_at=timezone.now())
    faults = {name: found(name).is_grave for name in (*JOBS, "failed mails")}
    assert faults == {"mail worker": True, "backup": True, "verification": False, "failed mails": False}


def test_what_waits_by_the_operators_wish_is_not_grave(settings: Settings) -> None:
    make_mail(next_attempt_at=timezone.now() - timedelta(hours=1))
    assert [found(name).is_grave for name in ("mail worker", "mails", "backup")] == [True, True, True]
    settings.READ_ONLY = True
    assert [found(name).is_grave for name in ("mail worker", "mails", "backup")] == [False, False, True]
    assert {found(name).cure for name in ("mail worker", "mails")} == {"The worker waits while READ_ONLY=1."}


def test_mails_are_a_fault_when_they_are_due_for_a_quarter_of_an_hour() -> None:
    late, now = timedelta(minutes=15), timezone.now()
    make_mail(next_attempt_at=now + late)  # its next attempt is to come
    make_mail(next_attempt_at=now - 2 * late, sent_at=now, text="", html="")
    make_mail(next_attempt_at=now - 2 * late, failed_at=now)
    mail = make_mail(next_attempt_at=now - late + timedelta(minutes=1))
    assert CONDITIONS["mails"]() is None
    Mail.objects.filter(pk=mail.pk).update(next_attempt_at=now - late)
    make_mail(next_attempt_at=now - SECOND)
    assert found("mails").says.startswith("2 mails are due and not sent, the first at ")


def test_failed_mails_are_named_for_a_day() -> None:
    make_mail(failed_at=timezone.now() - timedelta(days=1, seconds=1))
    assert CONDITIONS["failed mails"]() is None
    make_mail(failed_at=timezone.now() - timedelta(hours=23))
    assert found("failed mails").says == "1 mails have failed within a day."


def test_disk_is_a_fault_when_less_than_a_part_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conditions, "DISK_FREE", 0.0)
    assert CONDITIONS["disk"]() is None
    monkeypatch.setattr(conditions, "DISK_FREE", 1.0)
    assert str(disk.folders()[0]) in found("disk").says


def test_store_of_files_that_is_away_is_a_fault(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    assert CONDITIONS["files"]() is None
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []
    shutil.rmtree(settings.MEDIA_ROOT)
    settings.MEDIA_ROOT.write_text("no folder")
    assert found("files").says.startswith("Files that people add cannot be kept: [Errno ")
    assert found("files").is_grave


def test_virus_scanner_is_a_fault_when_it_is_named_and_away(settings: Settings) -> None:
    assert CONDITIONS["virus scanner"]() is None
    with listening(ponging) as settings.SCANNER:
        assert CONDITIONS["virus scanner"]() is None
    settings.SCANNER = "/nowhere/clamd.ctl"
    assert found("virus scanner").says.startswith("The virus scanner does not answer: [Errno 2]")


def ponging(scanner: socket.socket) -> None:
    assert scanner.recv(99) == b"zPING\0"
    scanner.sendall(b"PONG\0")


def test_worker_says_each_minute_that_it_lives() -> None:
    assert maintenance.each_minute() == []
    assert CONDITIONS["mail worker"]() is None

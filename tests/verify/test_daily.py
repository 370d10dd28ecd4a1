"""Does the worker look at all of it once a day, a portion at a time, and does the operator hear what it found?"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from practices.exports.archives.catalogue import one_moment
from practices.models import Edition, Job, LastRun, Mail, Verification
from practices.verify import checks, daily
from practices.verify.findings import Part
from practices.worker import maintenance
from tests.builders import make_admin, make_editor, make_user, published
from tests.verify.faults import find_by, put_in, unfind

pytestmark = pytest.mark.django_db(transaction=True)


def look() -> int:
    """Look until all is done; return how many portions that were."""
    portions = 0
    while daily.look_on():
        portions += 1
    return portions


@pytest.mark.long
def test_all_is_looked_at_once_a_day_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    small = [Part(part.name, part.checks, part.rows, 1 if part.rows else 0) for part in checks.PARTS]
    monkeypatch.setattr(checks, "PARTS", tuple(small))
    for number in range(3):
        published(title=f"Ship {number}")
    assert look() == 0
    assert maintenance.each_day() == []
    daily.begin_today()
    portions = look()
    ended = Verification.objects.get()
    assert (ended.practices, ended.findings, ended.ended_at is not None) == (3, 0, True)
    assert [each.job for each in LastRun.objects.all()] == [Job.VERIFICATION]
    assert (
        portions == 1 + 1 + 3 + 1 + 1 + 1 + 3
    )  # a city, three entries, an end of each, of no files and of no pictures, and what is looked at as a whole
    assert (look(), Mail.objects.filter(kind="verified").count()) == (0, 0)
    Verification.objects.update(began_at=timezone.now() - timedelta(hours=21))
    daily.begin_today()
    assert look() == portions


def test_what_is_found_is_logged_and_mailed_to_admins_and_nothing_is_changed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    published(contributor=make_user())
    admin = make_admin()
    Edition.objects.update(sort_title="forged")
    daily.begin_today()
    with caplog.at_level(logging.ERROR, logger="practices.verify"):
        look()
    said = "edition 1: sort_title does not follow from it. `verify --fix` makes it anew from the edition."
    assert [record.getMessage().partition(", ")[2] for record in caplog.records] == [said]
    mail = Mail.objects.get(kind="verified")
    assert (mail.to, said in " ".join(mail.text.split())) == (admin.email, True)
    assert mail.subject == "Found by the daily verification: 1"
    assert Edition.objects.get().sort_title == "forged"
    assert not LastRun.objects.exists()


def test_rows_of_an_older_release_get_their_place() -> None:
    told: Any = type("Told", (), {"ship": published(contributor=make_user())})
    make_editor()
    put_in(None)(told)
    daily.begin_today()
    look()
    ended = Verification.objects.get()
    assert (ended.findings, told.ship.events.filter(link=None).count()) == (0, 0)


def test_another_worker_that_was_quicker_has_said_it(monkeypatch: pytest.MonkeyPatch) -> None:
    published()
    Edition.objects.update(sort_title="forged")
    daily.begin_today()

    @contextmanager
    def later_moment() -> Iterator[None]:
        Verification.objects.update(after=1)
        with one_moment():
            yield

    monkeypatch.setattr(daily, "one_moment", later_moment)
    assert daily.look_on()
    ended = Verification.objects.get()
    assert (ended.part, ended.after, ended.findings) == (0, 1, 0)


def test_what_search_holds_otherwise_is_found_a_portion_at_a_time() -> None:
    forged, lost, _kept = (published(title=f"Ship {name}") for name in ("one", "two", "three"))
    for practice, fault in ((forged, find_by("forged")), (lost, unfind)):
        told: Any = SimpleNamespace(edition=practice.edition)
        fault(told)
    daily.begin_today()
    look()
    said = Verification.objects.get().told
    assert [line.partition(" (")[0] for line in said] == [f"No. {forged.pk}", f"No. {lost.pk}"]
    assert all("search does not find it" in line for line in said)

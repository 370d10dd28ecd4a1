"""Are files kept as long as any text names them, and no longer?"""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from practices.answers import completeness
from practices.answers.passage import meant_by
from practices.entries import actions
from practices.entries.actions import Incomplete
from practices.entries.files import receiving
from practices.entries.files.receiving import receive, sweep_files
from practices.entries.takedown.door import What, take_down
from practices.models import Practice, Upload
from practices.models.upload import Readiness
from practices.uploads import storage
from practices.uploads.checking import FileRefused
from practices.uploads.exceptions import StorageUnavailable
from practices.worker.rendering import render_next
from tests.builders import make_admin, make_draft, make_editor, make_user, moved, published
from tests.entry_pictures import brought, png, said_of, sent_picture

pytestmark = pytest.mark.django_db
LATER = timedelta(days=16)


def is_kept(digest: str) -> bool:
    return digest in set(storage.stored_digests())


def with_picture(practice: Practice, **said: Any) -> tuple[Practice, str]:
    person = practice.contributor or make_editor()
    picture = brought(practice, by=person, **said)
    practice = actions.save_answers(
        practice, {"pictures": [picture]}, by=person, expected_version=practice.version
    )
    return practice, picture["file"]


def test_same_file_twice_is_one_row_and_one_file() -> None:
    practice = make_draft(contributor=(person := make_user()))
    first, second = (receive(practice, sent_picture(), by=person) for _time in range(2))
    assert (first, is_kept(first.file)) == (second, True)


def test_worker_never_meets_a_file_whose_bytes_are_not_there_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    practice = make_draft(contributor=(person := make_user()))
    kept = storage.store

    def quick_worker(*given: Any) -> str:
        assert not render_next()
        return kept(*given)

    monkeypatch.setattr(storage, "store", quick_worker)
    row = receive(practice, sent_picture(colour=91), by=person)
    assert render_next()
    row.refresh_from_db()
    assert row.readiness == Readiness.READY


def test_file_that_cannot_be_kept_leaves_no_row_unless_it_had_one(monkeypatch: pytest.MonkeyPatch) -> None:
    practice = make_draft(contributor=(person := make_user()))
    row = receive(practice, sent_picture(colour=92), by=person)

    def away(*_given: Any) -> str:
        raise storage.StorageUnavailable

    monkeypatch.setattr(storage, "store", away)
    for colour in (92, 93):
        with pytest.raises(storage.StorageUnavailable):
            receive(practice, sent_picture(colour=colour), by=person)
    (left,) = Upload.objects.all()
    assert (left, left.readiness) == (row, Readiness.WAITING)


def test_picture_of_which_nothing_can_be_shown_is_neither_submitted_nor_approved() -> None:
    practice, digest = with_picture(make_draft(contributor=(person := make_user())))
    Upload.objects.update(readiness=Readiness.FAILED)
    (issue,) = completeness.wrongs(practice)
    assert (issue.field, "Picture 1: it cannot be shown" in issue.message) == ("pictures", True)
    with pytest.raises(Incomplete):
        moved(practice, "submit", by=person, licence_agreed=True)
    Upload.objects.update(readiness=Readiness.WAITING)
    practice = moved(practice, "submit", by=person, licence_agreed=True)
    Upload.objects.update(readiness=Readiness.FAILED)
    with pytest.raises(Incomplete):
        moved(practice, "approve", by=make_editor())
    receive(practice, sent_picture(), by=person)
    assert digest
    moved(practice, "approve", by=make_editor())


def test_whose_licence_names_its_maker_says_who_took_it() -> None:
    practice, _digest = with_picture(make_draft(contributor=make_user()), credit=" ")
    assert ["say who took it" in issue.message for issue in completeness.wrongs(practice)] == [True]
    practice, _digest = with_picture(make_draft(contributor=make_user()), credit="", licence="CC0-1.0")
    assert completeness.wrongs(practice) == []


def test_what_is_no_picture_leaves_nothing() -> None:
    practice = make_draft(contributor=(person := make_user()))
    file = sent_picture()
    file.truncate(3)
    with pytest.raises(FileRefused):
        receive(practice, file, by=person)
    assert not Upload.objects.exists()


def test_file_without_room_is_refused_and_leaves_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    practice = make_draft(contributor=(person := make_user()))
    monkeypatch.setattr(storage, "KEPT_SHARE", 1)
    monkeypatch.setattr(settings, "ROOM_KEPT", 2**60)
    with pytest.raises(StorageUnavailable, match="no room for files"):
        receive(practice, sent_picture(colour=92), by=person)
    assert not Upload.objects.exists()


def test_an_entry_is_brought_no_more_files_than_the_disk_can_bear(monkeypatch: pytest.MonkeyPatch) -> None:
    practice = make_draft(contributor=(person := make_user()))
    monkeypatch.setattr(receiving, "MOST_BROUGHT", 2)
    brought(practice, by=person, colour=1), brought(practice, by=person, colour=2)
    with pytest.raises(FileRefused, match="too many files"):
        brought(practice, by=person, colour=3)
    brought(practice, by=person, colour=2)
    assert Upload.objects.count() == 2


def test_sweep_takes_what_nothing_names_after_two_weeks(
    django_capture_on_commit_callbacks: Any,
) -> None:
    practice, named = with_picture(make_draft(contributor=(person := make_user())))
    left = brought(practice, by=person, colour=1)["file"]
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        sweep_files(now + timedelta(days=14))
    assert (is_kept(named), is_kept(left)) == (True, True)
    with django_capture_on_commit_callbacks(execute=True):
        sweep_files(now + LATER)
    assert (is_kept(named), is_kept(left)) == (True, False)
    assert list(Upload.objects.values_list("file", flat=True)) == [named]


def test_each_day_files_are_swept_that_were_brought_more_than_two_weeks_ago() -> None:
    practice = make_draft(contributor=(person := make_user()))
    fresh, old = (brought(practice, by=person, colour=colour)["file"] for colour in (8, 9))
    Upload.objects.filter(file=old).update(at=timezone.now() - LATER)
    call_command("purge_trash")
    assert list(Upload.objects.values_list("file", flat=True)) == [fresh]


def test_sweep_takes_bytes_of_which_no_row_tells_after_a_month(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    _practice, named = with_picture(make_draft(contributor=make_user()))
    digest = storage.store(BytesIO(png(colour=7)))
    assert sweep_files(timezone.now() + timedelta(days=29)) == 0
    assert (is_kept(named), is_kept(digest)) == (True, True)
    assert sweep_files(timezone.now() + timedelta(days=31)) == 1
    assert (is_kept(named), is_kept(digest)) == (True, False)


def test_nobody_lets_an_entry_name_a_file_that_was_brought_to_another() -> None:
    _other, foreign = with_picture(make_draft(contributor=make_user()))
    practice = make_draft(contributor=(person := make_user()))
    with pytest.raises(ValueError, match="another entry"):
        actions.save_answers(
            practice, {"pictures": [said_of(foreign)]}, by=person, expected_version=practice.version
        )


def test_what_a_kept_text_names_stays() -> None:
    person = make_user()
    practice, digest = with_picture(make_draft(contributor=person))
    actions.save_answers(practice, {"pictures": []}, by=person, expected_version=practice.version, keep=True)
    sweep_files(timezone.now() + LATER)
    assert is_kept(digest)


def test_purge_takes_the_bytes_that_nothing_else_shows(django_capture_on_commit_callbacks: Any) -> None:
    practice, digest = with_picture(make_draft(contributor=make_user()))
    other, shared = with_picture(make_draft(contributor=make_user()), colour=2)
    practice = actions.save_answers(
        practice,
        {"pictures": [*practice.pictures, brought(practice, by=make_user(), colour=2)]},
        by=practice.contributor,
        expected_version=practice.version,
    )
    actions.trash(practice, by=make_editor(), expected_version=practice.version)
    with django_capture_on_commit_callbacks(execute=True):
        actions.purge(practice, at=timezone.now() + timedelta(days=400))
    assert (is_kept(digest), is_kept(shared)) == (False, True)
    assert list(Upload.objects.values_list("practice", flat=True)) == [other.pk]


def test_picture_is_taken_down_by_law_by_its_address(
    django_capture_on_commit_callbacks: Any,
) -> None:
    practice = moved(published(contributor=make_user()), "revise", by=make_editor())
    practice, digest = with_picture(practice)
    practice = moved(practice, "submit", by=practice.contributor)
    practice = moved(practice, "approve", by=make_editor())
    with django_capture_on_commit_callbacks(execute=True):
        take_down(
            practice,
            What(passage=meant_by(f"https://site.example/pictures/{digest}-800.jpg")),
            reason="By law.",
            by=make_admin(),
            expected_version=practice.version,
        )
    practice = Practice.objects.get(pk=practice.pk)
    said = [practice.pictures, practice.edition.pictures]
    said += practice.snapshots.values_list("answers__pictures", flat=True)
    assert {len(pictures) for pictures in said} == {0}
    assert not is_kept(digest)


def test_what_a_silent_store_kept_of_a_takedown_goes_with_the_next_sweep(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    practice, digest = with_picture(make_draft(contributor=make_user()))

    def away(_digest: str) -> None:
        raise StorageUnavailable

    with monkeypatch.context() as patched, django_capture_on_commit_callbacks(execute=True):
        patched.setattr(storage, "delete", away)
        take_down(
            practice,
            What(passage=meant_by(f"https://site.example/pictures/{digest}-800.jpg")),
            reason="By law.",
            by=make_admin(),
            expected_version=practice.version,
        )
    assert "on_commit" in caplog.text
    assert (Upload.objects.exists(), is_kept(digest)) == (False, True)
    assert sweep_files(timezone.now()) == 1
    assert not is_kept(digest)

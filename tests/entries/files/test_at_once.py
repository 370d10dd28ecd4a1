"""Do files that are brought, shown, swept and taken down at once lose nothing, and leave nothing?"""

from datetime import timedelta
from io import BytesIO
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from practices.entries.files import receiving
from practices.entries.files.page_pictures import PictureChanged, picture_of, set_picture
from practices.entries.files.receiving import delete_unless_known, receive, receive_for_page
from practices.models import Practice, Upload, User
from practices.models.upload import Readiness
from practices.uploads import renditions, storage
from practices.uploads.exceptions import FileRefused
from practices.worker.rendering import render_next
from tests.builders import make_city, make_draft, make_editor, make_user
from tests.entries.test_overlaps import overlapped
from tests.entry_pictures import brought, digest_of, png, said_of, sent_picture

pytestmark = pytest.mark.django_db
SECONDS = 10


def drafted() -> tuple[Practice, User]:
    return make_draft(contributor=(person := make_user())), person


def is_kept(digest: str) -> bool:
    return digest in set(storage.stored_digests())


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_picture_that_waits_for_a_page_goes_to_the_one_that_is_set_first() -> None:
    editor, bergen, oslo = make_editor(), make_city("Bergen"), make_city("Oslo")
    said = said_of(receive_for_page(sent_picture(), by=editor).file)

    def set_too() -> None:
        with pytest.raises(PictureChanged):
            set_picture(oslo, said, by=editor)

    overlapped(lambda: set_picture(bergen, said, by=editor), set_too)
    assert (picture_of(bergen) is None, picture_of(oslo)) == (False, None)


def test_file_that_is_shown_already_is_neither_stored_nor_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    practice, person = drafted()
    row = receive(practice, sent_picture(colour=21), by=person)
    assert render_next()
    Upload.objects.update(at=timezone.now() - timedelta(days=20))

    def not_again(*_given: Any) -> str:
        raise AssertionError

    with monkeypatch.context() as patched:
        patched.setattr(storage, "store", not_again)
        again = receive(practice, sent_picture(colour=21), by=person)
    assert (again.pk, again.readiness) == (row.pk, Readiness.READY)
    assert again.at > timezone.now() - timedelta(minutes=1)
    storage.delete(row.file)
    assert receive(practice, sent_picture(colour=21), by=person).readiness == Readiness.WAITING


def test_who_sends_a_file_again_waits_behind_all_others() -> None:
    (first, person), (second, other) = drafted(), drafted()
    mine = receive(first, sent_picture(colour=22), by=person)
    theirs = receive(second, sent_picture(colour=23), by=other)
    receive(first, sent_picture(colour=22), by=person)
    assert [*Upload.objects.waiting()] == [theirs, mine]


def test_row_that_is_swept_while_its_bytes_are_stored_is_written_anew_and_they_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    practice, person = drafted()
    kept = storage.store

    def swept_once(*given: Any) -> str:
        monkeypatch.setattr(storage, "store", kept)
        digest = kept(*given)
        Upload.objects.all().delete()
        assert delete_unless_known(digest)
        return digest

    monkeypatch.setattr(storage, "store", swept_once)
    row = receive(practice, sent_picture(colour=24), by=person)
    assert (Upload.objects.get(), is_kept(row.file)) == (row, True)


def test_whoever_loses_a_file_each_time_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    practice, person = drafted()
    monkeypatch.setattr(storage, "store", lambda *_given: Upload.objects.all().delete())
    with pytest.raises(storage.StorageUnavailable, match="Add it once more"):
        receive(practice, sent_picture(colour=25), by=person)
    assert not Upload.objects.exists()


def test_first_of_two_sendings_that_fails_leaves_the_row_of_the_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    practice, person = drafted()
    kept = storage.store

    def fails_when_the_other_is_done(*_given: Any) -> str:
        monkeypatch.setattr(storage, "store", kept)
        receive(practice, sent_picture(colour=26), by=person)
        raise storage.StorageUnavailable

    monkeypatch.setattr(storage, "store", fails_when_the_other_is_done)
    with pytest.raises(storage.StorageUnavailable):
        receive(practice, sent_picture(colour=26), by=person)
    assert Upload.objects.get().readiness == Readiness.WAITING


@pytest.mark.django_db(transaction=True)
def test_files_that_come_at_once_are_no_more_than_an_account_may_add(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.FILES_A_DAY = 1
    person = make_user()
    entries = [make_draft(contributor=person) for _ in range(2)]
    both, refused = Barrier(2), list[str]()
    monkeypatch.setattr(storage, "refuse_without_room", lambda _size: both.wait(6 * SECONDS))

    def send(practice: Practice, colour: int) -> None:
        try:
            receive(practice, sent_picture(colour=colour), by=person)
        except FileRefused as error:
            refused.append(str(error))
        finally:
            connection.close()

    senders = [Thread(target=send, args=each) for each in zip(entries, (32, 33), strict=True)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    assert Upload.objects.count() == 1
    (told,) = refused
    assert "An account may add 1 files within a day" in told


@pytest.mark.django_db(transaction=True)
def test_bytes_that_are_sent_again_while_they_are_deleted_are_there_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    practice, person = drafted()
    digest = storage.store(BytesIO(png(colour=27)))
    gone, was_waiting = storage.delete, []

    def send() -> None:
        try:
            receive(practice, sent_picture(colour=27), by=person)
        finally:
            connection.close()

    sender = Thread(target=send)

    def delete_slowly(digest: str) -> None:
        sender.start()
        sender.join(1)
        was_waiting.append(sender.is_alive())
        gone(digest)

    monkeypatch.setattr(storage, "delete", delete_slowly)
    assert delete_unless_known(digest)
    sender.join(SECONDS)
    assert (Upload.objects.get().readiness, is_kept(digest)) == (Readiness.WAITING, True)
    assert was_waiting == [True]


def test_picture_that_is_taken_away_while_it_is_made_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    practice, person = drafted()
    digest = brought(practice, by=person, colour=28)["file"]
    made = renditions.render

    def taken_down(*given: Any) -> Any:
        done = made(*given)
        Upload.objects.all().delete()
        delete_unless_known(digest)
        return done

    monkeypatch.setattr(renditions, "render", taken_down)
    assert render_next()
    assert not is_kept(digest)


def test_sweep_deletes_nothing_when_it_knows_hardly_any_of_what_is_stored(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    practice, person = drafted()
    own = brought(practice, by=person, colour=29)["file"]
    foreign = [digest_of(png(colour=colour)) for colour in (30, 31)]
    deleted: list[str] = []
    monkeypatch.setattr(storage, "stored_at", lambda _digest: timezone.now() - timedelta(days=31))
    monkeypatch.setattr(storage, "delete", deleted.append)
    for stored, gone in (([own, *foreign], []), ([own, foreign[0]], [foreign[0]])):
        monkeypatch.setattr(storage, "stored_digests", lambda stored=stored: iter(stored))
        assert receiving.sweep_files(timezone.now()) == len(gone)
        assert deleted == gone
    (record,) = caplog.records
    assert "No row tells of 2 of the 3 files in the store" in record.getMessage()

"""Are documents kept as long as any text names them, whole, and gone with the entry, as pictures are?"""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone

from practices.answers.passage import meant_by
from practices.entries import actions
from practices.entries.files.receiving import receive, sweep_files
from practices.entries.takedown.door import What, take_down
from practices.exports.archives.tables import row_to_model, rows_of
from practices.exports.record import loaded, with_addresses
from practices.models import Practice, Upload
from practices.models.upload import Readiness
from practices.search.engine import is_found
from practices.uploads import storage
from practices.verify.files import differing_files, unknown_files
from practices.worker.rendering import render_next
from tests.builders import make_admin, make_draft, make_editor, make_user, moved
from tests.entry_documents import brought_document, pdf_of, said_of_document, sent_document
from tests.verify.test_files import found

pytestmark = pytest.mark.django_db


def is_kept(digest: str) -> bool:
    return digest in set(storage.stored_digests())


def with_document(number: int, **said: Any) -> tuple[Practice, str]:
    practice = make_draft(contributor=(person := make_user()))
    row = brought_document(practice, by=person, number=number, **said)
    practice = actions.save_answers(
        practice, {"attachments": [row]}, by=person, expected_version=practice.version
    )
    return practice, row["file"]


def on_line(number: int, **said: Any) -> tuple[Practice, str]:
    practice, digest = with_document(number, **said)
    practice = moved(practice, "submit", by=practice.contributor, licence_agreed=True)
    return moved(practice, "approve", by=make_editor()), digest


def test_document_is_ready_once_it_is_kept_and_comes_back_where_its_bytes_are_lost() -> None:
    practice, digest = with_document(61)
    person = practice.contributor or make_user()
    assert (Upload.objects.get().readiness, render_next()) == (Readiness.READY, False)
    receive(practice, sent_document(number=61), by=person, picture=False)
    storage.delete(digest)
    receive(practice, sent_document(number=61), by=person, picture=False)
    with storage.open_stored(digest) as file:
        assert file.read() == pdf_of(61)
    assert Upload.objects.get().readiness == Readiness.READY


def test_document_of_an_archive_is_ready_without_anything_being_made_of_it() -> None:
    with_document(62)
    (row,) = rows_of(Upload)
    Upload.objects.all().delete()
    row_to_model(Upload, row).save(force_insert=True)
    assert Upload.objects.get().readiness == Readiness.WAITING
    assert (render_next(), render_next()) == (True, False)
    assert Upload.objects.get().readiness == Readiness.READY


def test_sweep_keeps_what_only_a_kept_text_names_and_takes_the_rest(
    django_capture_on_commit_callbacks: Any,
) -> None:
    practice, named = with_document(63)
    person = practice.contributor or make_user()
    left = brought_document(practice, by=person, number=64)["file"]
    actions.save_answers(
        practice, {"attachments": []}, by=person, expected_version=practice.version, keep=True
    )
    with django_capture_on_commit_callbacks(execute=True):
        sweep_files(timezone.now() + timedelta(days=16))
    assert (is_kept(named), is_kept(left)) == (True, False)


def test_purge_takes_the_bytes(django_capture_on_commit_callbacks: Any) -> None:
    practice, digest = with_document(65)
    actions.trash(practice, by=make_editor(), expected_version=practice.version)
    assert is_kept(digest)
    with django_capture_on_commit_callbacks(execute=True):
        actions.purge(practice, at=timezone.now() + timedelta(days=400))
    assert (is_kept(digest), Upload.objects.exists()) == (False, False)


def test_document_is_taken_down_by_its_address_and_a_passage_out_of_its_title(
    django_capture_on_commit_callbacks: Any,
) -> None:
    practice, digest = on_line(66, title="What Zyxgamma said", credit="Zyxgamma")
    admin = make_admin()
    practice = take_down(
        practice,
        What(passage=meant_by("Zyxgamma")),
        reason="By law.",
        by=admin,
        expected_version=practice.version,
    )
    practice = Practice.objects.get(pk=practice.pk)
    (row,) = practice.edition.attachments
    assert row == said_of_document(digest, title="What […] said", credit="[…]")
    assert (is_found("zyxgamma"), is_kept(digest)) == (False, True)
    with django_capture_on_commit_callbacks(execute=True):
        take_down(
            practice,
            What(passage=meant_by(f"https://site.example/documents/{digest}")),
            reason="By law.",
            by=admin,
            expected_version=practice.version,
        )
    practice = Practice.objects.get(pk=practice.pk)
    said = [practice.attachments, practice.edition.attachments]
    said += practice.snapshots.values_list("answers__attachments", flat=True)
    assert {len(rows) for rows in said} == {0}
    assert not is_kept(digest)


def test_titles_of_documents_on_line_are_found_and_no_others() -> None:
    on_line(67, title="Xylophone accounts")
    with_document(68, title="Zitherless accounts")
    assert (is_found("xylophone"), is_found("zitherless")) == (True, False)


def test_records_name_documents_with_the_address_at_which_anybody_finds_them(settings: Any) -> None:
    _practice, digest = on_line(69)
    (row,) = with_addresses({"attachments": loaded().get().attachments})["attachments"]
    assert row == said_of_document(digest) | {"address": f"{settings.SITE_URL}/documents/{digest}"}


def test_document_that_was_changed_in_the_store_or_never_brought_is_told() -> None:
    practice, digest = with_document(70)
    assert found(differing_files) == []
    storage.store(BytesIO(b"another"), digest)
    assert found(differing_files) == ["its bytes were changed"]
    Practice.objects.filter(pk=practice.pk).update(attachments=[said_of_document("f" * 64)])
    assert found(unknown_files) == [f"no row tells of its file {'f' * 64}"]

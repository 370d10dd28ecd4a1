"""Does a verification find files that are lost or were changed, and names of files that were never brought?"""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from practices.entries import actions
from practices.models import Practice, Upload
from practices.models.upload import Readiness
from practices.uploads import storage
from practices.verify.checks import PARTS
from practices.verify.files import WEEK, differing_files, differing_page_pictures, unknown_files
from practices.verify.findings import Portion
from practices.worker.rendering import render_next
from tests.builders import make_city, make_draft, make_editor, make_user, moved
from tests.entry_pictures import brought, png, put_on_page, said_of

pytestmark = pytest.mark.django_db


def with_picture(colour: int) -> tuple[Practice, str]:
    practice = make_draft(contributor=(person := make_user()))
    picture = brought(practice, by=person, colour=colour)
    practice = actions.save_answers(
        practice, {"pictures": [picture]}, by=person, expected_version=practice.version
    )
    assert render_next()
    return practice, picture["file"]


def found(look: Any) -> list[str]:
    return [finding.says for finding in look(Portion(0, 10**9, held_back={}))]


def test_what_is_whole_is_not_told() -> None:
    with_picture(101)
    assert (found(differing_files), found(unknown_files)) == ([], [])
    checks = {check.name for part in PARTS for check in part.checks}
    assert {"files", "page_pictures", "pictures"} <= checks


def test_lost_file_is_told() -> None:
    _practice, digest = with_picture(102)
    storage.delete(digest)
    assert found(differing_files) == ["it is not in the storage"]


def test_lost_picture_of_a_city_is_told_of() -> None:
    digest = put_on_page(make_city(), by=make_editor(), colour=108)
    assert render_next()
    assert found(differing_page_pictures) == []
    storage.delete(digest)
    (fault,) = differing_page_pictures(Portion(0, 10**9, held_back={}))
    assert (fault.what, fault.says) == (f"picture {digest} of Bergen, Norway", "it is not in the storage")


def test_picture_of_which_nothing_can_be_shown_is_told() -> None:
    _practice, digest = with_picture(103)
    storage.delete(digest)
    storage.store(BytesIO(png(colour=103)))
    assert found(differing_files) == ["it is not in the storage"]


def test_within_a_week_all_bytes_are_read_and_each_day_what_is_lost_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    opened = storage.open_stored
    rows = [with_picture(colour)[1] for colour in (106, 107)]

    def noted(digest: str) -> Any:
        read.append(digest)
        return opened(digest)

    monkeypatch.setattr(storage, "open_stored", noted)
    for day in range(WEEK):
        monkeypatch.setattr(timezone, "now", lambda day=day: datetime(2026, 5, 1 + day, tzinfo=UTC))
        assert [*differing_files(Portion(0, 10**9))] == []
    assert sorted(read) == sorted(rows)
    storage.delete(rows[0])
    assert [finding.says for finding in differing_files(Portion(0, 10**9))] == ["it is not in the storage"]


def test_picture_that_the_worker_could_not_make_is_told() -> None:
    with_picture(105)
    Upload.objects.update(readiness=Readiness.FAILED)
    assert found(differing_files) == ["nothing of it can be shown"]


def test_changed_file_is_told() -> None:
    _practice, digest = with_picture(104)
    kept = storages["uploads"]
    name = f"{digest[:2]}/{digest}/original"
    kept.delete(name)
    kept.save(name, ContentFile(b"something else"))
    assert found(differing_files) == ["its bytes were changed"]
    storage.delete(digest)


@pytest.mark.parametrize("text", ["edition", "earlier edition"])
def test_row_that_an_edition_lacks_is_told(text: str) -> None:
    practice, digest = with_picture(108)
    editor = make_editor()
    practice = moved(
        moved(practice, "submit", by=practice.contributor, licence_agreed=True), "approve", by=editor
    )
    practice = moved(practice, "revise", by=editor)
    practice = actions.save_answers(practice, {"pictures": []}, by=editor, expected_version=practice.version)
    if text == "earlier edition":
        moved(moved(practice, "submit", by=editor, licence_agreed=True), "approve", by=make_editor())
    assert found(unknown_files) == []
    Upload.objects.all().delete()
    assert found(unknown_files) == [f"no row tells of its file {digest}"]


def test_name_of_a_file_that_was_never_brought_is_told() -> None:
    practice, _digest = with_picture(105)
    Practice.objects.filter(pk=practice.pk).update(pictures=[said_of("f" * 64)])
    assert found(unknown_files) == [f"no row tells of its file {'f' * 64}"]
    assert Upload.objects.count() == 1

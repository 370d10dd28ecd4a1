"""Are the words of a form saved whose files no disk keeps while they arrive, and the files that it kept taken in?"""

from errno import ENOSPC
from tempfile import TemporaryFile
from typing import Any, NoReturn

import pytest
from pytest_django import Settings

from practices.models import Practice, Upload
from practices.uploads import arriving, storage
from tests.admin.files.test_upload import address, opened, sent, told
from tests.entry_pictures import digest_of, png, sent_picture

pytestmark = pytest.mark.django_db


def full(*_given: Any, **_more: Any) -> NoReturn:
    raise OSError(ENOSPC, "No space left on device")


class FullFile:
    """A file on a disk without room, which one of its steps says."""

    def __init__(self, step: str) -> None:
        self.file, self.step, self.closed = TemporaryFile(), step, False  # noqa: SIM115  `close` closes it

    def __getattr__(self, name: str) -> Any:
        return full if name == self.step else getattr(self.file, name)

    def close(self) -> None:
        self.closed = True
        self.file.close()


@pytest.mark.long
@pytest.mark.parametrize("step", ["open", "write", "seek"])
def test_file_that_no_disk_keeps_while_it_arrives_costs_no_word_and_no_other_file(
    step: str, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    made: list[FullFile] = []
    steps = iter(["", step, ""])

    def made_anew(**_given: Any) -> FullFile:
        fails_at = next(steps)
        if fails_at == "open":
            full()
        made.append(FullFile(fails_at))
        return made[-1]

    monkeypatch.setattr(arriving, "TemporaryFile", made_anew)
    _person, client, practice = opened()
    files = [sent_picture(f"{colour}.png", colour=colour) for colour in (1, 2, 3)]
    response = sent(client, address(practice, ""), *files, title="As typed", button="_save")
    assert response.status_code == 302
    assert told(response) == [
        f"“2.png” was not kept. {storage.AWAY}",
        "2 pictures were taken in: describe them below.",
    ]
    practice = Practice.objects.get()
    kept = [digest_of(png(colour=colour)) for colour in (1, 3)]
    assert (practice.title, [each["file"] for each in practice.pictures]) == ("As typed", kept)
    assert {*Upload.objects.values_list("file", flat=True)} == {*kept}
    assert {each.closed for each in made} == {True}


def test_disk_of_which_nobody_knows_how_full_it_is_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", full)
    with pytest.raises(storage.StorageUnavailable, match="What you have written is safe"):
        storage.refuse_without_room(1)

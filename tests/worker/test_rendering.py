"""Does one picture that cannot be read or made hold up no other, and take away nothing that is shown?"""

import logging
from datetime import timedelta
from typing import Any, NoReturn

import pytest
from django.utils import timezone

from practices.answers.pictures import public_picture_address, shown_pictures
from practices.models import Practice, Upload
from practices.models.upload import MOST_TRIES, Readiness
from practices.uploads import renditions, storage
from practices.uploads.exceptions import FileRefused
from practices.uploads.renditions import RenditionCutOff, RenditionFailed
from practices.worker import rendering
from practices.worker.rendering import Later, render_next
from tests.builders import make_draft, make_user
from tests.entry_pictures import brought

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "LATER", Later())


def waiting(colour: int) -> tuple[Practice, str]:
    practice = make_draft(contributor=(person := make_user()))
    return practice, brought(practice, by=person, colour=colour)["file"]


def fails(error: type[BaseException]) -> Any:
    def fail(*_given: Any) -> NoReturn:
        raise error

    return fail


def told() -> list[str]:
    return list(Upload.objects.order_by("pk").values_list("readiness", flat=True))


@pytest.mark.parametrize("error", [RenditionFailed, FileNotFoundError])
def test_what_is_shown_already_is_never_taken_back(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    waiting(41)
    assert render_next()
    waiting(41)
    monkeypatch.setattr(renditions, "render", fails(error))
    assert render_next()
    assert told() == [Readiness.READY, Readiness.FAILED]


def test_picture_that_is_cut_off_is_tried_later_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting(42)
    monkeypatch.setattr(renditions, "render", fails(RenditionCutOff))
    monkeypatch.setattr(rendering, "PAUSE", 0.0)
    for _time in range(MOST_TRIES - 1):
        monkeypatch.setattr(rendering, "LATER", Later())  # a worker that starts anew
        assert render_next()
        assert told() == [Readiness.WAITING]
    assert (render_next(), told(), render_next()) == (True, [Readiness.FAILED], False)


def test_picture_that_ends_the_worker_each_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting(47), waiting(48)
    with monkeypatch.context() as deadly:
        deadly.setattr(renditions, "render", fails(SystemExit))
        for _time in range(MOST_TRIES):
            with pytest.raises(SystemExit):
                render_next()
    assert (render_next(), told()) == (True, [Readiness.FAILED, Readiness.WAITING])
    assert (render_next(), told()) == (True, [Readiness.FAILED, Readiness.READY])


def test_picture_that_cannot_be_shown_is_counted_when_it_is_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    practice, digest = waiting(49)
    person = practice.contributor
    assert person
    rendered = []

    def fail(*given: Any) -> NoReturn:
        rendered.append(given)
        raise RenditionFailed

    monkeypatch.setattr(renditions, "render", fail)
    assert render_next()
    for _time in range(1, MOST_TRIES):
        assert brought(practice, by=person, colour=49)["file"] == digest
        assert render_next()
    other = make_draft(contributor=person, title="Another")
    for each in (practice, other):
        with pytest.raises(FileRefused, match="cannot be shown"):
            brought(each, by=person, colour=49)
    assert (len(rendered), render_next(), told()) == (MOST_TRIES, False, [Readiness.FAILED])
    monkeypatch.undo()
    Upload.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
    brought(practice, by=person, colour=49)
    assert (render_next(), told(), Upload.objects.get().tries) == (True, [Readiness.READY], 0)


def test_store_that_is_away_costs_no_try(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting(50)
    monkeypatch.setattr(storage, "open_stored", fails(storage.StorageUnavailable))
    monkeypatch.setattr(rendering, "PAUSE", 0.0)
    for _time in range(MOST_TRIES + 1):
        assert render_next()
    assert (told(), Upload.objects.get().tries) == ([Readiness.WAITING], 0)


def test_picture_that_is_cut_off_lets_others_have_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting(43), waiting(44)
    with monkeypatch.context() as busy:
        busy.setattr(renditions, "render", fails(RenditionCutOff))
        assert render_next()
    assert (render_next(), render_next()) == (True, False)
    assert told() == [Readiness.WAITING, Readiness.READY]


def test_file_that_cannot_be_read_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _first, unreadable = waiting(45)
    waiting(46)
    opened = storage.open_stored

    def away(digest: str) -> Any:
        if digest == unreadable:
            raise storage.StorageUnavailable
        return opened(digest)

    monkeypatch.setattr(storage, "open_stored", away)
    assert (render_next(), render_next(), render_next()) == (True, True, False)
    assert told() == [Readiness.WAITING, Readiness.READY]
    (record,) = [each for each in caplog.records if each.levelno == logging.WARNING]
    assert "cannot be read" in record.getMessage()
    monkeypatch.setattr(storage, "open_stored", opened)
    rendering.LATER.due.clear()
    assert render_next()
    assert told() == [Readiness.READY, Readiness.READY]


@pytest.mark.long
@pytest.mark.parametrize("readiness", [Readiness.WAITING, Readiness.FAILED])
def test_picture_that_is_brought_to_another_entry_too_is_shown_as_before(readiness: str) -> None:
    rows = [
        brought(make_draft(contributor=(person := make_user())), by=person, width=500, height=40_000)
        for _entry in range(2)
    ]
    assert render_next()
    second = Upload.objects.order_by("pk")[1:].get()
    Upload.objects.filter(pk=second.pk).update(readiness=readiness, width=500, height=40_000)
    (shown,) = shown_pictures(rows[:1], public_picture_address)
    assert (shown.width, shown.height, shown.readiness) == (200, 16_000, Readiness.READY)

"""Does a process give a picture again without a thread, and only while it is on line?"""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from practices.models import Practice, version
from practices.public.page_cache import kept, shown_files
from practices.worker.rendering import render_next
from tests.builders import make_editor, make_user, moved, published
from tests.entry_pictures import brought

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asks_seldom(settings: Settings) -> None:
    settings.VERSION_SECONDS = 3600


def shown() -> tuple[Practice, str]:
    """Return a practice with a picture, and the address of that."""
    practice = published(contributor=(person := make_user()))
    practice = moved(practice, "revise", by=person)
    picture = brought(practice, by=person, colour=61)
    Practice.objects.filter(pk=practice.pk).update(pictures=[picture])
    practice = moved(Practice.objects.get(pk=practice.pk), "submit", by=person)
    practice = moved(practice, "approve", by=make_editor())
    assert render_next()
    look_again()
    return practice, f"/pictures/{picture['file']}-320.jpg"


def look_again() -> None:
    """Let the process ask for the version once more, as it does each second."""
    version._asked.clear()  # noqa: SLF001  no time goes by in a test
    version.current()


def from_memory(address: str, **headers: str) -> HttpResponse | None:
    request = RequestFactory().get(address, headers={"host": "localhost"} | headers)
    return kept.from_memory(request.environ)


def test_picture_that_was_shown_is_sent_from_its_folder(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    _practice, address = shown()
    assert from_memory(address) is None
    asked = Client().get(address)
    with django_assert_num_queries(0):
        again = from_memory(address)
        had = from_memory(address, if_none_match=asked["ETag"])
    assert again is not None
    path = Path(vars(again)["path"])
    assert path.is_relative_to(settings.MEDIA_ROOT)
    assert (again.status_code, dict(again.headers)) == (200, dict(asked.headers))
    assert path.read_bytes() == asked.content
    assert had is not None
    assert (had.status_code, had["ETag"], had["Cache-Control"], vars(had)["path"]) == (
        304,
        asked["ETag"],
        asked["Cache-Control"],
        "",
    )


@pytest.mark.parametrize("move", ["withdraw", None])
def test_picture_is_asked_for_anew_once_anything_changed(move: str | None) -> None:
    practice, address = shown()
    Client().get(address)
    assert from_memory(address)
    if move:
        moved(practice, move, by=make_editor(), note="It ended.", reason="It ended.")
    else:
        published(title="Another")
    look_again()
    assert from_memory(address) is None
    assert Client().get(address).status_code == (404 if move else 200)


def test_what_was_found_before_a_change_is_not_kept_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    practice, address = shown()
    noted = shown_files.keep_shown

    def withdrawn_meanwhile(*given: Any) -> HttpResponse:
        moved(practice, "withdraw", by=make_editor(), note="It ended.", reason="It ended.")
        look_again()
        return noted(*given)

    monkeypatch.setattr(kept, "keep_shown", withdrawn_meanwhile)
    assert Client().get(address).status_code == 200
    assert from_memory(address) is None


def test_only_what_was_shown_under_the_very_address_is_there() -> None:
    _practice, address = shown()
    Client().head(address)
    assert from_memory(address) is None
    Client().get(f"{address}?x=1")
    assert from_memory(f"{address}?x=1") is None
    Client().get(address)
    assert from_memory(address)
    assert from_memory(address, host="evil.example") is None
    assert from_memory(address.replace("320", "800")) is None


def test_place_of_a_picture_that_is_lost_is_never_kept() -> None:
    _practice, address = shown()
    Client().get(address)
    assert from_memory(address)
    for path in Path(settings.MEDIA_ROOT).rglob("*.jpg"):
        path.unlink()
    assert Client().get(address)["Content-Type"] == "image/svg+xml"
    assert from_memory(address) is None


def test_nothing_is_sent_from_a_folder_where_there_is_none(settings: Settings) -> None:
    _practice, address = shown()
    settings.MEDIA_ROOT = ""
    Client().get(address)
    assert from_memory(address) is None


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_files, "MOST", 1)
    _practice, address = shown()
    Client().get(address)
    Client().get(address.replace("320", "800"))
    assert from_memory(address)
    assert from_memory(address.replace("320", "800")) is None

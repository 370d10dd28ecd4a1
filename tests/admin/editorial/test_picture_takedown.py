"""Does an admin find the pictures of an entry and its old editions by their looks, and do they go from everywhere?"""

from typing import Any

import pytest
from django.test import Client

from practices.entries import actions
from practices.models import Practice, Upload
from practices.uploads import storage
from practices.worker.rendering import render_next
from tests.admin.editorial.test_takedown import confirmed, looked, page_of
from tests.builders import make_admin, make_city, make_draft, make_editor, make_user, moved, published
from tests.entry_pictures import brought, put_on_page
from tests.headings import words
from tests.pages import client_of
from tests.verify.looking import findings

pytestmark = pytest.mark.django_db


def with_pictures(practice: Practice, *pictures: dict[str, Any]) -> Practice:
    """Return an entry with an edition more, which shows these."""
    person = practice.contributor
    practice = moved(practice, "revise", by=person)
    practice = actions.save_answers(
        practice, {"pictures": list(pictures)}, by=person, expected_version=practice.version
    )
    return moved(moved(practice, "submit", by=person), "approve", by=make_editor())


def two_editions() -> tuple[Practice, dict[str, Any], dict[str, Any]]:
    """Return an entry whose edition before the last shows two pictures, and the last only the second of them."""
    practice = published(contributor=(person := make_user()))
    gone = brought(practice, by=person, colour=21, alt="A face at the quay.")
    stays = brought(practice, by=person, colour=22, alt="The empty quay.")
    practice = with_pictures(practice, gone, stays)
    return with_pictures(practice, stays), gone, stays


@pytest.mark.long
def test_pictures_of_old_editions_are_offered_as_such_and_go_from_everywhere_when_ticked(
    django_capture_on_commit_callbacks: Any,
) -> None:
    practice, gone, stays = two_editions()
    while render_next():
        pass
    address, old = f"/pictures/{gone['file']}-320.jpg", f"{practice.get_absolute_url()}editions/2/"
    assert Client().get(address).status_code == 200
    admin = make_admin()
    page = client_of(admin).get(page_of(practice)).text
    assert f'<img src="/preview/pictures/{gone["file"]}-800.jpg"' in page
    assert "A face at the quay." in page
    _client, answer = looked(admin, practice, what="pictures", pictures=[gone["file"]])
    said = words(answer.text)
    assert "Edition 2 of" in said
    assert "The edition on line" not in said
    assert gone["file"] in answer.text
    with django_capture_on_commit_callbacks(execute=True):
        confirmed(admin, practice, what="pictures", pictures=[gone["file"]])
    assert Client().get(address).status_code == 404
    assert list(Upload.objects.values_list("file", flat=True)) == [stays["file"]]
    assert gone["file"] not in set(storage.stored_digests())
    page = Client().get(old).text
    assert ("A face at the quay." in page, "The empty quay." in page) == (False, True)
    assert "Something was removed from this text on" in page


@pytest.mark.long
def test_address_of_a_picture_is_taken_for_the_picture() -> None:
    practice, gone, _stays = two_editions()
    address = f"https://site.example/preview/pictures/{gone['file']}-800.jpg"
    confirmed(make_admin(), practice, what="passage", passage=f" {address}\n")
    assert not Upload.objects.filter(file=gone["file"]).exists()


def test_whoever_takes_pictures_down_ticks_one() -> None:
    practice, _gone, _stays = two_editions()
    _client, answer = looked(make_admin(), practice, what="pictures")
    assert (answer.status_code, "Tick the pictures and documents that are to go." in answer.text) == (
        400,
        True,
    )


def test_nothing_is_offered_where_there_is_no_picture() -> None:
    practice = published(contributor=make_user())
    assert 'value="pictures"' not in client_of(make_admin()).get(page_of(practice)).text


def test_takedown_of_an_edition_tells_which_of_its_pictures_stay() -> None:
    practice, gone, stays = two_editions()
    _client, answer = looked(make_admin(), practice, what="2")
    told = answer.text[answer.text.index("These files of it stay") :]
    assert (stays["file"] in told, gone["file"] in told) == (True, False)


def test_entry_that_has_the_same_picture_is_told() -> None:
    practice, gone, _stays = two_editions()
    other = make_draft(contributor=(person := make_user()))
    brought(other, by=person, colour=21)
    _client, answer = looked(make_admin(), practice, what="pictures", pictures=[gone["file"]])
    assert f"Entry No. {other.pk} has one of them, too" in words(answer.text)
    _client, answer = looked(make_admin(), practice, what="2")
    assert gone["file"] in answer.text[answer.text.index("These files of it stay") :]


def test_page_of_a_city_that_has_the_same_picture_is_told_and_keeps_it(
    django_capture_on_commit_callbacks: Any,
) -> None:
    practice, gone, _stays = two_editions()
    put_on_page(make_city("Voss"), by=(admin := make_admin()), colour=21)
    _client, answer = looked(admin, practice, what="pictures", pictures=[gone["file"]])
    assert "The page of Voss, Norway has one of them, too" in words(answer.text)
    with django_capture_on_commit_callbacks(execute=True):
        confirmed(admin, practice, what="pictures", pictures=[gone["file"]])
    assert not Upload.objects.filter(file=gone["file"]).exists()
    assert gone["file"] in set(storage.stored_digests())
    assert practice.events.latest("pk").files_taken_down == []
    assert findings() == []


@pytest.mark.long
def test_picture_that_no_text_names_any_more_is_offered_and_goes(
    django_capture_on_commit_callbacks: Any,
) -> None:
    practice = published(contributor=(person := make_user()))
    left = brought(practice, by=person, colour=23)["file"]
    admin = make_admin()
    assert "quay.png" in client_of(admin).get(page_of(practice)).text
    _client, answer = looked(admin, practice, what="pictures", pictures=[left])
    assert "Files that were brought to it: 1" in words(answer.text)
    with django_capture_on_commit_callbacks(execute=True):
        answer = confirmed(admin, practice, what="pictures", pictures=[left])
    assert (answer.status_code, Upload.objects.exists(), left in set(storage.stored_digests())) == (
        200,
        False,
        False,
    )
    assert findings() == []


@pytest.mark.long
def test_takedown_leaves_files_that_nobody_named(django_capture_on_commit_callbacks: Any) -> None:
    practice, gone, stays = two_editions()
    person = practice.contributor
    assert person
    left = brought(practice, by=person, colour=24)["file"]
    for said in ({"what": "pictures", "pictures": [gone["file"]]}, {"what": "2"}):
        practice.refresh_from_db()
        with django_capture_on_commit_callbacks(execute=True):
            confirmed(make_admin(), practice, **said)
        assert set(Upload.objects.values_list("file", flat=True)) == {stays["file"], left}
        assert set(storage.stored_digests()) == {stays["file"], left}
    assert findings() == []


def test_address_of_a_picture_that_no_text_names_takes_it() -> None:
    practice = published(contributor=(person := make_user()))
    left = brought(practice, by=person, colour=23)["file"]
    confirmed(make_admin(), practice, what="passage", passage=f"/preview/pictures/{left}-800.jpg")
    assert not Upload.objects.exists()


@pytest.mark.long
def test_digests_are_told_and_recorded_for_versions_in_a_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "may_keep_versions", lambda: True)
    practice, gone, stays = two_editions()
    admin = make_admin()
    said = words(confirmed(admin, practice, what="pictures", pictures=[gone["file"]]).text)
    assert f"have these deleted there, too: {gone['file']}" in said
    history = client_of(admin).get(f"/admin/practices/practice/{practice.pk}/history/").text
    assert (gone["file"] in history, stays["file"] in history) == (True, False)
    told = practice.events.get(move="take_down").takedown
    assert told is not None
    assert told["files"] == [gone["file"]]


@pytest.mark.long
@pytest.mark.parametrize("others", [True, False])
def test_done_says_what_is_kept_only_where_something_is(
    monkeypatch: pytest.MonkeyPatch, *, others: bool
) -> None:
    monkeypatch.setattr(storage, "may_keep_versions", lambda: others)
    practice, gone, _stays = two_editions()
    if others:
        brought(make_draft(contributor=(person := make_user())), by=person, colour=21)
    said = words(confirmed(make_admin(), practice, what="pictures", pictures=[gone["file"]]).text)
    assert ("It is taken down." in said, "have these deleted there" in said) == (True, False)
    assert ("What was named as keeping some of the same still does." in said) is others

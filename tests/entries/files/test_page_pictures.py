"""Is a city's or topic's picture seen by anybody while it stands on its page, and is nothing left of it afterwards?"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from practices.answers.pictures import address_on_site, preview_picture_address, public_picture_address
from practices.entries import merging
from practices.entries.files.page_pictures import PictureChanged, picture_of, set_picture, take_picture_out
from practices.entries.files.readers import is_on_line, is_seen_by
from practices.entries.files.receiving import UNNAMED_DAYS, receive_for_page, sweep_files
from practices.models import AuditEvent, City, Merge, PagePicture, Topic, Upload, brought_files, version
from practices.models.merge import UNDO_WITHIN
from practices.uploads import storage
from practices.worker.rendering import render_next
from tests.builders import make_city, make_draft, make_editor, make_topic, make_user, published
from tests.entry_pictures import brought, put_on_page, said_of, sent_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bytes_go_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what waits for the end of a transaction be done at once: a test has one around it."""
    monkeypatch.setattr("practices.entries.files.receiving.transaction.on_commit", lambda do, **_how: do())


def owners() -> list[City | Topic]:
    """Return a city and a topic that have pages."""
    published(city=(city := make_city()))
    return [city, make_topic()]


def seen_by_anybody(digest: str) -> bool:
    return Client().get(public_picture_address(digest, 800, "jpg")).status_code == 200


def pictures(*rows: City | Topic) -> list[str]:
    """Return the names of the pictures of rows, as they are now."""
    return [row.file if (row := picture_of(each)) else "" for each in rows]


def test_picture_is_seen_by_anybody_once_it_is_set_and_stands_on_its_page() -> None:
    editor = make_editor()
    for colour, owner in enumerate(owners()):
        digest = receive_for_page(sent_picture(colour=colour, width=300, height=300), by=editor).file
        assert (is_on_line(digest), is_seen_by(editor, digest), is_seen_by(make_user(), digest)) == (
            False,
            True,
            False,
        )
        before = version.current()
        set_picture(owner, said_of(digest, alt="Houses at the water."), by=editor)
        assert version.current() != before
        assert render_next()
        assert (is_on_line(digest), seen_by_anybody(digest)) == (True, True)
        page = Client().get(owner.get_absolute_url()).text
        assert page.count('alt="Houses at the water."') == 1
        assert f'property="og:image" content="{address_on_site(said_of(digest))}"' in page


def test_city_without_a_page_shows_nobody_its_picture() -> None:
    digest = put_on_page(make_city(), by=make_editor())
    assert (is_on_line(digest), seen_by_anybody(digest)) == (False, False)


def test_replaced_picture_has_no_address_any_more_and_no_bytes() -> None:
    editor = make_editor()
    for colour, owner in enumerate(owners(), 1):
        former = put_on_page(owner, by=editor, colour=colour)
        assert render_next()
        assert seen_by_anybody(former)
        put_on_page(owner, by=editor, colour=colour + 10)
        assert (is_on_line(former), seen_by_anybody(former), storage.is_kept(former)) == (False, False, False)
        own = Client()
        own.force_login(editor)
        assert own.get(preview_picture_address(former, 800, "jpg")).status_code == 404
        take_picture_out(owner, pictures(owner)[0], by=editor)
        assert PagePicture.objects.count() == 0
        assert "/pictures/" not in Client().get(owner.get_absolute_url()).text
    assert list(storage.stored_digests()) == []


def test_bytes_stay_while_an_entry_has_them_and_an_entry_leaves_them_to_a_page() -> None:
    person, editor = make_user(), make_editor()
    practice, (city, _topic) = make_draft(contributor=person), owners()
    digest = put_on_page(city, by=editor)
    picture = brought(practice, by=person)
    assert picture["file"] == digest
    take_picture_out(city, digest, by=editor)
    assert (storage.is_kept(digest), is_on_line(digest)) == (True, False)
    put_on_page(city, by=editor)
    Upload.objects.update(at=timezone.now() - timedelta(days=UNNAMED_DAYS + 1))
    sweep_files(timezone.now())
    assert (Upload.objects.count(), storage.is_kept(digest), is_on_line(digest)) == (0, True, True)


def test_words_are_changed_without_the_file_and_only_of_the_picture_that_is_there() -> None:
    editor, (city, topic) = make_editor(), owners()
    digest = put_on_page(city, by=editor)
    set_picture(city, said_of(digest, alt="A quay."), by=editor)
    row = picture_of(city)
    assert row
    assert (row.said["alt"], "file" in row.said) == ("A quay.", False)
    with pytest.raises(PictureChanged):
        set_picture(topic, said_of(digest), by=editor)
    with pytest.raises(PictureChanged):
        take_picture_out(city, "f" * 64, by=editor)
    nobodys = receive_for_page(sent_picture(colour=9), by=editor).file
    with pytest.raises(PictureChanged):
        set_picture(city, said_of(nobodys), by=make_editor())
    assert pictures(city, topic) == [digest, ""]


def test_nobody_but_an_editor_sets_one() -> None:
    person, (city, _topic) = make_user(), owners()
    digest = receive_for_page(sent_picture(), by=person).file
    with pytest.raises(PermissionDenied):
        set_picture(city, said_of(digest), by=person)
    with pytest.raises(PermissionDenied):
        take_picture_out(city, digest, by=person)


def test_change_is_kept_among_those_of_the_city_or_topic_and_no_words_of_it() -> None:
    editor, (city, topic) = make_editor(), owners()
    digest = put_on_page(topic, by=editor)
    set_picture(topic, said_of(digest), by=editor)
    set_picture(topic, said_of(digest, alt="A quay."), by=editor)
    take_picture_out(topic, digest, by=editor)
    kept = AuditEvent.objects.filter(kind="topic_changed", about_id=topic.pk, actor=editor).order_by("pk")
    short = digest[:8]
    assert [(row.before["picture"], row.after["picture"]) for row in kept] == [
        ("", short),
        ("…", "…"),
        (short, ""),
    ]
    assert not AuditEvent.objects.filter(about_id=city.pk, kind="city_changed").exists()


@pytest.mark.parametrize("kind", [City, Topic])
def test_picture_follows_a_merge_where_there_was_none_and_comes_back(kind: type[City | Topic]) -> None:
    gone, stays = _pair(kind)
    editor = make_editor()
    digest = put_on_page(gone, by=editor)
    before = version.current()
    merged = merging.merge(gone, stays, by=editor)
    assert (pictures(stays), version.current() != before) == ([digest], True)
    back = merging.part(merged, by=editor)
    assert pictures(back, stays) == [digest, ""]


@pytest.mark.parametrize("kind", [City, Topic])
def test_picture_of_the_one_that_stays_stays_and_the_other_waits_a_day(kind: type[City | Topic]) -> None:
    gone, stays = _pair(kind)
    editor = make_editor()
    its_own, kept = put_on_page(gone, by=editor, colour=1), put_on_page(stays, by=editor, colour=2)
    merged = merging.merge(gone, stays, by=editor)
    assert (pictures(stays), is_on_line(its_own), storage.is_kept(its_own)) == ([kept], False, True)
    sweep_files(timezone.now())
    back = merging.part(merged, by=editor)
    assert pictures(back, stays) == [its_own, kept]
    merging.merge(back, stays, by=editor)
    Merge.objects.update(at=timezone.now() - UNDO_WITHIN - timedelta(minutes=1))
    sweep_files(timezone.now())
    assert (brought_files.all_digests(), storage.is_kept(its_own)) == ({kept}, False)


def test_undo_of_a_merge_leaves_a_picture_that_was_set_since() -> None:
    gone, stays = _pair(City)
    editor = make_editor()
    put_on_page(gone, by=editor, colour=1)
    merged = merging.merge(gone, stays, by=editor)
    since = put_on_page(stays, by=editor, colour=2)
    assert pictures(merging.part(merged, by=editor), stays) == ["", since]


def test_what_nobody_set_goes_after_a_while_and_with_its_city_goes_its_picture() -> None:
    editor = make_editor()
    digest = receive_for_page(sent_picture(), by=editor).file
    sweep_files(timezone.now() + timedelta(days=UNNAMED_DAYS - 1))
    assert storage.is_kept(digest)
    sweep_files(timezone.now() + timedelta(days=UNNAMED_DAYS + 1))
    assert not storage.is_kept(digest)
    city = make_city()
    put_on_page(city, by=editor)
    city.delete()
    assert PagePicture.objects.count() == 0


def _pair(kind: type[City | Topic]) -> tuple[Any, Any]:
    if kind is City:
        return make_city("Bjorgvin"), make_city()
    return make_topic("media"), make_topic("press")

"""Is what lay in the trash long enough purged of every word, and nothing else (promise R7)?"""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from practices.accounts.data_export import mine
from practices.entries import actions, bulk, preview_links, trash
from practices.entries.actions import MoveRefused
from practices.models import Batch, Comment, Event, PagePicture, Practice, PreviewLink, Report, Snapshot, Word
from practices.models.search import WordSource
from practices.workflow import RECORDED, TRASH
from tests.builders import make_draft, make_editor, make_user, moved, published, withdrawn
from tests.crash import digest
from tests.entries.test_trash import trashed
from tests.test_canaries import CANARY, seed

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


def test_it_is_purged_after_ninety_days_and_not_a_moment_before() -> None:
    thrown = trashed(published())
    moment = thrown.trashed_at
    assert moment is not None
    assert trash.empty(at=moment + timedelta(days=90) - timedelta(seconds=1)) == 0
    assert trash.days_left(thrown) == 90
    with pytest.raises(MoveRefused):
        actions.purge(thrown, at=moment + timedelta(days=89))
    assert trash.empty(at=moment + timedelta(days=90)) == 1
    assert trash.empty(at=moment + timedelta(days=91)) == 0
    assert [(each.move, each.actor) for each in Event.objects.all()[:1]] == [("purge", None)]


def test_days_are_a_setting_and_the_command_empties(settings: Settings, capsys: Any) -> None:
    settings.TRASH_DAYS = 3
    thrown = trashed(published())
    kept = trashed(published(title="Another ship"))
    Practice.all_objects.filter(pk=thrown.pk).update(trashed_at=timezone.now() - timedelta(days=3))
    call_command("purge_trash")
    call_command("purge_trash")
    assert capsys.readouterr().out == "1 entries purged\n"  # and nothing of nothing
    assert list(trash.thrown_away()) == [kept]


def test_entry_that_fails_costs_itself_only(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, other = trashed(published()), trashed(published(title="Another ship"))
    purge = actions.purge

    def fail_for_one(practice: Practice, **given: Any) -> Practice:
        if practice == broken:
            raise ValueError
        return purge(practice, **given)

    monkeypatch.setattr(actions, "purge", fail_for_one)
    assert trash.empty(at=timezone.now() + timedelta(days=91)) == 1
    assert list(trash.thrown_away()) == [broken]
    assert not Practice.all_objects.get(pk=other.pk).title
    assert [record.getMessage() for record in caplog.records] == [f"Entry {broken.pk} could not be purged"]


@pytest.mark.long
def test_purge_leaves_no_word_and_keeps_number_address_and_events() -> None:
    owner = seed()
    editor = make_editor()
    for practice in Practice.objects.all():
        preview_links.share(practice, by=editor)
    batch = bulk.move_each(RECORDED[TRASH], _seen(), by=editor, note="Canarytrash")
    assert all(entry.done for entry in batch.entries.all())
    before = list(Practice.all_objects.order_by("pk").values("pk", "slug", "status", "licence"))
    events = list(Event.objects.order_by("pk").values("pk", "move", "at", "actor"))
    snapshots = Snapshot.objects.count()
    assert len(CANARY.findall(digest())) > 100
    late = timezone.now() + timedelta(days=90)
    assert trash.empty(at=late) == len(before)
    Report.objects.all().delete()  # of no entry: it goes by its own age
    PagePicture.objects.all().delete()  # of a city
    assert CANARY.findall(digest()) == []
    assert owner.email not in digest()
    assert list(Practice.all_objects.order_by("pk").values("pk", "slug", "status", "licence")) == before
    assert list(Event.objects.order_by("pk").values("pk", "move", "at", "actor"))[: len(events)] == events
    assert Snapshot.objects.count() == snapshots
    assert (Comment.objects.count(), PreviewLink.objects.count(), Batch.objects.count()) == (0, 0, 0)
    for row in before:
        status = 410 if row["slug"] else 404
        assert Client().get(f"/p/{row['pk']}/").status_code == status
    with pytest.raises(PermissionDenied):
        actions.recover(Practice.all_objects.all()[0], by=editor, expected_version=1)
    assert list(trash.thrown_away()) == []


def test_purge_takes_out_of_the_word_list_what_no_edition_says_any_more() -> None:
    editor = make_editor()
    published(title="A kept pony", purpose="", process="")
    gone = published(
        title="Kept ponies", purpose="Of **Quince**, *Snout* and", process="", documents=[document("Bottom")]
    )
    draft = moved(gone, "revise", by=editor)
    actions.save_answers(draft, {"purpose": "Flute"}, by=editor, expected_version=draft.version)
    trashed(moved(draft, "publish", by=editor))
    words = Word.objects.filter(sort=WordSource.TEXT)
    taught = {"kept", "pony", "ponies", "quince", "snout", "bottom", "flute", "and"}
    assert taught <= set(words.values_list("folded", flat=True))
    trash.empty(at=timezone.now() + timedelta(days=90))
    assert taught & set(words.values_list("folded", flat=True)) == {"kept", "pony", "ponies"}


def document(title: str) -> dict[str, str]:
    return {"title": title, "url": ""}


def _seen() -> list[tuple[int, int]]:
    return list(Practice.objects.values_list("pk", "version"))


def test_purged_address_is_never_given_again_and_an_import_makes_a_new_entry() -> None:
    thrown = trashed(published(title="The ship"))
    trash.empty(at=timezone.now() + timedelta(days=90))
    again = published(title="The ship")
    assert (thrown.slug, again.slug) == ("the-ship", "the-ship-bergen")


def test_my_data_holds_what_is_in_the_trash_and_nothing_that_was_purged() -> None:
    author = make_user()
    trashed(make_draft(contributor=author), by=author)
    assert [each["in_the_trash_since"] is not None for each in mine(author)["practices"]] == [True]
    assert "reading ship" in json.dumps(mine(author))
    trash.empty(at=timezone.now() + timedelta(days=90))
    assert mine(author)["practices"] == []


def test_edition_that_was_replaced_is_kept_for_a_day_and_what_is_off_line_for_longer() -> None:
    author, editor = make_user(), make_editor()
    practice = published(contributor=author, contact_name="Kari", contact_public=True)
    gone = withdrawn(contact_name="Ola", contact_public=True)
    replaced = moved(moved(moved(practice, "revise", by=author), "submit", by=author), "approve", by=editor)
    moment = replaced.edition.published_at

    def kept() -> list[str]:
        rows = Practice.objects.exclude(edition_aside__isnull=True).order_by("pk")
        return [each.edition_aside["contact_name"] for each in rows if each.edition_aside]

    trash.empty(at=moment + timedelta(days=1) - timedelta(seconds=1))
    assert kept() == ["Kari", "Ola"]
    trash.empty(at=moment + timedelta(days=1))
    assert kept() == ["Ola"]
    assert moved(gone, "restore", by=editor).edition.contact_name == "Ola"

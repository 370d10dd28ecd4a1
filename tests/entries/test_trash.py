"""Is what was thrown away gone for everybody, back as it was with one press, and purged in time (promise R7)?"""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client

from practices.accounts import lifecycle
from practices.admin.editorial.dashboard import counts, waiting
from practices.entries import actions, comments, preview_links
from practices.entries.actions import Stale
from practices.entries.duplicates import similar
from practices.mail import digest
from practices.models import (
    Comment,
    Edition,
    Event,
    Mail,
    Place,
    Practice,
    PreviewLink,
    SearchEntry,
    Snapshot,
    User,
    chain,
)
from practices.workflow import MOVES, Status
from tests.builders import (
    in_status,
    make_city,
    make_draft,
    make_editor,
    make_topic,
    make_user,
    moved,
    published,
    submitted,
    withdrawn,
)
from tests.imports.written import brought_in, json_of, totals
from tests.test_canaries import crawl, starts
from tests.test_workflow import STATES

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


def trashed(practice: Practice, *, by: User | None = None, note: str = "") -> Practice:
    current = Practice.objects.get(pk=practice.pk)
    return actions.trash(current, by=by or make_editor(), expected_version=current.version, note=note)


def recovered(practice: Practice, *, by: User | None = None) -> Practice:
    current = Practice.all_objects.get(pk=practice.pk)
    return actions.recover(current, by=by or make_editor(), expected_version=current.version)


def standing() -> dict[str, list[Any]]:
    """Return every row that tells of practices, but for what the way to the trash and back itself writes."""
    rows: dict[str, list[Any]] = {
        model.__name__: list(model._base_manager.order_by("pk").values())
        for model in (Practice, Edition, Snapshot, Comment, PreviewLink)
    }
    risen = dict.fromkeys(["version", *chain.TAIL])
    rows["Practice"] = [row | risen for row in rows["Practice"]]
    places = Place.objects.order_by("edition", "pk").values_list("edition", "country", "city", "is_lead")
    topics = Edition.topics.through.objects.order_by("edition", "topic").values_list("edition", "topic")
    found = SearchEntry.objects.order_by("pk").values_list("pk")
    return rows | {"places": list(places), "topics": list(topics), "found": list(found)}


ADDRESSES = ("/", "/practices/", "/practices/?q=reading+ship", "/places/no/", "/topics/education/")


def pages(practice: Practice) -> dict[str, tuple[int, bytes]]:
    own = (f"/practices/{practice.slug}/", f"/practices/{practice.slug}/editions/1/", f"/p/{practice.pk}/")
    answers = {address: Client().get(address) for address in (*ADDRESSES, *own)}
    return {address: (answer.status_code, answer.content) for address, answer in answers.items()}


# To the trash and back


@pytest.mark.one_in(2)
@pytest.mark.long
@pytest.mark.parametrize(("status", "edition"), STATES)
def test_entry_comes_back_as_it_was_from_every_status(status: Status, edition: bool) -> None:
    practice = in_status(status, contributor=make_user(), edition=edition)
    before, shown = standing(), pages(practice) if practice.slug else {}
    editor = make_editor()
    thrown = trashed(practice, by=editor)
    assert Practice.objects.filter(pk=practice.pk).count() == Edition.objects.count() == 0
    assert (Place.objects.count(), SearchEntry.objects.count()) == (0, 0)
    back = recovered(thrown, by=editor)
    assert standing() == before
    assert (pages(practice) if practice.slug else {}) == shown
    assert back.version == practice.version + 2
    events = list(Event.objects.filter(practice=practice)[:2])
    assert [(each.move, each.from_status, each.to_status, each.actor) for each in events] == [
        ("recover", status, status, editor),
        ("trash", status, status, editor),
    ]


def test_edition_keeps_its_contact_and_licence_whatever_the_working_copy_says() -> None:
    author = make_user()
    practice = published(contributor=author, contact_name="Kari", contact_public=True)
    practice = moved(practice, "revise", by=author)
    practice = actions.save_answers(
        practice,
        {"contact_name": "Ola", "contact_public": False},
        by=author,
        expected_version=practice.version,
    )
    before = standing()
    assert recovered(trashed(practice)).edition.contact_name == "Kari"
    assert standing() == before
    hidden = published(contributor=author, title="Hidden", contact_name="Kari", contact_public=False)
    hidden = moved(hidden, "revise", by=author)
    hidden = actions.save_answers(
        hidden, {"contact_public": True}, by=author, expected_version=hidden.version
    )
    assert recovered(trashed(hidden)).edition.contact_name == ""


@pytest.mark.long
def test_visitor_finds_nothing_and_the_address_says_that_it_was_removed() -> None:
    practice = published(contributor=make_user(), title="The vanishing ship")
    other = published(title="The other ship", city=make_city("Oslo"))
    short = f"/p/{practice.pk}/"
    assert b"The vanishing ship" in Client().get("/practices/").content
    trashed(practice)
    shown = pages(practice)
    gone = [address for address, (status, _page) in shown.items() if status == 410]
    assert gone == [f"/practices/{practice.slug}/", f"/practices/{practice.slug}/editions/1/", short]
    assert all(b"This practice was removed" in shown[address][1] for address in gone)
    addresses = [f"/practices/{other.slug}/", *ADDRESSES, *starts()]
    found = [address for address, text in crawl(Client(), *addresses) if "vanishing" in text.lower()]
    assert found == []


def test_address_of_what_was_never_on_line_is_not_found() -> None:
    practice = trashed(submitted())
    assert Client().get(f"/p/{practice.pk}/").status_code == 404
    assert Client().get(f"/preview/{practice.pk}/").status_code == 302


def test_address_is_given_to_no_other_practice() -> None:
    first = published(title="The ship")
    trashed(first)
    second = published(title="The ship")
    assert (first.slug, second.slug) == ("the-ship", "the-ship-bergen")


def test_withdrawn_entry_says_that_it_was_removed_and_its_reason_again_when_it_is_back() -> None:
    practice = withdrawn()
    address = f"/practices/{practice.slug}/"
    trashed(practice)
    assert b"The practice has ended." not in Client().get(address).content
    recovered(practice)
    assert b"The practice has ended." in Client().get(address).content


def test_entry_in_the_trash_is_in_no_queue_count_list_or_hint() -> None:
    author, editor = make_user(), make_editor()
    practice = submitted(contributor=author)
    like = make_draft(contributor=author)
    assert [each.practice for each in waiting(editor)] == [practice]
    assert [each.practice for each in similar(like, person=author)] == [practice]
    link = preview_links.share(practice, by=author).get_absolute_url()
    trashed(practice)
    assert waiting(editor) == []
    assert {status: number for status, number, _address in counts()}[Status.SUBMITTED] == 0
    assert similar(like, person=author) == []
    assert list(Practice.objects.of(author)) == [like]
    assert Client().get(link).status_code == 410
    recovered(practice)
    assert Client().get(link).status_code == 200


def test_editors_are_not_told_that_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("practices.mail.digest.is_time", lambda _: True)
    practice = submitted()
    make_editor()
    trashed(practice)
    assert digest.write_digests() == 0
    recovered(practice)
    assert digest.write_digests() > 0


def test_nothing_can_be_done_with_it_but_bringing_it_back() -> None:
    author, editor = make_user(), make_editor()
    practice = trashed(submitted(contributor=author))
    for person in (author, editor, None):
        for name in MOVES:
            with pytest.raises(PermissionDenied):
                actions.move(
                    practice, name, by=person, expected_version=practice.version, note="No.", reason="No."
                )
    for act in (
        lambda: actions.save_answers(
            practice, {"title": "New"}, by=editor, expected_version=practice.version
        ),
        lambda: actions.trash(practice, by=editor, expected_version=practice.version),
        lambda: comments.add(practice, field="", text="Why?", internal=False, by=editor),
        lambda: preview_links.share(practice, by=author),
    ):
        with pytest.raises(PermissionDenied), transaction.atomic():
            act()


def test_it_is_thrown_away_as_it_was_seen_and_only_once_brought_back() -> None:
    editor, practice = make_editor(), submitted()
    with pytest.raises(Stale):
        actions.trash(practice, by=editor, expected_version=practice.version - 1)
    thrown = trashed(practice)
    with pytest.raises(Stale):
        actions.recover(practice, by=editor, expected_version=practice.version)
    recovered(thrown)
    with pytest.raises(PermissionDenied):
        actions.recover(practice, by=editor, expected_version=thrown.version + 1)


def test_claim_goes_with_the_trash() -> None:
    from practices.entries import claims  # noqa: PLC0415

    editor, practice = make_editor(), submitted()
    claims.claim(practice, by=editor)
    assert recovered(trashed(practice)).claimed_by is None


def test_import_reports_an_entry_in_the_trash(tmp_path: Any) -> None:
    city, topic = make_city(), make_topic()
    entry = {"title": "The reading ship", "country": "Norway", "city": city.name, "topics": [topic.name]}
    path = json_of(tmp_path, entry)
    assert brought_in(path) == [totals(created=1)]
    pk = trashed(Practice.objects.get()).pk
    why = f"number {pk} (in the trash; an editor can bring it back) has this title and place."
    assert brought_in(path) == [f"entry 1, “The reading ship”: already there: {why}", totals(there=1)]
    assert Practice.all_objects.count() == 1


def test_closing_an_account_takes_the_contact_out_of_the_trash_too() -> None:
    author = make_user()
    practice = published(
        contributor=author, contact_name="Kari", contact_email=author.email, contact_public=True
    )
    thrown = trashed(practice)
    lifecycle.close_account(author)
    thrown.refresh_from_db()
    back = recovered(thrown)
    assert (back.edition.contact_name, back.edition.contact_email, back.contact_email) == ("", "", "")


def test_author_hears_that_an_editor_threw_it_away_and_brought_it_back() -> None:
    author, editor = make_user(), make_editor()
    practice = submitted(contributor=author)
    Mail.objects.all().delete()
    thrown = trashed(practice, by=editor, note="It was sent twice.")
    Mail.objects.update(attempts=1)
    recovered(thrown, by=editor)
    own = make_draft(contributor=author)
    recovered(trashed(own, by=author), by=author)
    told = [(mail.kind, mail.to) for mail in Mail.objects.order_by("pk")]
    assert told == [("trashed", author.email), ("recovered", author.email)]
    assert "It was sent twice." in Mail.objects.get(kind="trashed").text


def test_what_comes_back_before_a_mail_left_is_told_to_nobody() -> None:
    practice, editor = submitted(contributor=make_user()), make_editor()
    Mail.objects.all().delete()
    recovered(trashed(practice, by=editor), by=editor)
    assert Mail.objects.count() == 0

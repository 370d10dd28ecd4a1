"""Who reads what happened to an entry, and what it said before?"""

import re

import pytest
from django.test import Client

from practices.answers import codec
from practices.entries import actions, coauthors
from practices.models import Practice, Snapshot, chain
from practices.template import QUESTIONS
from tests.builders import make_draft, make_editor, make_user, moved, published, submitted
from tests.pages import client_of, form_data, form_of

pytestmark = pytest.mark.django_db


def page(practice: Practice, name: str, site: str = "contribute") -> str:
    return f"/{site}/practices/practice/{practice.pk}/{name}/"


def test_contributor_reads_moves_and_notes_but_not_who_of_the_editors() -> None:
    user = make_user("me@city.example")
    practice = submitted(contributor=user)
    moved(practice, "return", by=make_editor("ed@programme.example"), note="Say who paid.")
    text = client_of(user).get(page(practice, "history")).content.decode()
    assert "Say who paid." in text
    assert "me@city.example" in text
    assert "An editor" in text
    assert "ed@programme.example" not in text


def test_editor_reads_who_did_what() -> None:
    practice = submitted(contributor=make_user("me@city.example"))
    moved(practice, "return", by=make_editor("ed@programme.example"), note="More.")
    text = client_of(make_editor()).get(page(practice, "history", "admin")).content.decode()
    assert "ed@programme.example" in text
    assert "me@city.example" in text


def test_status_says_what_the_trash_did_and_nothing_where_it_stayed() -> None:
    user = make_user()
    practice = make_draft(contributor=user)
    thrown = actions.trash(practice, by=user, expected_version=practice.version)
    actions.recover(thrown, by=user, expected_version=thrown.version)
    coauthors.invite(practice, email="colleague@city.example", by=user)
    moved(practice, "submit", by=user, licence_agreed=True)
    text = client_of(user).get(page(practice, "history")).content.decode()
    cells = [
        re.sub(r"<[^>]+>", "", cell)
        for cell in re.findall(r'data-column="Status">(.*?)</td>', text, re.DOTALL)
    ]
    assert [" ".join(cell.split()) for cell in cells] == [
        "Draft → Submitted",
        "Draft",
        "In the trash → Draft",
        "Draft → In the trash",
    ]


def test_snapshot_shows_every_question_as_it_stood() -> None:
    user = make_user()
    practice = submitted(contributor=user, purpose="First text.", city=None, city_typed="Smallville")
    actions.save_answers(
        practice, {"purpose": "Second."}, by=make_editor(), expected_version=practice.version
    )
    snapshot = Snapshot.objects.filter(practice=practice).earliest("at")
    text = client_of(user).get(page(practice, f"snapshots/{snapshot.pk}")).content.decode()
    assert "First text." in text
    assert "Second." not in text
    assert "Smallville (as typed, not linked yet)" in text
    assert [q.field for q in QUESTIONS if f'id="id_{q.field}"' not in text] == []
    assert "<textarea" not in text


def test_snapshot_is_found_under_its_own_entry_only() -> None:
    user = make_user()
    own, theirs = make_draft(contributor=user), submitted(purpose="A secret.")
    snapshot = Snapshot.objects.get(practice=theirs)
    response = client_of(user).get(page(own, f"snapshots/{snapshot.pk}"))
    assert response.status_code == 404
    assert b"A secret." not in response.content


@pytest.mark.parametrize("name", ["history", "snapshots/1"])
def test_stranger_reads_nothing(name: str) -> None:
    practice = submitted(purpose="A secret.")
    response = Client().get(page(practice, name))
    assert (response.status_code, response.content) == (302, b"")


def test_operator_is_named_as_such() -> None:
    practice = published()
    text = client_of(make_editor()).get(page(practice, "history", "admin")).content.decode()
    assert text.count("The operator") == 4  # the event, the snapshot, and the snapshot in both choices


def test_any_two_moments_are_compared_word_by_word() -> None:
    user = make_user()
    practice = moved(published(contributor=user, purpose="A red ship."), "revise", by=user)
    actions.save_answers(practice, {"purpose": "A blue ship."}, by=user, expected_version=practice.version)
    practice = moved(practice, "submit", by=user)
    edition = Snapshot.objects.get(practice=practice, edition=1)
    client = client_of(user)
    text = client.get(page(practice, "history"), {"first": str(edition.pk), "second": "now"}).content.decode()
    assert "A <del>red </del><ins>blue </ins>ship." in text
    turned = client.get(
        page(practice, "history"), {"first": "now", "second": str(edition.pk)}
    ).content.decode()
    assert "A <del>blue </del><ins>red </ins>ship." in turned
    other = Snapshot.objects.filter(practice=submitted(purpose="A secret.")).get()
    for asked in (str(other.pk), "x", "9" * 30, "0", "\0"):
        response = client.get(page(practice, "history"), {"first": asked, "second": "now"})
        assert (response.status_code, response.context["compared"]) == (200, None)
        assert b"A secret." not in response.content


def test_edition_becomes_the_working_copy_and_what_stood_there_is_kept() -> None:
    user = make_user()
    practice = published(contributor=user, purpose="Old words.", contact_name="Ada", city_typed="")
    edition = Snapshot.objects.get(practice=practice, edition=1)
    address = page(practice, f"snapshots/{edition.pk}")
    client = client_of(user)
    assert "revise the entry first" in client.get(address).content.decode()
    assert client.post(address, {"seen": practice.version}).status_code == 403
    practice = moved(practice, "revise", by=user)
    practice = actions.save_answers(
        practice, {"purpose": "New words."}, by=user, expected_version=practice.version
    )
    stale = client.post(address, {"seen": practice.version - 1})
    assert stale.status_code == 409
    assert [words in stale.content for words in (b"Old words.", b"New words.")] == [True, True]
    practice.refresh_from_db()
    assert practice.purpose == "New words."
    client.post(address, form_data(client.get(address).content, "bring_back_form"))
    practice.refresh_from_db()
    assert (practice.purpose, practice.contact_name) == ("Old words.", "Ada")
    kept = Snapshot.objects.filter(practice=practice, edition=None).latest("pk")
    assert (kept.answers["purpose"], kept.by) == ("New words.", user)


def test_edition_brought_back_leaves_the_contact_and_its_tick_as_they_are() -> None:
    contact = {"contact_name": "The office", "contact_email": "office@city.example"}
    user = make_user()
    practice = published(contributor=user, contact_public=True, purpose="Old words.", **contact)
    address = page(practice, f"snapshots/{Snapshot.objects.get(edition=1).pk}")
    practice = moved(practice, "revise", by=user)
    for private in ({}, {"contact_name": "Ada", "contact_public": False}):
        changed = {"purpose": "New words.", **private}
        practice = actions.save_answers(practice, changed, by=user, expected_version=practice.version)
        client_of(user).post(address, {"seen": practice.version})
        practice.refresh_from_db()
        stands = {field: getattr(practice, field) for field in codec.CONTACT}
        assert (practice.purpose, stands) == ("Old words.", {"contact_public": True, **contact, **private})


def test_comparing_with_an_edition_says_nothing_of_the_contact_nor_of_questions_left_blank() -> None:
    user = make_user()
    practice = published(contributor=user, contact_name="Ada", contact_public=True)
    snapshot = Snapshot.objects.get(edition=1)
    older = {field: value for field, value in snapshot.answers.items() if field != "lessons"}
    Snapshot.objects.filter(pk=snapshot.pk).amend(answers=older)
    asked = {"first": str(snapshot.pk), "second": "now"}
    assert client_of(user).get(page(practice, "history"), asked).context["compared"] == []


def test_what_an_editor_changed_is_marked_as_such() -> None:
    user, editor = make_user("me@city.example"), make_editor("ed@programme.example")
    practice = submitted(contributor=user)
    actions.save_answers(practice, {"purpose": "Mended."}, by=editor, expected_version=practice.version)
    own = client_of(user).get(page(practice, "history")).content.decode()
    assert "as me@city.example left it before a change" in own
    assert "As it stands now, an editor wrote it: An editor" in own
    assert "ed@programme.example" not in own
    theirs = client_of(editor).get(page(practice, "history", "admin")).content.decode()
    assert "as me@city.example left it before a change" in theirs
    assert "Submit, me@city.example" in theirs
    practice = moved(practice, "return", by=editor, note="Say more.")
    actions.save_answers(practice, {"purpose": "Mended again."}, by=user, expected_version=practice.version)
    own = client_of(user).get(page(practice, "history")).content.decode()
    assert "as an editor (An editor) left it before a change" in own
    assert "ed@programme.example" not in own
    theirs = client_of(editor).get(page(practice, "history", "admin")).content.decode()
    assert "as an editor (ed@programme.example) left it before a change" in theirs


def test_snapshot_that_is_longer_than_can_be_kept_now_is_read_and_not_brought_back() -> None:
    user = make_user()
    practice = make_draft(contributor=user)
    answers = codec.encoded(practice) | {"title": "x" * 3000}
    snapshot = Snapshot(practice=practice, answers=answers, by=user)
    chain.append(practice, snapshot)
    client = client_of(user)
    address = page(practice, f"snapshots/{snapshot.pk}")
    response = client.post(address, {"seen": practice.version})
    said = "It stays as it is now. Title: 3000 characters; at most 2000 can be kept. Make it shorter."
    assert said in response.content.decode()
    practice.refresh_from_db()
    assert (practice.version, practice.title) == (1, "The reading ship")


def test_comparison_begins_with_the_last_that_was_kept_and_now_names_editions_and_leads_to_its_result() -> (
    None
):
    practice = published(contributor=make_user())
    client, address = client_of(make_editor()), f"/admin/practices/practice/{practice.pk}/history/"
    page = client.get(address)
    last = practice.snapshots.first()
    assert last
    data = form_data(page.content, "compare_form")
    assert (data["first"], data["second"]) == ([str(last.pk)], ["now"])
    assert form_of(page.content, "compare_form")["attrs"]["action"] == "#differs-heading"
    assert 'id="differs-heading"' in client.get(address, data).text
    assert re.search(r"<option[^>]*>[^<]*edition 1", page.text)
    snapshot = client.get(f"/admin/practices/practice/{practice.pk}/snapshots/{last.pk}/").text
    assert f'href="/admin/practices/practice/{practice.pk}/move/revise/"' in snapshot

"""Does a person get all that is kept about her, and nothing that is others'?"""

import json
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db.models import EmailField

from practices.accounts import data_export
from practices.accounts.people import block_account, unblock_account
from practices.entries import actions, bulk, coauthors, comments, preview_links
from practices.models import Practice, Snapshot, User
from practices.workflow import MOVES
from tests.builders import (
    make_admin,
    make_city,
    make_draft,
    make_editor,
    make_user,
    moved,
    published,
    submitted,
)

pytestmark = pytest.mark.django_db

APART = {
    (User, "email"),  # the account
    (Practice, "contributor"),  # the entries, with those that she writes with others
    (Snapshot, "by"),  # the kept texts
    (EmailAddress, "email"),  # is found by its owner
    (LogEntry, "user"),  # neither site writes one
}
OTHERS: dict[str, Any] = {"contact_name": "Canary Quill", "contact_email": "canary@other.example"}


def test_every_column_that_names_a_person_is_read_out_to_her() -> None:
    naming = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is User or isinstance(field, EmailField)
    }
    assert naming - {(kept.model, kept.whose) for kept in data_export.KEPT.values()} == APART


def test_contributor_and_coauthor_take_all_of_it() -> None:
    author, second, asked = (make_user(city=make_city()) for _ in range(3))
    practice = make_draft(contributor=author, **OTHERS)
    coauthors.join(coauthors.invite(practice, email=second.email, by=author), by=second)
    coauthors.invite(practice, email=asked.email, by=author)
    hers = data_export.mine(second)
    assert [each["answers"]["title"] for each in hers["practices"]] == ["The reading ship"]
    assert [row["practice"] for row in hers["coauthorships"]] == [practice.pk]
    assert [row["move"] for row in hers["moves_that_name_you"]] == ["join"]
    assert [row["kind"] for row in hers["mails"]] == ["invited"]
    assert [row["practice"] for row in data_export.mine(asked)["invitations_to_you"]] == [practice.pk]
    assert len(data_export.mine(author)["invitations_by_you"]) == 2
    assert asked.email not in json.dumps([hers, data_export.mine(author)])


def test_editor_takes_what_she_commented_decided_and_shared() -> None:
    editor, practice = make_editor(), submitted()
    comments.add(practice, field="", text="Why a ship?", internal=True, by=editor)
    preview_links.share(practice, by=editor)
    bulk.move_each(MOVES["return"], [(practice.pk, practice.version)], by=editor, note="More.")
    hers = data_export.mine(editor)
    assert [row["text"] for row in hers["remarks"]] == ["Why a ship?"]
    assert [(row["move"], row["note"]) for row in hers["moves"]] == [("return", "More.")]
    assert (len(hers["previews_shared"]), len(hers["moves_of_many"])) == (1, 1)
    assert practice.title not in json.dumps(hers)


def test_contact_of_another_is_hers_to_take_only_where_she_may_read_it() -> None:
    author, second = make_user(city=make_city()), make_user(city=make_city())
    practice = make_draft(contributor=author, **OTHERS)
    joined = coauthors.join(coauthors.invite(practice, email=second.email, by=author), by=second)
    practice = moved(practice, "submit", by=second, licence_agreed=True)
    assert "Canary" in json.dumps(data_export.mine(second)["practices"])
    assert "Canary" in json.dumps(data_export.mine(second)["kept_texts"])
    thrown = actions.trash(practice, by=make_editor(), expected_version=practice.version)
    assert (len(data_export.mine(second)["practices"]), "anary" in json.dumps(data_export.mine(second))) == (
        1,
        False,
    )
    assert "Canary" in json.dumps(data_export.mine(author)["practices"])
    actions.recover(thrown, by=make_editor(), expected_version=thrown.version)
    coauthors.end(joined, by=author)
    hers = data_export.mine(second)
    assert (len(hers["practices"]), len(hers["kept_texts"]), "anary" in json.dumps(hers)) == (0, 1, False)


def test_whoever_is_named_as_a_contact_learns_where() -> None:
    person = make_user("quill@city.example")
    practice = published(contributor=make_user(), contact_name="Quill", contact_email="Quill@city.example")
    hers = data_export.mine(person)
    assert [(row["pk"], row["contact_name"]) for row in hers["contact_of"]] == [(practice.pk, "Quill")]
    assert "reading ship" not in json.dumps(hers)


def test_contact_that_was_taken_off_line_is_told_too() -> None:
    person = make_user("quill@city.example")
    practice = published(
        contributor=make_user(),
        contact_name="Quill",
        contact_email="Quill@city.example",
        contact_public=True,
    )
    moved(practice, "withdraw", by=make_editor(), note="It has ended.", reason="It has ended.")
    (kept,) = data_export.mine(person)["contact_of_taken_off_line"]
    assert (kept["pk"], kept["edition_aside__contact_name"]) == (practice.pk, "Quill")


def test_reason_of_a_block_is_for_admins_also_when_it_was_lifted() -> None:
    person, admin = make_user(), make_admin()
    block_account(person, "Canary of city.example complained.", by=admin)
    unblock_account(person, by=admin)
    hers = data_export.mine(User.objects.get(pk=person.pk))
    assert [row["kind"] for row in hers["deeds_about_you"]] == ["account_blocked", "account_unblocked"]
    assert "anary" not in json.dumps(hers)

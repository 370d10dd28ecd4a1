"""Who reads what happened to an entry, and what it said before?"""

import pytest
from django.test import Client

from practices import actions
from practices.models import Practice, Snapshot
from practices.template import QUESTIONS
from tests.builders import make_draft, make_editor, make_user, moved, published, submitted
from tests.pages import client_of

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


def test_snapshot_shows_every_question_as_it_stood() -> None:
    user = make_user()
    practice = submitted(contributor=user, purpose="First text.", city=None, city_typed="Smallville")
    actions.save_answers(practice, {"purpose": "Second."}, by=make_editor(), seen=practice.version)
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
    assert text.count("The operator") == 2

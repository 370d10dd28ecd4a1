"""How often are answers encoded for one press of a button?"""

from typing import Any

import pytest

from practices.answers import codec
from practices.answers.codec import Answers
from practices.entries import coauthors
from practices.models import Mail, Snapshot
from tests.admin.entry.test_save import entry, opened
from tests.builders import make_city, make_draft, make_editor, make_user, moved
from tests.pages import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def encodings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of the answers that are encoded, one each time."""
    titles: list[str] = []
    encode = codec.encode

    def counted(answers: Answers, *rest: Any) -> Answers:
        titles.append(answers["title"])
        return encode(answers, *rest)

    monkeypatch.setattr(codec, "encode", counted)
    return titles


def test_save_encodes_only_what_is_kept_and_once(encodings: list[str]) -> None:
    author = make_user()
    client, practice = client_of(author), make_draft(contributor=author, title="Hers")
    client.post(entry(practice), opened(client, practice) | {"title": "Hers too"})
    assert (encodings, Snapshot.objects.count()) == ([], 0)
    editor = client_of(make_editor())
    data = opened(editor, practice, "admin") | {"title": "The editor's"}
    encodings.clear()
    editor.post(entry(practice, "admin"), data)
    assert (encodings, Snapshot.objects.get().answers["title"]) == (["Hers too"], "Hers too")


def test_submission_encodes_the_answers_once_for_history_and_mails(encodings: list[str]) -> None:
    author, second = make_user(city=make_city()), make_user("second@city.example", city=make_city())
    practice = make_draft(contributor=author)
    coauthors.join(coauthors.invite(practice, email=second.email, by=author), by=second)
    encodings.clear()
    moved(practice, "submit", by=author, licence_agreed=True)
    assert encodings == [practice.title]
    receipts = Mail.objects.filter(kind="submitted")
    assert [practice.title in mail.text for mail in receipts] == [True, True]

"""Does everybody hear of what happened to a practice, once, and nobody of what did not?"""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from practices.entries import actions, bulk, coauthors, comments
from practices.entries.actions import Stale
from practices.entries.undo import undo_move
from practices.entries.undoable_moves import UndoState
from practices.mail import digest, notify
from practices.mail.kinds import ACCOUNTS, BY_MOVE, DAILY, KINDS, SAVED, VERIFIED, VERIFY
from practices.mail.mail_kind import BULK
from practices.mail.markdown import WIDTH
from practices.models import Mail, Practice, User
from practices.workflow import MOVES, RECORDED
from tests.builders import (
    answers_of,
    make_city,
    make_draft,
    make_editor,
    make_user,
    moved,
    published,
    submitted,
    withdrawn,
)
from tests.entries.takedown.told import take

GOLDEN = Path(__file__).parents[1] / "golden" / "mail"
READER = "coordinator@city.example"


def told() -> list[tuple[str, str]]:
    """Return the kind and the reader of every mail, in the order of their writing."""
    return [(mail.kind, mail.to) for mail in Mail.objects.order_by("pk")]


def test_every_kind_says_when_it_is_sent() -> None:
    known = {*MOVES, *RECORDED, *ACCOUNTS, SAVED, DAILY, VERIFY, BULK}
    whens = [when for kind in KINDS.values() for when in kind.when]
    assert ([when for when in whens if when not in known], len(whens)) == ([], len(set(whens)))


def test_moves_that_nobody_hears_of_are_these() -> None:
    assert set(MOVES) - set(BY_MOVE) == {"recall", "revise", "publish"}


@pytest.mark.django_db
def test_contributor_hears_of_every_step() -> None:
    person, editor = make_user(READER), make_editor()
    practice = submitted(contributor=person)
    for name, by, given in (
        ("return", editor, {"note": "Say more."}),
        ("submit", person, {}),
        ("recall", person, {}),
        ("submit", person, {}),
        ("reject", editor, {"note": "No practice."}),
        ("reopen", editor, {}),
        ("submit", person, {}),
        ("approve", editor, {}),
        ("revise", editor, {}),
        ("withdraw", editor, {"note": "The city asked.", "reason": "It has ended."}),
        ("restore", editor, {}),
    ):
        moved(practice, name, by=by, **given)
    kinds = ["submitted", "returned", "submitted", "submitted", "rejected", "reopened", "submitted"]
    assert told() == [(kind, READER) for kind in [*kinds, "published", "withdrawn", "published"]]
    assert {mail.practice_id for mail in Mail.objects.all()} == {practice.pk}


@pytest.mark.django_db
def test_nobody_is_told_of_an_entry_from_elsewhere() -> None:
    withdrawn()
    assert told() == []


@pytest.mark.django_db
def test_nobody_writes_to_a_closed_account() -> None:
    person = make_user()
    practice = submitted(contributor=person)
    person.is_active = False
    person.save()
    moved(practice, "approve", by=make_editor())
    assert [kind for kind, to in told()] == ["submitted"]


@pytest.mark.django_db
def test_contributor_gets_a_receipt_of_her_own_move_but_no_news_of_it(settings: Settings) -> None:
    settings.ALLOW_SELF_APPROVAL = True
    editor = make_editor("both@programme.example")
    moved(submitted(contributor=editor), "approve", by=editor)
    assert told() == [("submitted", "both@programme.example")]


def written_with(author: User, second: User) -> Practice:
    """Return a draft that two people of one city write, before anybody was told of it."""
    practice = make_draft(contributor=author)
    coauthors.join(coauthors.invite(practice, email=second.email, by=author), by=second)
    Mail.objects.all().delete()
    return practice


@pytest.mark.django_db
def test_contributor_hears_what_an_editor_does_who_writes_with_her() -> None:
    author, editor = make_user(READER, city=make_city()), make_editor(city=make_city())
    practice = written_with(author, editor)
    actions.save_answers(practice, {"title": "Hers"}, by=editor, expected_version=practice.version)
    moved(practice, "submit", by=author, licence_agreed=True)
    practice = moved(practice, "return", by=editor, note="Say more.")
    thrown = actions.trash(practice, by=editor, expected_version=practice.version, note="Twice.")
    Mail.objects.update(attempts=1)
    actions.recover(practice, by=editor, expected_version=thrown.version)
    kinds = ["submitted", "returned", "trashed", "recovered"]
    assert [kind for kind, to in told() if to == READER] == kinds
    assert [kind for kind, to in told() if to == editor.email] == ["submitted"]


@pytest.mark.django_db
def test_coauthor_hears_who_threw_the_draft_away_and_brought_it_back() -> None:
    author, second = make_user(city=make_city()), make_user(READER, city=make_city())
    practice = written_with(author, second)
    thrown = actions.trash(practice, by=author, expected_version=practice.version)
    Mail.objects.update(attempts=1)
    actions.recover(practice, by=author, expected_version=thrown.version)
    assert told() == [("trashed", READER), ("recovered", READER)]
    for mail in Mail.objects.all():
        for words in (mail.text, mail.html):
            said = " ".join(words.split())
            assert (f"{author.email} has " in said, "ditor" in said) == (True, False)


@pytest.mark.django_db
def test_many_saves_of_an_editor_are_one_mail_and_none_when_nothing_changed() -> None:
    person, editor = make_user(READER), make_editor()
    practice = make_draft(contributor=person)
    for by, title in ((person, "Mine"), (editor, "Mine"), (editor, "Hers"), (editor, "Hers too")):
        current = Practice.objects.get(pk=practice.pk)
        actions.save_answers(current, {"title": title}, by=by, expected_version=current.version)
    assert told() == [("edited", READER)]
    mail = Mail.objects.get()
    assert mail.next_attempt_at > mail.created_at + KINDS["edited"].after * 0.9
    Mail.objects.update(attempts=1)
    current = Practice.objects.get(pk=practice.pk)
    actions.save_answers(current, {"title": "Once more"}, by=editor, expected_version=current.version)
    assert told() == [("edited", READER)] * 2


@pytest.mark.django_db
def test_editor_who_discards_a_text_tells_its_author() -> None:
    editor = make_editor()
    practice = moved(published(contributor=make_user(READER)), "revise", by=editor)
    moved(practice, "discard", by=editor)
    assert told()[-1] == ("edited", READER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("left", "told_of"), [(False, ["submitted"]), (True, ["submitted", "returned", "undone"])]
)
def test_undone_move_takes_back_its_mail_or_is_told(left: bool, told_of: list[str]) -> None:
    editor = make_editor()
    practice = moved(submitted(contributor=make_user(READER)), "return", by=editor, note="Say more.")
    undo("return", practice, by=editor, left=left)
    assert told() == [(kind, READER) for kind in told_of]


@pytest.mark.django_db
def test_undoing_what_nobody_heard_of_is_told_to_nobody() -> None:
    editor = make_editor()
    practice = moved(published(contributor=make_user(READER)), "revise", by=editor)
    before = told()
    undo("revise", practice, by=editor, left=True)
    assert told() == before


@pytest.mark.django_db(transaction=True)
def test_rollback_leaves_no_mail() -> None:
    practice = submitted()
    before = told()
    with transaction.atomic():
        moved(practice, "approve", by=make_editor())
        assert len(told()) == len(before) + 1
        transaction.set_rollback(True)
    assert told() == before
    with pytest.raises(Stale):
        actions.move(practice, "approve", by=make_editor(), expected_version=practice.version - 1)
    assert told() == before


@pytest.mark.django_db
def test_mail_with_a_key_is_written_once() -> None:
    editor = make_editor()
    context = {"count": 1, "named": [], "more": 0}
    mails = [notify.send("waiting", to=editor, context=context, key="1.2030-01-01") for _ in range(2)]
    assert mails[0] == mails[1] == Mail.objects.get()
    assert mails[0].message_id == "<waiting.1.2030-01-01@localhost>"


@pytest.mark.django_db
def test_address_without_an_account_is_written_to() -> None:
    context = {"title": "Ship", "number": 1, "note": "Say more.", "path": "/p/1/"}
    mail = notify.send("returned", to="someone@city.example", context=context)
    assert (mail.to, mail.language) == ("someone@city.example", "en-gb")


# What the mails say


@pytest.mark.long
@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_mails_say_what_the_golden_files_say(monkeypatch: pytest.MonkeyPatch) -> None:
    write_one_of_each(monkeypatch)
    mails = list(Mail.objects.order_by("pk"))
    assert Counter(mail.kind for mail in mails) == dict.fromkeys(set(KINDS) - ACCOUNTS, 1)
    new = []
    for mail in mails:
        new += expect(GOLDEN / f"{mail.kind}.txt", f"{mail.subject}\n\n{dated(mail.text)}")
        new += expect(GOLDEN / f"{mail.kind}.html", dated(mail.html))
        assert [line for line in mail.text.split("\n") if len(line) > WIDTH] == []
        assert re.findall(r"(?:src|srcset|@import|url\(|<img|<link|<script|<form)", mail.html) == []
        assert mail.html.count('class="button"') == 1
        levels = [int(level) for level in re.findall(r"<h(\d)", mail.html)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
    assert new == []  # read and commit them


def undo(name: str, practice: Practice, *, by: User, left: bool) -> None:
    """Undo a move that took the entry off line or back, once its mail has left or not."""
    Mail.objects.update(attempts=int(left))
    current = Practice.objects.get(pk=practice.pk)
    before = UndoState("submitted", current.status_since.isoformat(), "", None, current.slug)
    undo_move(current, MOVES[name], before, by=by, expected_version=current.version)


def write_one_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    person, editor = make_user(READER), make_editor("editor@programme.example")
    practice = submitted(
        contributor=person,
        summary="A ship with books.\n\nIt calls at *every* quay <b>of the harbour</b>.",
        partner_cities_typed="Porto, Portugal\nAtlantis",
        documents=[{"title": "Report", "url": "https://city.example/report"}],
        outcome="completed",
        contact_name="Kari",
        contact_public=True,
    )
    monkeypatch.setattr("practices.mail.digest.is_time", lambda _: True)
    digest.write_digests()
    actions.save_answers(practice, answers_of(title="The ship"), by=editor, expected_version=practice.version)
    moved(practice, "return", by=editor, note="Say what changed.\n\nAnd who paid?")
    for name, by, given in (
        ("submit", person, {}),
        ("reject", editor, {"note": "This is a plan, not yet a practice."}),
        ("reopen", editor, {}),
        ("submit", person, {}),
        ("approve", editor, {}),
        ("withdraw", editor, {"note": "The city asked for it.", "reason": "The practice has ended."}),
    ):
        moved(practice, name, by=by, **given)
    undo("withdraw", practice, by=editor, left=True)
    practice.refresh_from_db()
    thrown = actions.trash(practice, by=editor, expected_version=practice.version, note="It was sent twice.")
    Mail.objects.filter(kind="trashed").update(attempts=1)
    actions.recover(practice, by=editor, expected_version=thrown.version)
    second = make_user("second@city.example", city=practice.city)
    asked = coauthors.invite(practice, email=second.email, by=person)
    coauthors.end(coauthors.join(asked, by=second), by=person)
    again = coauthors.join(coauthors.invite(practice, email=second.email, by=person), by=second)
    coauthors.hand_over(again, by=editor)
    for kind in ("invited", "joined", "parted"):
        Mail.objects.filter(kind=kind).latest("pk").delete()
    seen = {each.pk: each.version for each in (submitted(contributor=person), submitted(contributor=person))}
    comments.add(
        Practice.objects.get(pk=max(seen)), field="purpose", text="For whom?", internal=False, by=editor
    )
    bulk.move_each(MOVES["return"], seen.items(), by=editor, note="Say what changed.\n\nAnd who paid?")
    lost = "No. 12 (/practices/the-ship/), event 34: its words (note) are not those that were written. Bring it back."
    notify.send(VERIFIED, to=editor, context={"count": 2, "told": [lost], "more": 1})
    take(submitted(contributor=person, purpose="For Doe."), passage="For Doe")
    first = Mail.objects.filter(kind="submitted").order_by("pk")[0]
    Mail.objects.filter(kind="submitted").exclude(pk=first.pk).delete()


def dated(text: str) -> str:
    return re.sub(r"since [\w ,.]+?\d{4}", "since DAY", text)


def expect(path: Path, text: str) -> list[str]:
    """Compare with a golden file; one that is missing is written, and its name returned."""
    is_new = not path.exists()
    if is_new:
        path.write_text(text)
    assert text == path.read_text()
    return [path.name] * is_new

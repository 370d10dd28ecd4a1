"""Does a bulk move tell each person once, in one mail, whatever is cut off, undone or left already?"""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from practices.entries import actions, bulk, coauthors, comments, undo
from practices.mail import news
from practices.models import Batch, BatchEntry, Mail, Practice, User
from practices.workflow import UNDOABLE
from tests.builders import make_city, make_draft, make_editor, make_user, published, submitted
from tests.entries.test_bulk import cut_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return make_editor()


def many(name: str, practices: list[Practice], *, by: User, note: str = "") -> Batch:
    """Make a move with entries as they are now, and forget what was told before."""
    Mail.objects.all().delete()
    seen = Practice.all_objects.filter(pk__in=[each.pk for each in practices]).values_list("pk", "version")
    return bulk.move_each(UNDOABLE[name], list(seen), by=by, note=note)


def told() -> list[tuple[str, str]]:
    return sorted(Mail.objects.values_list("to", "kind"))


def test_person_gets_one_mail_that_lists_her_entries_and_another_one_about_hers(editor: User) -> None:
    ada, ben = make_user("ada@city.example", city=make_city()), make_user("ben@city.example")
    hers = [submitted(contributor=ada, title=f"Ship {number}") for number in range(3)]
    comments.add(hers[1], field="purpose", text="For whom?", internal=False, by=editor)
    comments.add(hers[1], field="purpose", text="Between us.", internal=True, by=editor)
    batch = many("return", [*hers, submitted(contributor=ben, title="His")], by=editor, note="Who paid?")
    assert told() == [("ada@city.example", "many"), ("ben@city.example", "returned")]
    mail = Mail.objects.get(kind="many")
    said = " ".join(mail.text.split())
    assert mail.subject == "3 of your practices have come back with a note"
    assert [said.count(f"Ship {each} (No. {hers[each].pk}): returned".upper()) for each in range(3)] == [
        1
    ] * 3
    assert [said.count(words) for words in ("Who paid?", "For whom?", "Between us.", "His")] == [1, 1, 0, 0]
    assert {each.pk for each in mail.practices.all()} == {each.pk for each in hers}
    news.tell_of(batch)
    assert len(told()) == 2


def test_who_writes_with_others_hears_of_theirs_and_nobody_of_her_own_doing(editor: User) -> None:
    city = make_city()
    ada, ben = make_user("ada@city.example", city=city), make_user("ben@city.example", city=city)
    drafts = [make_draft(contributor=each) for each in (ada, ada, editor)]
    coauthors.join(coauthors.invite(drafts[0], email=ben.email, by=ada), by=ben)
    batch = many("trash", drafts, by=editor)
    assert told() == [("ada@city.example", "many"), ("ben@city.example", "trashed")]
    Mail.objects.update(attempts=1)
    undo.undo_batch(batch, by=editor)
    assert told() == [
        ("ada@city.example", "many"),
        ("ada@city.example", "many"),
        ("ben@city.example", "recovered"),
        ("ben@city.example", "trashed"),
    ]


@pytest.mark.long
@pytest.mark.parametrize("name", UNDOABLE)
def test_each_move_of_many_is_told_in_words_of_its_own(name: str, editor: User) -> None:
    ada = make_user("ada@city.example")
    ways: dict[str, Any] = {"reopen": ("reject", "No."), "discard": ("revise", ""), "revise": None}
    make = published if name in {"discard", "revise"} else submitted
    practices = [make(contributor=ada) for _ in range(2)]
    if ways.get(name):
        many(ways[name][0], practices, by=editor, note=ways[name][1])
    if name == "publish":
        practices = [make_draft() for _ in range(2)]
    if name == "restore":
        practices = [published(contributor=ada) for _ in range(2)]
        for each in practices:
            now = Practice.objects.get(pk=each.pk)
            actions.move(
                now, "withdraw", by=editor, expected_version=now.version, note="Asked", reason="Ended"
            )
    many(name, practices, by=editor, note="A note.")
    subjects = [mail.subject for mail in Mail.objects.all()]
    assert (len(subjects), Batch.objects.filter(entries__news="made").count()) == (
        0 if name in {"revise", "publish"} else 1,
        0,
    )
    assert all("2 of your practices" in subject for subject in subjects)


def test_undone_before_it_left_nobody_hears_of_it(editor: User) -> None:
    ada = make_user()
    batch = many("approve", [submitted(contributor=ada) for _ in range(3)], by=editor)
    assert [kind for _to, kind in told()] == ["many"]
    undo.undo_batch(batch, by=editor)
    assert told() == []


@pytest.mark.parametrize("left", [False, True])
def test_what_was_changed_meanwhile_stays_told_and_the_others_are_taken_back(
    left: bool, editor: User
) -> None:
    ada = make_user("ada@city.example")
    practices = [submitted(contributor=ada, title=f"Ship {number}") for number in range(4)]
    batch = many("return", practices, by=editor, note="More.")
    for each in practices[:2]:
        now = Practice.objects.get(pk=each.pk)
        actions.save_answers(now, {"purpose": "Changed."}, by=ada, expected_version=now.version)
    Mail.objects.update(attempts=int(left))
    undo.undo_batch(batch, by=editor)
    mails = {
        mail.subject: [each.title for each in mail.practices.order_by("pk")] for mail in Mail.objects.all()
    }
    if left:
        assert mails == {
            "4 of your practices have come back with a note": ["Ship 0", "Ship 1", "Ship 2", "Ship 3"],
            "The last steps of 2 of your practices were undone": ["Ship 2", "Ship 3"],
        }
    else:
        assert mails == {"2 of your practices have come back with a note": ["Ship 0", "Ship 1"]}
        assert "More." in Mail.objects.get().text


def ages(minutes: int) -> None:
    then = timezone.now() - timedelta(minutes=minutes)
    BatchEntry.objects.filter(at__isnull=False).update(at=then)
    BatchEntry.objects.filter(undone_at__isnull=False).update(undone_at=then)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_worker_tells_of_what_was_cut_off_and_the_rest_is_told_when_it_goes_on() -> None:
    """Nobody presses again, or only later: each entry is told once."""
    editor, ada = make_editor(), make_user("ada@city.example")
    practices = [submitted(contributor=ada, title=f"Ship {number}") for number in range(4)]
    seen, key = [(each.pk, each.version) for each in practices], "5f8b4a8e-6e0b-4f4d-9a51-3f1c43b7a001"
    Mail.objects.all().delete()

    def press() -> Batch:
        return bulk.move_each(UNDOABLE["return"], seen, by=editor, note="More.", key=key)  # type: ignore[arg-type]

    with cut_off(after=20):
        press()
    done = BatchEntry.objects.filter(news="made").count()
    assert (0 < done < 4, told()) == (True, [])
    assert (news.tell_of_cut_off(), told()) == (0, [])
    ages(minutes=6)
    assert (news.tell_of_cut_off(), news.tell_of_cut_off(), len(told())) == (1, 0, 1)
    press()
    titles = [each.title for mail in Mail.objects.all() for each in _told_of(mail)]
    assert Counter(titles) == dict.fromkeys((f"Ship {number}" for number in range(4)), 1)
    batch = Batch.objects.get()
    undo.undo_batch(batch, by=editor)
    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_worker_tells_of_an_undo_that_was_cut_off() -> None:
    editor, ada = make_editor(), make_user("ada@city.example")
    batch = many("approve", [submitted(contributor=ada) for _ in range(3)], by=editor)
    Mail.objects.update(attempts=1)
    with cut_off(after=25):
        undo.undo_batch(batch, by=editor)
    done = BatchEntry.objects.filter(news="undone").count()
    assert (0 < done < 3, len(told())) == (True, 1)
    ages(minutes=6)
    assert (news.tell_of_cut_off(), len(told())) == (1, 2)
    undo.undo_batch(Batch.objects.get(), by=editor)
    assert sum(len(_told_of(mail)) for mail in Mail.objects.filter(attempts=0)) == 3


def _told_of(mail: Mail) -> list[Practice]:
    return list(mail.practices.all()) or [mail.practice] if mail.practice else list(mail.practices.all())


def test_purged_entry_takes_the_mail_of_many_along(editor: User) -> None:
    ada = make_user()
    practices = [submitted(contributor=ada) for _ in range(2)]
    many("trash", practices, by=editor)
    late = timezone.now() - timedelta(days=400)
    Practice.all_objects.filter(pk=practices[0].pk).update(trashed_at=late)
    assert Mail.objects.count() == 1
    actions.purge(practices[0], at=timezone.now())
    assert Mail.objects.count() == 0

"""What does a person read whose entry goes into the trash between the page's look for it and the door's lock?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.module_loading import import_string

from practices import permissions
from practices.entries import actions, bulk
from practices.models import Practice
from practices.workflow import MOVES
from tests.admin.entry.test_trash import at
from tests.builders import make_editor, make_user, submitted
from tests.pages import client_of

pytestmark = pytest.mark.django_db
NOTE = {"note": "A long note."}


def throw(practice: Practice) -> None:
    current = Practice.objects.get(pk=practice.pk)
    actions.trash(current, by=make_editor(), expected_version=current.version)


def throw_and_purge(practice: Practice) -> None:
    throw(practice)
    actions.purge(practice, at=timezone.now() + timedelta(days=100))


def around(
    monkeypatch: pytest.MonkeyPatch, door: str, *, before: Callable[[], None], after: Callable[[], None]
) -> None:
    """Let something happen right before or after a door is opened, the next time."""
    whole = f"practices.entries.{door}"
    opened = import_string(whole)

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(whole, opened)
        before()
        try:
            return opened(*args, **kwargs)
        finally:
            after()

    monkeypatch.setattr(whole, meanwhile)


def nothing() -> None:
    pass


@pytest.mark.parametrize(
    ("door", "part", "sent"),
    [
        ("undoable_moves.move_with_undo", "move/return", NOTE),
        ("undoable_moves.move_with_undo", "review", {"move": "return"} | NOTE),
        ("actions.trash", "trash", {}),
        ("comments.add", "remarks", {"text": "A long note.", "field": "purpose"}),
        ("claims.claim", "claim", {}),
        ("coauthors.invite", "authors", {"email": "a.long.note@city.example"}),
    ],
)
def test_what_is_sent_to_it_is_given_back(
    monkeypatch: pytest.MonkeyPatch, door: str, part: str, sent: dict[str, str]
) -> None:
    practice = submitted(contributor=make_user())
    around(monkeypatch, door, before=lambda: throw(practice), after=nothing)
    page = client_of(make_editor()).post(at("admin", practice.pk, part), {"seen": "2"} | sent)
    assert (page.status_code, b"put into the trash on" in page.content) == (409, True)
    assert [each in page.content.decode() for name, each in sent.items() if name in {"note", "text"}] == (
        [True] if {"note", "text"} & {*sent} else []
    )


@pytest.mark.parametrize("seen", ["1", "2"])
@pytest.mark.parametrize(("act", "status"), [(throw, 409), (throw_and_purge, 404)])
def test_refused_move_shows_what_became_of_it(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[Practice], None], status: int, seen: str
) -> None:
    practice = submitted(contributor=make_user())
    moment: dict[str, Any] = {"before": lambda: act(practice), "after": nothing}
    if seen == "1":
        moment = {"before": nothing, "after": lambda: act(practice)}
    around(monkeypatch, "undoable_moves.move_with_undo", **moment)
    page = client_of(make_editor()).post(at("admin", practice.pk, "move/return"), {"seen": seen} | NOTE)
    assert page.status_code == status


def test_bulk_move_says_that_it_is_in_the_trash(monkeypatch: pytest.MonkeyPatch) -> None:
    practice = submitted(contributor=make_user(), title="Gone")
    around(monkeypatch, "bulk._tick_off", before=lambda: throw(practice), after=nothing)
    batch = bulk.move_each(MOVES["approve"], [(practice.pk, practice.version)], by=make_editor())
    assert [(each.title, each.text) for each in batch.entries.all()] == [
        (f"No. {practice.pk}", "skipped. It is in the trash.")
    ]


def test_what_is_not_hers_is_refused_as_before() -> None:
    author = make_user()
    practice = submitted(contributor=author)
    page = client_of(author).post(at("contribute", practice.pk, "move/approve"), {"seen": "2"})
    assert page.status_code == 403


def test_refusal_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    author = make_user()
    practice = submitted(contributor=author)
    asked, can_trash = [], permissions.can_trash

    def counted(*given: Any) -> bool:
        asked.append(given)
        return can_trash(*given)

    monkeypatch.setattr(permissions, "can_trash", counted)
    page = client_of(author).post(at("contribute", practice.pk, "trash"), {"seen": "2"})
    assert (page.status_code, len(asked)) == (403, 1)

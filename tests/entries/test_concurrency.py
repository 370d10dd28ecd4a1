"""Many people in the same moment, on the real database with real connections."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from practices.entries import actions
from practices.entries.actions import MoveRefused, Stale
from practices.entries.translations import note_original
from practices.models import Edition, Event, Mail, Practice, Snapshot, User
from practices.workflow import Status
from tests.builders import make_draft, make_editor, make_translation, make_user, submitted

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(people: int, act: Callable[[int], object]) -> Counter[str]:
    """Let that many people act in the same moment; count what came out, by the name of the refusal."""
    ready = Barrier(people)

    def one(number: int) -> str:
        try:
            ready.wait(30)
            act(number)
        except (Stale, MoveRefused, PermissionDenied) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(people) as pool:
        return Counter(pool.map(one, range(people)))


def test_twenty_approvals_give_one_edition_one_event_one_snapshot_one_mail() -> None:
    practice = submitted()
    editors = [make_editor() for _ in range(20)]
    seen = practice.version
    outcome = at_once(
        20, lambda number: actions.move(practice, "approve", by=editors[number], expected_version=seen)
    )
    assert outcome == {"done": 1, "Stale": 19}
    assert Practice.objects.get().status == Status.PUBLISHED
    assert [edition.number for edition in Edition.objects.all()] == [1]
    assert Event.objects.filter(move="approve").count() == 1
    assert [snapshot.edition for snapshot in Snapshot.objects.all()] == [1, None]
    assert Mail.objects.filter(kind="published").count() == 1


def test_approving_and_sending_back_at_once_have_one_winner() -> None:
    practice = submitted()
    editors = [make_editor() for _ in range(10)]
    seen, names = practice.version, ["approve", "return"] * 5
    outcome = at_once(
        10,
        lambda number: actions.move(
            practice, names[number], by=editors[number], expected_version=seen, note="Say more."
        ),
    )
    assert outcome == {"done": 1, "Stale": 9}
    event = Event.objects.exclude(move="submit").get()
    assert Practice.objects.get().status == event.to_status
    assert Edition.objects.count() == (1 if event.move == "approve" else 0)


def test_of_two_savers_one_is_told() -> None:
    person = make_user()
    practice = make_draft(contributor=person)
    seen = practice.version
    outcome = at_once(
        8,
        lambda number: actions.save_answers(
            practice, {"title": f"Title {number}"}, by=person, expected_version=seen
        ),
    )
    assert outcome == {"done": 1, "Stale": 7}
    assert Practice.objects.get().version == seen + 1


def test_equal_titles_published_at_once_get_slugs_of_their_own() -> None:
    practices = [make_draft() for _ in range(6)]
    outcome = at_once(
        6, lambda number: actions.move(practices[number], "publish", by=None, expected_version=1)
    )
    assert outcome == {"done": 6}
    slugs = set(Practice.objects.values_list("slug", flat=True))
    assert len(slugs) == 6
    assert "the-reading-ship" in slugs


def test_translations_published_with_their_originals_make_way_for_them() -> None:
    originals = [make_draft(title=f"Original {number}") for number in range(6)]
    translations = [make_draft(title=f"Traduction {number}", language="fr") for number in range(6)]
    for translation, original in zip(translations, originals, strict=True):
        make_translation(translation, of=original)
    practices = [practice for pair in zip(translations, originals, strict=True) for practice in pair]
    outcome = at_once(
        12, lambda number: actions.move(practices[number], "publish", by=None, expected_version=1)
    )
    assert outcome == {"done": 12}
    assert sorted(edition.title for edition in Edition.objects.originals()) == [
        f"Original {number}" for number in range(6)
    ]


@pytest.mark.long
def test_of_two_that_name_each_other_as_original_one_is() -> None:
    for _time in range(5):
        editor = make_editor()
        pair = [submitted(title="Leseskipet", language="no"), submitted(title="The ship", language="en")]

        def name(number: int, pair: list[Practice] = pair, editor: User = editor) -> Practice:
            one, other = pair[number], pair[1 - number]
            return note_original(one, other, "human", by=editor, expected_version=one.version)

        assert at_once(2, name) == {"done": 1, "MoveRefused": 1}

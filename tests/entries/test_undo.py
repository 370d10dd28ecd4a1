"""Does an entry stand, after its last move was taken back, where it stood before, byte for byte?"""

from dataclasses import asdict
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from practices.entries import actions
from practices.entries.undo import undo_move
from practices.entries.undoable_moves import UndoState
from practices.models import OldSlug, Practice, Snapshot
from practices.template import FIELDS
from practices.workflow import MOVES
from tests import every_answer
from tests.builders import make_editor, make_user, moved, published, submitted
from tests.every_answer import face, given, said_by

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

SECRET: dict[str, Any] = {
    "title": "Never approved",
    "contact_name": "Kari Nordmann",
    "contact_email": "kari@home.example",
    "contact_public": True,
}


def fresh(practice: Practice) -> Practice:
    return Practice.all_objects.get(pk=practice.pk)


def revised(**said: Any) -> Practice:
    """Return an entry that is on line with every answer, and waits for an editor with others."""
    person = make_user()
    practice = moved(published(contributor=person, **given(every_answer.first())), "revise", by=person)
    practice = actions.save_answers(practice, said, by=person, expected_version=practice.version)
    return moved(practice, "submit", by=person)


def made_and_undone(practice: Practice, name: str, **words: str) -> Practice:
    editor = make_editor()
    before = UndoState.of(fresh(practice))
    made = moved(practice, name, by=editor, **words)
    return undo_move(made, MOVES[name], before, by=editor, expected_version=made.version)


def page(address: str) -> tuple[int, bytes]:
    answer = Client().get(address)
    return answer.status_code, answer.content


def test_approval_undone_shows_what_was_on_line_at_its_address() -> None:
    practice = revised(**SECRET, documents=[], city=None, city_typed="Ys", partner_cities=[])
    before, shown = face(practice), page("/practices/a-blue-ship/")
    made_and_undone(practice, "approve")
    assert face(fresh(practice)) == before
    assert page("/practices/a-blue-ship/") == shown
    assert shown[0] == 200
    assert said_by(fresh(practice))["contact_name"] == "Kari Nordmann"


def test_title_that_was_never_approved_leaves_no_address() -> None:
    practice = made_and_undone(revised(**SECRET), "approve")
    assert (practice.slug, OldSlug.objects.count()) == ("a-blue-ship", 0)
    assert page("/practices/never-approved/")[0] == 404
    assert published(title="Never approved").slug == "never-approved"
    assert fresh(practice).slug == "a-blue-ship"


def test_address_that_a_practice_had_long_before_still_leads_to_it() -> None:
    person = make_user()
    practice = published(contributor=person, title="First")
    for title in ("Second", "Third"):
        practice = moved(practice, "revise", by=person)
        practice = actions.save_answers(
            practice, {"title": title}, by=person, expected_version=practice.version
        )
        practice = moved(practice, "submit", by=person)
        practice = moved(practice, "approve", by=make_editor()) if title == "Second" else practice
    made_and_undone(practice, "approve")
    assert list(OldSlug.objects.values_list("slug", flat=True)) == ["first"]
    assert Client().get("/practices/first/").headers["Location"] == "/practices/second/"


def test_first_approval_undone_leaves_nothing_to_the_public() -> None:
    practice = made_and_undone(submitted(title="Never approved"), "approve")
    assert (practice.slug, face(practice), OldSlug.objects.count()) == (None, None, 0)
    assert page(f"/p/{practice.pk}/")[0] == page("/practices/never-approved/")[0] == 404
    assert published(title="Never approved").slug == "never-approved"
    assert moved(practice, "approve", by=make_editor()).edition.number == 1


def test_restore_undone_can_be_made_again() -> None:
    practice = published(**given(every_answer.first()))
    before = face(practice)
    practice = moved(practice, "withdraw", by=make_editor(), note="Asked", reason="Ended")
    undone = made_and_undone(practice, "restore")
    assert (undone.status, undone.withdrawn_reason, face(undone)) == ("withdrawn", "Ended", None)
    assert face(moved(undone, "restore", by=make_editor())) == before


def test_withdrawal_undone_shows_what_was_on_line() -> None:
    practice = revised(**SECRET)
    before = face(practice)
    undone = made_and_undone(practice, "withdraw", note="Asked", reason="Ended")
    assert (undone.status, undone.withdrawn_reason, face(undone)) == ("submitted", "", before)


@pytest.mark.one_in(4)
@pytest.mark.long
@pytest.mark.parametrize("field", [field for field in FIELDS if field not in {"title", "country"}])
def test_edition_that_is_older_than_a_question_is_on_line_again(field: str) -> None:
    practice = revised(**SECRET)
    numbered = Snapshot.objects.get(edition=1)
    older = {name: value for name, value in numbered.answers.items() if name != field}
    Snapshot.objects.filter(pk=numbered.pk).amend(answers=older)
    undone = made_and_undone(practice, "approve")
    assert (undone.edition.number, undone.edition.title) == (1, "A blue ship")


def test_nobody_else_takes_it_back_and_nobody_after_another_step() -> None:
    editor, other = make_editor(), make_editor()
    practice = revised(**SECRET)
    before = UndoState.of(practice)
    made = moved(practice, "approve", by=editor)
    with pytest.raises(PermissionDenied):
        undo_move(made, MOVES["approve"], before, by=other, expected_version=made.version)
    later = moved(made, "revise", by=editor)
    assert later.edition_aside is None
    with pytest.raises(actions.Stale):
        undo_move(later, MOVES["approve"], before, by=editor, expected_version=made.version)


@pytest.mark.parametrize("name", ["approve", "withdraw"])
def test_edition_that_is_not_kept_aside_any_more_is_not_put_back(name: str) -> None:
    """The day's work lets go of it; of a move that an older release made none was kept, nor which address it had."""
    editor, practice = make_editor(), revised(**SECRET)
    before = {key: value for key, value in asdict(UndoState.of(practice)).items() if key != "slug"}
    made = moved(practice, name, by=editor, note="Asked", reason="Ended")
    Practice.objects.filter(pk=made.pk).update(
        edition_aside=None, **({"status": "draft"} if name == "withdraw" else {})
    )
    with pytest.raises(actions.Stale):
        undo_move(made, MOVES[name], UndoState(**before), by=editor, expected_version=made.version)

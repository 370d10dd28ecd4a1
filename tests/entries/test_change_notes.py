"""Does an edition tell readers what is new in it, and the history of what editors changed?"""

import json
from pathlib import Path

import pytest
from django.test import Client

from practices.entries import actions, undo, undoable_moves
from practices.exports.archives.public import export_public
from practices.models import Event, Practice, Snapshot
from tests.builders import make_draft, make_editor, make_user, moved, published, submitted
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db
LIST = "/admin/practices/practice/"


def revised(**given: str) -> Practice:
    """Return an entry that changes its first edition and waits for an editor."""
    user = make_user()
    practice = moved(published(contributor=user), "revise", by=user)
    practice = actions.save_answers(practice, given, by=user, expected_version=practice.version)
    return moved(practice, "submit", by=user)


def own(client: Client) -> tuple[Practice, str]:
    """Return an entry without a contributor that an editor revises, and the address of its form."""
    practice = moved(published(), "revise", by=make_editor())
    return practice, f"{LIST}{practice.pk}/change/"


@pytest.mark.parametrize("button", [{"_move": "publish"}, {"_continue": "1"}])
def test_editor_who_saves_and_publishes_says_what_is_new_and_a_save_keeps_it_for_her(
    button: dict[str, str],
) -> None:
    editor = client_of(make_editor())
    practice, address = own(editor)
    sent = form_data(editor.get(address).content)
    assert sent["change_note"] == [""]
    editor.post(address, sent | button | {"purpose": "Two ships.", "change_note": "A second\x07 ship.\u202e"})
    notes = list(
        Snapshot.objects.exclude(edition=None).order_by("edition").values_list("change_note", flat=True)
    )
    kept = editor.get(f"{LIST}{practice.pk}/move/publish/").text if "_continue" in button else ""
    assert (notes[1:], "A second ship." in kept) == ((["A second ship."], False) if not kept else ([], True))


def test_form_of_what_was_never_on_line_asks_for_nothing_new() -> None:
    practice = make_draft()
    assert "change_note" not in form_data(
        client_of(make_editor()).get(f"{LIST}{practice.pk}/change/").content
    )


@pytest.mark.parametrize(("page", "form"), [("review/", "decide_form"), ("move/approve/", "move_form")])
def test_note_is_written_at_the_approval_and_read_at_the_edition_and_once_it_is_old(
    page: str, form: str, client: Client
) -> None:
    practice, editor = revised(purpose="Two ships."), client_of(make_editor())
    address = f"{LIST}{practice.pk}/{page}"
    sent = form_data(editor.get(address).content, form)
    editor.post(address, sent | {"move": "approve", "change_note": " A second <ship>. "})
    practice = Practice.objects.get(pk=practice.pk)
    public = practice.get_absolute_url()
    said = "What is new in edition 2: A second &lt;ship&gt;."
    assert said in client.get(public).text
    assert "What is new" not in client.get(f"{public}editions/1/").text
    assert "A second &lt;ship&gt;." in editor.get(f"{LIST}{practice.pk}/history/").text
    contributor = practice.contributor
    moved(moved(practice, "revise", by=contributor), "submit", by=contributor)
    moved(practice, "approve", by=make_editor())
    assert said not in client.get(public).text
    assert said in client.get(f"{public}editions/2/").text


def test_first_edition_and_other_decisions_are_asked_for_no_change_note() -> None:
    editor, first, second = client_of(make_editor()), submitted(), revised()
    assert b'name="change_note"' not in editor.get(f"{LIST}{first.pk}/review/").content
    page = editor.get(f"{LIST}{second.pk}/review/").content
    sent = form_data(page, "decide_form") | {"move": "return", "note": "More.", "change_note": "Canary."}
    editor.post(f"{LIST}{second.pk}/review/", sent)
    assert not Snapshot.objects.filter(change_note="Canary.").exists()


def test_note_that_comes_too_late_or_is_too_long_is_still_on_the_page() -> None:
    practice, client = revised(), client_of(make_editor())
    address = f"{LIST}{practice.pk}/review/"
    late = client.post(address, {"move": "approve", "seen": 1, "change_note": "My words."})
    assert (late.status_code, form_data(late.content, "decide_form")["change_note"]) == (409, ["My words."])
    sent = {"move": "approve", "seen": practice.version, "change_note": "x" * 200_001}
    long = client.post(address, sent)
    assert (long.status_code, 'href="#id_change_note"' in long.text) == (400, True)
    assert ('id="change-error"' in long.text, 'id="note-error"' in long.text) == (True, False)
    moved(practice, "approve", by=make_editor())
    closed = client.post(address, {"move": "approve", "seen": practice.version, "change_note": "My words."})
    assert (closed.status_code, "My words." in closed.text) == (409, True)


def test_note_of_an_edition_undone_is_read_by_nobody_outside(client: Client) -> None:
    practice, editor = revised(), make_editor()
    practice = undoable_moves.move_with_undo(
        practice, "approve", by=editor, expected_version=practice.version, change_note="Canary."
    )
    batch = undo.undoable(practice, by=editor)
    assert batch
    undo.undo_batch(batch, by=editor)
    assert "Canary." not in client.get(practice.get_absolute_url()).text
    assert client.get(f"{practice.get_absolute_url()}editions/2/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_notes_leave_with_the_public_part(tmp_path: Path) -> None:
    practice = revised()
    for number in (2, 3):
        moved(practice, "approve", by=make_editor(), change_note=f"Note {number}.")
        user = practice.contributor
        moved(moved(practice, "revise", by=user), "submit", by=user)
    export_public(tmp_path / "out", print)

    def told(name: str) -> list[tuple[int, str]]:
        rows = map(json.loads, (tmp_path / "out" / f"{name}.jsonl").read_text().splitlines())
        return [(row["edition"], row["change_note"]) for row in rows]

    assert told("practice") == [(3, "Note 3.")]
    assert told("earlier_edition") == [(1, ""), (2, "Note 2.")]


def test_edit_of_an_editor_is_a_row_of_the_history_that_names_the_answers() -> None:
    owner, editor = make_user(), make_editor("ada@programme.example")
    practice = submitted(contributor=owner)
    changed = {"purpose": "Other words.", "city": None, "city_typed": "Samplehaven"}
    practice = actions.save_answers(practice, changed, by=editor, expected_version=practice.version)
    actions.save_answers(practice, changed, by=editor, expected_version=practice.version)
    edit = Event.objects.get(move="edit")
    assert (edit.actor, edit.note, edit.from_status, edit.to_status) == (
        editor,
        "City, Purpose",
        "submitted",
        "submitted",
    )
    page = client_of(owner).get(f"/contribute/practices/practice/{practice.pk}/history/").text
    assert ("City, Purpose" in page, "ada@programme.example" in page) == (True, False)
    assert "City, Purpose" not in client_of(editor).get(f"{LIST}{practice.pk}/review/").text


def test_own_saves_are_no_rows() -> None:
    owner = make_user()
    practice = moved(submitted(contributor=owner), "recall", by=owner)
    actions.save_answers(practice, {"purpose": "Mine."}, by=owner, expected_version=practice.version)
    assert not Event.objects.filter(move="edit").exists()

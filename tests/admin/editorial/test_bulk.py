"""Are many entries moved at once, each with a result, and none that was not seen?"""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from practices.entries import actions, bulk
from practices.entries.undo import undo_move
from practices.entries.undoable_moves import UndoState
from practices.models import Batch, Edition, Event, Place, Practice, Snapshot
from practices.workflow import MOVES, UNDOABLE, Status
from tests.builders import make_draft, make_editor, make_user, moved, published, submitted, withdrawn
from tests.headings import words
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db
LIST = "/admin/practices/practice/"
BULK = f"{LIST}bulk/"


def test_list_carries_each_version_and_the_bulk_moves() -> None:
    practice = submitted()
    page = client_of(make_editor()).get(LIST).content
    assert form_data(page, "changelist-form")[f"seen-{practice.pk}"] == [str(practice.version)]
    for move in UNDOABLE.values():
        assert f'<option value="{move.name}">{move.label}' in page.decode()
    assert b"delete_selected" not in page


def ticked(client: Client, name: str, *practices: Practice, address: str = LIST) -> Any:
    """Tick entries in the list and choose a move; return the page that asks."""
    page = form_data(client.get(address).content, "changelist-form")
    chosen = [practice.pk for practice in practices]
    return client.post(address, page | {"action": name, "_selected_action": chosen, "index": "0"})


def confirmed(client: Client, page: Any, **words: str) -> Any:
    """Confirm; return the page that says what came of each entry."""
    return client.post(BULK, form_data(page.content, "bulk_form") | words, follow=True)


def results(response: Any) -> list[str]:
    return sorted(f"{entry.title}: {entry.text}" for entry in response.context["entries"])


def test_approval_names_the_entries_does_nothing_yet_then_reports_each() -> None:
    editor = make_editor()
    good, changed, own = (
        submitted(title="Good"),
        submitted(title="Changed"),
        submitted(title="Own", contributor=editor),
    )
    draft = make_draft(title="Draft", contributor=make_user())
    client = client_of(editor)
    page = ticked(client, "approve", good, changed, own, draft)
    text = words(page.text)
    assert "Approve: 3 entries" in text
    assert [title for title in ("Good", "Changed", "Own", "Draft") if f" {title} " not in text] == []
    assert Event.objects.filter(move="approve").count() == 0
    actions.save_answers(
        changed, {"purpose": "Not seen."}, by=make_editor(), expected_version=changed.version
    )
    assert results(confirmed(client, page)) == [
        "Changed: skipped. It was changed after this list was shown: read it first.",
        "Draft: skipped. This entry is draft: “Approve” is not possible now.",
        "Good: now published.",
        "Own: skipped. Another editor has to do that.",
    ]
    statuses = {practice.title: practice.status for practice in Practice.objects.all()}
    assert statuses == {
        "Good": Status.PUBLISHED,
        "Changed": Status.SUBMITTED,
        "Own": Status.SUBMITTED,
        "Draft": Status.DRAFT,
    }


def test_change_between_list_and_question_is_seen_too() -> None:
    practice = submitted(title="Sent back meanwhile")
    client = client_of(make_editor())
    address = f"{LIST}?status__exact=submitted"
    page = form_data(client.get(address).content, "changelist-form")
    actions.move(practice, "return", by=make_editor(), expected_version=practice.version, note="More.")
    asked = client.post(
        address, page | {"action": "approve", "_selected_action": [practice.pk], "index": "0"}
    )
    assert results(confirmed(client, asked)) == [
        "Sent back meanwhile: skipped. It was changed after this list was shown: read it first."
    ]


@pytest.mark.long
def test_all_that_match_are_chosen_across_pages_without_javascript() -> None:
    for number in range(60):
        submitted(title=f"Ship {number}")
    make_draft(title="Draft", contributor=make_user())
    client = client_of(make_editor())
    address = f"{LIST}?status__exact=submitted"
    first = Practice.objects.order_by("pk")[0]
    asked = ticked(client, "return", first, address=address)
    across = client.post(address, form_data(asked.content, "across_form"))
    assert len(across.context["entries"]) == 60
    done = confirmed(client, across, note="Say who paid.")
    assert {entry.text for entry in done.context["entries"]} == {"now returned."}
    assert Event.objects.filter(move="return", note="Say who paid.").count() == 60
    assert Practice.objects.get(title="Draft").status == Status.DRAFT


def test_sending_back_without_a_note_reports_why() -> None:
    practice = submitted(title="Ship")
    client = client_of(make_editor())
    done = confirmed(client, ticked(client, "return", practice))
    assert results(done) == ["Ship: skipped. Write a note: the contributor needs to know why."]
    assert not done.context["can_undo"]


def test_more_than_five_hundred_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST_ENTRIES", 2)
    practices = [submitted(title=f"Ship {number}") for number in range(3)]
    client = client_of(make_editor())
    response = ticked(client, "approve", *practices)
    assert response.status_code == 302
    assert [str(each) for each in get_messages(response.wsgi_request)] == [
        "At most 2 entries at once: narrow the list first."
    ]
    sent = {"move": "approve", "entries": ",".join(f"{each.pk}:{each.version}" for each in practices)}
    assert client.post(BULK, sent).status_code == 400


def standing() -> list[Any]:
    """Return all that undoing brings back."""
    practices = Practice.objects.order_by("pk").values(
        "pk", "status", "status_since", "withdrawn_reason", "purpose"
    )
    editions = Edition.objects.order_by("pk").values(
        "practice", "number", "title", "purpose", "published_at", "city_typed"
    )
    public = Snapshot.objects.exclude(edition=None).order_by("pk").values("practice", "edition", "answers")
    places = Place.objects.order_by("edition__practice", "pk").values(
        "edition__practice", "country", "city", "is_lead"
    )
    return [list(practices), list(editions), list(public), list(places)]


def ready(move: str) -> Practice:
    """Return an entry from which a move is open: with an edition before, where it can have one."""
    user = make_user()
    if move in {"approve", "return", "revise", "discard", "trash"}:
        practice = published(contributor=user, purpose="First.", city=None, city_typed="Smallville")
        if move in {"revise", "trash"}:
            return practice
        practice = moved(practice, "revise", by=user)
        answers = {"purpose": "Second.", "city_typed": "Largeville"}
        practice = actions.save_answers(practice, answers, by=user, expected_version=practice.version)
        return practice if move == "discard" else moved(practice, "submit", by=user)
    if move == "publish":
        return make_draft()
    if move == "restore":
        return withdrawn(contributor=user)
    practice = submitted(contributor=user)
    return moved(practice, "reject", by=make_editor(), note="No.") if move == "reopen" else practice


@pytest.mark.one_in(3)
@pytest.mark.long
@pytest.mark.parametrize("move", UNDOABLE)
def test_undo_brings_back_what_stood_before_with_an_event(move: str) -> None:
    practice, editor = ready(move), make_editor()
    before, seen = standing(), practice.version
    client = client_of(editor)
    done = confirmed(client, ticked(client, move, practice), note="Because.", number="1")
    assert standing() != before
    undone = client.post(done.request["PATH_INFO"], follow=True)
    assert [entry.text[:7] for entry in undone.context["entries"]] == ["undone:"]
    assert standing() == before
    practice.refresh_from_db()
    last = practice.events.first()
    assert last is not None
    assert (practice.version, last.move, last.actor, last.to_status) == (
        seen + 2,
        "recover" if move == "trash" else "undo",
        editor,
        practice.status,
    )
    again = client.post(done.request["PATH_INFO"], follow=True)
    assert not again.context["can_undo"]
    assert Event.objects.filter(move=last.move).count() == 1


@pytest.mark.long
def test_undone_first_edition_is_nowhere_on_line_and_its_number_is_given_again() -> None:
    practice, editor = submitted(title="Ship"), make_editor()
    client = client_of(editor)
    done = confirmed(client, ticked(client, "approve", practice))
    assert Client().get("/practices/ship/").status_code == 200
    client.post(done.request["PATH_INFO"])
    for address in ("/practices/ship/", "/practices/ship/editions/1/", f"/p/{practice.pk}/"):
        assert Client().get(address).status_code == 404
    assert moved(practice, "approve", by=make_editor()).edition.number == 1


def test_what_was_written_since_is_not_undone() -> None:
    practice, editor = submitted(title="Ship"), make_editor()
    client = client_of(editor)
    done = confirmed(client, ticked(client, "return", practice), note="More.")
    moved(practice, "submit", by=practice.contributor)
    undone = client.post(done.request["PATH_INFO"], follow=True)
    assert results(undone) == ["Ship: not undone. It was changed since."]
    practice.refresh_from_db()
    assert practice.status == Status.SUBMITTED
    assert not Event.objects.filter(move="undo").exists()


def test_undo_is_hers_who_did_it_and_ends_after_ten_minutes() -> None:
    practice, editor = submitted(), make_editor()
    client = client_of(editor)
    done = confirmed(client, ticked(client, "approve", practice))
    address = done.request["PATH_INFO"]
    client_of(make_editor()).post(address)
    assert Practice.objects.get().status == Status.PUBLISHED
    Batch.objects.update(at=timezone.now() - timedelta(minutes=10, seconds=1))
    client.post(address)
    assert Practice.objects.get().status == Status.PUBLISHED
    practice.refresh_from_db()
    state = UndoState.of(practice)
    with pytest.raises(PermissionDenied):
        undo_move(practice, MOVES["approve"], state, by=make_editor(), expected_version=practice.version)


def test_entry_without_a_version_is_skipped() -> None:
    practice = submitted()
    client = client_of(make_editor())
    page = client.post(LIST, {"action": "approve", "_selected_action": [practice.pk], "index": "0"})
    confirmed(client, page)
    practice.refresh_from_db()
    assert practice.status == Status.SUBMITTED


@pytest.mark.parametrize("entries", ["", "x:1", "1", "1:x", "-1:2", "9999999:1"])
@pytest.mark.parametrize("move", ["approve", "withdraw", ""])
def test_forged_confirmation_does_nothing(entries: str, move: str) -> None:
    practice = submitted()
    response = client_of(make_editor()).post(BULK, {"move": move, "entries": entries})
    assert response.status_code in {302, 400}
    practice.refresh_from_db()
    assert practice.status == Status.SUBMITTED


@pytest.mark.parametrize("pk", ["abc", "-1", "9" * 40, "1\0"])
def test_forged_number_is_refused(pk: str) -> None:
    submitted()
    data = {"action": "approve", "_selected_action": [pk], "index": "0"}
    assert client_of(make_editor()).post(LIST, data).status_code == 400


@pytest.mark.parametrize("action", ["withdraw", "delete_selected", "recall"])
def test_other_actions_are_not_there(action: str) -> None:
    practice = submitted()
    data = {
        "action": action,
        "_selected_action": [practice.pk],
        "index": "0",
        f"seen-{practice.pk}": practice.version,
    }
    client_of(make_editor()).post(LIST, data)
    practice.refresh_from_db()
    assert practice.status == Status.SUBMITTED

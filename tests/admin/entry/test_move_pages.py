"""Is every move of the table made by POST, by whom it may be, and by nobody else?"""

from typing import Any

import pytest

from practices import permissions
from practices.admin.entry.summary import last_note
from practices.entries import actions
from practices.models import Event, Practice, User
from practices.workflow import DECISIONS, MOVES, Move, Requirement, Status
from tests.builders import in_status, make_draft, make_editor, make_user, moved, published, submitted
from tests.pages import client_of, form_data, forms_of

pytestmark = pytest.mark.django_db

WORDS: dict[Requirement, dict[str, str]] = {
    Requirement.NOTE: {"note": "Because."},
    Requirement.REASON: {"reason": "It has ended."},
    Requirement.LICENCE: {"licence_agreed": "on"},
}


def address(practice: Practice, name: str, site: str = "admin") -> str:
    return f"/{site}/practices/practice/{practice.pk}/move/{name}/"


def words(move: Move) -> dict[str, str]:
    return {field: text for need in move.needs for field, text in WORDS.get(need, {}).items()}


def ready(move: Move, contributor: User) -> Practice:
    """Return a practice from which this move is open."""
    return in_status(
        move.sources[0],
        contributor=None if Requirement.NO_CONTRIBUTOR in move.needs else contributor,
        edition=Requirement.EDITION in move.needs or move.sources[0] is Status.PUBLISHED,
    )


@pytest.mark.long
@pytest.mark.parametrize("role", ["contributor", "editor"])
@pytest.mark.parametrize("move", MOVES.values(), ids=lambda move: move.name)
def test_move_is_made_by_whom_it_may_be(move: Move, role: str) -> None:
    contributor = make_user()
    practice = ready(move, contributor)
    person = contributor if role == "contributor" else make_editor()
    site = "contribute" if role == "contributor" else "admin"
    is_hers = permissions.can_move(person, practice, move.name)
    before, events = (practice.status, practice.version), Event.objects.count()
    data = {"seen": practice.version} | words(move)
    response = client_of(person).post(address(practice, move.name, site), data)
    practice.refresh_from_db()
    if is_hers:
        assert (response.status_code, practice.status) == (302, move.target)
        assert Event.objects.count() == events + 1
    else:
        assert response.status_code == (403 if permissions.can_see(person, practice) else 404)
        assert ((practice.status, practice.version), Event.objects.count()) == (before, events)


@pytest.mark.parametrize("move", MOVES.values(), ids=lambda move: move.name)
def test_page_of_a_move_says_what_it_does_and_asks_what_it_needs(move: Move) -> None:
    contributor = make_user()
    practice = ready(move, contributor)
    person, site = (contributor, "contribute") if move.name == "recall" else (make_editor(), "admin")
    before = practice.version
    page = client_of(person).get(address(practice, move.name, site))
    assert page.status_code == 200
    assert str(move.help) in page.content.decode()
    form = next(
        form
        for form in forms_of(page.content)
        if form["attrs"].get("action") == address(practice, move.name, site)
    )
    assert form["data"]["seen"] == [str(practice.version)]
    fields = {
        name for name in ("note", "reason", "licence_agreed") if f'name="{name}"' in page.content.decode()
    }
    assert fields == set(words(move))
    practice.refresh_from_db()
    assert practice.version == before


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("return", {}, "Write a note"),
        ("return", {"note": "  \n "}, "Write a note"),
        ("reject", {}, "Write a note"),
    ],
)
def test_note_is_needed(name: str, given: dict[str, str], said: str) -> None:
    practice = submitted()
    response = client_of(make_editor()).post(address(practice, name), {"seen": practice.version} | given)
    practice.refresh_from_db()
    assert (response.status_code, practice.status) == (200, Status.SUBMITTED)
    assert said in response.content.decode()


def test_refused_move_shows_what_was_typed_again() -> None:
    practice = in_status(Status.PUBLISHED, contributor=make_user(), edition=True)
    data = {"seen": practice.version, "note": "A long note."}
    page = client_of(make_editor()).post(address(practice, "withdraw"), data).content
    assert b"Write the public reason" in page
    assert form_data_of(page, "withdraw")["note"] == ["A long note."]


def form_data_of(page: bytes, name: str) -> dict[str, Any]:
    form = next(form for form in forms_of(page) if f"/move/{name}/" in form["attrs"].get("action", ""))
    return dict(form["data"])


def test_stale_move_answers_409_keeps_the_note_and_changes_nothing() -> None:
    practice = submitted()
    editor, old = make_editor(), practice.version
    actions.save_answers(practice, {"title": "Another"}, by=make_editor(), expected_version=old)
    response = client_of(editor).post(address(practice, "return"), {"seen": old, "note": "Typed note."})
    practice.refresh_from_db()
    assert (response.status_code, practice.status) == (409, Status.SUBMITTED)
    assert b"changed after you opened it" in response.content
    again = form_data_of(response.content, "return")
    assert (again["note"], again["seen"]) == (["Typed note."], [str(old + 1)])


def test_stale_approval_can_only_be_read_again() -> None:
    practice = submitted()
    old = practice.version
    actions.save_answers(practice, {"title": "Another"}, by=make_editor(), expected_version=old)
    response = client_of(make_editor()).post(address(practice, "approve"), {"seen": old})
    assert response.status_code == 409
    assert b"Read it as it is now" in response.content
    assert [form for form in forms_of(response.content) if "/move/" in form["attrs"].get("action", "")] == []


@pytest.mark.parametrize("seen", ["", "x", "-3", "9" * 50])
def test_move_without_the_version_seen_is_stale(seen: str) -> None:
    practice = submitted()
    assert client_of(make_editor()).post(address(practice, "approve"), {"seen": seen}).status_code == 409
    practice.refresh_from_db()
    assert practice.status == Status.SUBMITTED


def test_incomplete_entry_is_not_submitted_and_the_page_links_what_is_missing() -> None:
    user = make_user()
    practice = in_status(Status.DRAFT, contributor=user, edition=False)
    actions.save_answers(practice, {"purpose": ""}, by=user, expected_version=1)
    data = {"seen": 2, "licence_agreed": "on"}
    page = client_of(make_editor()).post(address(practice, "submit"), data).content.decode()
    assert (
        f'<a href="/admin/practices/practice/{practice.pk}/change/#id_purpose">Write an answer: Purpose.</a>'
        in page
    )
    practice.refresh_from_db()
    assert practice.status == Status.DRAFT


def test_move_that_is_not_possible_now_says_why() -> None:
    practice = submitted()
    editor = client_of(make_editor())
    for response in (
        editor.get(address(practice, "restore")),
        editor.post(address(practice, "restore"), {"seen": practice.version}),
    ):
        assert response.status_code == 409
        assert b"Submitted" in response.content or b"submitted" in response.content


def test_move_of_no_name_is_not_there() -> None:
    practice = submitted()
    assert client_of(make_editor()).post(address(practice, "destroy"), {"seen": 2}).status_code == 404


def test_entry_page_offers_exactly_the_open_moves_and_one_way_to_decide() -> None:
    contributor, editor = make_user(), make_editor()
    practice = submitted(contributor=contributor)
    for person, site in ((contributor, "contribute"), (editor, "admin")):
        page = client_of(person).get(f"/{site}/practices/practice/{practice.pk}/change/").content.decode()
        offered = {name for name in MOVES if f'"{address(practice, name, site)}"' in page}
        is_open = {move.name for move in permissions.open_moves(person, practice)}
        decides = is_open & {*DECISIONS}
        assert offered == is_open - decides
        assert (f'href="/admin/practices/practice/{practice.pk}/review/"' in page) is bool(decides)
        assert decides == ({*DECISIONS} if person == editor else set())


def test_one_press_is_enough_only_where_no_words_may_be_lost() -> None:
    contributor = make_user()
    practice = submitted(contributor=contributor)
    own = client_of(contributor).get(f"/contribute/practices/practice/{practice.pk}/change/").content
    assert form_data_of(own, "recall")["seen"] == [str(practice.version)]
    page = client_of(make_editor()).get(f"/admin/practices/practice/{practice.pk}/change/").content
    assert [form for form in forms_of(page) if "/move/" in form["attrs"].get("action", "")] == []


def test_note_is_shown_until_the_next_edition() -> None:
    user, editor = make_user(), make_editor()
    practice = moved(submitted(contributor=user), "return", by=editor, note="More, please.")
    note = last_note(practice)
    assert note is not None
    assert note.note == "More, please."
    practice = moved(moved(practice, "submit", by=user), "approve", by=editor)
    assert last_note(practice) is None


@pytest.mark.parametrize(("move", "note"), [("return", "More, please."), ("reject", "No practice.")])
def test_note_outlives_what_leaves_the_status_as_it_was(move: str, note: str) -> None:
    editor = make_editor()
    practice = moved(submitted(contributor=make_user()), move, by=editor, note=note)
    thrown = actions.trash(practice, by=editor, expected_version=practice.version, note="By mistake.")
    last = last_note(actions.recover(thrown, by=editor, expected_version=thrown.version))
    assert last is not None
    assert last.note == note


def test_note_of_a_rejection_is_past_once_the_entry_is_given_back() -> None:
    user, editor = make_user(), make_editor()
    practice = moved(submitted(contributor=user), "reject", by=editor, note="No practice.")
    form = f"/contribute/practices/practice/{practice.pk}/"
    assert "No practice." in client_of(user).get(f"{form}change/").content.decode()
    moved(practice, "reopen", by=editor)
    assert "No practice." not in client_of(user).get(f"{form}change/").content.decode()
    assert "No practice." in client_of(user).get(f"{form}history/").content.decode()


@pytest.mark.parametrize("page", ["move/return", "review"])
def test_note_for_a_move_that_is_open_no_more_can_be_copied(page: str) -> None:
    practice = submitted(contributor=make_user())
    moved(practice, "approve", by=make_editor())
    sent = {"seen": practice.version, "note": "Long in the <writing>.", "move": "return"}
    for seen in (practice.version, practice.version + 1):
        response = client_of(make_editor()).post(
            f"/admin/practices/practice/{practice.pk}/{page}/", sent | {"seen": seen}
        )
        assert response.status_code == 409
        shown = response.content.decode()
        assert "What you had written" in shown
        assert "readonly" in shown
        assert "Long in the &lt;writing&gt;.</textarea>" in shown


def test_save_with_a_move_that_is_not_open_says_so_and_keeps_the_words() -> None:
    user = make_user()
    practice = make_draft(contributor=user)
    client = client_of(make_editor())
    form = f"/admin/practices/practice/{practice.pk}/change/"
    sent = form_data(client.get(form).content) | {"purpose": "New words.", "_move": "approve"}
    page = client.post(form, sent, follow=True).content.decode()
    practice.refresh_from_db()
    assert (practice.purpose, practice.status) == ("New words.", Status.DRAFT)
    assert "It is saved, but not handed on: that is not possible while it is “Draft”." in page


def test_note_of_several_pages_is_kept_whole() -> None:
    practice = submitted(contributor=make_user())
    note = "Please say who paid. " * 200
    sent = {"seen": practice.version, "note": note}
    response = client_of(make_editor()).post(f"/admin/practices/practice/{practice.pk}/move/return/", sent)
    assert response.status_code == 302
    assert practice.events.values_list("note", flat=True)[0] == note.strip()


def test_withdrawal_of_what_has_no_contributor_asks_for_the_public_reason_alone() -> None:
    practice, client = published(), client_of(make_editor())
    page = client.get(address(practice, "withdraw"))
    data = form_data(page.content, "move_form")
    assert set(data) & {"note", "reason"} == {"reason"}
    refused = client.post(address(practice, "withdraw"), data).text
    assert ("needs to know why" in refused, refused.count("Write the public reason:")) == (False, 2)
    client.post(address(practice, "withdraw"), data | {"reason": "It ended."})
    practice.refresh_from_db()
    assert (practice.status, practice.withdrawn_reason) == (Status.WITHDRAWN, "It ended.")


def test_withdrawal_says_at_once_all_that_it_needs() -> None:
    practice = in_status(Status.PUBLISHED, contributor=make_user(), edition=True)
    page = client_of(make_editor()).post(address(practice, "withdraw"), {"seen": practice.version}).text
    needed = ("Write a note: the contributor needs to know why.", "Write the public reason:")
    assert [page.count(each) for each in needed] == [2, 2]  # above, and at the field

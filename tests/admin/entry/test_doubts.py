"""Is an approval refused where answers cannot stand, and asked once more where something is missing or open?"""

from typing import Any

import pytest
from django.test import Client

from practices.entries import actions, comments
from practices.models import Edition, Practice
from practices.workflow import DECISIONS, Status
from tests.admin.editorial.test_bulk import confirmed, results, ticked
from tests.admin.entry.test_save import entry, opened
from tests.builders import in_status, make_city, make_editor, make_user, published, submitted
from tests.pages import client_of, form_data, forms_of

pytestmark = pytest.mark.django_db
ALTHOUGH = "Approve although 1 needed answer is missing, 2 remarks are open"


def doubtful(**given: Any) -> Practice:
    """Return a submitted entry that an editor emptied a needed answer of, with two comments that are open and one that is not."""
    practice, editor = submitted(**given), make_editor()
    for text in ("Which year?", "Who paid?", "Settled."):
        last = comments.add(practice, field="period", text=text, internal=text == "Who paid?", by=editor)
    comments.resolve(last, by=editor)
    return actions.save_answers(practice, {"period": ""}, by=editor, expected_version=practice.version)


def address(practice: Practice, page: str) -> str:
    return f"/admin/practices/practice/{practice.pk}/{page}/"


def asked(page: Any) -> dict[str, Any]:
    """Return what the form sends that makes the move although something is missing or open."""
    return next(dict(form["data"]) for form in forms_of(page.content) if "despite" in form["data"])


def stands(practice: Practice) -> tuple[str, bool]:
    return Practice.objects.get(pk=practice.pk).status, Edition.objects.filter(practice=practice).exists()


APPROVED, WAITS = (Status.PUBLISHED, True), (Status.SUBMITTED, False)


def test_page_of_the_move_tells_what_is_missing_and_open_and_a_press_without_it_does_nothing() -> None:
    practice, client = doubtful(), client_of(make_editor())
    page = client.get(address(practice, "move/approve"))
    text = page.content.decode()
    assert ALTHOUGH in text
    for told in ("Write an answer: Period.", "Which year?", "Who paid?"):
        assert told in text
    assert "Settled." not in text
    again = client.post(address(practice, "move/approve"), {"seen": practice.version})
    assert "Nothing was done yet: 1 needed answer is missing, 2 remarks are open." in again.content.decode()
    assert stands(practice) == WAITS
    client.post(address(practice, "move/approve"), asked(page))
    assert stands(practice) == APPROVED


def test_what_came_after_the_page_is_told_first() -> None:
    practice, client = doubtful(), client_of(make_editor())
    told = asked(client.get(address(practice, "move/approve")))
    comments.add(practice, field="", text="Is it true?", internal=False, by=make_editor())
    page = client.post(address(practice, "move/approve"), told)
    assert stands(practice) == WAITS
    assert "Is it true?" in page.content.decode()
    client.post(address(practice, "move/approve"), asked(page))
    assert stands(practice) == APPROVED


def test_decision_asks_once_more_and_keeps_the_note() -> None:
    practice, client = doubtful(), client_of(make_editor())
    data = form_data(client.get(address(practice, "review")).content, "decide_form")
    page = client.post(address(practice, "review"), data | {"move": "approve", "note": "Thank you!"})
    assert stands(practice) == WAITS
    assert ALTHOUGH in page.content.decode()
    assert "Nothing was done yet: 1 needed answer is missing, 2 remarks are open." in page.content.decode()
    assert 'id="id_process"' in page.content.decode()
    following = submitted()
    assert client.post(address(practice, "review"), asked(page) | {"approve_next": "1"})[
        "Location"
    ] == address(following, "review")
    assert stands(practice) == APPROVED
    assert [event.note for event in practice.events.filter(move="approve")] == ["Thank you!"]


@pytest.mark.parametrize("ticked_next", [True, False])
def test_decision_that_is_asked_about_again_leads_on_as_it_was_ticked(ticked_next: bool) -> None:
    practice, following, client = doubtful(), submitted(), client_of(make_editor())
    data = form_data(client.get(address(practice, "review")).content, "decide_form") | {"move": "approve"}
    page = client.post(address(practice, "review"), data | ({"next": "on"} if ticked_next else {}))
    again = client.post(address(practice, "review"), asked(page) | {"move": "approve"})
    assert again.headers["Location"] == (address(following, "review") if ticked_next else "/admin/")
    assert stands(practice) == APPROVED


@pytest.mark.parametrize(
    "extra", [{"move": "return", "note": " "}, {"fill": "1"}, {"move": "approve", "seen": 0}]
)
def test_page_that_comes_back_keeps_the_tick(extra: dict[str, Any]) -> None:
    practice, client = submitted(), client_of(make_editor())
    data = form_data(client.get(address(practice, "review")).content, "decide_form")
    page = client.post(address(practice, "review"), data | {"next": "on"} | extra)
    assert form_data(page.content, "decide_form")["next"] == ["on"]


def test_decision_asks_again_about_what_came_after_the_page() -> None:
    practice, client = doubtful(), client_of(make_editor())
    data = form_data(client.get(address(practice, "review")).content, "decide_form") | {"move": "approve"}
    told = asked(client.post(address(practice, "review"), data))
    comments.add(practice, field="", text="Is it true?", internal=False, by=make_editor())
    page = client.post(address(practice, "review"), told | {"move": "approve"})
    assert stands(practice) == WAITS
    assert "3 remarks are open" in page.content.decode()


def test_pages_of_the_entry_and_of_a_decision_lead_to_where_it_is_read() -> None:
    practice, client = submitted(), client_of(make_editor())
    decide = f'href="{address(practice, "review")}"'
    form = client.get(entry(practice, "admin")).content.decode()
    assert ("Decide…" in form, decide in form) == (True, True)
    assert [name for name in DECISIONS if address(practice, f"move/{name}") in form] == []
    for name in DECISIONS:
        assert decide in client.get(address(practice, f"move/{name}")).content.decode()
    own = published()
    page = client.get(entry(own, "admin")).content.decode()
    assert ("Decide" in page, "Read and remark" in page) == (False, True)
    assert "Read it first" not in client.get(address(own, "move/withdraw")).content.decode()


def test_save_and_approve_saves_and_asks_once_more() -> None:
    practice, client = submitted(), client_of(make_editor())
    data = opened(client, practice, "admin") | {"period": "", "purpose": "Mended.", "_move": "approve"}
    page = client.post(entry(practice, "admin"), data, follow=True)
    assert page.request["PATH_INFO"] == address(practice, "move/approve")
    assert stands(practice) == WAITS
    assert "Approve although 1 needed answer is missing" in page.content.decode()
    client.post(address(practice, "move/approve"), asked(page))
    assert (stands(practice), Edition.objects.get().purpose) == (APPROVED, "Mended.")


def test_save_submit_and_approve_stops_where_something_is_open() -> None:
    practice, editor = in_status(Status.RETURNED, contributor=make_user(), edition=False), make_editor()
    comments.add(practice, field="", text="Is it true?", internal=False, by=editor)
    client = client_of(editor)
    data = opened(client, practice, "admin") | {"_move": "straight"}
    page = client.post(entry(practice, "admin"), data, follow=True)
    assert stands(practice) == WAITS
    assert "Approve although 1 remark is open" in page.content.decode()
    client.post(address(practice, "move/approve"), asked(page))
    assert stands(practice) == APPROVED


@pytest.mark.parametrize("although", [{}, {"although": "on"}])
def test_approval_of_many_names_what_is_missing_and_leaves_it_unless_it_is_ticked(
    although: dict[str, str],
) -> None:
    good, poor, client = submitted(title="Good"), doubtful(title="Poor"), client_of(make_editor())
    page = ticked(client, "approve", good, poor)
    text = page.content.decode()
    assert "1 needed answer is missing, 2 remarks are open" in text
    assert "Approve also the 1 entry in which something is missing or open" in text
    came = results(confirmed(client, page, **although))
    left = "Poor: skipped. 1 needed answer is missing, 2 remarks are open: read it first."
    assert came == ["Good: now published.", "Poor: now published." if although else left]
    assert stands(poor) == (APPROVED if although else WAITS)


WRONG: dict[str, dict[str, Any]] = {
    "a city of another country": {"country": "DE"},
    "no e-mail address": {"contact_email": "office at city"},
    "no address of a page": {"evidence_url": "the report of the city"},
}


def single(client: Client, practice: Practice) -> None:
    told = {"seen": practice.version, "despite": "anything"}
    client.post(address(practice, "move/approve"), told)


def decided(client: Client, practice: Practice) -> None:
    client.post(address(practice, "review"), {"seen": practice.version, "move": "approve"})


def mended(client: Client, practice: Practice) -> None:
    client.post(entry(practice, "admin"), opened(client, practice, "admin") | {"_move": "approve"})


def many(client: Client, practice: Practice) -> None:
    confirmed(client, ticked(client, "approve", practice), although="on")


WAYS = [(way, wrong) for way in (single, decided, mended, many) for wrong in WRONG]
WAYS.remove((mended, "a city of another country"))
"""Saving the form takes the link from such a city, and keeps its name as it was typed."""


@pytest.mark.long
@pytest.mark.parametrize(("way", "wrong"), WAYS)
def test_what_contradicts_or_is_no_address_is_approved_in_no_way(way: Any, wrong: str) -> None:
    practice, editor = submitted(city=make_city()), make_editor()
    practice = actions.save_answers(practice, WRONG[wrong], by=editor, expected_version=practice.version)
    way(client_of(editor), practice)
    assert stands(practice) == WAITS

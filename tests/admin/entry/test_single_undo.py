"""Has one approval the same Undo as twenty?"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from practices.models import Batch, Practice, User
from practices.workflow import Status
from tests.admin.editorial.test_bulk import standing
from tests.admin.entry.test_save import entry, opened
from tests.builders import in_status, make_editor, make_user, published, submitted
from tests.headings import heading_texts
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db
UNDO = re.compile(r'class="undo"\s+action="(/admin/practices/practice/bulk/\d+/)"')


def page_of(practice: Practice, name: str) -> str:
    return f"/admin/practices/practice/{practice.pk}/{name}/"


def single(client: Client, practice: Practice) -> Any:
    data = form_data(client.get(page_of(practice, "move/approve")).content, "move_form")
    return client.post(page_of(practice, "move/approve"), data, follow=True)


def decided(client: Client, practice: Practice) -> Any:
    data = form_data(client.get(page_of(practice, "review")).content, "decide_form")
    return client.post(page_of(practice, "review"), data | {"move": "approve"}, follow=True)


def saved(client: Client, practice: Practice) -> Any:
    data = opened(client, practice, "admin") | {"_move": "approve"}
    return client.post(entry(practice, "admin"), data, follow=True)


@pytest.mark.parametrize("way", [single, decided, saved])
def test_one_approval_is_undone_as_twenty_are(way: Callable[[Client, Practice], Any]) -> None:
    practice, client = submitted(), client_of(make_editor())
    before = standing()
    [undo] = set(UNDO.findall(way(client, practice).content.decode()))
    assert Practice.objects.get().status == Status.PUBLISHED
    page = client.get(undo)
    assert "1 of 1 done" in page.content.decode()
    undone = client.post(undo, follow=True).text
    assert heading_texts(undone, 1) == ["Undone: Approve"]
    assert "Undone. Below stands" in undone
    assert standing() == before
    assert [event.move for event in practice.events.all()] == ["undo", "approve", "submit"]


def test_what_was_saved_submitted_and_approved_in_one_go_waits_for_an_editor_again() -> None:
    practice = in_status(Status.RETURNED, contributor=make_user(), edition=False)
    client = client_of(make_editor())
    data = opened(client, practice, "admin") | {"_move": "straight"}
    [undo] = set(UNDO.findall(client.post(entry(practice, "admin"), data, follow=True).content.decode()))
    client.post(undo)
    assert Practice.objects.get().status == Status.SUBMITTED


def test_second_press_leads_to_the_same_undo_and_after_ten_minutes_to_none() -> None:
    practice, client = submitted(), client_of(make_editor())
    data = form_data(client.get(page_of(practice, "review")).content, "decide_form") | {"move": "approve"}
    first, second = (client.post(page_of(practice, "review"), data, follow=True) for _ in range(2))
    assert UNDO.findall(first.content.decode()) == UNDO.findall(second.content.decode())
    assert len(set(UNDO.findall(first.content.decode()))) == 1
    Batch.objects.update(at=timezone.now() - timedelta(minutes=10, seconds=1))
    late = client.post(page_of(practice, "review"), data, follow=True).content.decode()
    assert "is now: Published." in late
    assert UNDO.findall(late) == []


def test_undo_stands_at_the_entry_and_on_the_desk_for_her_who_made_the_step() -> None:
    practice, client = submitted(), client_of(make_editor())
    decided(client, practice)
    pages = ("/admin/", page_of(practice, "review"), entry(practice, "admin"))
    assert [len(UNDO.findall(client.get(page).text)) for page in pages] == [1, 1, 1]
    colleague = client_of(make_editor())
    assert [UNDO.findall(colleague.get(page).text) for page in pages] == [[], [], []]


def own_move(owner: User, practice: Practice, name: str) -> str:
    """Make a move on the contributors' site; return the page that says so."""
    page = f"/contribute/practices/practice/{practice.pk}/move/{name}/"
    client = client_of(owner)
    data = form_data(client.get(page).content, "move_form")
    return str(client.post(page, data, follow=True).content.decode())


def test_contributor_is_offered_no_undo() -> None:
    owner = make_user()
    practice = submitted(contributor=owner)
    answer = own_move(owner, practice, "recall")
    assert "is now: Draft." in answer
    assert "Undo" not in answer
    assert not Batch.objects.exists()


@pytest.mark.parametrize(("made", "written_down"), [(make_user, 0), (make_editor, 1)])
def test_undo_is_the_editors_and_offered_on_their_site(made: Callable[[], User], written_down: int) -> None:
    owner = made()
    answer = own_move(owner, published(contributor=owner), "revise")
    assert "is now: Draft." in answer
    assert "Undo" not in answer
    assert Batch.objects.count() == written_down

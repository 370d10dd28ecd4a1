"""Are many entries moved at once, each with a result, and none that was not seen?"""

from typing import Any

import pytest
from django.contrib.messages import get_messages

from practices import actions
from practices.admin.bulk import IN_BULK
from practices.models import Practice
from practices.workflow import Status
from tests.builders import make_draft, make_editor, make_user, submitted
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db
LIST = "/admin/practices/practice/"


def results(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_moves_in_bulk_are_those_that_need_no_words() -> None:
    assert [move.name for move in IN_BULK] == ["approve", "publish", "reopen", "revise", "discard", "restore"]


def test_list_carries_each_version_and_the_bulk_moves() -> None:
    practice = submitted()
    page = client_of(make_editor()).get(LIST).content
    assert form_data(page, "changelist-form")[f"seen-{practice.pk}"] == [str(practice.version)]
    for move in IN_BULK:
        assert f'<option value="{move.name}">{move.label}</option>' in page.decode()
    assert b"delete_selected" not in page


def test_approval_in_bulk_reports_each_entry_and_skips_what_changed() -> None:
    editor = make_editor()
    good, changed, own = (
        submitted(title="Good"),
        submitted(title="Changed"),
        submitted(title="Own", contributor=editor),
    )
    draft = make_draft(title="Draft", contributor=make_user())
    client = client_of(editor)
    page = form_data(client.get(LIST).content, "changelist-form")
    actions.save_answers(changed, {"purpose": "Not seen."}, by=make_editor(), seen=changed.version)
    ticked = [practice.pk for practice in (good, changed, own, draft)]
    data = page | {"action": "approve", "_selected_action": ticked, "index": "0"}
    response = client.post(LIST, data)
    assert response.status_code == 302
    assert sorted(results(response)) == [
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


def test_publication_in_bulk_of_entries_from_elsewhere() -> None:
    drafts = [make_draft(title=f"From elsewhere {number}") for number in range(2)]
    client = client_of(make_editor())
    page = form_data(client.get(LIST).content, "changelist-form")
    client.post(LIST, page | {"action": "publish", "_selected_action": [d.pk for d in drafts], "index": "0"})
    assert [practice.status for practice in Practice.objects.all()] == [Status.PUBLISHED] * 2


def test_entry_that_the_narrowed_list_shows_no_more_is_reported() -> None:
    practice = submitted(title="Sent back meanwhile")
    client = client_of(make_editor())
    page = form_data(client.get(f"{LIST}?status__exact=submitted").content, "changelist-form")
    actions.move(practice, "return", by=make_editor(), seen=practice.version, note="More.")
    data = page | {"action": "approve", "_selected_action": [practice.pk], "index": "0"}
    response = client.post(f"{LIST}?status__exact=submitted", data)
    assert results(response) == [
        "Sent back meanwhile: skipped. It was changed after this list was shown: read it first."
    ]


def test_entry_without_a_version_is_skipped() -> None:
    practice = submitted()
    client = client_of(make_editor())
    client.post(LIST, {"action": "approve", "_selected_action": [practice.pk], "index": "0"})
    practice.refresh_from_db()
    assert practice.status == Status.SUBMITTED


@pytest.mark.parametrize("pk", ["abc", "-1", "9" * 40, "1\0"])
def test_forged_number_is_refused(pk: str) -> None:
    submitted()
    data = {"action": "approve", "_selected_action": [pk], "index": "0"}
    assert client_of(make_editor()).post(LIST, data).status_code == 400


@pytest.mark.parametrize("action", ["return", "withdraw", "delete_selected", "recall"])
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

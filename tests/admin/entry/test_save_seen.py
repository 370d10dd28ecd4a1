"""Does an editor approve the text that her page showed, whatever others write while she presses?"""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from practices.entries import actions
from practices.models import Edition, Practice, User
from practices.workflow import Status
from tests.admin.entry.test_save import entry, opened
from tests.builders import make_editor, make_user, moved, submitted
from tests.pages import client_of

pytestmark = pytest.mark.django_db(transaction=True)

MOST_STATEMENTS, PATIENCE = 100, 5.0
UNSEEN = "Nobody has read this."


def written(practice: Practice, colleague: User) -> bool:
    """Let a colleague save other words over the text that the editor reads; say whether they are kept."""
    try:
        actions.save_answers(practice, {"purpose": UNSEEN}, by=colleague, expected_version=practice.version)
    except (actions.Stale, PermissionDenied):
        return False
    finally:
        connection.close()
    return True


def approved(
    client: Client, practice: Practice, data: dict[str, Any], after: int, colleague: User
) -> tuple[int, bool]:
    """Press Save and approve while a colleague writes after so many statements.

    Return what she was answered, and whether his words are kept. Where he has to wait for her, she goes on after
    `PATIENCE` seconds.
    """
    left = after
    writing: list[Future[bool]] = []
    with ThreadPoolExecutor(1) as pool:

        def beside(execute: Any, sql: str, *given: Any) -> Any:
            nonlocal left
            result = execute(sql, *given)
            left -= 1
            if left == 0:
                writing.append(pool.submit(written, practice, colleague))
                wait(writing, PATIENCE)
            return result

        with connection.execute_wrapper(beside):
            response = client.post(entry(practice, "admin"), data)
        kept = writing[0].result(30) if writing else False
    return response.status_code, kept


@pytest.mark.long
@pytest.mark.xdist_group("waits")
def test_save_and_approve_publishes_what_she_read_wherever_another_writes() -> None:
    """He writes after her first statement, then after her second, until hers make him wait for her."""
    editor, colleague, owner = make_editor(), make_editor(), make_user(limit_lifted=True)
    client = client_of(editor)
    for after in range(1, MOST_STATEMENTS):
        practice = submitted(contributor=owner, purpose="She has read this.")
        data = opened(client, practice, "admin") | {"_move": "approve"}
        status, kept = approved(client, practice, data, after, colleague)
        practice.refresh_from_db()
        if status == 302:
            break
        assert (after, status, kept, practice.status) == (after, 409, True, Status.SUBMITTED)
        assert not Edition.objects.filter(practice=practice).exists()
    assert (status, kept, practice.status) == (302, False, Status.PUBLISHED)
    assert Edition.objects.get(practice=practice).purpose == "She has read this."
    assert after > (1 if connection.vendor == "postgresql" else 0)


def test_what_was_taken_back_and_submitted_again_is_not_approved_from_the_page_before() -> None:
    practice = submitted()
    client = client_of(make_editor())
    data = opened(client, practice, "admin") | {"_move": "approve"}
    moved(practice, "recall", by=practice.contributor)
    moved(practice, "submit", by=practice.contributor)
    assert client.post(entry(practice, "admin"), data).status_code == 409
    assert not Edition.objects.exists()

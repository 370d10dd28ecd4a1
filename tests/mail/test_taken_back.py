"""Is a mail either taken back or sent, and what is held found without reading every mail?"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.entries import actions, bulk, undo
from practices.entries.undoable_moves import move_with_undo
from practices.mail import notify, outbox
from practices.models import Batch, Mail, Practice, User
from practices.workflow import MOVES
from tests.builders import make_editor, make_mail, make_user, submitted
from tests.entries.test_overlaps import overlapped

EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}
READS_ALL = {"sqlite": "SCAN", "postgresql": "Join"}
"""What stands in the plan of a statement that reads a whole table, or each mail with the entries that it names."""


def returned(practice: Practice, editor: User) -> Callable[[], object]:
    move_with_undo(practice, "return", by=editor, expected_version=practice.version, note="More.")
    return lambda: undo.undo_batch(Batch.objects.get(), by=editor)


def returned_with_another(practice: Practice, editor: User) -> Callable[[], object]:
    other = submitted(contributor=practice.contributor)
    Mail.objects.all().delete()
    seen = [(each.pk, each.version) for each in (practice, other)]
    batch = bulk.move_each(MOVES["return"], seen, by=editor, note="More.")
    return lambda: undo.undo_batch(batch, by=editor)


def trashed(practice: Practice, editor: User) -> Callable[[], object]:
    thrown = actions.trash(practice, by=editor, expected_version=practice.version)
    return lambda: actions.recover(thrown, by=editor, expected_version=thrown.version)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.parametrize(
    ("made", "kinds"),
    [
        (returned, ["returned", "undone"]),
        (returned_with_another, ["many", "many"]),
        (trashed, ["trashed", "recovered"]),
    ],
)
def test_mail_that_a_sender_just_claimed_is_not_taken_back(
    made: Callable[[Practice, User], Callable[[], object]], kinds: list[str]
) -> None:
    editor, practice = make_editor(), submitted(contributor=make_user())
    Mail.objects.all().delete()
    back = made(practice, editor)
    notify.let_go(practice)
    mail = Mail.objects.get()
    overlapped(lambda: outbox._claim(mail), back)  # noqa: SLF001  what a sender does first
    told = Mail.objects.order_by("pk").values_list("kind", "attempts")
    assert list(told) == [(kinds[0], 1), (kinds[1], 0)]


@pytest.mark.django_db
def test_what_is_held_is_found_without_reading_every_mail() -> None:
    practice = submitted(contributor=make_user())
    make_mail(practice=practice)
    with CaptureQueriesContext(connection) as queries:
        notify.let_go(practice)
    [update] = [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]
    with connection.cursor() as cursor:
        cursor.execute(f"{EXPLAIN[connection.vendor]} {update}")
        plan = " ".join(str(column) for row in cursor.fetchall() for column in row)
    assert READS_ALL[connection.vendor] not in plan, plan

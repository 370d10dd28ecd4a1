"""Entries that come in some at a time: what if one of them cannot, the run is cut off, or a name changes meanwhile?"""

from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from practices.imports import practices
from practices.models import Edition, Event, Practice, Snapshot, Topic, version
from tests.builders import make_topic
from tests.imports.written import ENTRY, brought_in, json_of, totals

pytestmark = pytest.mark.django_db


def test_topic_that_is_renamed_after_a_row_was_read_has_its_new_name_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic = make_topic("homes", "Homes")

    def rename() -> None:
        Topic.objects.filter(pk=topic.pk).update(name="Shelter")
        version.invalidate_pages()
        monkeypatch.undo()

    monkeypatch.setattr(practices, "_one_at_a_time", rename)
    brought_in(
        json_of(tmp_path, ENTRY | {"topics": ["Shelter"]}, ENTRY | {"title": "B", "topics": ["homes"]}),
        publish=True,
    )
    assert [snapshot.answers["topics"] for snapshot in Snapshot.objects.order_by("pk")] == [
        [{"slug": "homes", "name": "Shelter"}],
        [{"slug": "homes", "name": "Shelter"}],
    ]


NOT_TAKEN = {
    "sqlite": """
        CREATE TRIGGER not_taken BEFORE INSERT ON practices_practice WHEN NEW.title = 'B'
        BEGIN SELECT RAISE(ABORT, 'no such ship'); END
    """,
    "postgresql": "ALTER TABLE practices_practice ADD CONSTRAINT no_such_ship CHECK (title <> 'B')",
}


def test_entry_that_the_database_does_not_take_costs_itself_only(tmp_path: Path) -> None:
    path = json_of(tmp_path, *(ENTRY | {"title": title} for title in "ABCB"))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(NOT_TAKEN[connection.vendor])
        *said, total = brought_in(path, publish=True)
        titles = list(Edition.objects.order_by("pk").values_list("title", flat=True))
        transaction.set_rollback(True)
    assert (titles, total) == (["A", "C"], totals(created=2, published=2, refused=2))
    assert [line.partition(" (")[0] for line in said] == [
        f"entry {number}, “B”: refused: the database does not take it" for number in (2, 4)
    ]


class CutOff(BaseException):
    """The process ends."""


@pytest.mark.long
def test_run_that_is_cut_off_at_any_statement_is_gone_on_with_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practices, "AT_ONCE", 2)
    path = json_of(tmp_path, *(ENTRY | {"title": title} for title in "ABC"))

    left = 0
    came: set[int] = set()

    def cut(execute: Any, *statement: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            raise CutOff
        return execute(*statement)

    for after in count(1):
        left, stood = after, 3
        with transaction.atomic():
            try:
                with connection.execute_wrapper(cut):
                    brought_in(path, publish=True)
            except CutOff:
                stood = Practice.objects.count()
                came.add(stood)
            assert brought_in(path, publish=True)[-1] == totals(
                created=3 - stood, published=3 - stood, there=stood
            )
            assert (Edition.objects.count(), Event.objects.count(), Snapshot.objects.count()) == (3, 3, 3)
            transaction.set_rollback(True)
        if left > 0:
            break
    assert came == {0, 2, 3}  # nothing, a portion, or all that was about to be committed

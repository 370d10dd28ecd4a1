"""Snapshots and events are written once."""

import re
from typing import Any

import pytest
from django.db import models, transaction
from django.db.models import ProtectedError

from catalogue.env import ROOT
from practices.models import AuditEvent, Event, Snapshot
from practices.models.append_only import WrittenOnce
from tests.builders import make_user, published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Event, Snapshot])
def test_history_is_neither_changed_nor_deleted(model: Any) -> None:
    published()
    before = list(model.objects.values())
    row = model.objects.get()
    for attempt in (
        row.save,
        row.delete,
        model.objects.all().delete,
        lambda: model.objects.update(practice=None),
        lambda: model.objects.bulk_update([row], ["at"]),
        lambda: model.objects.update_or_create({"at": row.practice.created_at}, pk=row.pk),
        lambda: model.objects.bulk_create(
            [row], update_conflicts=True, update_fields=["at"], unique_fields=["id"]
        ),
        row.practice.delete,
        lambda: type(row.practice).objects.all().delete(),
    ):
        with pytest.raises((WrittenOnce, ProtectedError)), transaction.atomic():
            attempt()
    assert list(model.objects.values()) == before


def test_record_of_a_deed_is_neither_changed_nor_deleted() -> None:
    records: Any = AuditEvent.objects
    records.record("signed_in", by=make_user(), about=make_user())
    before, row = list(records.values()), records.get()
    for attempt in (
        row.save,
        row.delete,
        records.all().delete,
        lambda: records.update(actor=None),
        lambda: records.bulk_update([row], ["at"]),
        row.actor.delete,
    ):
        with pytest.raises((WrittenOnce, ProtectedError)), transaction.atomic():
            attempt()
    assert list(records.values()) == before


@pytest.mark.parametrize("model", [Event, Snapshot])
def test_nothing_that_is_deleted_takes_history_along(model: Any) -> None:
    references = [field for field in model._meta.concrete_fields if field.is_relation]
    assert {field.remote_field.on_delete for field in references} == {models.PROTECT}


def test_no_other_code_changes_history() -> None:
    """`amend` is for five rules that name themselves; SQL by hand stands where it is read, never where it writes."""
    sources = {
        str(path.relative_to(ROOT)): path.read_text()
        for path in (ROOT / "practices").rglob("*.py")
        if "migrations" not in path.parts
    }
    amending = {name for name, text in sources.items() if re.search(r"\.amend\(", text)}
    assert amending == {
        "practices/entries/publishing.py",
        "practices/entries/erasure.py",
        "practices/entries/purging.py",
        "practices/entries/takedown/event_payload.py",
        "practices/verify/unchained.py",
    }
    deleting = {name for name, text in sources.items() if re.search(r"\.fade\(", text)}
    assert deleting == {"practices/accounts/lifecycle.py"}
    by_hand = re.compile(
        r"(?i)(update|delete from) (\{|practices_(event|snapshot|auditevent))|_raw_delete|_base_manager.*\.(update|delete)\("
    )
    assert [name for name, text in sources.items() if by_hand.search(text)] == []

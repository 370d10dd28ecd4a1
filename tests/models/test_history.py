"""Snapshots and events are written once."""

from typing import Any

import pytest
from django.db import transaction

from practices.models import Event, Snapshot
from practices.models.append_only import WrittenOnce
from tests.builders import published

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
    ):
        with pytest.raises(WrittenOnce), transaction.atomic():
            attempt()
    assert list(model.objects.values()) == before

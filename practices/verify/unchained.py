"""The rows of the history that have no place in its chain: an older release, which knows of none, has written them.

It does so while it runs beside this one, for the days of an upgrade. Later it is a person who puts rows in, so that only a person
who has read them gives them a place.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.models import Event, Practice, Snapshot, chain
from practices.verify.findings import Finding, Portion, name_of_entry

MIGRATION = "0009_chains_of_what_is_there"
UPGRADE = timedelta(days=7)
"""For so long after the migration rows without a place are taken for an older release's."""
PLACELESS = Q(link=None) | Q(position=None) | Q(seals__isnull=True)
MODELS: dict[str, Any] = {"event": Event, "snapshot": Snapshot}


def unchained_rows(portion: Portion) -> Iterator[Finding]:
    """Find the rows without a place; of an upgrade, `key` says that they may get one."""
    is_upgrade = is_upgrading()
    cure = (
        _("An older release wrote it; `verify --fix` or the day's work gives it its place.")
        if is_upgrade
        else _(
            "Read it: `verify --chain` gives it its place if an older release wrote it; else delete it by hand."
        )
    )
    for kind, model in MODELS.items():
        rows = _rows(model, portion).order_by("practice_id", "pk")
        for pk, number in rows.values_list("pk", "practice").iterator():
            what = f"{name_of_entry(portion.practices[number])}, {kind} {pk}"
            yield Finding(what, _("it has no place in the chain"), cure, number if is_upgrade else 0)


def is_upgrading() -> bool:
    """Say whether an older release may still run, or did so within the last days."""
    applied = MigrationRecorder(connection).migration_qs.filter(app="practices", name=MIGRATION)
    return applied.filter(applied__gt=timezone.now() - UPGRADE).exists()


def numbers(portion: Portion | None = None) -> set[int]:
    """Return the numbers of the entries, of a portion or of all, that have rows without a place."""
    return {
        number
        for model in MODELS.values()
        for number in _rows(model, portion).order_by().values_list("practice", flat=True).iterator()
    }


def _rows(model: Any, portion: Portion | None) -> Any:
    rows = model.objects.filter(PLACELESS)
    return portion.of(rows, "practice") if portion else rows


def give_place(numbers: Iterable[int]) -> None:
    """Give the rows of some entries their place, each entry's in the order in which they were written."""
    for number in numbers:
        with transaction.atomic():
            practice = Practice.all_objects.locked(number)
            rows = {kind: _unchained(practice, kind) for kind in MODELS}
            for kind, pk, columns in chain.chained(
                practice, chain.as_written(rows["event"], rows["snapshot"])
            ):
                MODELS[kind].objects.filter(pk=pk).amend(**columns)
            practice.save(update_fields=chain.TAIL)


def _unchained(practice: Practice, kind: str) -> list[dict[str, Any]]:
    return list(MODELS[kind].objects.filter(practice=practice).filter(PLACELESS).order_by("pk").values())

"""Let an old edition know its licence, and keep of every edition that is off line what no snapshot holds.

Of one that was withdrawn before, nobody knows which contact it showed: it comes back without.
"""

from typing import Any

from django.db import migrations, models
from django.db.models import Max, Q

from practices import choices as vocabularies

NOBODY = {"contact_name": "", "contact_email": "", "contact_public": False}


def know_licences(apps: Any, schema_editor: Any) -> None:
    """Give each edition in the history the licence of its day: before one was agreed to, none was stated."""
    snapshots = apps.get_model("practices", "Snapshot").objects.exclude(edition=None)
    for practice in apps.get_model("practices", "Practice").objects.exclude(licence="").iterator():
        agreed = Q(at__gte=practice.licence_agreed_at) if practice.licence_agreed_at else Q()
        snapshots.filter(agreed, practice=practice).update(licence=practice.licence)
    for edition in apps.get_model("practices", "Edition").objects.only("practice", "number", "licence").iterator():
        snapshots.filter(practice=edition.practice_id, edition=edition.number).update(licence=edition.licence)


def keep_what_is_off_line(apps: Any, schema_editor: Any) -> None:
    """Keep what was withdrawn, and by its columns what lies in the trash."""
    practices = apps.get_model("practices", "Practice").objects.filter(purged_at=None)
    snapshots = apps.get_model("practices", "Snapshot").objects.exclude(edition=None)
    for practice in practices.filter(edition_aside__isnull=False):
        aside = practice.edition_aside
        snapshots.filter(practice=practice, edition=aside["number"]).update(licence=aside["licence"])
        keep(practice, number=aside["number"], id=aside["pk"], **aside["contact"])
    for practice in practices.filter(edition_aside__isnull=True).exclude(withdrawn_reason=""):
        last = snapshots.filter(practice=practice).aggregate(last=Max("edition"))["last"]
        keep(practice, number=last, **NOBODY)


def keep_what_is_in_the_trash(apps: Any, schema_editor: Any) -> None:
    """Keep only what lies in the trash, as it was kept before."""
    practices = apps.get_model("practices", "Practice").objects
    snapshots = apps.get_model("practices", "Snapshot").objects
    practices.exclude(trashed_at__isnull=False, withdrawn_reason="").update(edition_aside=None)
    for practice in practices.filter(edition_aside__isnull=False):
        aside = practice.edition_aside
        practice.edition_aside = {
            "pk": aside["id"],
            "number": aside["number"],
            "licence": snapshots.get(practice=practice, edition=aside["number"]).licence,
            "contact": {field: aside[field] for field in NOBODY},
        }
        practice.save(update_fields=["edition_aside"])


def keep(practice: Any, **aside: Any) -> None:
    practice.edition_aside = {"translation_of_id": practice.translation_of_id, **aside}
    practice.save(update_fields=["edition_aside"])


class Migration(migrations.Migration):

    dependencies = [
        ("practices", "0023_audit_event"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="practice", name="practice_purged_from_the_trash"),
        migrations.AddField(
            model_name="snapshot",
            name="licence",
            field=models.CharField(blank=True, choices=vocabularies.licences, default="", max_length=20),
        ),
        migrations.RunPython(know_licences, migrations.RunPython.noop),
        migrations.RunPython(keep_what_is_off_line, keep_what_is_in_the_trash),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=Q(purged_at__isnull=True) | Q(trashed_at__isnull=False, edition_aside__isnull=True),
                name="practice_purged_from_the_trash",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=~Q(status="withdrawn") | Q(edition_aside__isnull=False) | Q(purged_at__isnull=False),
                name="practice_withdrawn_keeps_its_edition",
            ),
        ),
    ]

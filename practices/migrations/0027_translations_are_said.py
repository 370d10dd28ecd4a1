"""Say who translated an entry: those that are there were translated by people."""

from typing import Any

import practices.choices
from django.db import migrations, models

FIND = "UPDATE practices_{} SET translated_by = 'human' WHERE translation_of_id IS NOT NULL"
KNOWN = models.CharField(blank=True, choices=practices.choices.translators, default="", max_length=10)


def say_of_what_is_off_line(apps: Any, schema_editor: Any) -> None:
    """Say it too of the editions that are kept aside, so that they can come back.

    It comes last: PostgreSQL alters no table of which a row was written twice in the same transaction.
    """
    practices = apps.get_model("practices", "Practice")._base_manager
    for practice in practices.filter(edition_aside__translation_of_id__isnull=False):
        kept = practice.edition_aside
        if kept["translation_of_id"] is not None:
            practice.edition_aside = {"translated_by": "human", **kept}
            practice.save(update_fields=["edition_aside"])


class Migration(migrations.Migration):

    dependencies = [
        ("practices", "0026_typed_names_are_kept"),
    ]

    operations = [
        migrations.AddField(model_name="edition", name="translated_by", field=KNOWN.clone()),
        migrations.AddField(model_name="practice", name="translated_by", field=KNOWN.clone()),
        migrations.RunSQL([FIND.format("edition"), FIND.format("practice")], migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(("translated_by", ""), ("translation_of__isnull", True))
                | models.Q(("translation_of__isnull", False), models.Q(("translated_by", ""), _negated=True)),
                name="practice_translation_has_translator",
            ),
        ),
        migrations.RunPython(say_of_what_is_off_line, migrations.RunPython.noop),
    ]

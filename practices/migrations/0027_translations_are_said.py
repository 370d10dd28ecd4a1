"""Say who translated an entry: those that are there were translated by people."""

import practices.vocabularies
from django.db import migrations, models

FIND = "UPDATE practices_{} SET translated_by = 'human' WHERE translation_of_id IS NOT NULL"
KNOWN = models.CharField(blank=True, choices=practices.vocabularies.translators, default="", max_length=10)


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
    ]

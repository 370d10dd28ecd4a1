"""Let a translation know the edition on line that it translates, so that leaving it out asks for no other row."""

import django.db.models.deletion
from django.db import migrations, models

FIND = """
    UPDATE practices_edition SET original_id =
        (SELECT original.id FROM practices_edition original WHERE original.practice_id = practices_edition.translation_of_id)
    WHERE translation_of_id IS NOT NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ("practices", "0018_renames"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="original",
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="practices.edition"),
        ),
        migrations.RunSQL(FIND, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(condition=models.Q(("original__isnull", False)), fields=["original", "id"], name="edition_beside_original"),
        ),
    ]

"""Let an edition know which practice it translates, so that the few translations are left out without a look at others."""

import django.db.models.deletion
from django.db import migrations, models

COPY = """
    UPDATE practices_edition SET translation_of_id =
        (SELECT translation_of_id FROM practices_practice WHERE practices_practice.id = practice_id)
    WHERE practice_id IN (SELECT id FROM practices_practice WHERE translation_of_id IS NOT NULL)
"""


class Migration(migrations.Migration):

    dependencies = [
        ("practices", "0013_asks"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="translation_of",
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practices.practice"),
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(condition=models.Q(("translation_of__isnull", False)), fields=["translation_of", "id"], name="edition_translations"),
        ),
    ]

"""The public changes of each practice in their order, which the worker brings up to what an older release does."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("practices", "0018_operator_is_told")]

    operations = [
        migrations.AddField("version", "began", models.BigIntegerField(db_default=0, default=0)),
        migrations.CreateModel(
            "LastChange",
            [
                (
                    "practice",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="change",
                        serialize=False,
                        to="practices.practice",
                    ),
                ),
                ("version", models.BigIntegerField()),
                ("edition", models.PositiveIntegerField(null=True)),
            ],
            options={
                "verbose_name": "last change",
                "verbose_name_plural": "last changes",
                "indexes": [models.Index(fields=["version", "practice"], name="change_in_order")],
            },
        ),
    ]

"""An entry has pictures, and each file that is brought to one has a row; an older release writes entries without."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import practices.models.upload


class Migration(migrations.Migration):

    dependencies = [("practices", "0020_city_region")]

    operations = [
        migrations.AddField("edition", "pictures", models.JSONField(blank=True, db_default=[], default=list)),
        migrations.AddField("practice", "pictures", models.JSONField(blank=True, db_default=[], default=list)),
        migrations.CreateModel(
            "Upload",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.CharField(db_index=True, max_length=64)),
                ("kind", models.CharField(max_length=10)),
                ("size", models.PositiveIntegerField()),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("name", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "readiness",
                    models.CharField(
                        choices=practices.models.upload.readinesses, default="waiting", max_length=10
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploads",
                        to="practices.practice",
                    ),
                ),
            ],
            {
                "verbose_name": "uploaded file",
                "verbose_name_plural": "uploaded files",
                "indexes": [
                    models.Index(
                        condition=models.Q(("readiness", "waiting")), fields=["id"], name="upload_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("practice", "file"), name="upload_once_an_entry")
                ],
            },
        ),
    ]

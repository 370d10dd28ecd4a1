"""Two cities or topics become one, and what that takes to undo is kept; an older release never merges."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import practices.models.old_slug


class Migration(migrations.Migration):

    dependencies = [("practices", "0015_city_is_described_topic_is_retired")]

    operations = [
        migrations.CreateModel(
            "Merge",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=practices.models.old_slug.slug_kinds, max_length=20
                    ),
                ),
                ("target", models.PositiveBigIntegerField()),
                ("gone", models.JSONField()),
                ("moved", models.JSONField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"verbose_name": "merge", "verbose_name_plural": "merges", "ordering": ("-at", "-pk")},
        ),
    ]

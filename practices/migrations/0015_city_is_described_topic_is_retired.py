"""Editors describe a city and retire a topic; an older release knows of neither, and offers a retired topic still."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("practices", "0014_news_of_bulk_moves")]

    operations = [
        migrations.AddField(
            "city",
            "description",
            models.TextField(blank=True, db_default="", default="", verbose_name="description"),
        ),
        migrations.AddField(
            "topic",
            "is_retired",
            models.BooleanField(
                db_default=False,
                default=False,
                help_text="It stays at the entries that have it, and is offered no more.",
                verbose_name="retired",
            ),
        ),
    ]

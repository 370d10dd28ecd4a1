"""A city that shares its name says in which region it is; an older release knows of none."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("practices", "0019_change")]

    operations = [
        migrations.AddField(
            "city",
            "region",
            models.CharField(blank=True, db_default="", default="", max_length=200, verbose_name="region"),
        ),
    ]

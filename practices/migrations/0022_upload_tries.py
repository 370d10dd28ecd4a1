"""An upload counts how often it was tried to make what readers see of it; an older release adds rows without."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("practices", "0021_pictures")]

    operations = [
        migrations.AddField("upload", "tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
    ]

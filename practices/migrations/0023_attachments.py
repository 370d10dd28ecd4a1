"""An entry has documents to download; an older release writes entries without."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("practices", "0022_upload_tries")]

    operations = [
        migrations.AddField("edition", "attachments", models.JSONField(blank=True, db_default=[], default=list)),
        migrations.AddField(
            "practice", "attachments", models.JSONField(blank=True, db_default=[], default=list)
        ),
    ]

"""Let the editors' lists be read in their order, all of them or those of a country, without sorting all entries."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("practices", "0014_edition_knows_its_original"),
    ]

    operations = [
        migrations.AddIndex("practice", models.Index(fields=["-saved_at", "-id"], name="practice_last_saved")),
        migrations.AddIndex("practice", models.Index(fields=["country", "-saved_at", "-id"], name="practice_by_country")),
    ]

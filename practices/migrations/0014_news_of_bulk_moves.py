"""A bulk move says whom it has yet to tell, and a mail can tell of several entries; an older release tells of each at once."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("practices", "0013_verification_as_a_job")]

    operations = [
        migrations.AddField(
            "batchentry", "news", models.CharField(blank=True, db_default="", default="", max_length=10)
        ),
        migrations.AddField(
            "mail", "practices", models.ManyToManyField(related_name="mails_of_many", to="practices.practice")
        ),
    ]

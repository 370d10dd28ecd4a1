"""A verification without a finding is a job that went well: choices alone, so that no table changes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("practices", "0012_change_notes_and_edits")]

    operations = [
        migrations.AlterField(
            model_name="lastrun",
            name="job",
            field=models.CharField(
                choices=[
                    ("backup", "backup"),
                    ("drill", "backup restored for a try"),
                    ("verification", "verification without a finding"),
                ],
                max_length=20,
                primary_key=True,
                serialize=False,
            ),
        ),
    ]

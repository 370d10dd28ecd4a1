"""When a job of the operator's last went well has a row: the releases before know nothing of it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("practices", "0006_report")]

    operations = [
        migrations.CreateModel(
            name="LastRun",
            fields=[
                (
                    "job",
                    models.CharField(
                        choices=[("backup", "backup"), ("drill", "backup restored for a try")],
                        max_length=20,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
            ],
            options={"verbose_name": "last run", "verbose_name_plural": "last runs"},
        ),
    ]

"""The mail worker gives signs of life, and it is kept what the operator was told of."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("practices", "0017_takedown")]

    operations = [
        migrations.CreateModel(
            "Told",
            [
                ("condition", models.CharField(max_length=30, primary_key=True, serialize=False, verbose_name="condition")),
                ("at", models.DateTimeField(verbose_name="when")),
            ],
            {
                "verbose_name": "fault the operator was told of",
                "verbose_name_plural": "faults the operator was told of",
            },
        ),
        migrations.AlterField(
            "lastrun",
            "job",
            models.CharField(
                choices=[
                    ("backup", "backup"),
                    ("drill", "backup restored for a try"),
                    ("worker", "sign of life of the mail worker"),
                    ("verification", "verification without a finding"),
                ],
                max_length=20,
                primary_key=True,
                serialize=False,
            ),
        ),
    ]

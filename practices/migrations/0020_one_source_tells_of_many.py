"""Let several practices come from one page: a list tells of many."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("practices", "0019_edition_beside_its_original"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="practice", name="practice_source_once"),
    ]

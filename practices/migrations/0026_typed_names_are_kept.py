"""Remember of which names of several cities a contributor said that none of them is meant."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0025_limit_lifted'),
    ]

    operations = [
        migrations.AddField(
            model_name='practice',
            name='kept_typed',
            field=models.JSONField(blank=True, default=list),
        ),
    ]

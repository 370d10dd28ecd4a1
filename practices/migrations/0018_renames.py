"""Keep what renames leave to the worker: cities and topics whose editions are to be indexed anew."""

import practices.models.old_slug
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0017_coauthors'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rename',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=practices.models.old_slug.kinds, max_length=20)),
                ('target', models.PositiveBigIntegerField()),
                ('below', models.BigIntegerField(default=9223372036854775807)),
            ],
            options={
                'verbose_name': 'rename',
                'verbose_name_plural': 'renames',
                'constraints': [models.UniqueConstraint(fields=('kind', 'target'), name='rename_once')],
            },
        ),
    ]

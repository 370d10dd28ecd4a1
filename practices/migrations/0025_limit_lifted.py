"""An editor may lift the daily limit for a person."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0024_what_was_on_line_is_kept'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='limit_lifted',
            field=models.BooleanField(default=False, editable=False),
        ),
    ]

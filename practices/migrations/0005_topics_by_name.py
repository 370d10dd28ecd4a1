"""Topics stand by the letters of their addresses; their position stays for the code before, which writes it."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("practices", "0004_mail_has_no_delivery_attempts")]

    operations = [
        migrations.AlterModelOptions(
            name="topic",
            options={
                "ordering": ("slug",),
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
            },
        ),
    ]

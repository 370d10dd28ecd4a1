"""Say of what the mails of the outbox keep count: how often each was given to a server."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("practices", "0029_trigram")]

    operations = [migrations.RenameField("mail", "handovers", "delivery_attempts")]

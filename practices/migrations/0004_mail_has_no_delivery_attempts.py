"""A mail is sent at least once: nobody counts any more how often its text was given to a server."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("practices", "0003_order_counts_and_version")]

    operations = [migrations.RemoveField("mail", "delivery_attempts")]

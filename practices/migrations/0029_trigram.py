"""Let three letters in a row be called by their usual name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("practices", "0028_accounts_are_asked_for")]

    operations = [migrations.RenameModel("Gram", "Trigram")]

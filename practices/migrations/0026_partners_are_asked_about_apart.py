"""Of cities of one name, a partner is asked about apart from the lead city: what was chosen for both stays chosen for both."""

from django.db import migrations

LEAD, PARTNER = "which-", "which-partner-"


def name_apart(apps, schema_editor):
    chosen = apps.get_model("practices", "Practice").objects.exclude(kept_typed=[]).only("kept_typed")
    for practice in chosen.select_for_update().iterator():
        names = set(practice.kept_typed)
        of_lead = [name for name in names if not name.startswith(PARTNER)]
        practice.kept_typed = sorted(names | {PARTNER + name.removeprefix(LEAD) for name in of_lead})
        practice.save(update_fields=["kept_typed"])


class Migration(migrations.Migration):

    dependencies = [("practices", "0025_page_pictures")]

    operations = [migrations.RunPython(name_apart, migrations.RunPython.noop)]

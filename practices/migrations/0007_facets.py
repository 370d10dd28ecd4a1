"""Let what is counted beside the list be read from narrow indexes that hold all of it."""

from django.db import migrations, models

BY_TOPIC = "CREATE INDEX edition_topics_by_topic ON practices_edition_topics (topic_id, edition_id)"
CHOICES = ["outcome", "evidence", "cost"]
YEARS = ["period_start", "period_end", "period_ongoing"]


class Migration(migrations.Migration):

    dependencies = [
        ("practices", "0006_edition_keeps_its_licence"),
    ]

    operations = [
        migrations.RemoveIndex("edition", "edition_years"),
        migrations.AddIndex("edition", models.Index(fields=[*YEARS, *CHOICES, "id"], name="edition_by_years")),
        migrations.AddIndex("edition", models.Index(fields=[*CHOICES, *YEARS, "id"], name="edition_by_choices")),
        migrations.RunSQL(BY_TOPIC, "DROP INDEX edition_topics_by_topic"),
    ]

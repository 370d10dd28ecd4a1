"""Tell the places of a city that no list has yet from those of a whole country."""

from django.db import migrations, models

FIND = """
    UPDATE practices_place SET is_unlisted = true WHERE is_lead AND city_id IS NULL AND edition_id IN
        (SELECT id FROM practices_edition WHERE city_typed <> '')
"""


class Migration(migrations.Migration):

    dependencies = [
        ("practices", "0020_one_source_tells_of_many"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="place",
            name="place_by_city",
        ),
        migrations.AddField(
            model_name="place",
            name="is_unlisted",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(FIND, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["city", "is_unlisted", "edition"], name="place_by_city"),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(condition=models.Q(("is_unlisted", False), ("city__isnull", True), _connector="OR"), name="place_unlisted_has_no_city"),
        ),
    ]

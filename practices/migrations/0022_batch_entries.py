"""Give each entry of a batch a row of its own, so that a move of many is written down before it is made."""

import django.db.models.deletion
from django.db import migrations, models


def to_rows(apps, schema_editor):
    """Write the entries that batches hold as JSON into rows; what was moved then was dealt with when the batch was made."""
    Batch, Entry = apps.get_model("practices", "Batch"), apps.get_model("practices", "BatchEntry")
    for batch in Batch.objects.order_by("pk").iterator():
        Entry.objects.bulk_create(
            Entry(
                batch=batch,
                practice_id=entry["pk"],
                title=entry["title"],
                seen=0,
                text=entry["text"],
                at=batch.at,
                version=entry["version"] if entry["done"] else None,
                before=entry["before"] if entry["done"] else None,
                undone_at=batch.undone_at if entry["done"] else None,
            )
            for entry in batch.entries_json
        )


def to_json(apps, schema_editor):
    """Write the rows back into their batches."""
    for batch in apps.get_model("practices", "Batch").objects.order_by("pk").iterator():
        batch.entries_json = [
            {"pk": entry.practice_id, "title": entry.title, "text": entry.text, "done": entry.version is not None}
            | ({} if entry.version is None else {"version": entry.version, "before": entry.before})
            for entry in batch.entries.exclude(at=None)
        ]
        batch.save()


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0021_place_knows_unlisted_cities'),
    ]

    operations = [
        migrations.RenameField('batch', 'entries', 'entries_json'),
        migrations.CreateModel(
            name='BatchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.TextField()),
                ('seen', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(null=True)),
                ('before', models.JSONField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='practices.batch')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practices.practice')),
            ],
            options={
                'verbose_name': 'entry of a batch',
                'verbose_name_plural': 'entries of batches',
                'ordering': ('pk',),
                'constraints': [
                    models.UniqueConstraint(fields=('batch', 'practice'), name='batch_entry_once'),
                    models.CheckConstraint(condition=models.Q(('version__isnull', True), models.Q(('at__isnull', False), ('before__isnull', False)), _connector='OR'), name='batch_entry_made_can_be_undone'),
                ],
            },
        ),
        migrations.RunPython(to_rows, to_json),
        migrations.RemoveField('batch', 'entries_json'),
    ]

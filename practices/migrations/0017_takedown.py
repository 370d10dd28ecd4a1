"""Words can be taken down by law: a kept text says so, and an event accounts for it; an older release writes neither."""

import practices.models.snapshot
from django.db import migrations, models

MOVES = [
    "submit", "recall", "return", "approve", "publish", "reject", "reopen", "revise", "discard", "withdraw", "restore",
    "undo", "trash", "recover", "purge", "erase", "edit", "take_down", "invite", "join", "part", "hand_over",
]  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [("practices", "0016_cities_and_topics_are_merged")]

    operations = [
        migrations.AddField("event", "takedown", models.JSONField(null=True)),
        migrations.AddField(
            "snapshot",
            "taken_down",
            models.CharField(
                blank=True, choices=practices.models.snapshot.takedowns, db_default="", default="", max_length=10
            ),
        ),
        migrations.AddField("snapshot", "taken_down_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("event", "event_move_known"),
        migrations.AddConstraint(
            "event",
            models.CheckConstraint(condition=models.Q(move__in=MOVES), name="event_move_known"),
        ),
    ]

"""An edition can say what is new in it, and the history that an editor changed a text; an older release writes neither."""

from django.db import migrations, models

MOVES = [
    "submit", "recall", "return", "approve", "publish", "reject", "reopen", "revise", "discard", "withdraw", "restore",
    "undo", "trash", "recover", "purge", "erase", "edit", "invite", "join", "part", "hand_over",
]  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [("practices", "0011_ready_notes_and_last_reads")]

    operations = [
        migrations.AddField("snapshot", "change_note", models.TextField(blank=True, db_default="", default="")),
        migrations.RemoveConstraint("event", "event_move_known"),
        migrations.AddConstraint(
            "event",
            models.CheckConstraint(condition=models.Q(move__in=MOVES), name="event_move_known"),
        ),
    ]

"""Events and snapshots can carry a chain, and an event can say that a contact was taken out: no row is read or changed.

An older release that runs beside this one leaves the new columns empty.
"""

from django.db import migrations, models

MOVES = [
    "submit", "recall", "return", "approve", "publish", "reject", "reopen", "revise", "discard", "withdraw", "restore",
    "undo", "trash", "recover", "purge", "erase", "invite", "join", "part", "hand_over",
]  # fmt: skip

KNOWN = models.CheckConstraint(condition=models.Q(move__in=MOVES), name="event_move_known")


def of_a_row(model):
    return [
        migrations.AddField(model, "position", models.PositiveIntegerField(null=True)),
        migrations.AddField(model, "salts", models.JSONField(null=True)),
        migrations.AddField(model, "seals", models.JSONField(null=True)),
        migrations.AddField(model, "link", models.CharField(max_length=64, null=True)),
    ]


class Migration(migrations.Migration):

    dependencies = [("practices", "0007_last_run")]

    operations = [
        migrations.RemoveConstraint("event", "event_move_known"),
        migrations.AddConstraint("event", KNOWN),
        *of_a_row("event"),
        *of_a_row("snapshot"),
        migrations.AddField("practice", "chain_length", models.PositiveIntegerField(null=True)),
        migrations.AddField("practice", "chain_head", models.CharField(max_length=64, null=True)),
    ]

"""Call what an editor says of an answer a comment, and say what its author did with it: she addressed it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("practices", "0030_delivery_attempts")]

    operations = [
        migrations.RemoveConstraint("remark", "remark_says_something"),
        migrations.RemoveConstraint("remark", "remark_internal_is_no_task"),
        migrations.RemoveConstraint("remark", "remark_resolved_by_somebody"),
        migrations.RenameModel("Remark", "Comment"),
        migrations.RenameField("comment", "dealt_at", "addressed_at"),
        migrations.AlterField(
            "comment",
            "practice",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="practices.practice"
            ),
        ),
        migrations.AddConstraint(
            "comment", models.CheckConstraint(condition=~Q(text=""), name="comment_says_something")
        ),
        migrations.AddConstraint(
            "comment",
            models.CheckConstraint(
                condition=Q(internal=False) | Q(addressed_at__isnull=True), name="comment_internal_is_no_task"
            ),
        ),
        migrations.AddConstraint(
            "comment",
            models.CheckConstraint(
                condition=Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="comment_resolved_by_somebody",
            ),
        ),
    ]

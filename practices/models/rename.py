"""The cities and topics with other names by which practices on line are still to be found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from practices.models.old_slug import slug_kinds


class Rename(models.Model):
    """A city or topic whose editions are indexed anew, the newest first; only `practices.search.renames` writes it.

    `target` is the row's key, and `below` that of the edition that was indexed last: those below it come next.
    """

    kind = models.CharField(max_length=20, choices=slug_kinds)
    target = models.PositiveBigIntegerField()
    below = models.BigIntegerField(default=models.BigIntegerField.MAX_BIGINT)

    class Meta:
        verbose_name = _("rename")
        verbose_name_plural = _("renames")
        constraints = [models.UniqueConstraint(fields=["kind", "target"], name="rename_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"

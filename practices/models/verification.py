"""The daily verifications: how far is the one that is under way, and what did the last one find?"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Verification(models.Model):
    """One way through the catalogue; only `practices.verify.daily` writes it.

    `part` and `after` say what comes next, `told` is what was found first, as it stands in the log.
    """

    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    part = models.PositiveSmallIntegerField(default=0)
    after = models.BigIntegerField(default=0)
    practices = models.PositiveIntegerField(default=0)
    findings = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=list)

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ("-began_at", "-pk")

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M}"

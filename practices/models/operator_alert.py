"""What the operator was told of, and when: nobody gets a mail about the same fault twice a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Told(models.Model):
    """One row for each condition that the operator was ever told of."""

    condition = models.CharField(_("condition"), max_length=30, primary_key=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("fault the operator was told of")
        verbose_name_plural = _("faults the operator was told of")

    def __str__(self) -> str:
        return self.condition

"""How often has what the public reads changed?"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Version(models.Model):
    """The one row that every public change raises, in its own transaction; `practices.version` reads and writes it."""

    number = models.BigIntegerField()

    class Meta:
        verbose_name = _("version of the catalogue")
        verbose_name_plural = _("versions of the catalogue")

    def __str__(self) -> str:
        return str(self.number)

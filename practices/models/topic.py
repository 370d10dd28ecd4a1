"""The topics: the programme's list of what practices are about."""

from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    slug = models.SlugField(_("name in addresses"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    description = models.TextField(_("description"), blank=True)
    is_retired = models.BooleanField(
        _("retired"),
        default=False,
        db_default=False,
        help_text=_("It stays at the entries that have it, and is offered no more."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("slug",)

    def __str__(self) -> str:
        """Return its name as it stands by itself, in a list or above a page; within a sentence it is `name`."""
        return capfirst(self.name)

    def get_absolute_url(self) -> str:
        return reverse("practices:topic", args=[self.slug])

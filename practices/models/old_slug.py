"""The addresses that practices, cities and topics had before."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.models.reserved_slugs import RESERVED


class SlugKind(models.TextChoices):
    PRACTICE = "practice", _("practice")
    CITY = "city", _("city")
    TOPIC = "topic", _("topic")


def slug_kinds() -> list[tuple[str, str | Promise]]:
    return list(SlugKind.choices)


class OldSlug(models.Model):
    """A slug that was in use once: it redirects for ever and is never given to another; `target` is a row's key."""

    kind = models.CharField(max_length=20, choices=slug_kinds)
    slug = models.SlugField(max_length=220)
    target = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="old_slug_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"


def is_free(kind: SlugKind, slug: str, row: models.Model) -> bool:
    """Say whether a slug is no other row's now, and never was, and no word that addresses need."""
    if slug in RESERVED[kind]:
        return False
    taken = type(row)._base_manager.filter(slug=slug).exclude(pk=row.pk)
    kept = OldSlug.objects.filter(kind=kind, slug=slug).exclude(target=row.pk or 0)
    return not (taken.exists() or kept.exists())

"""The changes that the public could see: at which version of the catalogue did each practice change last?

A version is given while its row is held, until the transaction ends: so numbers come on line in their order, and who has
read all up to one has missed none below it, whatever clock or hurry.
"""

from collections.abc import Iterable
from itertools import batched

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from practices.models import version
from practices.models.edition import Edition
from practices.models.practice import Practice

AT_ONCE = 1000


class LastChange(models.Model):
    """One row for each practice that was ever on line. `edition` is the number of the one that is, or none."""

    practice = models.OneToOneField(
        Practice, models.PROTECT, primary_key=True, related_name="change", db_constraint=False
    )  # no constraint: it would wait for whoever holds the entry, and waits for the version
    version = models.BigIntegerField()
    edition = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("last change")
        verbose_name_plural = _("last changes")
        indexes = [models.Index(fields=["version", "practice"], name="change_in_order")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.version}"


def tell(practices: Iterable[int], *, only_adds: bool = False) -> None:
    """Raise the version, and keep it as that of the last change of these practices; called in the change's transaction.

    Nothing is told of what was never on line.
    """
    version.invalidate_pages(only_adds=only_adds)
    number, keys = version.now(), sorted(set(practices))
    for some in batched(keys, AT_ONCE, strict=False):
        editions = dict(Edition.objects.filter(practice__in=some).values_list("practice", "number"))
        if gone := set(some) - editions.keys():
            LastChange.objects.filter(pk__in=gone).update(version=number, edition=None)
        LastChange.objects.bulk_create(
            [
                LastChange(practice_id=key, version=number, edition=edition)
                for key, edition in editions.items()
            ],
            update_conflicts=True,
            unique_fields=["practice"],
            update_fields=["version", "edition"],
        )


def catch_up() -> None:
    """Tell what a release from before, or an archive, has put on line or taken off without telling it."""
    told = Q(practice__change__edition=F("number"))
    untold = Edition.objects.exclude(told).order_by("pk").values_list("practice", flat=True)
    gone = LastChange.objects.filter(edition__isnull=False, practice__edition=None).values_list(
        "pk", flat=True
    )
    for some in batched([*untold, *gone], AT_ONCE, strict=False):
        with transaction.atomic():
            tell(some)

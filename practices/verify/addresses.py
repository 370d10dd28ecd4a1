"""The names and addresses: do cities have the folds of their names, and lead old addresses to what there is?"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, Model, OuterRef
from django.utils.translation import gettext as _

from practices.models import City, OldSlug, Practice, Topic
from practices.models.old_slug import SlugKind
from practices.models.reserved_slugs import RESERVED
from practices.places.cities import fold_names
from practices.search import renames
from practices.verify.findings import Finding, Portion, name_of_entry

OWNERS: dict[SlugKind, type[Model]] = {
    SlugKind.PRACTICE: Practice,
    SlugKind.CITY: City,
    SlugKind.TOPIC: Topic,
}


def differing_folds(portion: Portion) -> Iterator[Finding]:
    """Find cities whose folded names, by which they are found and sorted, are not those of their names."""
    for city in portion.cities:
        was = city.names, city.sort_name
        fold_names(city)
        if was != (city.names, city.sort_name):
            what = _("city %(key)d (%(city)s)") % {"key": city.pk, "city": city}
            yield Finding(
                what,
                _("its folded names are not those of its names"),
                _("`verify --fix` makes them anew."),
                city.pk,
            )


def fold_anew(keys: list[int]) -> None:
    for city in City.objects.filter(pk__in=keys):
        fold_names(city).save(update_fields=["names", "sort_name"])
        renames.follow_city(city)


def reserved_addresses(portion: Portion) -> Iterator[Finding]:
    """Find practices whose address is a word that addresses need: nobody can come to them."""
    for practice in portion.practices.values():
        if practice.slug in RESERVED[SlugKind.PRACTICE]:
            yield Finding(
                name_of_entry(practice),
                _("its address is a word that addresses need"),
                _("Give it another slug by hand."),
            )


def lost_addresses(_portion: Portion) -> Iterator[Finding]:
    """Find old addresses that lead to nothing, or that are another row's now."""
    for kind, model in OWNERS.items():
        rows: Any = model._base_manager.all()
        old = OldSlug.objects.filter(kind=kind)
        for each in old.filter(~Exists(rows.filter(pk=OuterRef("target")))).order_by("pk"):
            yield _lost(each, _("it leads to nothing"))
        taken = rows.filter(slug=OuterRef("slug")).exclude(pk=OuterRef("target"))
        for each in old.filter(Exists(taken)).order_by("pk"):
            yield _lost(each, _("another one has it now"))


def _lost(old: OldSlug, says: str) -> Finding:
    what = _("old address %(key)d (%(slug)s)") % {"key": old.pk, "slug": old}
    return Finding(what, says, _("Compare it with a backup, and mend or delete the row by hand."))

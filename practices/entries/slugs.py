"""The addresses of entries: which words of a title does one take, and what if another has them?"""

import re
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from practices.models import OldSlug, Practice
from practices.models.old_slug import SlugKind, is_free
from practices.models.reserved_slugs import RESERVED
from practices.text import fold

LONGEST_SLUG = 80
NUMBERED = re.compile(r"practice-\d+")


def take_slug(practice: Practice) -> None:
    """Give the practice the slug of its title; the slug it had redirects from now on."""
    old = practice.slug
    for wanted in _wanted(practice):
        if is_free(SlugKind.PRACTICE, wanted, practice) and _reserve_slug(practice, wanted):
            break
    if old and old != practice.slug:
        OldSlug.objects.get_or_create(kind=SlugKind.PRACTICE, slug=old, defaults={"target": practice.pk})


def _wanted(practice: Practice) -> list[str]:
    """Return the slugs to try, best first; the last one carries the practice's own number."""
    title, numbered = slugify(fold(practice.title))[:LONGEST_SLUG].strip("-"), f"practice-{practice.pk}"
    if not title or NUMBERED.fullmatch(title):  # that form is each practice's own last resort
        return [numbered]
    place = practice.city.slug if practice.city else practice.country.code.lower()
    return [
        title,
        f"{title}-{place}"[: LONGEST_SLUG + 20],
        f"{title}-{practice.pk}",
        numbered,
    ]


def _reserve_slug(practice: Practice, slug: str) -> bool:
    """Save the slug; another approval may take it in the same moment."""
    try:
        with transaction.atomic():
            Practice.objects.filter(pk=practice.pk).update(slug=slug)
    except IntegrityError:
        return False
    practice.slug = slug
    return True


def take_slugs(practices: list[Practice]) -> None:
    """Give entries that were never on line the best addresses that are free, none to two of them; they are not saved."""
    wanted = [_wanted(each) for each in practices]
    taken = _taken({slug for slugs in wanted for slug in slugs})
    for each, slugs in zip(practices, wanted, strict=True):
        each.slug = next(slug for slug in slugs if slug not in taken)
        taken.add(each.slug)


def _taken(slugs: Iterable[str]) -> set[str]:
    now = Practice.all_objects.filter(slug__in=slugs).order_by().values_list("slug", flat=True)
    before = OldSlug.objects.filter(kind=SlugKind.PRACTICE, slug__in=slugs).values_list("slug", flat=True)
    return {*RESERVED[SlugKind.PRACTICE], *before, *(slug or "" for slug in now)}

"""The original that an entry translates: found by what people call it, and noted in the working copy."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from practices import permissions
from practices.entries.actions import MoveRefused, Stale
from practices.mail import notify
from practices.models import OldSlug, Practice, User
from practices.models.old_slug import SlugKind

NUMBER = re.compile(r"(?:no\.?\s*)?(\d{1,9})", re.IGNORECASE)
LONGEST_ENTRY_NAME = 500


def find_entry(text: str) -> Practice | None:
    """Return the entry that a person names by its number ("No. 12") or by an address of its pages."""
    named = text.strip()[:LONGEST_ENTRY_NAME]
    if number := NUMBER.fullmatch(named):
        return Practice.objects.filter(pk=int(number[1])).first()
    try:
        match = resolve(urlsplit(named).path)
    except (Resolver404, ValueError):
        return None
    if "number" in match.kwargs and "slug" not in match.kwargs:
        return (
            Practice.objects.filter(pk=match.kwargs["number"]).first() if match.url_name == "short" else None
        )
    return _called(match.kwargs["slug"]) if match.url_name in {"detail", "edition"} else None


def _called(slug: str) -> Practice | None:
    old = OldSlug.objects.filter(kind=SlugKind.PRACTICE, slug=slug).values("target")
    return Practice.objects.filter(slug=slug).first() or Practice.objects.filter(pk__in=old).first()


@transaction.atomic
def note_original(
    practice: Practice, original: Practice | None, translator: str, *, by: User, expected_version: int
) -> Practice:
    """Note what an entry translates and who translated it, or that it is no translation; return it as it is now.

    What is on line says so once it is approved. Raises `PermissionDenied`, `Stale` when the entry was written since, and
    `MoveRefused` when that entry cannot be its original.
    """
    keys = {practice.pk, *([original.pk] if original else [])}
    list(
        Practice.all_objects.filter(pk__in=keys).select_for_update().order_by("pk")
    )  # one order: two never wait
    current = Practice.objects.locked(practice.pk)
    if not permissions.can_edit(by, current):
        raise PermissionDenied
    if current.version != expected_version:
        raise Stale(current)
    if original is not None:
        original = Practice.objects.filter(pk=original.pk).first()
        refuse(current, original, by=by)
    current.translation_of, current.translated_by = original, translator if original else ""
    current.saved_by, current.saved_at = by, timezone.now()
    current.version += 1
    current.save(update_fields=["translation_of", "translated_by", "saved_by", "saved_at", "version"])
    notify.saved(current, by=by)
    return current


def refuse(practice: Practice, original: Practice | None, *, by: User) -> None:
    """Raise `MoveRefused` when an entry cannot be the original of another one; one in the trash is none at all."""
    if original is None or not (original.has_edition or permissions.can_see(by, original)):
        raise MoveRefused(_("There is no such practice on line. Write its number or its address."))
    if original.pk == practice.pk:
        raise MoveRefused(_("This is the entry itself. Name the one that it was translated from."))
    if practice.translations.exists():
        raise MoveRefused(_("Other entries are translations of this one: it is an original itself."))
    if why := why_not(original, practice.language):
        raise MoveRefused(why)


def why_not(original: Practice, language: str) -> str:
    """Return why nothing in a language can be a translation of an entry, or nothing."""
    if original.translation_of_id is not None:
        number = {"number": original.translation_of_id}
        return _("That entry is a translation, too. Name its original: No. %(number)s.") % number
    if original.text_on_line.language == language:
        named = {"language": original.text_on_line.get_language_display()}
        return _("Both are in %(language)s. Choose the language of this entry first.") % named
    return ""

"""The original that an entry of a file translates."""

from typing import Any

from django.utils.translation import gettext as _

from practices.choices import Language, Translator
from practices.entries.translations import find_entry, why_not
from practices.imports import values
from practices.imports.rows import Row
from practices.models import Practice

ORIGINAL, TRANSLATOR = TRANSLATION = ("translation_of", "translated_by")
"""The columns: an original by its number, its address here or its title; and who translated, a person if none is named."""


def read_original(row: Row, given: dict[str, Any]) -> None:
    """Note in a row which entry it translates; one whose original cannot be is an entry of its own, and its notes say so."""
    named = values.line(given.get(ORIGINAL))
    if not named:
        return
    original = find_entry(named) or Practice.objects.filter(title=named).order_by("pk").first()
    if original is None:
        row.notes.append(
            _("Its original, “%(named)s”, is not here: bring that in first.") % {"named": named[:80]}
        )
    elif why := why_not(original, row.answers.get("language") or Language.EN):
        row.notes.append(
            _("It is no translation of No. %(number)d. %(why)s") % {"number": original.pk, "why": why}
        )
    else:
        row.original = {ORIGINAL: original, TRANSLATOR: _translator(row, given)}


def _translator(row: Row, given: dict[str, Any]) -> str:
    named = values.line(given.get(TRANSLATOR)).lower()
    if named and named not in Translator.values:
        known = {"named": named[:80], "known": ", ".join(Translator.values)}
        row.notes.append(_("translated_by is “%(named)s”; known are: %(known)s. A person is noted.") % known)
    return named if named in Translator.values else Translator.HUMAN

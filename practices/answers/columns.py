"""The columns of tables for people: in which order do they stand, how is each one called, and which one does a heading name?

Headings are in English, as the values are, so that an import finds the same columns again.
"""

from functools import cache

from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from practices.question_kinds import PageArea
from practices.template import BY_FIELD, QUESTIONS

LATER = {PageArea.TEXT: 1, PageArea.NOWHERE: 2}
IN_PAGE_ORDER = tuple(q.field for q in sorted(QUESTIONS, key=lambda q: LATER.get(q.page_area, 0)))
"""The questions as the page of a practice shows them: what stands at a glance, then the texts."""
HEADINGS = {
    **{q.field: q.label for q in QUESTIONS},
    **{
        field: format_lazy(_("Contact: {label}"), label=BY_FIELD[field].label)
        for field in ("contact_name", "contact_email")
    },
    "number": _("Number"),
    "slug": _("Name in the address"),
    "address": _("Address"),
    "edition": _("Edition"),
    "change_note": _("What is new in this edition"),
    "licence": _("Licence"),
    "first_published_at": _("First published"),
    "published_at": _("This edition published"),
    "passage_removed_at": _("Passage removed"),
    "source_url": _("Address of the source"),
    "translation_of": _("Translation of number"),
    "translated_by": _("Translated by"),
    "period_start": _("From year"),
    "period_end": _("To year"),
    "period_ongoing": _("Still running"),
    "list": _("List"),
    "taken_on": _("Taken on"),
    "catalogue_version": _("Version of the catalogue"),
}
"""How the columns of `exports.formats.rows` are called."""


@cache
def headings() -> dict[str, str]:
    """Return the heading of each column by its name."""
    with translation.override("en"):
        return {name: str(heading) for name, heading in HEADINGS.items()}


@cache
def _names() -> dict[str, str]:
    return {heading.lower(): name for name, heading in headings().items()}


def column_of(heading: str) -> str:
    """Return the name of the column that a heading means, whichever of the two it is; of any other the heading in small letters."""
    said = " ".join(heading.split()).lower()
    return said if said in HEADINGS else _names().get(said, said)

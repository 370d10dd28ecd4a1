"""The names of countries: which country does a person mean by a name or a code?"""

from collections.abc import Collection
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from practices.text import fold

LANGUAGES = ("en", "fr", "es", "it", "pt", "de", "uk")
"""The languages in which a country's name is known; where two disagree, the first wins."""

ALSO = {
    "AE": ["UAE"],
    "BA": ["Bosnia"],
    "BS": ["Bahamas"],
    "CD": ["DR Congo", "Congo, Democratic Republic of the"],
    "CI": ["Ivory Coast"],
    "CV": ["Cape Verde"],
    "CZ": ["Czech Republic"],
    "GB": [
        "UK",
        "U.K.",
        "Great Britain",
        "Britain",
        "England",
        "Scotland",
        "Wales",
        "Northern Ireland",
        "United Kingdom of Great Britain and Northern Ireland",
    ],
    "GR": ["EL", "Hellenic Republic"],
    "IE": ["Republic of Ireland"],
    "IR": ["Islamic Republic of Iran"],
    "KR": ["Korea", "Republic of Korea", "Korea, Republic of", "Korea (Republic of)"],
    "MD": ["Republic of Moldova", "Moldova, Republic of"],
    "MK": ["Macedonia", "FYROM", "The former Yugoslav Republic of Macedonia", "Republic of North Macedonia"],
    "MM": ["Burma"],
    "NL": ["Holland"],
    "PS": ["State of Palestine", "Palestinian Territories", "Palestinian Territory"],
    "RU": ["Russian Federation"],
    "SK": ["Slovak Republic"],
    "SY": ["Syrian Arab Republic"],
    "SZ": ["Swaziland"],
    "TR": ["Turkey"],
    "TZ": ["United Republic of Tanzania"],
    "US": ["USA", "U.S.A.", "U.S.", "United States"],
    "VA": ["Holy See", "Vatican"],
    "VN": ["Viet Nam"],
}
"""Other names in English, and codes of other lists, by ISO 3166 code."""


PARTS = {"England", "Scotland", "Wales", "Northern Ireland"}
"""Who types one of these for a country means the whole, who searches for one does not."""

UNINHABITED = frozenset({"AQ", "BV", "GS", "HM", "TF", "UM"})
"""Territories of ISO 3166 in which nobody lives for good: they come last wherever a country is chosen."""


def ordered(first: Collection[str]) -> list[tuple[str | Promise, Any]]:
    """Return all countries for a list to choose from: some first, those in which nobody lives last, each by name."""
    groups: dict[bool | None, list[tuple[str, str]]] = {True: [], False: [], None: []}
    for code, name in countries:
        groups[None if code in UNINHABITED else code in first].append((code, name))
    labels = {
        True: _("Countries with practices"),
        False: _("Other countries"),
        None: _("Where nobody lives for good"),
    }
    return [(labels[key], rows) for key, rows in groups.items() if rows]


def beginning_with(text: str) -> set[str]:
    """Return the codes of the countries that have a name, or a code, that begins so."""
    folded = fold(text)
    return {code for name, code in _codes().items() if name.startswith(folded)} if folded else set()


@cache
def names(code: str) -> tuple[str, ...]:
    """Return the names by which entries of a country are found, its English one first."""
    found = [country_name(code)]
    for language in LANGUAGES:
        with translation.override(language):
            found.append(str(countries.name(code)))
    found += [name for name in ALSO.get(code, ()) if name not in PARTS and "." not in name]
    return tuple(dict.fromkeys(found))


def country_name(code: str) -> str:
    """Return a country's English name, whatever language is active."""
    with translation.override("en"):
        return str(countries.name(code))


def country_code(text: str) -> str:
    """Return the ISO 3166 code of a country by code or name, whatever the accents and capitals; else nothing."""
    return _codes().get(fold(text).removeprefix("the "), "")


@cache
def _codes() -> dict[str, str]:
    """Return the code of each folded name and code."""
    codes = {fold(countries.alpha3(country.code)): country.code for country in countries}
    codes |= {fold(country.code): country.code for country in countries}
    names = [(name, code) for code, others in ALSO.items() for name in others]
    for language in LANGUAGES:
        with translation.override(language):
            names += [(str(name), code) for code, name in countries]
    for name, code in names:
        codes.setdefault(fold(name).removeprefix("the "), code)
    return codes

"""The names of countries: which country does a person mean by a name or a code?"""

from collections import defaultdict
from collections.abc import Collection
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from practices.text import fold

LANGUAGES = ("en", "fr", "es", "it", "pt", "de", "uk")
"""The languages in which practices are found by a country's name; where two disagree, the first wins."""

OTHER_LANGUAGES = (
    *(
        "ar",
        "bg",
        "ca",
        "cs",
        "da",
        "el",
        "et",
        "eu",
        "fi",
        "he",
        "hr",
        "hu",
        "ja",
        "ka_GE",
        "ko_KR",
        "lt",
        "lv",
    ),
    *("nb", "nl", "pl", "ro", "sk", "sl", "sr", "sr_Latn", "sv", "tr_TR"),
)
"""Further languages whose names of countries are known, as django-countries has them, if they are of one only."""

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

REGIONS_OF_OTHERS = frozenset({"aland", "columbia", "guama", "man", "norfolk"})
"""Names of countries in further languages that are regions or cities elsewhere: Norwich, Norfolk is in the United Kingdom."""

SHORTEST_NAME = 4
"""Signs of a name that is taken for that of a country among other words."""

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
    name = fold(text).removeprefix("the ")
    return _codes().get(name, "") or _other_names().get(name, "")


def code_in_our_languages(text: str) -> str:
    """Return the code of a country by code, or by name in one of `LANGUAGES`; names of further ones may be a city's, too."""
    return _codes().get(fold(text).removeprefix("the "), "")


def is_part(text: str) -> bool:
    """Say whether a text names a part of a country, which stands for the whole only where a country is typed."""
    return fold(text) in map(fold, PARTS)


def country_in(text: str) -> str:
    """Return the code of the country whose name a text is; codes and short names are words of some language, too."""
    return country_code(text) if len(fold(text)) >= SHORTEST_NAME and not is_part(text) else ""


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


@cache
def _other_names() -> dict[str, str]:
    """Return the code of each folded name in the further languages.

    The catalogues of django-countries are read alone, as Django would keep those of all apps.
    """
    meant = defaultdict[str, set[str]](set)
    english = {country.code: country_name(country.code) for country in countries}
    for language in OTHER_LANGUAGES:
        path = files("django_countries").joinpath("locale", language, "LC_MESSAGES", "django.mo")
        with path.open("rb") as file:
            called = GNUTranslations(file).gettext
        for code, name in english.items():
            meant[fold(called(name))].add(code)
    return {
        name: codes.pop()
        for name, codes in meant.items()
        if len(codes) == 1 and name not in REGIONS_OF_OTHERS
    }

"""The choices of questions with fixed answers.

The values are stored and stand in addresses for good; only their labels may change.
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

type Choices = list[tuple[str, str | Promise]]

NOT_STATED = "none"
"""The value by which a filter asks for practices without an answer."""
UNLISTED = "unlisted"
"""The value by which the city filter asks for practices of cities that are in no list yet."""


class Outcome(models.TextChoices):
    COMPLETED = "completed", _("Completed as planned")
    DISCONTINUED = "discontinued", _("Discontinued")


class Cost(models.TextChoices):
    UNDER_10K = "under-10k", _("Under 10,000 euros a year")
    FROM_10K = "10k-50k", _("10,000 to 50,000 euros a year")
    FROM_50K = "50k-250k", _("50,000 to 250,000 euros a year")
    OVER_250K = "over-250k", _("Over 250,000 euros a year")


class Staffing(models.TextChoices):
    UNDER_ONE = "under-1", _("Less than one full-time post")
    ONE_TO_TWO = "1-2", _("One to two full-time posts")
    THREE_TO_FIVE = "3-5", _("Three to five full-time posts")
    OVER_FIVE = "over-5", _("More than five full-time posts")


class Evidence(models.TextChoices):
    SELF_REPORTED = "self-reported", _("Told by those involved")
    MONITORED = "monitored", _("Monitored with figures")
    EVALUATED = "evaluated", _("Independently evaluated")


class Language(models.TextChoices):
    """The languages in which a practice may be written: those of the programme's cities, by ISO 639-1."""

    AR = "ar", _("Arabic")
    CA = "ca", _("Catalan")
    HR = "hr", _("Croatian")
    CS = "cs", _("Czech")
    DA = "da", _("Danish")
    NL = "nl", _("Dutch")
    EN = "en", _("English")
    ET = "et", _("Estonian")
    FI = "fi", _("Finnish")
    FR = "fr", _("French")
    DE = "de", _("German")
    EL = "el", _("Greek")
    HE = "he", _("Hebrew")
    HU = "hu", _("Hungarian")
    IS = "is", _("Icelandic")
    IT = "it", _("Italian")
    JA = "ja", _("Japanese")
    KO = "ko", _("Korean")
    LT = "lt", _("Lithuanian")
    NO = "no", _("Norwegian")
    PL = "pl", _("Polish")
    PT = "pt", _("Portuguese")
    RO = "ro", _("Romanian")
    SR = "sr", _("Serbian")
    ES = "es", _("Spanish")
    SV = "sv", _("Swedish")
    TR = "tr", _("Turkish")
    UK = "uk", _("Ukrainian")


class Translator(models.TextChoices):
    """Who translated a text."""

    HUMAN = "human", _("A person")
    MACHINE = "machine", _("A machine")


def is_foreign(language: str) -> bool:
    """Say whether a text is in another language than the page that shows it."""
    return bool(language) and language != (get_language() or "").split("-")[0]


RIGHT_TO_LEFT = frozenset({Language.AR, Language.HE})


def outcomes() -> Choices:
    return list(Outcome.choices)


def costs() -> Choices:
    return list(Cost.choices)


def staffings() -> Choices:
    return list(Staffing.choices)


def evidences() -> Choices:
    return list(Evidence.choices)


def languages() -> Choices:
    return list(Language.choices)


def translators() -> Choices:
    return list(Translator.choices)


class Licence(models.TextChoices):
    """The licences that an entry may carry, by SPDX identifier (https://spdx.org/licenses/)."""

    CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0 International (CC BY 4.0)")
    CC_BY_SA = "CC-BY-SA-4.0", _("Creative Commons Attribution-ShareAlike 4.0 International (CC BY-SA 4.0)")
    CC0 = "CC0-1.0", _("Creative Commons Zero 1.0 (public domain)")


LICENCE_ADDRESSES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}
"""Every licence of `Licence`, with the address of its deed."""


def licences() -> Choices:
    return list(Licence.choices)

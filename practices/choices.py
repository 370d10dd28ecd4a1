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
    """The languages in which a practice may be written, by their shortest code of ISO 639.

    They are the official ones of the European Union and of the members of the Council of Europe, those that have a standing
    of their own in a part of these countries, and those of the programme's cities elsewhere.
    """

    SQ = "sq", _("Albanian")
    AR = "ar", _("Arabic")
    HY = "hy", _("Armenian")
    AZ = "az", _("Azerbaijani")
    EU = "eu", _("Basque")
    BE = "be", _("Belarusian")
    BS = "bs", _("Bosnian")
    BR = "br", _("Breton")
    BG = "bg", _("Bulgarian")
    CA = "ca", _("Catalan")
    ZH = "zh", _("Chinese")
    CO = "co", _("Corsican")
    HR = "hr", _("Croatian")
    CS = "cs", _("Czech")
    DA = "da", _("Danish")
    NL = "nl", _("Dutch")
    EN = "en", _("English")
    ET = "et", _("Estonian")
    FO = "fo", _("Faroese")
    FI = "fi", _("Finnish")
    FR = "fr", _("French")
    FUR = "fur", _("Friulian")
    GL = "gl", _("Galician")
    KA = "ka", _("Georgian")
    DE = "de", _("German")
    EL = "el", _("Greek")
    HE = "he", _("Hebrew")
    HU = "hu", _("Hungarian")
    IS = "is", _("Icelandic")
    GA = "ga", _("Irish")
    IT = "it", _("Italian")
    JA = "ja", _("Japanese")
    CSB = "csb", _("Kashubian")
    KO = "ko", _("Korean")
    LV = "lv", _("Latvian")
    LT = "lt", _("Lithuanian")
    DSB = "dsb", _("Lower Sorbian")
    LB = "lb", _("Luxembourgish")
    MK = "mk", _("Macedonian")
    MT = "mt", _("Maltese")
    CNR = "cnr", _("Montenegrin")
    SE = "se", _("Northern Sami")
    NO = "no", _("Norwegian")
    OC = "oc", _("Occitan")
    PL = "pl", _("Polish")
    PT = "pt", _("Portuguese")
    RO = "ro", _("Romanian")
    RM = "rm", _("Romansh")
    RU = "ru", _("Russian")
    SC = "sc", _("Sardinian")
    GD = "gd", _("Scottish Gaelic")
    SR = "sr", _("Serbian")
    SK = "sk", _("Slovak")
    SL = "sl", _("Slovene")
    ES = "es", _("Spanish")
    SV = "sv", _("Swedish")
    TR = "tr", _("Turkish")
    UK = "uk", _("Ukrainian")
    HSB = "hsb", _("Upper Sorbian")
    CY = "cy", _("Welsh")
    FY = "fy", _("West Frisian")


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


LICENCE_NAMES = {Licence.CC_BY: "CC BY 4.0", Licence.CC_BY_SA: "CC BY-SA 4.0", Licence.CC0: "CC0 1.0"}
"""Every licence of `Licence`, as people call it for short."""


def licences() -> Choices:
    return list(Licence.choices)

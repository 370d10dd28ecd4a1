"""The headings of a text: which question of the template does one name, in a form or in a text of somebody's own?"""

import re
from functools import cache

from django.conf import settings
from django.utils import translation

from practices.question_kinds import Public
from practices.template import SECTIONS, WRITTEN
from practices.text import fold

LONGEST_HEADING = 120
BEFORE = re.compile(r"^[\s\W]*(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-z])[.)]\s*", re.IGNORECASE)
"""The number of a heading."""
BEHIND = re.compile(r"\s*[(\[][^()\[\]]{0,100}[)\]]\s*$|[\s:\uff1a.*]+$")
"""What may follow a heading: how long the answer may be, or a colon."""
ALSO = {
    "title": ("title of the practice", "name of the practice", "titre", "titre de la pratique", "intitulé"),
    "country": ("pays", "state", "état"),
    "city": ("ville", "municipality", "municipalité", "commune", "name of the city", "nom de la ville"),
    "partner_cities": ("villes partenaires", "other cities"),
    "period": ("période", "date", "dates", "duration", "durée", "timeframe", "time frame", "calendrier"),
    "topics": ("topic", "theme", "themes", "thème", "thèmes", "thématique", "thématiques", "policy area"),
    "summary": ("résumé", "abstract", "short description"),
    "purpose": (
        *("purposes", "aim", "aims", "objective", "objectives", "goal", "goals"),
        *("but", "buts", "objectif", "objectifs", "finalité", "finalités", "objet"),
    ),
    "stimulus": (
        *("stimulus", "rationale", "rationale stimulus", "stimulus and rationale", "stimulus or rationale"),
        *(
            "background",
            "context",
            "motivation",
            "motivations",
            "justification",
            "raison d'être",
            "raisons d'être",
        ),
        *(
            "stimulus raison d'être",
            "stimulus justification",
            "stimulus motivation",
            "contexte",
            "point de départ",
        ),
        *("élément déclencheur", "impulsion", "origine"),
    ),
    "process": (
        *("processes", "implementation", "activities", "methodology", "processus", "déroulement", "démarche"),
        *("mise en œuvre", "mise en oeuvre", "procédure", "méthode"),
    ),
    "impact": (
        "impacts",
        "results",
        "outcomes",
        "effects",
        "impact and results",
        "résultats",
        "effets",
        "incidence",
    ),
    "documents": (
        *(
            "key reference document",
            "reference documents",
            "reference document",
            "key documents",
            "references",
        ),
        *("documents", "further reading", "links", "sources"),
        *("documents de référence", "principaux documents de référence", "documents de référence clés"),
        *(
            "documents de référence essentiels",
            "documents clés de référence",
            "documents clés",
            "références",
            "liens",
        ),
    ),
    "body": (
        "other information",
        "additional information",
        "informations complémentaires",
        "autres informations",
    ),
    "lessons": (
        *("lessons learned", "lessons learnt", "challenges", "difficulties"),
        *("enseignements", "leçons", "leçons apprises", "difficultés"),
    ),
    "transfer": ("transferability", "conditions of transfer", "transférabilité", "conditions de transfert"),
    "partners": ("partner", "partenaires", "stakeholders", "acteurs"),
    "cost": ("costs", "budget", "coût", "coûts"),
    "staffing": ("staff", "personnel"),
}
"""What people call the questions in texts of their own, in English and French."""


@cache
def in_forms() -> dict[str, str]:
    """Return the question that a heading of the form names, by the folded heading, in each language of the site.

    The title of a section names none.
    """
    named: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            named |= {fold(str(section.title)): "" for section in SECTIONS}
            named |= {fold(str(question.label)): question.field for question in WRITTEN}
    return named


@cache
def in_texts() -> dict[str, str]:
    """Return the question that a heading of any text names; whom to ask stands there in too many ways."""
    of_contact = {question.field for question in WRITTEN if question.public is Public.IF_TICKED}
    named = {fold(each): field for field, others in ALSO.items() for each in others}
    return named | {
        heading: field for heading, field in in_forms().items() if field and field not in of_contact
    }


def question_of(text: str, named: dict[str, str]) -> str | None:
    """Return the question that a heading names, an empty text for one that names none by itself, None for an unknown one."""
    if len(text) > LONGEST_HEADING:
        return None
    bare = text.strip()
    for _time in range(3):  # a number, a colon, and how long it may be
        bare = BEHIND.sub("", bare)
    for each in (bare, BEFORE.sub("", bare)):
        if (found := named.get(fold(each))) is not None:
            return found
    return None


def beginning_of(text: str, named: dict[str, str]) -> tuple[str, int]:
    """Return the question that stands before a colon at the start of a paragraph, and where the answer begins."""
    colon = re.search("[:\uff1a]", text[:LONGEST_HEADING])
    field = question_of(text[: colon.start()], named) if colon else None
    return (field, colon.end()) if colon and field else ("", 0)

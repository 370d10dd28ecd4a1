"""The card of a practice or of the site: a picture of 1200 by 630 dots that is shown where its page is shared."""

import json

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from practices.exports.casebook.book import LANGUAGES, own_language
from practices.exports.casebook.flow import breakable
from practices.exports.citation import Citation
from practices.exports.typesetting import press
from practices.text import beginning

ROOM = 56
"""Letters of topics that there is room for on their line."""
LONGEST_SITE, LONGEST_PLACE = 40, 70


def card_of_practice(cited: Citation) -> str:
    """Return what the card of an edition says, for `picture`."""
    language = cited.language if cited.language in LANGUAGES else own_language()
    return _told(cited.title, cited.place, _fitting(cited.topics), settings.SITE_NAME, language)


def card_of_site() -> str:
    """Return what the card of the site says."""
    told = _("What cities did, why, and what came of it")
    return _told(settings.SITE_NAME, told, settings.SITE_URL.partition("://")[2], "", own_language())


def picture(said: str) -> bytes:
    """Return a card as PNG; raises what `press.typeset` raises."""
    return press.typeset("card.typ", said, "png")


def _fitting(topics: tuple[str, ...]) -> str:
    """Return as many topics as there is room for."""
    said = ""
    for topic in topics:
        longer = f"{said} · {topic}" if said else topic
        if len(longer) > ROOM:
            break
        said = longer
    return capfirst(said)


def _told(title: str, place: str, topics: str, site: str, language: str) -> str:
    told = {
        "title": breakable(beginning(title)),
        "place": breakable(beginning(place, LONGEST_PLACE)),
        "topics": breakable(topics),
        "site": breakable(beginning(site, LONGEST_SITE)),
        "language": language,
        "own_language": own_language(),
    }
    return json.dumps(told, ensure_ascii=False)

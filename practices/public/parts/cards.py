"""The cards of practices: what does a list, or the end of a page, show of each?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.text import capfirst

from practices.answers.pictures import ShownPicture, on_cards
from practices.choices import is_foreign
from practices.models import Edition
from practices.public.parts import names
from practices.public.parts.marks import Mark, mark_of
from practices.templatetags.page import language_name, spoken
from practices.text import with_dashes


@dataclass(frozen=True, slots=True)
class Card:
    """A practice in words; `spoken` says to a screen reader in which language, `language` to all if it is foreign, and `text` is words or safe HTML."""

    title: str
    url: str
    place: str
    period: str
    spoken: str
    text: str = ""
    topics: str = ""
    language: str = ""
    number: int = 0
    picture: ShownPicture | None = None
    mark: Mark | None = None

    @property
    def site(self) -> str:
        """What stands before `url` on a sheet of paper."""
        return settings.SITE_URL


def cards(editions: Iterable[Edition]) -> list[Card]:
    """Return the cards of editions from `.cards()`: each with where a search found it, or how it begins; in one query."""
    editions = list(editions)
    topics = _topics(edition.pk for edition in editions)
    pictures = on_cards(editions)
    return [
        _card(
            edition,
            edition.passage or edition.teaser,
            " · ".join(topics[edition.pk].values()),
            pictures.get(edition.pk),
            mark_of(edition, [*topics[edition.pk]]),
        )
        for edition in editions
    ]


def neighbours(editions: Iterable[Edition]) -> list[Card]:
    """Return the cards of editions that stand beneath another one, without text, topics, picture and mark."""
    return [_card(edition) for edition in editions]


def _card(
    edition: Edition,
    text: str = "",
    topics: str = "",
    picture: ShownPicture | None = None,
    drawn: Mark | None = None,
) -> Card:
    return Card(
        title=edition.title,
        url=edition.get_absolute_url(),
        place=_place(edition),
        period=with_dashes(edition.period),
        spoken=spoken(edition.language),
        text=text,
        topics=topics,
        language=language_name(edition.language) if is_foreign(edition.language) else "",
        number=edition.practice_id,
        picture=picture,
        mark=drawn,
    )


def _place(edition: Edition) -> str:
    """Return the city with its country, a city that is in no list as it was typed, or the country alone."""
    city = edition.city
    name = city.name if city else edition.city_typed
    country = names.country((city or edition).country.code)
    return f"{name}, {country}" if name else country


def _topics(keys: Iterable[int]) -> defaultdict[int, dict[str, str]]:
    """Return the names of the topics of editions by their slugs, by key."""
    through = Edition.topics.through.objects.filter(edition__in=list(keys)).order_by("topic__slug")
    found = defaultdict[int, dict[str, str]](dict)
    for edition, slug, name in through.values_list("edition", "topic__slug", "topic__name"):
        found[edition][slug] = capfirst(name)
    return found

"""Which entries are there already: from the same source, or with the same title and place?"""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from practices.answers import TYPED, Answers
from practices.models import City, Practice
from practices.text import fold

SOURCE = "source_url"

type Key = tuple[str, str, str]


@dataclass
class Known:
    """Entries by source address, and by title and place."""

    sources: set[str] = field(default_factory=set)
    places: set[Key] = field(default_factory=set)

    @classmethod
    def of_database(cls) -> "Known":
        """Return all entries, whatever their status, read once and without their texts."""
        return cls.among(Practice.objects.all())

    @classmethod
    def of_trash(cls) -> "Known":
        """Return the entries in the trash."""
        return cls.among(Practice.everything.in_trash())

    @classmethod
    def among(cls, practices: QuerySet[Practice]) -> "Known":
        known = cls()
        columns = ("title", "country", "city", TYPED["city"], SOURCE)
        for *place, source in practices.order_by().values_list(*columns).iterator():
            known.add(_key(*place), source)
        return known

    def add(self, key: Key, source: str) -> None:
        self.places.add(key)
        if source:
            self.sources.add(source)

    def has(self, keys: list[Key], source: str) -> bool:
        return source in self.sources or not self.places.isdisjoint(keys)


def keys_of(answers: Answers) -> list[Key]:
    """Return the title and place of answers, of which some may not be given; then what else the place may be called.

    An entry whose city was in no list keeps it as typed, although the list may have it now.
    """
    city: City | None = answers.get("city")
    own = _key(
        answers.get("title", ""),
        answers.get("country", ""),
        city.pk if city else None,
        answers.get(TYPED["city"], ""),
    )
    title, country, _place = own
    names = city.names.strip("|").split("|") if city else []
    return [own, *((title, country, _typed(name)) for name in names)]


def _key(title: str, country: str, city: int | None, typed: str) -> Key:
    """Return what makes two entries the same: title and place; a city that is not linked counts as typed."""
    return (fold(title) or title, country, str(city) if city else _typed(fold(typed)))


def _typed(folded: str) -> str:
    return f"“{folded}”"

"""The entries that are there already: the same title from the same source, or the same title and place."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from practices.answers.codec import TYPED, Answers
from practices.imports.alike import Titles
from practices.models import City, Practice
from practices.text import COMPARED, fold

SOURCE = "source_url"
LONGEST_TITLE = 2_000
"""How much of a title is compared: what is longer is refused, but may have been written here."""

type Key = tuple[str, ...]


@dataclass
class Known:
    """Entries of the database and of the file so far: where each one stands, by what makes two the same."""

    entries: dict[Key, str] = field(default_factory=dict)
    titles: Titles = field(default_factory=Titles)
    last: int = 0

    def renew(self) -> None:
        """Read the entries that came since the last time, without their texts."""
        columns = ("pk", "trashed_at", "title", "country", "city", TYPED["city"], SOURCE)
        came = Practice.all_objects.filter(purged_at=None, pk__gt=self.last).order_by("pk")
        for pk, trashed_at, title, country, city, typed, source in came.values_list(*columns):
            number, folded = _("number %(number)d") % {"number": pk}, _folded(title)
            keys = [_place(folded, country, city, fold(typed), source), *_source(folded, source)]
            if trashed_at:
                in_trash = _("%(number)s (in the trash; an editor can bring it back)")
                self._remember(keys, in_trash % {"number": number})
            else:
                self._remember(keys, number)
                self.titles.add(folded, country, f"{number}, “{title[:80]}”")
            self.last = pk

    def add(self, answers: Answers, source: str, where: str) -> None:
        """Remember an entry of the file."""
        self._remember(keys_of(answers, source), where)
        title, country = answers["title"], answers.get("country", "")
        self.titles.add(_folded(title), country, f"{where}, “{title[:80]}”")

    def take(self, came: "Known") -> None:
        """Remember all that another one does."""
        for key, where in came.entries.items():
            self._remember([key], where)
        self.titles.take(came.titles)

    def same(self, answers: Answers, source: str) -> str:
        """Return which entry is the same as this one, and by what, as a sentence; or nothing."""
        for key in keys_of(answers, source):
            if key in self.entries:
                return SAME[key[0]]() % {"where": self.entries[key]}
        return ""

    def like(self, answers: Answers) -> str:
        """Return which entry has a title like this one's, as a sentence; or nothing."""
        where = self.titles.like(_folded(answers["title"]), answers.get("country", ""))
        return _("It may be the same as %(where)s: both are kept.") % {"where": where} if where else ""

    def _remember(self, keys: list[Key], where: str) -> None:
        for key in keys:
            self.entries.setdefault(key, where)


SAME = {
    "source": lambda: _("already there: %(where)s has this title and source."),
    "place": lambda: _("already there: %(where)s has this title and place."),
}


def keys_of(answers: Answers, source: str) -> list[Key]:
    """Return the title and source of an entry, then its title and place, then what else the place may be called.

    An entry whose city was in no list keeps it as typed, although the list may have it now.
    """
    title, country = _folded(answers.get("title", "")), answers.get("country", "")
    city: City | None = answers.get("city")
    names = city.names.strip("|").split("|") if city else []
    typed = fold(answers.get(TYPED["city"], ""))
    return [
        *_source(title, source),
        _place(title, country, city.pk if city else None, typed, source),
        *(_place(title, country, None, name, source) for name in names),
    ]


def _source(title: str, source: str) -> list[Key]:
    """Return folded title and address; how the address is fetched, and where in the page one begins, says nothing."""
    if not source:
        return []
    parts = urlsplit(source)
    host = parts.netloc.lower().removeprefix("www.")
    return [("source", title, host, parts.path.rstrip("/"), parts.query)]


def _place(title: str, country: str, city: int | None, typed: str, source: str) -> Key:
    """Return folded title and place; a city that is not linked counts as typed, and no place at all is that of the source."""
    if city or typed or country:
        return ("place", title, country, str(city) if city else f"“{typed}”")
    return ("place", title, source)


def _folded(title: str) -> str:
    """Return a title as it is compared: of a long one, what folding leaves out as it is written."""
    return (fold(title) or title[:COMPARED]) + title[COMPARED:LONGEST_TITLE]

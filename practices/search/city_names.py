"""The names of all cities in this process's memory: which cities have one that begins, or looks, like a text?

The names of 34,006 cities are some 1.2 MB. They are looked through as one text: a database takes twenty times as long for
it, and a table of names with an index would have to be kept right by whatever writes a city.
"""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from heapq import nsmallest
from itertools import accumulate
from math import inf

from practices.models import City, version
from practices.places.countries import UNINHABITED
from practices.search import counts
from practices.search.words import distance

MOST_HITS, MOST_CANDIDATES = 5_000, 60
"""How many names that begin so are ranked, those of the largest cities, and how many are measured letter by letter."""
MOST_PIECES = 8


class Whose(IntEnum):
    """Whose cities come first."""

    OWN = 0
    OF_PRACTICES = 1
    OTHER = 2
    NOBODYS = 3


@dataclass(frozen=True)
class CityNames:
    """All names in UTF-8, a line a city as `City.names` has them, the largest city first; and by line what ranks a city."""

    text: bytes
    starts: array[int]
    keys: array[int]
    countries: list[str]
    with_practices: frozenset[str]

    def beginning(self, folded: str, country: str, within: set[str], most: int) -> list[int]:
        """Return the keys of cities of which a name, or a word of one, begins so."""
        best: dict[int, tuple[int, int]] = {}
        for how, line in self._hits(folded):
            if not within or self.countries[line] in within:
                rank = self._whose(line, country), how
                best[line] = min(best.get(line, rank), rank)
        return [self.keys[line] for line in nsmallest(most, best, key=lambda line: (*best[line], line))]

    def near(self, folded: str, country: str, within: set[str], most: int) -> list[int]:
        """Return the keys of cities whose names are nearest to a text, of those that share the most of its pieces."""
        padded = f"|{folded}"
        pieces = sorted({padded[start : start + 3] for start in range(len(padded) - 2)})[:MOST_PIECES]
        shared = Counter[int]()
        for piece in pieces:
            shared.update({self._line(found) for found in self._places(piece)})
        candidates = nsmallest(
            MOST_CANDIDATES,
            (line for line in shared if not within or self.countries[line] in within),
            key=lambda line: (-shared[line], self._whose(line, country), line),
        )
        far = {line: self._farness(folded, line, pieces) for line in candidates}
        close = [line for line in candidates if far[line] <= min(3, 1 + len(folded) / 6)]
        order = nsmallest(most, close, key=lambda line: (far[line], self._whose(line, country), line))
        return [self.keys[line] for line in order]

    def _hits(self, folded: str) -> Iterator[tuple[int, int]]:
        """Give each place where a name begins so, and its line: whole names, then beginnings, then words within one."""
        for found in self._places(f"|{folded}"):
            line = self._line(found)
            is_whole = self.text.startswith(b"|", found + 1 + len(folded.encode()))
            yield (0 if is_whole else 2) + (found != self.starts[line]), line
        for found in self._places(f" {folded}"):
            yield 4, self._line(found)

    def _places(self, part: str) -> Iterator[int]:
        sought = part.encode()
        found, hits = self.text.find(sought), 0
        while found >= 0 and hits < MOST_HITS:
            yield found
            found, hits = self.text.find(sought, found + 1), hits + 1

    def _line(self, place: int) -> int:
        return bisect_right(self.starts, place) - 1

    def _farness(self, folded: str, line: int, pieces: list[str]) -> float:
        """Return how far a text is from the beginning of the nearest name that shares a fifth of its pieces."""
        end = self.text.index(b"\n", self.starts[line])
        names = self.text[self.starts[line] + 1 : end - 1].decode().split("|")
        alike = [name for name in names if 5 * sum(piece in f"|{name}" for piece in pieces) >= len(pieces)]
        return min((distance(folded, name[: len(folded) + 1]) for name in alike), default=inf)

    def _whose(self, line: int, country: str) -> Whose:
        code = self.countries[line]
        if code == country:
            return Whose.OWN
        if code in UNINHABITED:
            return Whose.NOBODYS
        return Whose.OF_PRACTICES if code in self.with_practices else Whose.OTHER


def city_names() -> CityNames:
    """Return the names as they are in this version of the catalogue."""
    return _read_once(version.current())


def forget_names() -> None:
    """Let the names be read anew."""
    _read_once.cache_clear()


@lru_cache(maxsize=1)
def _read_once(_version: str) -> CityNames:
    rows = list(City.objects.largest_first().values_list("pk", "country", "names"))
    lines = [f"{names}\n".encode() for _pk, _country, names in rows]
    return CityNames(
        text=b"".join(lines),
        starts=array("L", accumulate((len(line) for line in lines[:-1]), initial=0)),
        keys=array("L", (pk for pk, _country, _names in rows)),
        countries=[country for _pk, country, _names in rows],
        with_practices=frozenset(counts.country_codes()),
    )

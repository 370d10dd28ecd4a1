"""The ways on from a list: what comes back when less, or something else, is asked for."""

from dataclasses import dataclass
from urllib.parse import urlencode

from practices.listing.filters import Chip, Practices
from practices.listing.parameters import YEARS
from practices.places.countries import country_in
from practices.search.engine import matching
from practices.search.query import without_each

MOST_TRIED = 8
"""How many words, values or years are tried: each costs a question."""
MOST_COUNTRIES, LONGEST_NAME = 3, 4
"""How many countries among the words are told, and of how many words their names are."""


@dataclass(frozen=True)
class Relaxation:
    """A query, and how many editions it brings."""

    query: str
    count: int


def relaxations(asked: Practices) -> list[tuple[Chip, int]]:
    """Return words and values in force, each with how many editions come back without it: more than none.

    That all practices come back without all that is asked for is a way only where there is no other.
    """
    editions, chips = asked.queryset_except("q"), asked.chips()
    parts = [
        (
            Chip("q", part, asked.filters["q"].label, part, asked.query(q=rest)),
            matching(editions, rest).count(),
        )
        for part, rest in _parts(asked)[:MOST_TRIED]
        if rest
    ]
    words = [(chip, count) for chip, count in parts if count]
    is_all = len(chips) == 1 and words
    values = [
        (chip, asked.queryset_except(without=(chip.name, chip.value)).count())
        for chip in ([] if is_all else chips[:MOST_TRIED])
    ]
    return words + [(chip, count) for chip, count in values if count]


def in_other_words(asked: Practices, words: str) -> tuple[str, bool]:
    """Return the query for better words, and whether it keeps all else that is asked for: if that brings anything."""
    keeps = matching(asked.queryset_except("q"), words).exists()
    return asked.query(q=words) if keeps else urlencode({"q": words}), keeps


def years_said(asked: Practices) -> list[tuple[str, Relaxation]]:
    """Return each year among the words, with the way to what ran in it, where no year is asked for and anything ran."""
    if asked.read("year"):
        return []
    years = [(part, rest) for part, rest in _parts(asked) if YEARS.read([part])]
    found = []
    for year, rest in years[:MOST_TRIED]:
        ran = asked.filters["year"].keep(asked.queryset_except("q"), [year])
        way = Relaxation(asked.query(q=rest, year=year), (matching(ran, rest) if rest else ran).count())
        found.append((year, way))
    return [(year, way) for year, way in found if way.count]


def countries_said(asked: Practices, total: int) -> list[tuple[str, str, Relaxation]]:
    """Return each country among the words, as typed and by its code, with the way to its practices.

    None is told where a country is asked for, or where as many come as are found by the words: `total`.
    """
    if asked.read("country"):
        return []
    found = []
    for typed, code, rest in _countries([part for part, _rest in _parts(asked)])[:MOST_COUNTRIES]:
        there = asked.queryset_except("q").in_countries(code)
        count = (matching(there, rest) if rest else there).count()
        found.append((typed, code, Relaxation(asked.query(q=rest, country=code), count)))
    return [each for each in found if each[2].count not in {0, total}]


def _countries(parts: list[str]) -> list[tuple[str, str, str]]:
    """Return what of a text names a country, longer names first, with its code and the rest of the text."""
    found, taken = [], {number for number, part in enumerate(parts) if part.startswith(("-", '"'))}
    for length in range(min(LONGEST_NAME, len(parts)), 0, -1):
        for start in range(len(parts) - length + 1):
            span, end = range(start, start + length), start + length
            if taken.isdisjoint(span) and (code := country_in(" ".join(parts[start:end]))):
                taken.update(span)
                typed, rest = parts[start:end], parts[:start] + parts[end:]
                found.append((" ".join(typed).strip(","), code, " ".join(rest).strip(",")))
    return found


def years_turned(asked: Practices) -> tuple[int, int, Relaxation] | None:
    """Return the years of a range that ends before it begins, in their order, with the way to what ran within."""
    begins, ends = (list(map(int, asked.read(name))) for name in ("year_from", "year_to"))
    if not (begins and ends and min(begins) > max(ends)):
        return None
    first, last = max(ends), min(begins)
    within = asked.filters["year_from"].keep(asked.queryset_except("year_from", "year_to"), [str(first)])
    count = asked.filters["year_to"].keep(within, [str(last)]).count()
    return first, last, Relaxation(asked.query(year_from=str(first), year_to=str(last)), count)


def _parts(asked: Practices) -> list[tuple[str, str]]:
    """Return each part of the text that is looked for, with the text without it; nothing where several are."""
    texts = list(asked.read("q"))
    return without_each(texts[0]) or [(texts[0], "")] if len(texts) == 1 else []

"""The filters of a list in memory: which editions does each parameter keep, by the facet index of the version?

`filters.py` says the same to the database, for files and for what is asked for seldom: a test holds the two to each other.
"""

from collections.abc import Callable
from functools import cache, reduce
from operator import or_

from django.utils import timezone

from practices.choices import NOT_STATED
from practices.listing.filters import Practices
from practices.models import City, Topic
from practices.models.edition import CHOICES
from practices.period import Period
from practices.search import facet_index
from practices.search.engine import keys_having
from practices.search.facet_index import ANSWERS, CITIES, COUNTRIES, NOTHING, TOPICS, Found
from practices.search.query import groups, parse_query

type Keeping = Callable[[list[str]], Found]

UNKNOWN = Period(None, None, ongoing=False)


def find(asked: Practices, *left_out: str) -> dict[str, Found]:
    """Return what each parameter in force keeps, but for those left out."""
    found = {}
    for name in asked.in_force(*left_out):
        values = list(asked.read(name))
        found[name] = KEEPING[name](values) if name in KEEPING else _asked_for(asked, name)
    return found


def _asked_for(asked: Practices, name: str) -> Found:
    """Return what the database finds for one parameter, of which no column is held."""
    others = (other for other in asked.in_force() if other != name)
    return Found.of(list(asked.queryset_except(*others).order_by().values_list("pk", flat=True)))


def _with_words(texts: list[str]) -> Found:
    return reduce(or_, map(_matching, texts))


def _matching(text: str) -> Found:
    """Return what matches a text; one without words finds nothing."""
    query = parse_query(text)
    if not query:
        return NOTHING
    found = Found.of(keys_having(query.groups)) if query.wanted else facet_index.everything()
    for clauses in query.unwanted:
        found -= Found.of(keys_having(groups(clauses)))
    return found


def _in_countries(codes: list[str]) -> Found:
    return COUNTRIES.where(codes.__contains__)


def _in_cities(values: list[str]) -> Found:
    wanted = {*values, *City.objects.filter(slug__in=values).values_list("pk", flat=True)}
    return CITIES.where(wanted.__contains__)


def _about(values: list[str]) -> Found:
    wanted = {*Topic.objects.filter(slug__in=values).values_list("pk", flat=True)}
    about = TOPICS.where(wanted.__contains__)
    return (
        about | (facet_index.everything() - facet_index.about_anything()) if NOT_STATED in values else about
    )


def _in_years(values: list[str]) -> Found:
    years, this_year = [int(value) for value in values if value != NOT_STATED], timezone.localdate().year

    @cache
    def fits(period: Period) -> bool:
        if period == UNKNOWN:
            return NOT_STATED in values
        return any(period.runs_in(year, this_year=this_year) for year in years)

    return ANSWERS.where(lambda said: fits(said.period))


def _from_year(values: list[str]) -> Found:
    year, this_year = min(map(int, values)), timezone.localdate().year
    return ANSWERS.where(lambda said: (said.period.last(this_year) or 0) >= year)


def _to_year(values: list[str]) -> Found:
    year, this_year = max(map(int, values)), timezone.localdate().year
    return ANSWERS.where(lambda said: 0 < (said.period.first(this_year) or 0) <= year)


def _ongoing(values: list[str]) -> Found:
    return ANSWERS.where(lambda said: said.period.ongoing)


def _choosing(number: int) -> Keeping:
    """Return how to find those with some values of one of the choices."""
    return lambda values: ANSWERS.where(lambda said: (said.choices[number] or NOT_STATED) in values)


def _in_languages(values: list[str]) -> Found:
    return ANSWERS.where(lambda said: (said.language or NOT_STATED) in values)


KEEPING: dict[str, Keeping] = {
    "q": _with_words,
    "country": _in_countries,
    "city": _in_cities,
    "topic": _about,
    "year": _in_years,
    "year_from": _from_year,
    "year_to": _to_year,
    "ongoing": _ongoing,
    **{name: _choosing(number) for number, name in enumerate(CHOICES)},
    "language": _in_languages,
}

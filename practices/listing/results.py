"""The result of a list: what an address asks for, found once for all that counts and shows it.

Who shows a list makes one `ResultSet`, and takes total, page and facets from it before anything is rendered.
"""

from functools import cached_property, reduce
from operator import and_

from django.db.models import QuerySet

from practices.listing import indexed_filters
from practices.listing.filters import Practices
from practices.listing.pagination import ResultPage, paginate_keys
from practices.listing.parameters import NEWEST, ORDERS, RELEVANCE
from practices.models import Edition
from practices.models.edition import CHOICES, EditionQuerySet
from practices.search import counts, excerpts, facet_index
from practices.search.engine import by_relevance, keys_by_tier
from practices.search.facet_index import Found
from practices.search.result_ids import ResultIds

NUMBERS = "p"
"""The parameter that asks for translations, too."""


class ResultSet:
    """The editions that an address asks for; none while a parameter is refused."""

    def __init__(self, asked: Practices) -> None:
        self.asked = asked
        self._found: dict[tuple[str, ...], Found] = {}

    @cached_property
    def total(self) -> int:
        """How many editions there are."""
        if not self.asked.is_valid():
            return 0
        found = self.results_except()
        return self.choices.total if found is None else found.count

    @cached_property
    def choices(self) -> counts.Groups:
        """How many have the same outcome, evidence and cost, whichever of these are asked for."""
        return counts.choices(self.results_except(*CHOICES))

    def results_except(self, *names: str) -> counts.Among:
        """Return what all parameters but these ask for; None stands for everything. What is refused asks for nothing."""
        names = tuple(name for name in self.asked.in_force() if name not in names)
        if names and names not in self._found:
            found = reduce(and_, (self._kept[name] for name in names))
            self._found[names] = found if NUMBERS in names else found - facet_index.translated()
        return self._found.get(names)

    @cached_property
    def _kept(self) -> dict[str, Found]:
        return indexed_filters.find(self.asked)

    @property
    def found(self) -> EditionQuerySet:
        """The editions in the order asked for, a total one."""
        if self.asked.order == RELEVANCE:
            return by_relevance(self._editions, *self.asked.read("q"))
        return self._editions.order_by(*ORDERS[self.asked.order].columns)

    @property
    def _editions(self) -> EditionQuerySet:
        if not self.asked.is_valid():
            return Edition.objects.none()
        found = self.results_except()
        return self.asked.queryset_except() if found is None else ResultIds.of_keys(found.keys).editions

    def keys(self, start: int, stop: int) -> list[int]:
        """Return as many keys of `found`; of many by relevance, no more are ranked than need be."""
        found = self.results_except()
        is_ours = self.asked.order == NEWEST or (self.asked.order == RELEVANCE and not _is_few(found))
        if found is None or not self.asked.is_valid() or not is_ours:
            return list(self.found.values_list("pk", flat=True)[start:stop])
        keys: list[int] = []
        for tier in keys_by_tier(*self.asked.read("q")) if self.asked.order == RELEVANCE else ():
            first = found & Found.of(tier)
            keys += first.newest_first(stop - len(keys))
            if len(keys) >= stop:
                break
            found -= first
        else:
            keys += found.newest_first(stop - len(keys))
        return keys[start:stop]

    def page(self, number: str) -> ResultPage | None:
        """Return the page asked for, if it is there; each edition of a search with the passage that it was found by."""
        words = list(self.asked.read("q"))
        shown = self.page_of(Edition.objects.cards(*(excerpts.COLUMNS if words else ())), number)
        for edition in shown.rows if shown and words else ():
            edition.passage = excerpts.excerpt(edition, *words)
        return shown

    def page_of(self, loaded: QuerySet[Edition], number: str) -> ResultPage | None:
        """Return the page asked for, if it is there, with editions that are loaded so."""
        return paginate_keys(self.keys, number, query=self.asked.query(), total=self.total, loaded=loaded)


def _is_few(found: Found | None) -> bool:
    """Say whether the database puts some in order by relevance at once, where each place of words would be asked for."""
    return found is not None and found.count <= facet_index.FEW

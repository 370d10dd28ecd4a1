"""The result of a list: what an address asks for, found once for all that counts and shows it.

Who shows a list makes one `ResultSet`, and takes total, page and facets from it before anything is rendered.
"""

from functools import cached_property

from django.db.models import QuerySet

from practices.listing.filters import Practices
from practices.listing.pagination import PER_PAGE, ResultPage, is_number, paginate
from practices.listing.parameters import ORDERS, RELEVANCE
from practices.models import Edition
from practices.models.edition import CHOICES, EditionQuerySet
from practices.search import counts, excerpts
from practices.search.engine import by_relevance, in_title
from practices.search.result_ids import ResultIds, find

MOST_AHEAD = 500


class ResultSet:
    """The editions that an address asks for, looked for when it is made; none while a parameter is refused."""

    def __init__(self, asked: Practices) -> None:
        self.asked = asked
        self.ids: ResultIds | None = None
        if asked.is_valid() and asked.is_narrow():
            self.ids = find(asked.queryset_except())

    @cached_property
    def total(self) -> int:
        """How many editions there are."""
        if not self.asked.is_valid():
            return 0
        return self.ids.count if self.ids else self.choices.total

    @cached_property
    def choices(self) -> counts.Groups:
        """How many have the same outcome, evidence and cost, whichever of these are asked for."""
        return counts.choices(self.results_except(*CHOICES))

    def results_except(self, *names: str) -> counts.Among:
        """Return what all parameters but these ask for, as it is counted fastest; None stands for everything.

        A refused parameter asks for nothing.
        """
        if not self.asked.is_narrow(*names):
            return None
        same = self.ids and not any(map(self.asked.read, names))
        return self.ids if same else self.asked.queryset_except(*names)

    @property
    def found(self) -> EditionQuerySet:
        """The editions in the order asked for, a total one."""
        if self.asked.order == RELEVANCE:
            return by_relevance(self._editions, *self.asked.read("q"))
        return self._editions.order_by(*ORDERS[self.asked.order].columns)

    @property
    def _editions(self) -> EditionQuerySet:
        if self.ids:
            return self.ids.editions
        return self.asked.queryset_except() if self.asked.is_valid() else Edition.objects.none()

    def first(self, most: int) -> EditionQuerySet:
        """Return `found`, or as much of its beginning; of many by relevance, no more are ranked than need be."""
        if self.ids and self.ids.is_many and self.asked.order == RELEVANCE:
            best = in_title(self.ids.editions, *self.asked.read("q")).newest_first()
            keys = list(best.values_list("pk", flat=True)[: min(most, MOST_AHEAD)])
            if len(keys) == most:
                return Edition.objects.filter(pk__in=keys).newest_first()
        return self.found

    def page(self, number: str) -> ResultPage | None:
        """Return the page asked for, if it is there; each edition of a search with the passage that it was found by."""
        words = list(self.asked.read("q"))
        shown = self.page_of(Edition.objects.cards(*(excerpts.COLUMNS if words else ())), number)
        for edition in shown.rows if shown and words else ():
            edition.passage = excerpts.excerpt(edition, *words)
        return shown

    def page_of(self, loaded: QuerySet[Edition], number: str) -> ResultPage | None:
        """Return the page asked for, if it is there, with editions that are loaded so."""
        most = min(self.total, int(number or "1") * PER_PAGE) if is_number(number) else 0
        return paginate(self.first(most), number, query=self.asked.query(), total=self.total, loaded=loaded)

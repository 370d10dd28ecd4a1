"""The pages of a list: which is asked for, and which others are there?"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

PER_PAGE = 20
NUMBER = re.compile(r"[1-9][0-9]{0,8}")


class Unordered(ValueError):
    """Pages of a list without a total order would show some rows twice and others never."""


@dataclass(frozen=True)
class PageLink:
    """A page to go to; without a number it stands for the pages that are left out."""

    number: int | None
    query: str
    is_current: bool


@dataclass(frozen=True)
class ResultPage:
    """One page of a list and the way to the others; `query` is what the address says besides the page."""

    page: Page[Any]
    rows: list[Any]
    query: str

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def steps(self) -> list[PageLink]:
        return list(self._steps())

    def _steps(self) -> Iterator[PageLink]:
        for number in self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1):
            if isinstance(number, int):
                yield PageLink(number, self.at(number), number == self.page.number)
            else:
                yield PageLink(None, "", is_current=False)

    @property
    def before(self) -> str:
        """The query of the page before this one; empty on the first."""
        return self.at(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def after(self) -> str:
        return self.at(self.page.number + 1) if self.page.has_next() else ""

    def at(self, number: int) -> str:
        pages = [] if number == 1 else [f"page={number}"]
        return "?" + "&".join([part for part in (self.query,) if part] + pages)


def paginate(rows: QuerySet[Any], asked: str, *, query: str = "") -> ResultPage | None:
    """Return the page asked for, loaded; nothing when it is no number or lies beyond the end.

    Raises `Unordered` for rows without a total order.
    """
    if not rows.totally_ordered:
        raise Unordered

    def keys(start: int, stop: int) -> list[int]:
        return list(rows.values_list("pk", flat=True)[start:stop])

    return paginate_keys(keys, asked, total=rows.count(), loaded=rows.order_by(), query=query)


def paginate_keys(
    keys: Callable[[int, int], list[int]],
    asked: str,
    *,
    total: int,
    loaded: QuerySet[Any],
    query: str = "",
) -> ResultPage | None:
    """Return the page asked for of rows that are `loaded` by their keys; nothing when it is no number or lies beyond the end.

    Keys are found first, so that no long text is carried through the sorting; what goes off line in between is left out.
    """
    paginator = Paginator(range(total), PER_PAGE)
    number = int(asked or "1") if is_number(asked) else 0
    if not 1 <= number <= paginator.num_pages:
        return None
    page = paginator.page(number)
    shown = keys(max(page.start_index() - 1, 0), page.end_index())
    found = loaded.in_bulk(shown)
    return ResultPage(page, [found[key] for key in shown if key in found], query)


def is_number(asked: str) -> bool:
    """Say whether this can be the number of a page; nothing stands for the first."""
    return bool(NUMBER.fullmatch(asked or "1"))

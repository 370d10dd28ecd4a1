"""The keys of a result, when it was found once and much is to be counted and shown of it.

They stay in the database's own words: they are given back to it as they came, and never read here. A subquery in each
statement instead would find the result again for each count: see decision 40 for what that costs.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Aggregate, BooleanField, Count, F, Func, Q, QuerySet, TextField, Value
from django.db.models.expressions import RawSQL

from practices.models import Edition
from practices.models.edition import EditionQuerySet
from practices.search.engines import ENGINES

FEW = 10_000
"""So many rows are looked up by their keys; for more, reading all of a narrow index is faster. `IS TRUE` makes it so."""


@dataclass(frozen=True)
class ResultIds:
    text: str
    count: int

    def of(self, rows: QuerySet[Any], column: str = "pk") -> Any:
        """Keep the rows that belong to these editions by this column."""
        engine = ENGINES[connection.vendor]
        if not self.is_many:
            given = RawSQL(engine.KEYS, [self.text])  # noqa: S611  the statement is ours, the keys are a parameter
            return rows.filter(Q(**{f"{column}__in": given}))
        before, after = engine.AMONG_KEYS.split("%s")
        condition = Func(
            F(column),
            Value(self.text),
            template=f"(%(expressions)s{after}) IS TRUE",
            arg_joiner=before,
            output_field=BooleanField(),
        )
        return rows.filter(condition)

    @property
    def is_many(self) -> bool:
        return self.count > FEW

    @property
    def editions(self) -> EditionQuerySet:
        found: EditionQuerySet = self.of(Edition.objects.all())
        return found


def find(editions: EditionQuerySet) -> ResultIds:
    """Look for editions, and keep what was found."""
    template = ENGINES[connection.vendor].ALL_KEYS
    together = Aggregate("pk", template=template, output_field=TextField())
    found = editions.order_by().aggregate(text=together, count=Count("pk"))
    return ResultIds(found["text"] or ENGINES[connection.vendor].NO_KEYS, found["count"])

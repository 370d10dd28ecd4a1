"""The keys of a result in the database's own words, where it is to put the editions in an order that only it knows."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Self

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
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

    @classmethod
    def of_keys(cls, keys: Collection[int]) -> Self:
        return cls(ENGINES[connection.vendor].ALL.format(",".join(map(str, keys))), len(keys))

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

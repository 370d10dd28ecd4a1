"""The record of a takedown: which parts of the history it took or changed, so that the rest of the chain goes on proving itself."""

from datetime import datetime
from typing import Any

from practices.models import Practice, chain
from practices.models.chain import Chained
from practices.models.snapshot import Takedown


class Record:
    """`rows` are lists of a place in the chain, a part there, and the seal of what is left of it: "" when nothing is."""

    def __init__(self, practice: Practice, at: datetime) -> None:
        self.practice, self.at = practice, at
        self.rows: list[list[Any]] = []

    def reword(self, row: Chained, how: Takedown | None = None, **words: Any) -> None:
        """Let a row of the history say other words from now on; one that says these already stays as it is."""
        if all(getattr(row, name) == value for name, value in words.items()):
            return
        salts, seals = chain.reworded(str(row._meta.model_name), vars(row), words)
        self.rows += [[row.position, part, seal] for part, seal in seals.items()]
        marks = {"taken_down": how, "taken_down_at": self.at} if how else {}
        type(row).objects.filter(pk=row.pk).amend(**words, salts=salts, **marks)

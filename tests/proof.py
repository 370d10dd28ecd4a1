"""How much is proved: what a change needs, or all of it, by `./check --all`."""

import os

ALL = os.environ.get("CHECK") == "all"


def many(few: int, whole: int) -> int:
    """Return how many examples are tried; chance draws others each time."""
    return whole if ALL else few

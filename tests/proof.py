"""How much is proved: what a change needs, all of it by `./check --all`, or what a running site survives."""

import os

ALL = os.environ.get("CHECK") == "all"
FAULTS = {"faults", "soak"}
"""What `CHECK` says when `tests/faults/` is collected."""


def many(few: int, whole: int) -> int:
    """Return how many examples are tried: the same in each run, or by `./check --all` what chance draws."""
    return whole if ALL else few

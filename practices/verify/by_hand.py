"""The verification by hand: all of one moment, told line by line, mended where the operator wants it."""

from collections.abc import Callable
from itertools import chain as joined
from pathlib import Path

from django.utils.translation import gettext as _

from practices.exports.archives.archive import Say
from practices.exports.archives.catalogue import one_moment
from practices.verify import unchained
from practices.verify.chain_heads import read_heads, rewritten_since
from practices.verify.checks import PARTS, Result, Step, look_at, mend


def verify(
    out: Callable[[str], object], say: Say, *, fix: bool, chain: bool, quick: bool, heads: Path | None
) -> int:
    """Tell each finding on a line of its own, and how much was looked at; return how many findings are left.

    `fix` mends what follows from the rest, and looks again. `chain` gives rows of the history without a place one. Raises `HeadsRefused`.
    """
    if chain:
        unchained.give_place(sorted(unchained.numbers()))
    result = look(say, quick=quick)
    lines = list(joined.from_iterable(result.findings.values()))
    if fix and lines and mend(result):
        for line in lines:
            out(f"{line}")
        out(_("Mended what follows from the rest. What is left:"))
        result = look(say, quick=quick)
        lines = list(joined.from_iterable(result.findings.values()))
    lines += rewritten_since(read_heads(heads)) if heads else []
    for line in lines:
        out(f"{line}")
    looked_at = ", ".join(f"{number:,} {name}" for name, number in sorted(result.counted.items()))
    out(_("Looked at: %(rows)s.") % {"rows": looked_at})
    return len(lines)


def look(say: Say, *, quick: bool = False) -> Result:
    """Return what is found in the whole catalogue, as of one moment, while others go on writing."""
    with one_moment():
        return walk(say, quick=quick)


def walk(say: Say, *, quick: bool = False) -> Result:
    """Return what is found in the whole catalogue, in the transaction of the caller."""
    result = Result(held_back={})
    step: Step | None = Step()
    while step is not None:
        say(PARTS[step.part].name, result.counted["practices"])
        step = look_at(step, result, quick=quick)
    return result

"""The table of what is verified, and the way through all of it, a portion after the other."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import Error
from django.utils.translation import gettext as _

from practices.models import City, PagePicture, Practice, Upload
from practices.search.words import spell_anew
from practices.verify import addresses, counted, editions, files, history, orphans, search, unchained
from practices.verify.findings import Check, Finding, Part, Portion
from practices.verify.rebuilding import derive_anew

PARTS = (
    Part("cities", (Check("folds", addresses.differing_folds, addresses.fold_anew),), City, 1000),
    Part(
        "practices",
        (
            Check("history", history.broken_chains),
            Check("unchained", unchained.unchained_rows, unchained.give_place),
            Check("states", editions.strange_states),
            Check("editions", editions.differing_editions),
            Check("derived", editions.differing_columns, derive_anew),
            Check("places", editions.differing_places, derive_anew),
            Check("search", search.unfound_editions, derive_anew, is_dear=True),
            Check("reserved", addresses.reserved_addresses),
            Check("pictures", files.unknown_files),
        ),
        Practice,
        50,
    ),
    Part("uploads", (Check("files", files.differing_files, is_dear=True),), Upload, 5, is_outside=True),
    Part(
        "page_pictures",
        (Check("page_pictures", files.differing_page_pictures, is_dear=True),),
        PagePicture,
        5,
        is_outside=True,
    ),
    Part("counts", (Check("counts", counted.wrong_counts),)),
    Part("words", (Check("words", search.broken_words, spell_anew),)),
    Part(
        "references",
        (
            Check("addresses", addresses.lost_addresses),
            Check("references", orphans.lost_references),
            Check("mails", orphans.mails_about_nothing),
            Check("renames", orphans.renames_of_nothing, orphans.forget_renames),
            Check("index", search.stray_entries, search.forget_entries),
            Check("found", search.unfound_at_the_end, derive_anew, is_dear=True),
        ),
    ),
)


@dataclass(frozen=True)
class Step:
    """Where a verification is: at a part, above a key."""

    part: int = 0
    after: int = 0


@dataclass
class Result:
    """What was found, by check, and how much was looked at; `held_back` as portions have it."""

    findings: dict[Check, list[Finding]] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)
    held_back: dict[int, int] | None = None


def look_at(step: Step, result: Result, *, quick: bool = False) -> Step | None:
    """Look at a portion, add to the result what is found, and return what comes next; None after the last."""
    part = PARTS[step.part]
    portion = Portion(step.after, _last(part, step.after), result.counted, result.held_back)
    is_over = part.rows is not None and portion.last == step.after
    for check in () if is_over else part.checks:
        if not (quick and check.is_dear):
            result.findings.setdefault(check, []).extend(_looked(check, portion))
    if part.rows is not None and not is_over:
        return Step(step.part, portion.last)
    return Step(step.part + 1) if step.part + 1 < len(PARTS) else None


def _last(part: Part, after: int) -> int:
    """Return the key of the last row of a portion, or `after` when there is none any more."""
    if part.rows is None:
        return after
    rows: Any = part.rows._base_manager.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    return max(rows[: part.size], default=after)


def _looked(check: Check, portion: Portion) -> Iterator[Finding]:
    """Give what a check finds; what it cannot even read is a finding, too."""
    try:
        yield from check.look(portion)
    except Error:
        raise
    except Exception as error:  # noqa: BLE001  whatever stands in the rows, the others are looked at
        what = _("check “%(check)s”, from above row %(after)d to %(last)d") % {
            "check": check.name,
            "after": portion.after,
            "last": portion.last,
        }
        says = _("it cannot be read (%(error)s)") % {"error": repr(error)}
        yield Finding(what, says, _("Compare these rows with a backup."))


def mend(result: Result) -> int:
    """Mend what follows from the rest, never words; return how many rows were made anew."""
    keys: dict[Callable[[list[int]], object], set[int]] = defaultdict(set)
    for check, found_by in result.findings.items():
        if check.mend:
            keys[check.mend].update(finding.key for finding in found_by if finding.key)
    for mend_each, wrong in keys.items():
        mend_each(sorted(wrong))
    return sum(len(wrong) for wrong in keys.values())

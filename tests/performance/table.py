"""What should be reached, and was it? A table for people, and every row as JSON."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

type Found = dict[str, Any]

GOALS: dict[tuple[str, int], dict[str, float]] = {
    ("sqlite", 10_000): {
        **dict.fromkeys(("list", "country", "filtered", "year", "page"), 12),
        "detail": 5,
        "rare word": 12,
        "words": 20,
        "word of all": 60,
    },
    ("postgresql", 10_000): {
        **dict.fromkeys(("list", "country", "filtered", "year", "page"), 20),
        "detail": 8,
        "rare word": 20,
        "words": 30,
        "word of all": 80,
    },
    ("sqlite", 100_000): {"list": 50, "word of all": 60},
    ("postgresql", 100_000): {"list": 90, "word of all": 120},
    ("postgresql", 1_000_000): {"list": 300, "rare word": 60, "detail": 10},
}
"""Milliseconds of a page that nobody has asked for, on two quiet processors, by database and number of practices."""
A_ROW = {"sqlite": 4, "postgresql": 6}
"""Milliseconds of an imported and published row."""


@dataclass(frozen=True)
class Row:
    """One figure. `work` is the same by what was worked instead of by the clock on the wall, where that makes sense."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    work: float | None = None
    at_least: bool = False

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal is reached, by the wall or by the work; None without a goal."""
        if self.goal is None:
            return None
        values = [self.value] if self.work is None else [self.value, self.work]
        return max(values) >= self.goal if self.at_least else min(values) <= self.goal


def rows(found: Found) -> list[Row]:
    """Return the figures of a run."""
    return [
        *_warm(found),
        *_cold(found),
        *_peers(found),
        *_words(found),
        *_hostile(found["hostile"]),
        *_others(found),
    ]


def _warm(found: Found) -> Iterator[Row]:
    outside = found["outside"]
    for name in ("home", "list", "detail", "api"):
        yield _against_the_limit(f"{name}, kept", outside[f"warm_{name}"], 0.6)
    yield _against_the_limit("304", outside["not_modified"], 0.7)
    yield Row("list, kept: requests a second", outside["warm_list"]["per_second"], "/s")
    yield Row("the limit: requests a second", outside["warm_list"]["limit_per_second"], "/s")


def _against_the_limit(name: str, side: Found, goal: float) -> Row:
    title = f"{name}: requests a second, the limit is 1"
    return Row(title, side["ratio"], "", goal, side["work_ratio"], at_least=True)


def _cold(found: Found) -> Iterator[Row]:
    many, few = found["many"], found["few"]
    goals = GOALS.get((many["database"], round(many["practices"], -len(str(many["practices"])) + 1)), {})
    for name, page in many["pages"].items():
        yield Row(f"{name}, cold", page["wall"], "ms", goals.get(name), page["work"])
    for name, page in many["next"].items():
        yield Row(f"{name}, cold, not the first of its version", page["wall"], "ms", work=page["work"])
    for name, page in many["changed"].items():
        yield Row(f"{name}, cold, once a practice has changed", page["wall"], "ms", work=page["work"])
    page, small = many["pages"]["list"], few["pages"]["list"]
    alone = {"wall": page["sql_wall"], "work": page["sql_work"]}
    yield _times("list, cold: times its SQL alone", page, alone, 2.5)
    yield _times("api list, cold: times the list as a page", many["pages"]["api list"], page, 1)
    yield _times("list, cold: times as fast as the naive way", many["naive"], page, 5, at_least=True)
    yield _times("list, cold: times that at 1,000", page, small, 8)
    yield _times("detail, cold: times that at 1,000", many["pages"]["detail"], few["pages"]["detail"], 1.3)


def _peers(found: Found) -> Iterator[Row]:
    """Give what others cost on the same practices, and how many times that ours do."""
    pages = found["many"]["pages"]
    own = {"list": "list", "filtered": "country", "page": "page", "detail": "detail", "rare": "rare word"}
    own |= {"words": "words", "all": "word of all"}
    for peer, costs in found["peers"].items():
        for name, cost in costs.items():
            yield Row(f"{peer}, {own[name]}", cost["wall"], "ms", work=cost["work"])
            yield _times(f"{own[name]}, cold: times {peer}", pages[own[name]], cost)


def _words(found: Found) -> Iterator[Row]:
    many = found["many"]
    goals = {"few": 60, "many": 200, "three": None, "phrase": None, "suggestion": 50}
    names = {
        "few": f"search, a word in {many['few']['share']:.0%}",
        "many": f"search, a word in {many['many']['share']:.0%}",
        "three": "search, three words",
        "phrase": "search, a phrase of frequent words",
        "suggestion": "suggestion",
    }
    for key, name in names.items():
        yield Row(name, many[key]["wall"], "ms", goals[key], many[key]["work"])


def _hostile(found: Found) -> Iterator[Row]:
    asked = f"{found['addresses']} hostile addresses"
    for share, name, goal in (("p50", "median", None), ("p99", "p99", 1000), ("p100", "slowest", None)):
        yield Row(f"{asked}: {name}", found[share]["wall"], "ms", goal, found[share]["work"])
    yield Row(f"{asked}: longest statement", found["statement"], "ms", 2000)
    yield Row(f"{asked}: faults of ours", found["faults"], "", 0)


def _others(found: Found) -> Iterator[Row]:
    many, few, outside = found["many"], found["few"], found["outside"]
    yield Row("approval", many["approval"]["wall"], "ms", 100, many["approval"]["work"])
    yield _times("approval: times that at 1,000", many["approval"], few["approval"], 1.5)
    file, title = many["file"], f"CSV of {many['practices']} practices"
    yield Row(title, file["wall"], "ms", 30_000 * many["practices"] / 100_000, file["work"])
    yield Row(f"{title}: first byte", file["first"], "ms", 1000)
    yield Row(f"{title}: its size", file["mb"], "MB")
    yield Row(f"{title}: memory added after the first thousand", file["memory_mb"], "MB", 20)
    moved = many["bulk"]
    yield Row(f"{moved['entries']} entries sent back at once", moved["wall"], "ms", 10_000, moved["work"])
    memory = outside["memory"]
    yield Row("memory of a worker at the start", memory["start_mb"], "MB")
    yield Row(f"memory of a worker after {found['requests']} mixed requests", memory["end_mb"], "MB", 160)
    added = round(memory["end_mb"] - memory["two_thirds_mb"], 1)
    yield Row("memory: the last third of the requests added", added, "MB", 5)
    yield Row("the list, before compression", many["sizes"]["whole"], "KB", 40)
    yield Row("the list, compressed", many["sizes"]["sent"], "KB", 8)
    yield Row("first view of the list, compressed", outside["first_view"]["kb"], "KB", 40)
    yield Row("first view of the list: requests", outside["first_view"]["requests"], "", 6)
    taken = found["import"]
    goal = A_ROW[many["database"]] * taken["rows"] / 1000
    yield Row(
        f"import of {taken['rows']} rows, published", taken["seconds"], "s", goal, taken["work_seconds"]
    )
    more = found["more"]
    yield Row(f"import of {more['rows']} more", more["seconds"], "s", work=more["work_seconds"])
    if found["seconds"] is not None:
        goal = 300 * many["practices"] / 100_000
        yield Row(f"{many['practices']} practices made", found["seconds"], "s", goal)


def _times(name: str, one: Found, other: Found, goal: float | None = None, *, at_least: bool = False) -> Row:
    """Return how many times one is the other."""
    wall, work = (one[by] / max(other[by], 0.01) for by in ("wall", "work"))
    return Row(name, wall, "times", goal, work, at_least=at_least)


def table(figures: list[Row]) -> str:
    """Return the figures for people."""
    lines = ["| what | on the wall | by work | goal | |", "| --- | ---: | ---: | ---: | --- |"]
    for row in figures:
        goal = "" if row.goal is None else f"{'at least' if row.at_least else 'at most'} {row.goal:g}"
        reached = {None: "", True: "reached", False: "NOT reached"}[row.is_reached]
        values = [_figure(value, row.unit) for value in (row.value, row.work)]
        lines.append(f"| {row.name} | {values[0]} | {values[1]} | {goal} | {reached} |")
    return "\n".join(lines)


def as_json(figures: list[Row]) -> list[Found]:
    return [asdict(row) | {"is_reached": row.is_reached} for row in figures]


def _figure(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:.{0 if value >= 100 else 2}f} {unit}".strip()

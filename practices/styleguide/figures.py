"""The figures of the examples: of practices that nobody has."""

from django.utils.safestring import SafeString

from practices.public.parts.crosstab import Cell, CrossRow, Crosstab
from practices.public.parts.figures import Figure, FigureBar, Heading, ShortFigures
from practices.public.parts.pace import Pace
from practices.public.parts.periods import PeriodLine, PeriodLines
from practices.public.parts.timeline import Timeline, Way, YearBar
from practices.styleguide.facets import LONG
from practices.templatetags.examples import State

FIGURES = [FigureBar("Education", 16, "#main", 100), FigureBar(LONG, 2, "#main", 12.5)]
HEADING = Heading("By topic", "A practice has up to five topics, and counts in each.", "#main")
TABLE = Crosstab(
    ["Norway", LONG[:40], "Sweden"],
    [
        CrossRow("Education", "#main", [Cell(8, "#main", 4), Cell(2, "#main", 1), Cell(0)], (10,)),
        CrossRow(LONG, "", [Cell(4, "#main", 2), Cell(6, "#main", 3), Cell(0)], (10,)),
    ],
    ("All",),
    "Shown are 2 of 21 topics.",
)
TIMELINE = Timeline(
    [
        YearBar("2019", 4, "#main", 1, "#main", 0, 80, 20),
        YearBar("2020", 8, "#main", 3, "#main", 310, 160, 60),
    ],
    310,
    [Way("Still running", 3, "#main")],
    "#main",
)
FIGURE_PARTS: dict[str, list[State]] = {
    "practices/practice/_figure.html": [
        ("cut", {"figure": Figure("topic", HEADING, FIGURES, "#main", "All 21 topics")}),
        ("short", {"figure": Figure("topic", HEADING, FIGURES), "is_short": True}),
    ],
    "practices/practice/_short_figures.html": [
        ("one", {"shown": ShortFigures([Figure("topic", HEADING, FIGURES)], "#main")}),
        ("none", {"shown": None}),
    ],
    "practices/practice/_periods.html": [
        (
            "its own, open, and without a year",
            {
                "heading": "More from Bergen",
                "periods": PeriodLines(
                    [
                        PeriodLine("The reading ship", "", SafeString(""), "", "2015 to 2020", 4, 46),
                        PeriodLine(
                            LONG, "#main", SafeString(""), "German", "since 2018", 30, 66, is_open_after=True
                        ),
                        PeriodLine("A choir", "#main", SafeString(""), "", ""),
                    ],
                    2015,
                    2025,
                ),
            },
        )
    ],
    "practices/practice/_counted.html": [("a figure", {"heading": HEADING})],
    "practices/practice/_crosstab.html": [
        ("cut", {"table": TABLE, "heading": HEADING, "head": "Topic"}),
    ],
    "practices/practice/_timeline.html": [("open end", {"timeline": TIMELINE, "heading": HEADING})],
    "practices/practice/_pace.html": [
        (
            "200 decisions",
            {"pace": Pace(200, 6, [("Up to 3 days", 60), ("Longer", 140)]), "heading": HEADING},
        ),
    ],
}

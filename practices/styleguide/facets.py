"""The facets of the examples: what can be chosen in a list that nobody has."""

from practices.public.parts.facets import Facet, Value
from practices.public.parts.histogram import HEIGHT, WIDTH, Bar, Histogram

LONG = "Donaudampfschifffahrtsgesellschaftskapitän " * 3


def example_facet(name: str, label: str, shown: list[Value], all_url: str = "", all_text: str = "") -> Facet:
    return Facet(name, label, shown, shown, all_url, all_text)


def values(*rows: tuple[str, int, bool]) -> list[Value]:
    return [Value(text.lower(), text, count, chosen) for text, count, chosen in rows]


COUNTRY = example_facet(
    "country", "Country", values(("Ireland", 1, False), ("Norway", 5, True), ("Sweden", 0, False))
)
CITY = example_facet(
    "city", "City", values(("Bergen", 5, False), (LONG, 1, False)), all_url="#main", all_text="All 150 cities"
)
YEARS = example_facet("year", "Year", values(("2020", 9, True)), all_url="#main", all_text="All 3 years")
BARS = Histogram(
    [
        Bar("2019: 3 practices", False, "year=", 0, HEIGHT / 3),  # noqa: FBT003  as it stands
        Bar("2020: 9 practices", True, "year=", WIDTH / 3, HEIGHT),  # noqa: FBT003  as it stands
    ],
    WIDTH / 3,
    "2019",
    "2021",
)
FACETS = {
    "country": COUNTRY,
    "city": CITY,
    "topic": example_facet("topic", "Topic", values(("Education", 7, False))),
    "year": YEARS,
    "span": [("year_from", "from", "2015"), ("year_to", "to", "")],
    "ongoing": example_facet("ongoing", "Still running", values(("Still running", 2, False))),
    "choices": [example_facet("cost", "Cost", values(("Under 10,000 euros a year", 0, False)))],
}

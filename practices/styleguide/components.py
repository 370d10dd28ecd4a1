"""The states of every component and of the parts of the public pages, and what each shows in them.

`EXAMPLES` names each fragment once, with its states; `/design/` shows them, and a test finds those that are not named.
What is shown is made up, and of the same types as on the real pages.
"""

from datetime import date
from itertools import count
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from practices.answers.article import Item
from practices.choices import is_foreign
from practices.listing.pagination import ResultPage
from practices.models import City
from practices.public.parts import country_map, files, world_map
from practices.public.parts.cards import Card
from practices.public.parts.comparison import Choice
from practices.public.parts.counts import WayIn
from practices.public.parts.marks import Mark
from practices.styleguide.articles import (
    COMPARED,
    COMPARED_QUESTIONS,
    FACTS,
    FILE_PARTS,
    PICTURE,
    example_article,
)
from practices.styleguide.facets import BARS, CITY, COUNTRY, FACETS, LONG
from practices.styleguide.figures import FIGURE_PARTS
from practices.templatetags.examples import State
from practices.templatetags.page import language_name, spoken
from practices.workflow import Status

ARABIC = "قارب القراءة يزور كل رصيف في المدينة"


class Asking(forms.Form):
    """A question with help, one without, and one that chooses."""

    city = forms.CharField(label="City", help_text="The city that you work for.")
    which = forms.ChoiceField(
        label="Which Bergen?",
        widget=forms.RadioSelect,
        choices=[("no", "Bergen, Norway"), ("us", "Bergen, New York")],
    )


ASKING, WRONG = Asking(auto_id="ex_%s"), Asking({"city": ""}, auto_id="ex_%s")
_numbers = count(100)


def example_card(language: str = "en", **given: Any) -> Card:
    shown: dict[str, Any] = {
        "title": "The reading ship",
        "url": "#main",
        "place": "Bergen, Norway",
        "period": "2015-2025",
        "text": "A ship with books in twelve languages calls at every quay of the harbour.",
        "topics": "Education · Public and community services",
    }
    name = language_name(language) if is_foreign(language) else ""
    return Card(number=next(_numbers), spoken=spoken(language), language=name, **(shown | given))


def example_result_page(number: int, pages: int) -> ResultPage:
    return ResultPage(Paginator(range(20 * pages), 20).page(number), [], "topic=education")


NORWAY = [
    WayIn("NO", "Bergen", "#main", 5, (5.33, 60.39)),
    WayIn("NO", "Oslo", "#main", 3, (10.75, 59.91)),
    WayIn("NO", "Drammen", "#main", 1, (10.2, 59.74)),
    WayIn("NO", "Old Haven", "#main", 1),
]
ROWS = [WayIn("NO", "Bergen", "#main", 5), WayIn("NO", LONG, "#main", 1)]


OPERATION = Thing(
    name="example",
    path="/api/v1/practices/{number}/editions/",
    summary="The editions of a practice",
    description="When each was published, and what is new in it.",
    action="/api/try/editions/",
    fields=[
        Thing(name="number", help="The number of a practice.", values=[], value="12", is_needed=True),
        Thing(name="sort", help="Choose one.", values=["newest", "title"], value="", is_needed=False),
    ],
)
COUNTRIES = Thing(
    name="countries",
    path="/api/v1/countries/",
    summary="Countries",
    description=LONG,
    action="/api/v1/countries/",
    fields=[],
)
BARE = example_card(place="Norway", period="", text="", topics="")
FOREIGN: dict[str, Any] = {"title": ARABIC, "language": "ar"}
EXAMPLES: dict[str, list[State]] = {
    "practices/practice/_all_values.html": [("cities", {"facet": CITY}), ("all show", {"facet": COUNTRY})],
    "practices/practice/_article.html": [
        ("short", {"article": example_article()}),
        ("long, with its contents", {"article": example_article(long=True)}),
        ("right to left", {"article": example_article(language="ar")}),
    ],
    **FILE_PARTS,
    "components/_badge.html": [(status.value, {"status": status}) for status in Status],
    "components/_breadcrumb.html": [
        ("one step", {"url": "#main", "name": "Places"}),
        ("two steps", {"url": "#main", "name": "Places", "next_url": "#main", "next_name": "Norway"}),
    ],
    "components/_cards.html": [
        ("plain, and without period, text and topics", {"cards": [example_card(), BARE]}),
        ("with a picture", {"cards": [example_card(picture=PICTURE)]}),
        ("with a mark", {"cards": [example_card(mark=Mark("education", "NO", (13, 79)))]}),
        (
            "side by side; found by words, long, right to left",
            {
                "columns": True,
                "cards": [
                    example_card(text=SafeString("A ship with <mark>books</mark> in many languages.")),
                    example_card(title=LONG, text="A sentence that goes on. " * 20, period="since 1999 " * 9),
                    example_card(**FOREIGN, text=ARABIC),
                ],
            },
        ),
    ],
    "practices/compare/_add.html": [
        (
            "one, and what was found",
            {"choice": Choice([12], []), "words": "ships", "found": [(example_card(), "#main")]},
        )
    ],
    "practices/compare/_table.html": [
        ("two; one does not say it", {"columns": COMPARED, "rows": COMPARED_QUESTIONS})
    ],
    "practices/practice/_chips.html": [
        ("one", {"chips": [{"label": "Country", "text": "Norway", "without": ""}]}),
        (
            "several, long",
            {"chips": [{"label": "Topic", "text": text, "without": ""} for text in ("Education", LONG)]},
        ),
    ],
    "components/_dateline.html": [
        ("with a period", {"place": "Bergen, Norway", "period": "2015-2025", "language": "German"}),
        ("without", {"place": "Norway", "period": "", "language": ""}),
    ],
    "components/_errors.html": [
        ("two errors", {"form": WRONG}),
        (
            "beside an entry",
            {"form_errors": [Thing(anchor="main", message="Write an answer: Title.")], "prefix": "#"},
        ),
    ],
    "practices/practice/_facet.html": [
        ("chosen, open and empty values", {"facet": COUNTRY}),
        ("a long list, cut", {"facet": CITY}),
    ],
    "practices/practice/_facts.html": [("at a glance", {"facts": FACTS})],
    "components/_field.html": [
        ("with help", {"field": ASKING["city"]}),
        ("refused", {"field": WRONG["city"]}),
        ("a choice", {"field": ASKING["which"]}),
        ("a choice, refused", {"field": WRONG["which"]}),
    ],
    "practices/practice/_filters.html": [
        (
            "nothing asked",
            {"facets": FACETS, "words": [], "histogram": BARS, "kept": [], "is_open": False},
        ),
        (
            "open, two words",
            {
                "facets": FACETS,
                "words": ["a", "b"],
                "histogram": BARS,
                "kept": [("p", "12"), ("sort", "title")],
                "is_open": True,
            },
        ),
    ],
    "components/_form.html": [
        ("a whole form", {"form": ASKING, "button": "Save"}),
        ("refused", {"form": WRONG, "button": "Save"}),
    ],
    "practices/practice/_article_header.html": [
        ("plain", {"article": example_article()}),
        ("without a summary", {"article": example_article(summary="", city="")}),
        ("right to left", {"article": example_article(**FOREIGN, summary=ARABIC)}),
    ],
    "practices/practice/_histogram.html": [("a year chosen, a year without practices", {"histogram": BARS})],
    "components/_index.html": [
        ("one column", {"rows": ROWS, "columns": False}),
        ("columns", {"rows": ROWS * 4, "columns": True}),
    ],
    "practices/practice/_items.html": [
        ("a link and words", {"items": [Item("Norway", "#main"), Item("2015", note="in spring")]}),
    ],
    "practices/place/_map.html": [
        (
            "one place",
            {
                "map": SimpleLazyObject(
                    lambda: country_map.of_city(
                        City(name="Braga", slug="braga", country="PT", longitude=-8.42, latitude=41.55)
                    )
                )
            },
        ),
        (
            "several, two close together, one whose position is not known",
            {"map": SimpleLazyObject(lambda: country_map.of_country("NO", NORWAY))},
        ),
        (
            "no position",
            {
                "map": SimpleLazyObject(
                    lambda: country_map.of_city(City(name=LONG, slug="long", country="MT"))
                )
            },
        ),
        ("no country", {"map": None}),
    ],
    "practices/place/_world_map.html": [
        (
            "cities apart and together",
            {"map": SimpleLazyObject(lambda: world_map.of_world("Cities", NORWAY))},
        ),
    ],
    **FIGURE_PARTS,
    "practices/practice/_views.html": [
        ("the map", dict.fromkeys(("list_url", "map_url", "insights_url"), "#main") | {"shown": "map"}),
    ],
    "practices/practice/_files.html": [
        ("of a list", {"files": SimpleLazyObject(lambda: files.of_list("", 43)), "total": 43}),
        ("of nothing", {"files": [], "total": None}),
    ],
    "practices/practice/_related.html": [
        (
            "three",
            {
                "heading": "More from Bergen",
                "cards": [example_card(), example_card(title=LONG), example_card(**FOREIGN)],
            },
        )
    ],
    "components/_notice.html": [
        ("to know", {"heading": "This is edition 1", "messages": ["It is no longer current."]}),
        (
            "an alarm",
            {"heading": "This cannot be looked up", "messages": ["Type one year."], "is_alarm": True},
        ),
    ],
    "practices/api/_operation.html": [
        ("with a number", {"operation": OPERATION}),
        ("nothing to choose", {"operation": COUNTRIES}),
    ],
    "practices/practice/_orders.html": [
        (
            "by title",
            {
                "orders": [("newest", "Last published here", ""), ("title", "Title", "sort=title")],
                "order": "title",
            },
        )
    ],
    "components/_pagination.html": [
        ("first", {"result_page": example_result_page(1, 3)}),
        ("in the middle of many", {"result_page": example_result_page(50, 99)}),
        ("last", {"result_page": example_result_page(3, 3)}),
    ],
    "components/_search.html": [("empty", {})],
    "components/_sent_again.html": [
        (
            "words that were not taken",
            {"typed": ["We met every week."], "address": "/design/", "label": "Send it again"},
        )
    ],
    "components/_site_notices.html": [
        ("nothing", {"messages": []}),
        ("two", {"messages": ["This site can only be read at the moment.", "It moves on Sunday."]}),
    ],
    "components/_session_dialog.html": [
        (
            "the rule; what asks is shown by a script when the time is nearly over",
            {"stay": {"left": 1800, "is_last": False}, "warning": 120, "minutes": 30, "hours": 12},
        )
    ],
    "practices/practice/_removed.html": [("a passage", {"at": date(2026, 5, 3)}), ("nothing", {"at": None})],
    "practices/practice/_ticks.html": [
        ("chosen, open and empty values", {"name": "country", "values": COUNTRY.values})
    ],
    "components/_nav.html": [("the main ways", {})],
}

"""Are the counts beside the list what choosing a value brings, and is every view one address?"""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from practices.choices import Cost, Evidence, Outcome
from practices.listing.relaxations import relaxations
from practices.listing.results import ResultSet
from practices.models import Edition, OldSlug, Place, Practice, Topic
from practices.models.old_slug import SlugKind
from practices.period import Period
from practices.public.parts.facets import Facets
from practices.public.parts.histogram import histogram
from practices.search import facet_index, result_ids
from practices.search.engine import index
from tests.builders import make_city, make_topic, published
from tests.listing.test_filters import asked
from tests.proof import many

pytestmark = [pytest.mark.django_db, pytest.mark.either]

CITIES = {"bergen": "NO", "oslo": "NO", "malmo": "SE", "lyon": "FR"}
TOPICS = ["education", "roma", "sport"]
PERIODS = [
    Period(None, None, ongoing=False),
    Period(None, None, ongoing=True),
    Period(None, 2003, ongoing=False),
    Period(2001, 2004, ongoing=False),
    Period(2003, 2003, ongoing=False),
    Period(2002, None, ongoing=True),
]
WHOLE = {"country", "city", "topic", "year", "outcome", "evidence", "cost", "language"}
"""The facets of which every practice has a value, be it that it is not stated."""


def facets(query: str) -> Facets:
    return Facets(ResultSet(asked(query)))


def keys(chosen: dict[str, set[str]]) -> set[int]:
    """Return the keys of the editions asked for, without a look at how lists find them."""
    return set(asked(address_of(chosen)).queryset_except().values_list("pk", flat=True))


catalogues = st.lists(
    st.fixed_dictionaries(
        {
            "city": st.sampled_from([*CITIES, "typed", ""]),
            "partners": st.sets(st.sampled_from(list(CITIES)), max_size=3),
            "topics": st.sets(st.sampled_from(TOPICS), max_size=3),
            "period": st.sampled_from(PERIODS),
            "outcome": st.sampled_from(["", *Outcome.values]),
            "evidence": st.sampled_from(["", *Evidence.values[:2]]),
            "cost": st.sampled_from(["", *Cost.values[:2]]),
            "language": st.sampled_from(["", "en", "de"]),
            "translates": st.sampled_from(["", "", "", "first", "off line"]),
        }
    ),
    min_size=1,
    max_size=9,
)
filters = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sets(st.sampled_from(["choir", "bread", "nothing"]), max_size=2),
        "country": st.sets(st.sampled_from(["NO", "SE", "FR", "IT"]), max_size=2),
        "city": st.sets(st.sampled_from([*CITIES, "none", "unlisted"]), max_size=2),
        "topic": st.sets(st.sampled_from([*TOPICS, "none"]), max_size=2),
        "year": st.sets(st.sampled_from(["2001", "2003", "1950", "none"]), max_size=2),
        **dict.fromkeys(["year_from", "year_to"], st.sampled_from([{"1950"}, {"2002"}])),
        "ongoing": st.just({"1"}),
        "outcome": st.sets(st.sampled_from(["completed", "none"]), max_size=2),
        "evidence": st.sets(st.sampled_from(["monitored", "evaluated", "none"]), max_size=2),
        "cost": st.sets(st.sampled_from(["under-10k", "none"]), max_size=2),
        "language": st.sets(st.sampled_from(["de", "fr", "none"]), max_size=2),
    },
)


def put(rows: list[dict[str, Any]]) -> None:
    """Make this the whole catalogue."""
    Edition.objects.all().delete()
    cities = {slug: make_city(slug, country) for slug, country in CITIES.items()}
    topics = {slug: make_topic(slug) for slug in TOPICS}
    at = datetime(2020, 1, 1, tzinfo=UTC)
    originals: dict[str, Practice | None] = {"": None, "off line": Practice.objects.create(saved_at=at)}
    for number, row in enumerate(rows):
        original = originals.get(row["translates"])
        practice = Practice.objects.create(
            translation_of=original, translated_by="human" if original else "", saved_at=at
        )
        originals.setdefault("first", practice)
        city = cities.get(row["city"])
        typed = row["city"] if row["city"] == "typed" else ""
        period = row["period"]
        edition = Edition.objects.create(
            practice=practice,
            translation_of=practice.translation_of,
            original=Edition.objects.filter(practice=practice.translation_of_id).first(),
            number=1,
            first_published_at=at,
            published_at=at,
            title=("Choir", "Bread")[number % 2],
            sort_title=("choir", "bread")[number % 2],
            country=city.country if city else "NO",
            city=city,
            city_typed=typed,
            period_start=period.start,
            period_end=period.end,
            period_ongoing=period.ongoing,
            **{name: row[name] for name in ("outcome", "evidence", "cost", "language")},
        )
        edition.topics.set([topics[slug] for slug in row["topics"]])
        Place.objects.create(
            edition=edition, country=edition.country, city=city, is_lead=True, is_unlisted=bool(typed)
        )
        for slug in row["partners"] - {row["city"]}:
            Place.objects.create(edition=edition, country=CITIES[slug], city=cities[slug], is_lead=False)
    index(list(Edition.objects.all()), new=False)


def address_of(chosen: dict[str, set[str]]) -> str:
    query = QueryDict(mutable=True)
    for name, values in chosen.items():
        query.setlist(name, sorted(values))
    return query.urlencode()


@pytest.mark.long
@settings(max_examples=many(5, 40))
@given(catalogues, filters, st.sampled_from([0, result_ids.FEW]))
def test_every_count_is_what_choosing_the_value_brings(
    rows: list[dict[str, Any]], chosen: dict[str, set[str]], few: int
) -> None:
    put(rows)
    found = list(ResultSet(asked(address_of(chosen))).found)
    with pytest.MonkeyPatch.context() as patch:
        for ways in (facet_index, result_ids):
            patch.setattr(ways, "FEW", few)  # a catalogue of many, as far as the way to count goes
        results = ResultSet(asked(address_of(chosen)))
        beside = Facets(results)
        assert (results.total, {edition.pk for edition in found}) == (len(found), keys(chosen))
        assert len(beside.all) == len(WHOLE) + 1
        in_order = [edition.pk for edition in found]
        assert [list(results.found), results.keys(0, 1), results.keys(0, 3)] == [
            found,
            in_order[:1],
            in_order[:3],
        ]
    for facet in beside.all:
        shown = {value.value: value.count for value in facet.all}
        brought = {value: keys(chosen | {facet.name: {value}}) for value in shown}
        assert (facet.name, shown) == (facet.name, {value: len(those) for value, those in brought.items()})
        if facet.name in WHOLE:
            assert set().union(*brought.values()) == keys({**chosen, facet.name: set()})


@pytest.mark.alike
@pytest.mark.long
@settings(max_examples=many(5, 40))
@given(catalogues, filters)
def test_chip_is_a_tick_that_was_taken_away(rows: list[dict[str, Any]], chosen: dict[str, set[str]]) -> None:
    put(rows)
    practices = asked(address_of(chosen))
    ways = dict(relaxations(practices))
    for chip in practices.chips():
        left = chosen | {chip.name: chosen[chip.name] - {chip.value}}
        assert chip.without == asked(address_of(left)).query()
        assert ways.get(chip, 0) == (len(keys(left)) if chip in ways else 0)


def test_city_that_is_typed_is_no_whole_country_and_all_adds_up(client: Client) -> None:
    published(title="Linked")
    published(title="Typed", city=None, city_typed="Vågen")
    published(title="Country-wide", city=None)
    for query, titles in (
        ("city=none", ["Country-wide"]),
        ("city=unlisted", ["Typed"]),
        ("city=bergen&city=unlisted", ["Typed", "Linked"]),
    ):
        assert [edition.title for edition in ResultSet(asked(query)).found] == titles
    counts = {value.value: value.count for value in facets("country=NO").city.all}
    assert counts == {"bergen": 1, "none": 1, "unlisted": 1}
    page = client.get("/places/no/").content.decode()
    for way in ("practices/?country=NO&amp;city=none", "practices/?country=NO&amp;city=unlisted"):
        assert f'<a href="/{way}" ' in page
    assert "A city not in our list yet" in client.get("/practices/?city=unlisted").content.decode()


@pytest.mark.parametrize("refused", ["country=zz", "year=abc", "topic=nothing", "city=nowhere"])
def test_refused_address_counts_what_is_understood_of_it(refused: str) -> None:
    published(outcome="completed")
    published(outcome="discontinued", topics=[])
    results = ResultSet(asked(f"{refused}&outcome=completed"))
    assert (results.total, list(results.found)) == (0, [])
    beside = Facets(results)
    assert {value.value: value.count for value in beside.topic.all} == {"education": 1, "none": 0}
    assert all(value.count >= 0 for facet in beside.all for value in facet.all)


def test_zeros_are_among_all_values_and_long_lists_are_cut() -> None:
    for number in range(12):
        published(title=f"One of {number}", city=make_city(f"Town {number:02}"))
    published(title="Two", city=make_city("Town 07"))
    published(title="Elsewhere", country="SE", city=make_city("Malmö", "SE", slug="malmo"))
    beside = facets("country=NO&city=town-11")
    assert [(value.value, value.count, value.is_chosen) for value in beside.city.values] == [
        ("town-00", 1, False),
        ("town-01", 1, False),
        ("town-02", 1, False),
        ("town-03", 1, False),
        ("town-04", 1, False),
        ("town-05", 1, False),
        ("town-07", 2, False),
        ("town-11", 1, True),
    ]
    assert ("malmo", 0) in [(value.value, value.count) for value in beside.city.all]
    assert [(value.value, value.count) for value in beside.country.all] == [("NO", 1), ("SE", 0)]


def test_bars_lead_to_one_year_and_back() -> None:
    published(title="Short", period="2019-2020")
    published(title="Long", period="2017-2020")
    bars = histogram(asked("year=2018&country=NO"), facets("year=2018&country=NO").year).bars
    assert [(bar.label, bar.query) for bar in bars] == [
        ("2017: 1 practice", "country=NO&year=2017"),
        ("2018: 1 practice", "country=NO"),
        ("2019: 2 practices", "country=NO&year=2019"),
        ("2020: 2 practices", "country=NO&year=2020"),
    ]
    assert (bars[0].height, bars[2].height, bars[2].y) == (36.0, 72.0, 0.0)


@pytest.mark.parametrize(
    ("query", "number"),
    [
        # the version, choices, languages, keys, cards, their topics, countries, cities, their names, topics (about each, about any), their names,
        # periods, their span; a filter asks for all countries and cities, too. Of many: tests/models/test_per_version.py
        ("", 14),
        ("country=NO", 14),
    ],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_facets_ask_few_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, query: str, number: int, rows: int
) -> None:
    for each in range(rows):
        published(title=f"Practice {each}", city=make_city(f"Town {each}"), topics=[make_topic(f"t{each}")])
    with django_assert_num_queries(number):
        client.get(f"/practices/?{query}")


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("q=&country=&year=", "/practices/"),
        ("page=1", "/practices/"),
        ("sort=newest", "/practices/"),
        ("sort=relevance", "/practices/"),
        ("q=ship&sort=relevance", "/practices/?q=ship"),
        ("year=2016&country=no", "/practices/?country=NO&year=2016"),
        ("topic=roma&topic=education&topic=roma", "/practices/?topic=education&topic=roma"),
        ("topic=roma&year=2016&topic=education", "/practices/?topic=education&topic=roma&year=2016"),
        ("topic=roma-people", "/practices/?topic=roma"),
        ("page=3&page=2&q=%20ship%20", "/practices/?q=ship&page=2"),
        ("q=\u00c3\u00b6", "/practices/?q=%C3%B6"),
    ],
)
def test_every_spelling_leads_to_the_one_address(client: Client, query: str, address: str) -> None:
    make_topic("education")
    OldSlug.objects.create(kind=SlugKind.TOPIC, slug="roma-people", target=make_topic("roma").pk)
    answer = client.get("/practices/", QUERY_STRING=query)
    assert (answer.status_code, answer.headers["Location"]) == (301, address)
    assert client.get(address).status_code in {200, 404}


def test_one_address_may_write_its_letters_otherwise(client: Client) -> None:
    assert client.get("/practices/?q=reading%20ship").status_code == 200
    assert client.get("/practices/?q=reading+ship").status_code == 200


def test_ticks_are_kept_with_their_counts(client: Client) -> None:
    published(outcome="completed")
    page = client.get("/practices/?outcome=completed&outcome=none").content.decode()
    ticks = re.findall(r'name="outcome"\s+value="([\w-]+)"\s+(\w*)>', page)
    assert ticks == [("completed", "checked"), ("none", "checked")]
    assert Topic.objects.count() == 1

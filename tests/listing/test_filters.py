"""Does the list's address find what it asks for, and refuse what it cannot mean?"""

from datetime import datetime

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.listing.filters import Practices
from practices.listing.results import ResultSet
from practices.models import Edition, OldSlug
from practices.models.old_slug import SlugKind
from tests.builders import make_city, make_topic, make_translation, published

pytestmark = pytest.mark.django_db
NUL = "\0"


def asked(query: str) -> Practices:
    return Practices(QueryDict(query), Edition.objects.originals())


def titles(query: str) -> list[str]:
    return list(ResultSet(asked(query)).found.values_list("title", flat=True))


@pytest.fixture
def four() -> None:
    """Four practices that differ in every parameter."""
    bergen, oslo, malmo = make_city("Bergen"), make_city("Oslo"), make_city("Malmö", "SE", slug="malmo")
    education, roma = make_topic("education"), make_topic("roma")
    published(
        title="A choir",
        city=bergen,
        period="2010-2012",
        topics=[education],
        outcome="completed",
        purpose="They sing about bread.",
    )
    published(
        title="Bread for all",
        city=oslo,
        partner_cities=[malmo],
        period="since 2011",
        topics=[roma],
        evidence="monitored",
    )
    published(
        title="Crossing",
        country="SE",
        city=malmo,
        period="2020",
        topics=[education, roma],
        cost="under-10k",
        outcome="discontinued",
    )
    published(title="Dancing", city=None, period="", topics=[])
    leap_day = datetime(2000, 2, 29, 23, 30, tzinfo=timezone.get_default_timezone())
    Edition.objects.filter(title="Dancing").update(first_published_at=leap_day)


@pytest.mark.long
@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["A choir", "Bread for all", "Crossing", "Dancing"]),
        ("country=&city=&year=&q=&page=&sort=&topic=", ["A choir", "Bread for all", "Crossing", "Dancing"]),
        ("colour=red&country[]=XX", ["A choir", "Bread for all", "Crossing", "Dancing"]),
        ("q=bread", ["A choir", "Bread for all"]),
        ("q=BREAD sing", ["A choir"]),
        ("q=choir&q=crossing", ["A choir", "Crossing"]),
        ("q=malmo", ["Bread for all", "Crossing"]),
        ("q=???", []),
        ("country=NO", ["A choir", "Bread for all", "Dancing"]),
        ("country=se", ["Bread for all", "Crossing"]),
        ("country=SE&country=NO", ["A choir", "Bread for all", "Crossing", "Dancing"]),
        ("country=FR", []),
        ("city=malmo", ["Bread for all", "Crossing"]),
        ("city=bergen&city=oslo", ["A choir", "Bread for all"]),
        ("city=none", ["Dancing"]),
        ("city=none&city=bergen", ["A choir", "Dancing"]),
        ("country=NO&city=bergen", ["A choir"]),
        ("country=SE&city=bergen", []),
        ("topic=education", ["A choir", "Crossing"]),
        ("topic=education&topic=roma", ["A choir", "Bread for all", "Crossing"]),
        ("topic=none", ["Dancing"]),
        ("topic=roma&topic=none", ["Bread for all", "Crossing", "Dancing"]),
        ("year=2011", ["A choir", "Bread for all"]),
        ("year=2020", ["Bread for all", "Crossing"]),
        ("year=2010&year=2020", ["A choir", "Bread for all", "Crossing"]),
        ("year=none", ["Dancing"]),
        ("year=none&year=2010", ["A choir", "Dancing"]),
        ("ongoing=1", ["Bread for all"]),
        ("outcome=completed", ["A choir"]),
        ("outcome=none", ["Bread for all", "Dancing"]),
        ("evidence=monitored", ["Bread for all"]),
        ("evidence=none&topic=education", ["A choir", "Crossing"]),
        ("cost=under-10k&cost=over-250k", ["Crossing"]),
        ("cost=none", ["A choir", "Bread for all", "Dancing"]),
        ("published=1999", []),
        ("published=1999&published=2000-02&topic=none", ["Dancing"]),
        ("published=2000", ["Dancing"]),
        ("published=2000-03", []),
        ("q=bread&country=NO&city=oslo&topic=roma&year=2015&ongoing=1&evidence=monitored", ["Bread for all"]),
    ],
)
def test_parameters_keep_what_they_ask_for(query: str, found: list[str]) -> None:
    assert sorted(titles(query)) == found


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Crossing", "Bread for all", "A choir", "Dancing"]),
        ("sort=newest", ["Crossing", "Bread for all", "A choir", "Dancing"]),
        ("sort=title", ["A choir", "Bread for all", "Crossing", "Dancing"]),
        ("sort=place", ["Dancing", "A choir", "Bread for all", "Crossing"]),
        ("sort=relevance", ["Crossing", "Bread for all", "A choir", "Dancing"]),
        ("q=choir&q=bread&sort=relevance", ["Bread for all", "A choir"]),
        ("q=bread&sort=relevance", ["Bread for all", "A choir"]),
        ("q=c&sort=relevance", []),
        ("q=???&sort=relevance", []),
    ],
)
def test_orders_are_kept(query: str, found: list[str]) -> None:
    assert titles(query) == found
    assert ResultSet(asked(query)).found.totally_ordered is True


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ("year=abc", "Year: “abc” cannot be used. Type one year between 1900 and 2100, such as 2016."),
        ("year=-5", "Year: “-5” cannot be used. Type one year between 1900 and 2100, such as 2016."),
        ("year=²016", "Year: “²016” cannot be used. Type one year between 1900 and 2100, such as 2016."),
        (
            "year=99999999999999999999",
            "Year: “99999999999999999999” cannot be used. Type one year between 1900 and 2100, such as 2016.",
        ),
        (
            "country=XX",
            "Country: “XX” cannot be used. Choose a country, or give its two letters, such as NO.",
        ),
        (
            "country=NOR",
            "Country: “NOR” cannot be used. Choose a country, or give its two letters, such as NO.",
        ),
        (
            "country=none",
            "Country: “none” cannot be used. Choose a country, or give its two letters, such as NO.",
        ),
        (
            "published=2026-13",
            "First published here: “2026-13” cannot be used. Type a year or a month, such as 2026 or 2026-05.",
        ),
        (
            "published=1899",
            "First published here: “1899” cannot be used. Type a year or a month, such as 2026 or 2026-05.",
        ),
        ("city=atlantis", "City: “atlantis” cannot be used. Choose a city from the list."),
        ("topic=%00", "Topic: “�” cannot be used. Choose a topic from the list."),
        ("city=%00", "City: “�” cannot be used. Choose a city from the list."),
        ("q=a%00b", "Search: “a�b” cannot be used. Type some words, at most 200 characters."),
        (
            "q=" + 201 * "a",
            "Search: “" + 60 * "a" + "…” cannot be used. Type some words, at most 200 characters.",
        ),
        (
            "&".join(f"q={number}{50 * 'a'}" for number in range(4)),
            f"Search: “0{50 * 'a'} 1{7 * 'a'}…” cannot be used. Type some words, at most 200 characters.",
        ),
        ("ongoing=yes", "Ongoing: “yes” cannot be used. Tick the box, or leave it."),
        ("outcome=lost", "Outcome: “lost” cannot be used. Choose one from the list."),
        ("sort=random", "Order: “random” cannot be used. Choose one of newest, title, place, relevance."),
        ("year=2016&" * 51, "The address names more than 50 values. Take some away."),
        (
            "&".join(f"year={year}" for year in range(1990, 2030)) + "&q=a" * 11,
            None,
        ),
        (
            "&".join(f"year={year}" for year in range(1990, 2030))
            + "&"
            + "&".join(f"q=word{number}" for number in range(11)),
            "The address names more than 50 values. Take some away.",
        ),
    ],
)
def test_what_an_address_cannot_mean_is_refused_with_its_cure(query: str, refusal: str | None) -> None:
    published()
    assert asked(query).error_messages() == ([refusal] if refusal else [])
    assert titles(query) == [] or refusal is None


def test_every_fault_is_named() -> None:
    assert asked("year=abc&year=x&country=XX").error_messages() == [
        "Country: “XX” cannot be used. Choose a country, or give its two letters, such as NO.",
        "Year: “abc” cannot be used. Type one year between 1900 and 2100, such as 2016.",
        "Year: “x” cannot be used. Type one year between 1900 and 2100, such as 2016.",
    ]


def test_old_slug_stands_for_the_row_that_had_it() -> None:
    city, topic = make_city("Kyiv", "UA"), make_topic("roma")
    published(title="Found", country="UA", city=city, topics=[topic])
    published(title="Other")
    OldSlug.objects.create(kind=SlugKind.CITY, slug="kiev", target=city.pk)
    OldSlug.objects.create(kind=SlugKind.TOPIC, slug="roma-people", target=topic.pk)
    assert titles("city=kiev") == ["Found"]
    assert titles("topic=roma-people") == ["Found"]
    assert asked("city=kiev&topic=roma-people").query() == "city=kyiv&topic=roma"
    OldSlug.objects.create(kind=SlugKind.CITY, slug="nowhere", target=9_999_999)
    assert asked("city=nowhere").error_messages() == [
        "City: “nowhere” cannot be used. Choose a city from the list."
    ]


def test_translations_are_not_listed() -> None:
    original = published(title="Original")
    translation = published(title="Übersetzung", language="de")
    make_translation(translation, of=original)
    assert titles("") == ["Original"]


def test_this_year_counts_for_what_is_ongoing() -> None:
    published(title="Runs", period="ongoing")
    this_year = timezone.localdate().year
    assert titles(f"year={this_year}") == ["Runs"]
    assert titles(f"year={this_year - 1}") == []


def test_chips_name_each_value_and_take_only_it_away() -> None:
    make_city("Bergen")
    chips = asked("city=bergen&country=no&country=SE&sort=title&outcome=none").chips()
    assert [(str(chip.label), str(chip.text), chip.without) for chip in chips] == [
        ("Country", "Norway", "country=SE&city=bergen&outcome=none&sort=title"),
        ("Country", "Sweden", "country=NO&city=bergen&outcome=none&sort=title"),
        ("City", "Bergen", "country=NO&country=SE&outcome=none&sort=title"),
        ("Outcome", "Not stated", "country=NO&country=SE&city=bergen&sort=title"),
    ]


def test_orders_offer_relevance_only_for_words() -> None:
    assert [name for name, _label, _query in asked("").orders()] == ["newest", "title", "place"]
    assert [(name, query) for name, _label, query in asked("q=a&sort=title").orders()] == [
        ("newest", "q=a&sort=newest"),
        ("title", "q=a&sort=title"),
        ("place", "q=a&sort=place"),
        ("relevance", "q=a"),
    ]


def test_order_is_relevance_where_there_are_words() -> None:
    assert [asked(query).order for query in ("", "q=a", "q=a&sort=newest", "sort=relevance")] == [
        "newest",
        "relevance",
        "newest",
        "newest",
    ]


@pytest.mark.long
@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*Practices.base_filters, "page", "x"]),
            st.text(max_size=30) | st.sampled_from(["none", "NO", "2016", "1", NUL, "'", "%", "title"]),
        ),
        max_size=6,
    )
)
def test_any_address_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    practices = Practices(query, Edition.objects.originals())
    assert list(ResultSet(practices).found) == []
    assert Practices(QueryDict(practices.query()), Edition.objects.originals()).error_messages() == []

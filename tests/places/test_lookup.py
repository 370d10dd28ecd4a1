"""What a person types as cities is looked up, but never without end."""

import pytest
from pytest_django.asserts import assertNumQueries

from practices.places.lookup import (
    LONGEST_NAME,
    MOST_ASKED,
    MOST_LINES,
    place,
    resolve_cities,
    typed_line,
    which_lead,
    wrong_country,
)
from tests.builders import make_city

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("line", "city", "country"),
    [
        ("Bratislava (Slovakia)", "Bratislava", "SK"),
        (" Porto (the Netherlands) ", "Porto", "NL"),
        ("Frankfurt (Oder)", "Frankfurt (Oder)", "NO"),
        ("Bari (BA)", "Bari (BA)", "NO"),
        ("Great Yarmouth (Norfolk)", "Great Yarmouth (Norfolk)", "NO"),
        ("Frankfurt (Oder), Germany", "Frankfurt (Oder)", "DE"),
        ("Porto (Portugal) and more", "Porto (Portugal) and more", "NO"),
        ("(Portugal", "(Portugal", "NO"),
        ("(" * 5000 + "Portugal)", "(" * 5000 + "Portugal)", "NO"),
    ],
)
def test_country_in_brackets_is_read_like_one_after_a_comma(line: str, city: str, country: str) -> None:
    assert place(line, "NO") == (city, country)


def test_country_is_named_after_one_of_the_last_commas() -> None:
    assert place("Porto, Portugal", "NO") == ("Porto", "PT")
    assert place("Porto", "NO") == ("Porto", "NO")
    assert place("Norwich, Norfolk", "GB") == ("Norwich, Norfolk", "GB")
    assert place("," * 5000 + " Portugal", "NO")[1] == "PT"
    assert place("Portugal," + "," * 5000, "NO")[1] == "NO"


def test_lines_beyond_all_sense_stay_as_typed() -> None:
    bergen = make_city()
    with assertNumQueries(MOST_LINES):
        match = resolve_cities(["Bergen"] * (MOST_LINES + 50), "NO")
    assert (match.cities, match.typed) == ([bergen], ["Bergen"] * 50)
    long = "B" * (LONGEST_NAME + 1)
    with assertNumQueries(0):
        assert resolve_cities([long], "NO").typed == [long]


def test_each_name_is_asked_once_and_not_too_many_at_a_time() -> None:
    names = [f"Haven {number}" for number in range(MOST_ASKED + 5)]
    for name in names:
        for side in ("east", "west"):
            make_city(name, slug=f"{name.lower().replace(' ', '-')}-{side}")
    match = resolve_cities(["Haven 1"] * 50 + names, "NO")
    assert [each.typed for each in match.several] == ["Haven 1", "Haven 0", *names[2:MOST_ASKED]]
    assert (match.cities, match.typed) == ([], ["Haven 1"] * 50 + names)


def test_cities_of_one_name_are_told_apart_by_the_larger_city_that_they_are_near() -> None:
    for slug, (latitude, longitude, population) in {
        "springfield": (37.2153, -93.2982, 170188),
        "springfield-us": (42.1015, -72.5898, 154341),
        "springfield-4250542": (39.8017, -89.6437, 114394),
        "springfield-4754005": (44.0462, -123.0220, 0),
    }.items():
        place = {"latitude": latitude, "longitude": longitude, "population": population}
        make_city("Springfield", "US", slug=slug, **place)
    make_city("Boston", "US", latitude=42.3584, longitude=-71.0598, population=667137)
    make_city("Chicago", "US", latitude=41.85, longitude=-87.65, population=2720546)
    make_city("Springfield", "US", slug="springfield-nowhere")
    [several] = resolve_cities(["Springfield"], "US").several
    with assertNumQueries(1):
        assert [where for _city, where in several.told_apart] == [
            "near Chicago (707 km), 170,188 inhabitants",
            "near Boston (129 km), 154,341 inhabitants",
            "near Chicago (283 km), 114,394 inhabitants",
            "near Chicago (2867 km)",
            "",
        ]


def test_cities_of_one_name_are_told_apart_by_their_region_and_found_by_it() -> None:
    for slug, region in {"a": "Illinois", "b": "Ohio", "c": "Georgia"}.items():
        make_city("Springfield", "US", slug=slug, region=region, latitude=40.0, longitude=-80.0, population=9)
    make_city("Chicago", "US", latitude=41.85, longitude=-87.65, population=2720546)
    [several] = resolve_cities(["Springfield"], "US").several
    assert {where for _city, where in several.told_apart} == {
        "Illinois, 9 inhabitants",
        "Ohio, 9 inhabitants",
        "Georgia, 9 inhabitants",
    }
    for city in several.cities:
        line = typed_line(city, "US")
        assert line == f"Springfield, {city.region}, United States of America"
        assert resolve_cities([line], "NO").cities == [city]
    assert resolve_cities(["springfield, ohio"], "US").cities == [several.cities[1]]
    assert resolve_cities(["Springfield, Utah"], "US").typed == ["Springfield, Utah"]


def test_region_that_two_of_one_name_share_does_not_stand_alone() -> None:
    for slug, longitude in (("a", -80.0), ("b", -87.0)):
        make_city("Salem", "US", slug=slug, region="Ohio", latitude=41.0, longitude=longitude, population=9)
    make_city("Chicago", "US", latitude=41.0, longitude=-88.0, population=2720546)
    [several] = resolve_cities(["Salem"], "US").several
    assert sorted(where for _city, where in several.told_apart) == [
        "Ohio, near Chicago (671 km), 9 inhabitants",
        "Ohio, near Chicago (84 km), 9 inhabitants",
    ]


def test_city_that_a_line_of_its_own_names_is_not_what_another_line_means() -> None:
    ohio, utah = [
        make_city("Springfield", "US", slug=f"in-{region.lower()}", region=region)
        for region in ("Ohio", "Utah")
    ]
    lines = [typed_line(ohio, "US"), "Springfield"]
    match = resolve_cities(lines, "US", kept=[ohio])
    assert (match.cities, match.typed, [each.typed for each in match.several]) == (
        [ohio],
        ["Springfield"],
        ["Springfield"],
    )
    assert resolve_cities(["Springfield"], "US", kept=[ohio]).cities == [ohio]
    assert resolve_cities(lines, "US", kept=[ohio, utah]).cities == [ohio, utah]


def test_country_that_is_named_contradicts_though_none_of_its_cities_is_meant() -> None:
    make_city("Novi Sad", "RS")
    kept = [which_lead("Novi Sad, Serbia", "DE").radio_name]
    assert wrong_country("Novi Sad, Serbia", "DE", []) == "Novi Sad is in Serbia. Change the country?"
    named = "This names another country than the one that is chosen."
    assert wrong_country("Novi Sad, Serbia", "DE", kept) == named
    assert wrong_country("Novi Sad", "DE", kept) == ""

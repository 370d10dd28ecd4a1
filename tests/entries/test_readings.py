"""Is what was understood of typed cities said, with the country and with what tells cities of one name apart?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.answers.period_reading import Reading
from practices.entries import readings
from practices.models import Practice
from practices.places.lookup import NONE_OF_THEM, nobody
from tests.builders import make_city, make_draft

pytestmark = pytest.mark.django_db


def read(country: str = "PL", **typed: str) -> dict[str, Reading]:
    return readings.of_typed(dict.fromkeys(readings.READ, "") | typed, country, choose=nobody)


def springfields() -> None:
    make_city("Chicago", "US", latitude=41.9, longitude=-87.6, population=2_700_000)
    make_city(
        "Springfield", "US", latitude=39.8, longitude=-89.6, population=114_000, slug="springfield-illinois"
    )
    make_city("Springfield", "US", latitude=37.2, longitude=-93.3, population=169_000, slug="springfield")


def test_reading_of_a_city_names_its_country() -> None:
    make_city("Lublin", "PL")
    assert read(city="LUBLIN") == {"city": Reading("We read: Lublin, Poland.")}


def test_reading_of_a_city_without_a_row_says_so() -> None:
    said = "Not in our list of cities yet: an editor links it."
    assert read(city="Nowhere") == {"city": Reading(said, is_doubtful=True)}


def test_documents_are_read_with_the_sites_they_lead_to() -> None:
    typed = "Report www.city.example/a\nhttps://city.example/b\nA leaflet on paper"
    assert read(documents=typed) == {
        "documents": Reading(
            "We read: “Report” with a link to city.example; a link to city.example; “A leaflet on paper” without a link."
        )
    }


def test_city_is_looked_up_once_there_is_a_country() -> None:
    assert read("", city="Lublin") == {
        "city": Reading("Choose the country: then we look for the city in our list.")
    }


def test_city_of_another_country_is_told() -> None:
    make_city("Vienna", "AT")
    said = "Vienna is in Austria. Change the country?"
    assert read(city="Vienna, Austria") == {"city": Reading(said, is_doubtful=True)}
    assert read(city="Vienna") == {"city": Reading(said, is_doubtful=True)}
    said = "This names another country than the one that is chosen."
    assert read(city="Nowhere, Austria") == {"city": Reading(said, is_doubtful=True)}


def test_partners_of_another_country_are_told_from_unknown_ones() -> None:
    make_city("Vienna", "AT")
    springfields()
    said = (
        "Not in our list of cities yet: Nowhere. In another country: Vienna (Austria);"
        " Springfield (United States of America). Add the country after a comma."
    )
    assert read(partner_cities="Vienna\nNowhere\nSpringfield") == {
        "partner_cities": Reading(said, is_doubtful=True)
    }
    kept = make_draft(country="PL", city=None, city_typed="Vienna", partner_cities_typed="Springfield")
    assert {name: each.text for name, each in readings.of_practice(kept).items() if name != "period"} == {
        "city": "Vienna is in Austria. Change the country?",
        "partner_cities": "In another country: Springfield (United States of America). Add the country after a comma.",
    }


def test_partners_are_read_across_borders_and_the_unknown_are_named() -> None:
    make_city("Lublin", "PL")
    make_city("Vienna", "AT")
    said = "We read: Lublin, Poland; Vienna, Austria. Not in our list of cities yet: Nowhere."
    assert read(partner_cities="Lublin\nVienna, Austria\nNowhere") == {
        "partner_cities": Reading(said, is_doubtful=True)
    }


def test_several_cities_of_a_name_are_asked_for_and_told_apart() -> None:
    springfields()
    assert read("US", city="Springfield") == {
        "city": Reading("Several cities have this name: choose one.", is_doubtful=True)
    }
    typed = dict.fromkeys(readings.READ, "") | {"city": "Springfield"}
    found = readings.of_typed(typed, "US", choose=lambda _question: "springfield-illinois")
    said = "We read: Springfield, United States of America, near Chicago (288 km), 114,000 inhabitants."
    assert found == {"city": Reading(said)}
    none = readings.of_typed(typed, "US", choose=lambda _question: NONE_OF_THEM)
    assert none["city"].text == "Not in our list of cities yet: an editor links it."


def test_reading_of_an_entry_is_that_of_what_is_kept() -> None:
    make_city("Vienna", "AT")
    practice = make_draft(
        period="2015-2020", city_typed="Somewhere", city=None, partner_cities=[make_city("Vienna", "AT")]
    )
    assert {name: each.text for name, each in readings.of_practice(practice).items()} == {
        "period": "We read: 2015 to 2020.",
        "city": "Not in our list of cities yet: an editor links it.",
        "partner_cities": "We read: Vienna, Austria.",
    }


def test_reading_costs_as_many_queries_for_many_cities_as_for_one() -> None:
    partners = [make_city(f"City {number}", "AT") for number in range(10)]
    made = make_draft(partner_cities=partners)
    practice = Practice.objects.select_related("city").get(pk=made.pk)
    with CaptureQueriesContext(connection) as asked:
        readings.of_practice(practice)
    assert len(asked) == 2  # the partners, and whether others have their names

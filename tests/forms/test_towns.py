"""Which cities does a person mean by the names she typed?"""

import pytest

from practices.forms import towns
from practices.forms.towns import settle
from tests.builders import make_city

pytestmark = pytest.mark.django_db


def test_name_is_found_whatever_its_accents_and_capitals() -> None:
    geneva = make_city("Genève", "CH", slug="geneve", aliases=["Genf"])
    assert settle(["GENEVE"], "CH", kept=[], chosen={}).cities == [geneva]
    assert settle(["genf"], "CH", kept=[], chosen={}).cities == [geneva]


def test_name_is_looked_for_in_the_chosen_country_only() -> None:
    make_city("Valencia", "VE")
    settled = settle(["Valencia"], "ES", kept=[], chosen={})
    assert (settled.cities, settled.typed) == ([], ["Valencia"])


def test_unknown_name_stays_as_typed() -> None:
    make_city("Bergen")
    settled = settle(["  Little Bergen "], "NO", kept=[], chosen={})
    assert (settled.cities, settled.typed, settled.several) == ([], ["Little Bergen"], [])


def test_line_may_name_another_country() -> None:
    porto, bergen = make_city("Porto", "PT"), make_city()
    settled = settle(["Porto, Portugal", "Bergen"], "NO", kept=[], chosen={})
    assert settled.cities == [porto, bergen]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("Porto, Portugal", ("Porto", "PT")),
        ("Seoul, Korea, Republic of", ("Seoul", "KR")),
        ("Washington, D.C.", ("Washington, D.C.", "US")),
        ("Porto", ("Porto", "US")),
    ],
)
def test_place_reads_the_country_after_a_comma(line: str, meant: tuple[str, str]) -> None:
    assert towns.place(line, "US") == meant


def test_several_cities_of_one_name_are_asked_for() -> None:
    large = make_city("San José", "CR", slug="san-jose-1", population=300_000)
    small = make_city("San José", "CR", slug="san-jose-2", population=9_000)
    settled = settle(["San Jose"], "CR", kept=[], chosen={})
    assert (settled.cities, settled.typed, settled.is_open) == ([], ["San Jose"], True)
    assert [each.cities for each in settled.several] == [[large, small]]


def test_chosen_city_is_taken_and_a_forged_choice_is_not() -> None:
    make_city("San José", "CR", slug="san-jose-1")
    small, bergen = make_city("San José", "CR", slug="san-jose-2"), make_city()
    radios = "which-cr-san-jose"
    assert settle(["San José"], "CR", kept=[], chosen={radios: small.slug}).cities == [small]
    forged = settle(["San José"], "CR", kept=[], chosen={radios: bergen.slug})
    assert (forged.cities, forged.typed, forged.is_open) == ([], ["San José"], True)


def test_none_of_them_keeps_the_name_as_typed_and_asks_no_more() -> None:
    make_city("San José", "CR", slug="san-jose-1")
    make_city("San José", "CR", slug="san-jose-2")
    settled = settle(["San José"], "CR", kept=[], chosen={"which-cr-san-jose": towns.NONE_OF_THEM})
    assert (settled.cities, settled.typed, settled.is_open) == ([], ["San José"], False)


def test_city_that_the_entry_has_already_is_not_asked_for_again() -> None:
    make_city("San José", "CR", slug="san-jose-1")
    small = make_city("San José", "CR", slug="san-jose-2")
    settled = settle(["San José"], "CR", kept=[small], chosen={})
    assert (settled.cities, settled.several) == ([small], [])


def test_suggestions_are_the_largest_cities_of_the_country() -> None:
    make_city("Oslo", population=600_000)
    make_city("Bergen", population=270_000)
    make_city("Porto", "PT", population=230_000)
    assert towns.suggestions("NO") == ["Oslo", "Bergen"]
    assert towns.suggestions("") == []

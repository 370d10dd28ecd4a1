"""Does “None of these: keep it as I typed it” stay chosen, and does the question stand where it belongs?"""

import re
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from practices.models import Practice, User
from tests.admin.entry.test_save import begun, entry, opened
from tests.builders import make_city, make_draft, make_user
from tests.headings import words
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db
WHICH = {"city": "which-cr-san-jose", "partner_cities": "which-partner-cr-san-jose"}
MIGRATION: Any = import_module("practices.migrations.0026_partners_are_asked_about_apart")
ASKED = "Several cities have the name you typed"


@pytest.fixture
def two() -> list[Any]:
    return [make_city("San José", "CR", slug=f"san-jose-{number}") for number in (1, 2)]


def saved(client: Client, practice: Practice, **given: str) -> str:
    """Save what the form shows with something else in it; return the page that comes then."""
    data = opened(client, practice) | {"_continue": "1"} | given
    return client.post(entry(practice), data, follow=True).content.decode()


@pytest.mark.long
@pytest.mark.parametrize("field", ["city", "partner_cities"])
def test_choice_stays_at_the_next_saves_until_another_is_made(field: str, two: list[Any]) -> None:
    _, client, practice = begun(country="CR", city=None)
    page = saved(client, practice, **{field: "San Jose"})
    assert f'<a href="#id_{field}">{ASKED}: choose one.</a>' in page
    assert WHICH[field] not in form_data(page.encode())
    for given in ({WHICH[field]: "none"}, {"purpose": "Other words."}, {}):
        page = saved(client, practice, **given)
        assert ASKED not in page
        assert form_data(page.encode())[WHICH[field]] == ["none"]
    practice.refresh_from_db()
    assert (getattr(practice, f"{field}_typed"), practice.purpose) == ("San Jose", "Other words.")
    saved(client, practice, **{WHICH[field]: "san-jose-2"})
    practice.refresh_from_db()
    assert (getattr(practice, f"{field}_typed"), practice.kept_typed) == ("", [])


def test_choice_is_written_though_no_word_changes(two: list[Any]) -> None:
    _, client, practice = begun(country="CR", city=None, city_typed="San Jose")
    saved(client, practice, **{WHICH["city"]: "none"})
    practice.refresh_from_db()
    assert (practice.kept_typed, practice.version) == ([WHICH["city"]], 2)


@pytest.mark.long
def test_redirect_leads_to_the_field_that_is_asked_about(two: list[Any]) -> None:
    _, client, practice = begun(country="CR", city=None)
    data = opened(client, practice) | {"partner_cities": "San Jose", "_save": "Save"}
    assert client.post(entry(practice), data)["Location"] == f"{entry(practice)}#id_partner_cities"


@pytest.mark.parametrize("field", ["city", "partner_cities"])
def test_second_press_goes_on_although_nothing_was_chosen(field: str, two: list[Any]) -> None:
    _, client, practice = begun(country="CR", city=None)
    here = f"{entry(practice)}practice/"
    sent = form_data(client.get(here).content) | {field: "San Jose", "period": "sometime", "_next": "1"}
    told = client.post(here, sent)["Location"]
    assert told == f"{here}?told={','.join(sorted((field, 'period')))}#id_{field}"
    page = client.get(told)
    said = words(page.text)
    assert ("press “Save and continue” once more" in said, f"{ASKED}: choose one." in said) == (True, True)
    assert [error.anchor for error in page.context["form_errors"]] == ["id_period"]
    again = form_data(page.content) | {"_next": "1"}
    assert client.post(told.partition("#")[0], again)["Location"] == f"{entry(practice)}story/"


def test_account_keeps_the_choice_and_shows_it(two: list[Any]) -> None:
    person = make_user(country="CR", city_typed="San Jose")
    client, address = client_of(person), "/accounts/details/"
    page = client.get(address).content.decode()
    assert re.search(r'name="which" value="none"[^>]*checked', page)
    data = {"country": "CR", "city": "San Jose", "organisation": "Office"}
    assert client.post(address, data).status_code == 302
    person = User.objects.get(pk=person.pk)
    assert (person.city, person.city_typed, person.organisation) == (None, "San Jose", "Office")
    assert client.post(address, data | {"which": "san-jose-1"}).status_code == 302
    assert User.objects.get(pk=person.pk).city == two[0]
    person.city, person.city_typed = None, "Heredia"
    person.save()
    assert client.post(address, data).status_code == 200


@pytest.mark.long
def test_city_of_another_country_is_asked_about_and_takes_the_entry_there() -> None:
    city = make_city("Saint-Denis", "FR")
    _, client, practice = begun(country="DE", city=None)
    page = saved(client, practice, city="Saint Denis", partner_cities="Saint Denis")
    assert "It is saved." in page
    assert (
        '<a href="#id_city">A city that you typed is in another country: say whether you mean it.</a>' in page
    )
    assert "City: Saint Denis is in France. Change the country?" in page
    assert page.count("In another country: “Saint Denis” (France). Do you mean it?") == 2
    assert page.count("If you do, the country changes, too.") == 1
    saved(
        client, practice, **dict.fromkeys(("which-de-saint-denis", "which-partner-de-saint-denis"), city.slug)
    )
    practice.refresh_from_db()
    assert (practice.country.code, practice.city, practice.city_typed) == ("FR", city, "")
    assert list(practice.partner_cities.all()) == [city]


@pytest.mark.long
def test_name_of_a_city_abroad_can_stay_as_it_is_typed() -> None:
    make_city("Saint-Denis", "FR")
    _, client, practice = begun(country="DE", city=None)
    page = saved(client, practice, city="Saint Denis")
    assert "Change the country?" in page
    page = saved(client, practice, **{"which-de-saint-denis": "none"})
    assert "Change the country?" not in page
    practice.refresh_from_db()
    assert (practice.country.code, practice.city_typed) == ("DE", "Saint Denis")


def test_partner_of_the_same_name_is_asked_about_apart_from_the_lead_city(two: list[Any]) -> None:
    _, client, practice = begun(country="CR", city=None)
    saved(client, practice, city="San Jose")
    saved(client, practice, **{WHICH["city"]: "san-jose-1"})
    saved(client, practice, partner_cities="San José")
    saved(client, practice, **{WHICH["partner_cities"]: "san-jose-2"})
    practice.refresh_from_db()
    assert (practice.city, list(practice.partner_cities.all())) == (two[0], [two[1]])


def test_line_that_could_mean_a_partner_with_a_line_of_its_own_is_asked_about_and_stays() -> None:
    ohio, utah = [
        make_city("Troy", "US", slug=f"troy-{region}", region=region) for region in ("Ohio", "Utah")
    ]
    _, client, practice = begun(country="US", city=None)
    lines = "Troy, Utah, United States of America\nTroy"
    for given in ({"partner_cities": lines}, {}):
        page = saved(client, practice, **given)
        assert (ASKED in page, page.count('name="which-partner-us-troy"')) == (True, 3)
        practice.refresh_from_db()
        assert (list(practice.partner_cities.all()), practice.partner_cities_typed) == ([utah], "Troy")
    saved(client, practice, **{"which-partner-us-troy": ohio.slug})
    practice.refresh_from_db()
    assert set(practice.partner_cities.all()) == {ohio, utah}


@pytest.mark.either
def test_choice_of_a_former_release_stays_that_of_both(two: list[Any]) -> None:
    both = make_draft(country="CR", city=None, kept_typed=[WHICH["city"]])
    partner = make_draft(country="CR", city=None, kept_typed=[WHICH["partner_cities"]])
    for _ in range(2):
        MIGRATION.name_apart(apps, None)
        both.refresh_from_db()
        partner.refresh_from_db()
        assert both.kept_typed == sorted(WHICH.values())
        assert partner.kept_typed == [WHICH["partner_cities"]]

"""Are typed cities linked by editors, and is nothing else changed by that?"""

import pytest

from practices.answers import completeness
from practices.entries import actions
from practices.models import Practice
from practices.workflow import Status
from tests.builders import in_status, make_city, make_draft, make_editor, make_user, submitted
from tests.pages import client_of, form_data, forms_of

pytestmark = pytest.mark.django_db


def address(practice: Practice) -> str:
    return f"/admin/practices/practice/{practice.pk}/cities/"


def typed() -> Practice:
    return submitted(
        contributor=make_user(),
        city=None,
        city_typed="Bjørgvin",
        partner_cities=[make_city("Oslo")],
        partner_cities_typed="Oporto, Portugal\nNowhere",
    )


def test_typed_names_are_shown_with_the_cities_that_a_search_finds() -> None:
    practice = typed()
    make_city("Bergen", aliases=["Bjorgvin stift"])
    page = client_of(make_editor()).get(address(practice)).content.decode()
    assert "City: “Bjørgvin”" in page
    assert "Partner city: “Nowhere”" in page
    assert "It is Bergen, Norway" in page
    add = f"/admin/practices/city/add/?name=Nowhere&amp;country=NO&amp;for={practice.pk}&amp;typed=Nowhere"
    assert add in page


def test_search_by_another_name_finds_cities_of_that_country() -> None:
    practice = typed()
    make_city("Porto", "PT")
    query = {"typed": "Oporto, Portugal", "name": "Port, Portugal"}
    page = client_of(make_editor()).get(address(practice), query).content.decode()
    assert "It is Porto, Portugal" in page


def test_partner_that_its_country_lacks_is_looked_for_everywhere() -> None:
    practice = typed()
    make_city("Nowhere", "SE")
    make_city("Great Nowhere", "SE", population=5000)
    make_city("Bjørgvin", "SE")
    page = client_of(make_editor()).get(address(practice)).content.decode()
    assert page.index("It is Nowhere, Sweden") < page.index("It is Great Nowhere, Sweden")
    assert "It is Bjørgvin, Sweden" not in page


def test_lead_city_is_linked() -> None:
    practice, bergen = typed(), make_city()
    data = {"field": "city", "typed": "Bjørgvin", "city": bergen.slug, "seen": practice.version}
    assert client_of(make_editor()).post(address(practice), data).status_code == 302
    practice.refresh_from_db()
    assert (practice.city, practice.city_typed, practice.status) == (bergen, "", Status.SUBMITTED)
    assert practice.partner_cities_typed == "Oporto, Portugal\nNowhere"


def test_partner_city_is_linked_and_the_others_stay() -> None:
    practice, porto = typed(), make_city("Porto", "PT")
    data = {
        "field": "partner_cities",
        "typed": "Oporto, Portugal",
        "city": porto.slug,
        "seen": practice.version,
    }
    client_of(make_editor()).post(address(practice), data)
    practice.refresh_from_db()
    assert {city.name for city in practice.partner_cities.all()} == {"Oslo", "Porto"}
    assert (practice.partner_cities_typed, practice.city_typed) == ("Nowhere", "Bjørgvin")


def test_stale_link_changes_nothing() -> None:
    practice, bergen = typed(), make_city()
    seen = practice.version
    actions.save_answers(practice, {"title": "Another"}, by=make_editor(), expected_version=seen)
    data = {"field": "city", "typed": "Bjørgvin", "city": bergen.slug, "seen": seen}
    assert client_of(make_editor()).post(address(practice), data).status_code == 409
    practice.refresh_from_db()
    assert practice.city is None


@pytest.mark.parametrize(
    ("forged", "status"),
    [
        ({"field": "status"}, 409),
        ({"field": "title"}, 409),
        ({"typed": "Not there"}, 409),
        ({"city": "no-such"}, 404),
        ({"city": "a\0"}, 404),
    ],
)
def test_forged_link_changes_nothing(forged: dict[str, str], status: int) -> None:
    practice, bergen = typed(), make_city()
    data = {"field": "city", "typed": "Bjørgvin", "city": bergen.slug, "seen": practice.version}
    assert client_of(make_editor()).post(address(practice), data | forged).status_code == status
    practice.refresh_from_db()
    assert (practice.city, practice.title) == (None, "The reading ship")


def test_nobody_links_in_an_entry_that_may_not_be_changed() -> None:
    practice = in_status(Status.PUBLISHED, contributor=make_user(), edition=True)
    assert client_of(make_editor()).get(address(practice)).status_code == 403


def test_contributor_does_not_link() -> None:
    user = make_user()
    practice = make_draft(contributor=user, city=None, city_typed="Smallville")
    client = client_of(user)
    own = client.get(f"/contribute/practices/practice/{practice.pk}/change/").content.decode()
    assert "an editor links the others" in own
    assert "/cities/" not in own
    assert client.get(f"/contribute/practices/practice/{practice.pk}/cities/").status_code == 404
    assert client.get(address(practice)).status_code == 403


def test_approving_says_that_an_edition_leaves_typed_cities_out() -> None:
    practice, client = typed(), client_of(make_editor())
    warned = [
        "The edition shows them as typed"
        in client.get(f"/admin/practices/practice/{practice.pk}/move/{name}/").content.decode()
        for name in ("approve", "return")
    ]
    assert warned == [True, False]


def test_city_that_is_added_for_an_entry_leads_back_to_it_to_be_linked() -> None:
    practice, client = typed(), client_of(make_editor())
    query = f"?name=Nowhere&country=NO&for={practice.pk}&typed=Nowhere"
    page = client.get(f"/admin/practices/city/add/{query}")
    assert f'href="{address(practice)}"' in page.content.decode()
    sent = form_data(page.content, "city_form") | {"population": "0", "_save": "1"}
    back = client.post(f"/admin/practices/city/add/{query}", sent)["Location"]
    assert back == f"{address(practice)}?typed=Nowhere&name=Nowhere"
    page = client.get(back)
    assert "“Nowhere, Norway” is in the list. Link it here." in page.content.decode()
    assert "It is Nowhere, Norway" in page.content.decode()


@pytest.mark.parametrize("asked", ["", "0", "²", "99999999999999999999", "closed"])
def test_city_that_is_added_for_no_entry_leads_to_the_list(asked: str) -> None:
    closed = in_status(Status.REJECTED, contributor=None, edition=False)
    query = f"?for={closed.pk if asked == 'closed' else asked}"
    sent = {"name": "Nowhere", "country": "NO", "population": 0, "aliases": "", "slug": "", "_save": "1"}
    response = client_of(make_editor()).post(f"/admin/practices/city/add/{query}", sent)
    assert response["Location"] == "/admin/practices/city/"


def test_city_is_not_linked_beside_more_names_than_can_be_kept() -> None:
    practice, porto = typed(), make_city("Porto", "PT")
    many = "Porto, Portugal\n" + "Nowhere\n" * 300
    Practice.objects.filter(pk=practice.pk).update(partner_cities_typed=many)
    data = {"field": "partner_cities", "typed": "Porto, Portugal", "city": porto.slug}
    response = client_of(make_editor()).post(address(practice), data | {"seen": practice.version})
    assert (
        "Partner cities: 300 answers; at most 200 can be kept. Leave some out." in response.content.decode()
    )
    practice.refresh_from_db()
    assert practice.partner_cities_typed == many


def test_city_of_another_country_is_refused_unless_she_says_that_the_country_changes() -> None:
    practice = submitted(country="DE", city=None)
    Practice.objects.update(city_typed="Novi Sad, Serbia")
    practice.refresh_from_db()
    novi_sad, client = make_city("Novi Sad", "RS"), client_of(make_editor())
    page = client.get(address(practice)).content
    assert "It is Novi Sad, Serbia: change the country to Serbia" in page.decode()
    data = next(dict(form["data"]) for form in forms_of(page) if "city" in form["data"])
    for country in ({}, {"country": "DE"}, {"country": "AT"}):
        refused = client.post(address(practice), {**data, "country": ""} | country)
        assert refused.status_code == 400
        assert "Novi Sad is in Serbia, and this entry is of Germany" in refused.content.decode()
        practice.refresh_from_db()
        assert (practice.city, practice.country, practice.version) == (None, "DE", 2)
    linked = client.post(address(practice), data, follow=True)
    assert "The country of the entry is Serbia now." in linked.content.decode()
    practice.refresh_from_db()
    assert (practice.city, practice.city_typed, practice.country.code) == (novi_sad, "", "RS")
    assert completeness.wrongs(practice) == []


def test_partner_city_of_another_country_leaves_the_country() -> None:
    practice, porto = typed(), make_city("Porto", "PT", aliases=["Oporto"])
    page = client_of(make_editor()).get(address(practice)).content
    assert "change the country" not in page.decode()
    data = next(dict(form["data"]) for form in forms_of(page) if form["data"].get("city") == [porto.slug])
    assert client_of(make_editor()).post(address(practice), data).status_code == 302
    practice.refresh_from_db()
    assert practice.country == "NO"

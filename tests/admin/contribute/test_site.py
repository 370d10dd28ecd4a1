"""What does a contributor find at /contribute/, and what does nobody else find there?"""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from practices.models import Practice
from practices.workflow import NEXT_FOR_HER, Status
from tests.builders import (
    make_city,
    make_draft,
    make_editor,
    make_topic,
    make_user,
    moved,
    published,
    submitted,
)
from tests.pages import client_of, form_data, submit_buttons

pytestmark = pytest.mark.django_db
LIST = "/contribute/practices/practice/"


def entry(practice: Practice, page: str = "change") -> str:
    return f"{LIST}{practice.pk}/{page}/"


PAGES = ("change", "history", "delete", "move/submit", "cities", "snapshots/1")


@pytest.mark.parametrize("page", PAGES)
def test_stranger_is_sent_to_sign_in_and_sees_nothing(page: str) -> None:
    address = entry(make_draft(contributor=make_user(), title="The reading ship"), page)
    response = Client().get(address)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={address}")
    assert response.content == b""


@pytest.mark.parametrize("page", ["change", "history", "move/submit", "move/approve", "snapshots/1"])
@pytest.mark.parametrize("is_staff", [False, True])
def test_entry_of_another_is_not_there(page: str, is_staff: bool) -> None:
    other = client_of(make_user(is_staff=is_staff))
    practice = submitted(contributor=make_user(), title="The reading ship")
    for method in (other.get, other.post):
        response = method(entry(practice, page))
        assert response.status_code == 404
        assert b"reading ship" not in response.content
    practice.refresh_from_db()
    assert practice.status == Status.SUBMITTED


def test_entry_that_never_was_answers_as_one_of_another_does() -> None:
    client = client_of(make_user())
    theirs = make_draft(contributor=make_user())
    missing = client.get(f"{LIST}999999/change/")
    assert (missing.status_code, client.get(entry(theirs)).status_code) == (404, 404)
    assert client.get(f"{LIST}99999999999999999999999/change/").status_code == 404


@pytest.mark.parametrize("address", [LIST, f"{LIST}?saved_by=1", "/contribute/practices/"])
def test_stock_addresses_of_the_list_lead_to_the_one_page_of_own_practices(address: str) -> None:
    response = client_of(make_user()).get(address)
    assert (response.status_code, response["Location"]) == (302, "/contribute/")


@pytest.mark.parametrize(
    "address", ["/contribute/autocomplete/", "/contribute/r/1/1/", "/admin/autocomplete/", "/admin/r/1/1/"]
)
def test_stock_addresses_that_answer_about_any_row_are_not_there(address: str) -> None:
    submitted(contributor=make_user())
    query = "?app_label=practices&model_name=practice&field_name=translation_of&term="
    assert client_of(make_editor()).get(address + query).status_code == 404


def test_adding_begins_with_the_city_that_the_account_has_as_typed() -> None:
    person = make_user(country="NO", city_typed="Nowhere-on-Sea")
    client = client_of(person)
    found = form_data(client.get(f"{LIST}add/").content)
    client.post(f"{LIST}add/", found | {"title": "A floating library", "_save": "1"})
    made = Practice.objects.get()
    assert (made.country.code, made.city, made.city_typed) == ("NO", None, "Nowhere-on-Sea")


def test_adding_begins_with_the_city_of_the_account() -> None:
    client = client_of(make_user(city=make_city()))
    page = client.get(f"{LIST}add/")
    assert (
        "Needed are Title, Country, Period, Topics, Purpose, Process; the rest can stay empty." in page.text
    )
    opened = client.post(f"{LIST}add/", form_data(page.content) | {"title": "A ship"}, follow=True).content
    found = {
        name: values for name, values in form_data(opened).items() if name in {"title", "country", "city"}
    }
    assert found == {"title": ["A ship"], "country": ["NO"], "city": ["Bergen"]}


def test_adding_without_a_title_makes_nothing() -> None:
    client = client_of(make_user())
    page = client.post(f"{LIST}add/", form_data(client.get(f"{LIST}add/").content) | {"title": " "})
    assert page.text.count("Write a title. You can change it at any time.") == 2
    assert Practice.objects.count() == 0


def test_adding_asks_for_the_title_alone_and_opens_the_draft() -> None:
    city = make_city()
    user = make_user(city=city)
    client = client_of(user)
    page = client.get(f"{LIST}add/").content
    assert [name for name in form_data(page) if name != "csrfmiddlewaretoken"] == [
        "writer",
        "seen",
        "key",
        "title",
    ]
    assert submit_buttons(page)[0][0] == "_save"
    forged = {
        "status": "published",
        "contributor": make_editor().pk,
        "version": 9,
        "slug": "mine",
        "purpose": "x",
    }
    response = client.post(f"{LIST}add/", {"title": "A ship", "country": "SE", "city": "Oslo"} | forged)
    practice = Practice.objects.get()
    assert (response.status_code, response["Location"]) == (302, entry(practice, "change/practice"))
    assert (practice.title, practice.country.code, practice.city) == ("A ship", "NO", city)
    assert (practice.status, practice.contributor, practice.version) == (Status.DRAFT, user, 1)
    assert (practice.slug, practice.purpose, practice.saved_by) == (None, "", user)


def test_adding_with_an_ambiguous_city_in_the_account_keeps_it_and_asks() -> None:
    for number in (1, 2):
        make_city("San José", "CR", slug=f"san-jose-{number}")
    client = client_of(make_user(country="CR", city_typed="San José"))
    response = client.post(f"{LIST}add/", {"title": "A ship"}, follow=True)
    assert Practice.objects.get().city_typed == "San José"
    assert response.content.count(b'name="which-cr-san-jose"') == 3


@pytest.mark.long
def test_page_says_where_the_entry_stands() -> None:
    user = make_user()
    practice = published(contributor=user, title="The ship")
    practice = moved(practice, "revise", by=user)
    practice = moved(practice, "submit", by=user)
    practice = moved(practice, "return", by=make_editor("ed@programme.example"), note="Say who paid.")
    client = client_of(user)
    client.post(entry(practice), form_data(client.get(entry(practice)).content) | {"purpose": ""})
    page = client.get(entry(practice)).content.decode()
    assert 'badge--returned">Returned</span>' in page
    assert str(NEXT_FOR_HER[Status.RETURNED]) in page
    assert "Say who paid." in page
    assert '<a href="#id_purpose">Write an answer: Purpose.</a>' in page
    assert "Edition 1 is on line" in page
    assert 'href="/practices/the-ship/"' in page
    assert f'href="/preview/{practice.pk}/"' in page
    assert "ed@programme.example" not in page


def test_view_page_shows_every_answer_and_no_field() -> None:
    user = make_user()
    practice = submitted(contributor=user, purpose="People read.", city=None, city_typed="Little Bergen")
    page = client_of(user).get(entry(practice)).content.decode()
    assert "People read." in page
    assert "Little Bergen (as typed, not linked yet)" in page
    assert "An editor links them." in page
    assert "Choose below" not in page
    assert "<textarea" not in page
    assert "move/recall/" in page
    assert "move/approve/" not in page


def test_nothing_is_written_into_djangos_log() -> None:
    user = make_user()
    client = client_of(user)
    client.post(f"{LIST}add/", {"title": "A ship", "country": "NO"})
    practice = Practice.objects.get()
    data = form_data(client.get(entry(practice)).content)
    client.post(entry(practice), data | {"title": "Another ship", "_save": "Save"})
    practice.refresh_from_db()
    assert practice.title == "Another ship"
    assert LogEntry.objects.count() == 0


def test_delete_is_refused() -> None:
    user = make_user()
    practice = make_draft(contributor=user, topics=[make_topic()])
    assert client_of(user).post(entry(practice, "delete"), {"post": "yes"}).status_code == 403
    assert Practice.objects.count() == 1

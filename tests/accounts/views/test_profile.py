"""Does a person get in, to where she works, and out again?"""

import html
import re

import pytest
from django.test import Client
from pytest_django.asserts import assertNumQueries

from practices.entries import actions
from practices.models import Practice
from practices.workflow import LEFT, NEXT, Status
from tests.builders import (
    PASSWORD,
    in_status,
    make_admin,
    make_draft,
    make_editor,
    make_user,
    published,
)
from tests.pages import client_of

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def sign_in(email: str, password: str = PASSWORD, **more: str) -> tuple[Client, int, str]:
    client = Client()
    response = client.post(LOGIN, {"login": email, "password": password} | more)
    return client, response.status_code, response.get("Location", "")


@pytest.mark.parametrize("email", ["me@city.example", "Me@City.Example", " ME@CITY.EXAMPLE "])
def test_address_is_known_whatever_its_capitals(email: str) -> None:
    make_user("me@city.example")
    client, status, location = sign_in(email)
    assert (status, location) == (302, "/accounts/")
    assert client.get("/contribute/").status_code == 200


def test_welcome_leads_to_where_one_works() -> None:
    assert client_of(make_user()).get("/accounts/")["Location"] == "/contribute/"
    assert client_of(make_editor()).get("/accounts/")["Location"] == "/admin/"
    assert client_of(make_admin()).get("/accounts/")["Location"] == "/admin/"
    assert Client().get("/accounts/")["Location"] == f"{LOGIN}?next=/accounts/"


def test_editor_finds_her_desk_from_the_door_that_all_have() -> None:
    assert Client().get("/contribute/")["Location"] == f"{LOGIN}?next=/accounts/"
    assert Client().get("/contribute/?q=ship")["Location"] == f"{LOGIN}?next=/contribute/%3Fq%3Dship"
    new, contributor = client_of(make_editor(second_step=False)), client_of(make_user())
    assert ['href="/admin/"' in each.get("/contribute/").text for each in (new, contributor)] == [True, False]
    assert "Set up your second step first" in new.get("/admin/").text


def test_wrong_password_keeps_the_address_typed_and_says_no_more() -> None:
    make_user("me@city.example")
    answers = [
        Client().post(LOGIN, {"login": email, "password": "wrong"}).content.decode()
        for email in ("me@city.example", "nobody@city.example")
    ]
    assert 'value="me@city.example"' in answers[0]
    assert 'role="alert"' in answers[0]
    assert [answer.count("do not go together") for answer in answers] == [1, 1]
    assert 'value="wrong"' not in answers[0]


def test_deactivated_person_does_not_get_in() -> None:
    make_user("me@city.example", is_active=False)
    assert sign_in("me@city.example")[1] == 200


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/contribute/practices/practice/add/", "/contribute/practices/practice/add/"),
        ("https://evil.example/", "/accounts/"),
        ("//evil.example/", "/accounts/"),
    ],
)
def test_sign_in_leads_on_within_the_site_only(wanted: str, led: str) -> None:
    make_user("me@city.example")
    assert sign_in("me@city.example", next=wanted)[2] == led


def test_nul_in_the_address_is_an_error_of_the_form() -> None:
    assert sign_in("me\0@city.example")[1] == 200


def test_password_page_is_for_people_who_are_signed_in() -> None:
    assert Client().get("/accounts/password/")["Location"] == f"{LOGIN}?next=/accounts/password/"


@pytest.mark.parametrize("site", ["admin", "contribute"])
def test_sign_in_and_password_pages_of_the_sites_are_the_accounts_own(site: str) -> None:
    assert Client().get(f"/{site}/login/")["Location"] == f"{LOGIN}?next=/{site}/"
    editor = client_of(make_editor())
    assert editor.get(f"/{site}/password_change/")["Location"] == "/accounts/password/"
    assert editor.get(f"/{site}/password_change/done/")["Location"] == "/accounts/details/"


@pytest.mark.parametrize("address", [LOGIN, "/accounts/password/", "/accounts/details/", "/accounts/"])
def test_pages_of_a_person_are_kept_by_no_cache(address: str) -> None:
    response = client_of(make_user()).get(address)
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_form_without_its_token_is_refused() -> None:
    make_user("me@city.example")
    client = Client(enforce_csrf_checks=True)
    assert client.post(LOGIN, {"login": "me@city.example", "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize("part", ["password", "address", "second-step", "sessions", "close"])
def test_every_part_of_an_account_leads_back_to_the_whole(part: str) -> None:
    page = client_of(make_user()).get(f"/accounts/{part}/").text
    assert '<a href="/accounts/details/">Your account</a>' in page.split('aria-label="Breadcrumb"')[1]


def test_closing_says_which_entries_wait_and_what_becomes_of_each() -> None:
    person = make_user()
    for status in (Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.REJECTED):
        practice = in_status(status, contributor=person, edition=False)
        Practice.objects.filter(pk=practice.pk).update(title=f"Ship {status}")
    revised = in_status(Status.DRAFT, contributor=person, edition=True)
    Practice.objects.filter(pk=revised.pk).update(title="Ship in revision")
    thrown = make_draft(contributor=person, title="Thrown ship")
    actions.trash(thrown, by=person, expected_version=thrown.version)
    make_draft(contributor=make_user(), title="Ship of another")
    page = client_of(person).get("/accounts/close/").text
    said = re.findall(r"<h3>.*?badge--(\w+).*?</h3>\s*<p>(.*?)</p>(.*?)</section>", page, re.DOTALL)
    assert [(status, html.unescape(words)) for status, words, _list in said] == [
        (status.value, str(LEFT[status]))
        for status in (Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.REJECTED)
    ]
    named = [re.findall(r"Ship (?:in )?\w+", listed) for _status, _words, listed in said]
    assert named == [
        ["Ship in revision", "Ship draft"],
        ["Ship submitted"],
        ["Ship returned"],
        ["Ship rejected"],
    ]
    assert page.count("what is on line stays there") == 1
    truths = ("a contact with your address is taken out", "a draft that was never submitted in the trash?")
    assert [each in page for each in truths] == [True, True]
    assert ("1 practice lies in the trash" in page, "Ship of another" in page) == (True, False)
    assert "What becomes of your practices" not in client_of(make_user()).get("/accounts/close/").text


@pytest.mark.parametrize("number", [1, 3])
def test_closing_page_takes_the_same_queries_for_any_number(number: int) -> None:
    person = make_user()
    for _each in range(number):
        make_draft(contributor=person)
        published(contributor=person)
    client = client_of(person)
    with assertNumQueries(5):
        client.get("/accounts/close/")


def test_every_status_has_its_sentence() -> None:
    assert list(LEFT) == list(NEXT)

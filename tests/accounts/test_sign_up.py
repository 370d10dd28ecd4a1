"""Does a person get an account, and is every link of a mail explained?"""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from practices.accounts import lifecycle
from practices.models import User
from tests.builders import PASSWORD, make_city, make_user
from tests.doors import SIGN_UP, confirm, is_signed_in, link, mails, sign_in, sign_up, subjects
from tests.pages import forms_of

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def test_person_signs_up_confirms_and_starts() -> None:
    city, client = make_city(), Client()
    assert "Check your e-mail" in sign_up(client).text
    assert not is_signed_in(client)
    answer = client.post(link(), {"new_password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/"
    assert client.get("/accounts/").headers["Location"] == "/contribute/"
    assert client.get("/contribute/").status_code == 200
    person = User.objects.get()
    assert (person.email, person.city, person.city_typed, person.organisation) == (
        "officer@bergen.example",
        city,
        "",
        "Office for diversity",
    )


def test_typo_in_the_address_is_seen_and_corrected_with_all_else_kept() -> None:
    client = Client()
    answer = sign_up(client, email="officer@bergen.exmaple", city="Bergen")
    assert "We sent a mail with a link to <strong>officer@bergen.exmaple</strong>." in answer.text
    [form] = [dict(each["data"]) for each in forms_of(answer.content) if "email" in each["data"]]
    assert form["email"] == ["officer@bergen.exmaple"]
    again = client.post("/accounts/signup/", form | {"email": "officer@bergen.example"}, follow=True)
    assert "<strong>officer@bergen.example</strong>" in again.text
    assert confirm(client, link()) == 302
    person = User.objects.get(email="officer@bergen.example")
    assert (person.country.code, person.city_typed, person.organisation) == (
        "NO",
        "Bergen",
        "Office for diversity",
    )


def test_mail_that_is_sent_again_names_its_address_too() -> None:
    answer = Client().post("/accounts/confirm/again/", {"email": "officer@bergen.example"}, follow=True)
    assert "<strong>officer@bergen.example</strong>" in answer.text


def test_opening_the_link_confirms_nothing() -> None:
    client = Client()
    sign_up(client)
    for _ in range(3):
        client.get(link())
        client.head(link())
    assert EmailAddress.objects.get().verified is False


def test_link_works_in_another_browser() -> None:
    sign_up(Client())
    other = Client()
    assert confirm(other, link()) == 302
    assert is_signed_in(other)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "Enter the password."),
        ("too short", "The password needs at least 15 characters."),
        ("Bergen office for diversity", "made of words that others would guess"),
    ],
)
def test_password_that_is_not_good_confirms_nothing(password: str, words: str) -> None:
    sign_up(Client())
    answer = Client().post(link(), {"new_password": password})
    assert (answer.status_code, answer.text.count(words)) == (200, 2)
    assert EmailAddress.objects.get().verified is False


def test_signing_up_leaves_no_session_and_no_password() -> None:
    client = Client()
    sign_up(client)
    assert (Session.objects.count(), set(client.cookies)) == (0, {"csrftoken", "asked"})
    assert not User.objects.get().has_usable_password()


def test_database_holds_no_key_of_a_link() -> None:
    sign_up(Client())
    kept = EmailConfirmation.objects.get().key
    assert kept not in mails()[-1].text
    assert link().split("/")[-2] != kept


@pytest.mark.parametrize(
    ("case", "status", "words"),
    [
        ("expired", 410, "It has expired"),
        ("used", 410, "It was used already"),
        ("replaced", 410, "We sent you a newer mail"),
        ("unknown", 404, "We do not know this link"),
    ],
)
def test_link_that_does_nothing_says_why(case: str, status: int, words: str) -> None:
    client = Client()
    sign_up(client)
    path = link()
    if case == "expired":
        EmailConfirmation.objects.update(sent=timezone.now() - timedelta(days=3, seconds=1))
    elif case == "used":
        confirm(client, path)
    elif case == "replaced":
        client.post("/accounts/confirm/again/", {"email": SIGN_UP["email"]})
        assert link() != path
    else:
        path = "/accounts/confirm/no-such-key/"
    for response in (Client().get(path), Client().post(path, {"new_password": PASSWORD})):
        assert (response.status_code, words in response.text) == (status, True)


def test_mail_sent_again_confirms() -> None:
    client = Client()
    sign_up(client)
    client.post("/accounts/confirm/again/", {"email": " Officer@Bergen.example "})
    assert subjects() == ["Confirm your e-mail address"] * 2
    assert confirm(client, link()) == 302
    assert is_signed_in(client)


def test_setting_a_new_password_before_confirming_sends_the_link_again() -> None:
    sign_up(Client())
    client = Client()
    assert sign_in(client, SIGN_UP["email"]).text.count("do not go together") == 1
    client.post("/accounts/password/new/", {"email": SIGN_UP["email"]})
    assert subjects() == ["Confirm your e-mail address"] * 2
    assert confirm(client, link()) == 302
    assert is_signed_in(client)


def test_signing_up_again_before_confirming_begins_anew() -> None:
    sign_up(Client())
    first = link()
    client = Client()
    sign_up(client, organisation="Another office")
    assert Client().get(first).status_code == 410
    confirm(client, link())
    assert User.objects.get().organisation == "Another office"


def test_signing_up_with_an_address_that_has_an_account_tells_its_owner_only() -> None:
    person = make_user(SIGN_UP["email"])
    assert "Check your e-mail" in sign_up(Client()).text
    assert (subjects(), mails()[0].to) == (["You have an account already"], person.email)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"email": "no address"}, "Write an e-mail address such as office@city.example."),
        ({"email": ""}, "Enter an e-mail address."),
        ({"country": ""}, "Choose the country of your city."),
        ({"country": "XX"}, "Select a valid choice."),
        ({"city": ""}, "Enter the city that you work for."),
    ],
)
def test_sign_up_says_what_is_wrong_beside_the_field_and_above(given: dict[str, str], words: str) -> None:
    response = sign_up(Client(), **given)
    name = next(iter(given))
    assert response.text.count(words) == 2
    assert f'<a href="#id_{name}">' in response.text
    assert f'id="id_{name}_error"' in response.text
    assert response.text.count("<h1") == 1
    assert (User.objects.count(), mails()) == (0, [])


def test_forms_say_that_the_organisation_is_optional() -> None:
    client = Client()
    sign_up(client, organisation="")
    confirm(client, link())
    for address, browser in (("signup", Client()), ("details", client)):
        assert ">Organisation (optional)</label>" in browser.get(f"/accounts/{address}/").text


def test_what_was_typed_stays() -> None:
    assert "officer@bergen.example" in sign_up(Client(), country="").text


def test_city_that_is_not_in_the_list_stays_as_typed() -> None:
    sign_up(Client(), city="Nowhere-on-Sea")
    person = User.objects.get()
    assert (person.city, person.city_typed, person.country.code) == (None, "Nowhere-on-Sea", "NO")


@pytest.mark.parametrize(("typed", "stays"), [("Bergen, Norway", ""), ("Bergen, Sweden", "Bergen, Sweden")])
def test_city_may_be_typed_with_its_country(typed: str, stays: str) -> None:
    make_city()
    sign_up(Client(), city=typed)
    person = User.objects.get()
    assert (person.city is None, person.city_typed) == (bool(stays), stays)


def test_several_cities_of_one_name_become_a_choice() -> None:
    small = make_city("Bergen", slug="bergen-small", population=10)
    make_city("Bergen", slug="bergen-large", population=1000)
    page = sign_up(Client()).text
    assert ("Several cities have this name" in page, page.count('type="radio"')) == (True, 3)
    sign_up(Client(), which=small.slug)
    assert User.objects.get().city == small


def test_city_of_another_country_is_hers_only_once_she_says_so_and_the_country_follows() -> None:
    city = make_city("Springfield", "US")
    page = sign_up(Client(), country="DE", city="Springfield").text
    assert page.count("Springfield is in United States of America. Change the country?") == 2
    assert "Springfield, United States of America" in page
    assert User.objects.count() == 0
    sign_up(Client(), country="DE", city="Springfield", which=city.slug)
    person = User.objects.get()
    assert (person.city, person.country.code) == (city, "US")


def test_whoever_confirms_is_shown_the_city_that_was_understood() -> None:
    make_city()
    sign_up(Client(), city="BERGEN")
    assert "You work for Bergen, Norway." in Client().get(link()).text


def test_none_of_the_cities_of_that_name_stays_as_typed() -> None:
    make_city("Bergen", slug="bergen-small")
    make_city("Bergen", slug="bergen-large")
    sign_up(Client(), which="none")
    assert (User.objects.get().city, User.objects.get().city_typed) == (None, "Bergen")


def test_program_that_fills_in_every_field_gets_nothing() -> None:
    assert "Check your e-mail" in sign_up(Client(), website="https://spam.example").text
    assert (User.objects.count(), mails()) == (0, [])


@pytest.mark.alike
@pytest.mark.long
def test_tries_of_a_program_show_nothing_and_end_after_twenty() -> None:
    client = Client()
    answers = [sign_up(client, email=f"bot{n}@spam.example").status_code for n in range(30)]
    assert (answers.count(200), answers.count(429)) == (20, 10)
    assert sum(EmailAddress.objects.values_list("verified", flat=True)) == 0


def test_accounts_that_nobody_confirmed_go_after_a_week() -> None:
    sign_up(Client())
    kept = make_user("operator-made@city.example", date_joined=timezone.now() - timedelta(days=400))
    assert lifecycle.sweep()["unconfirmed accounts"] == 0
    User.objects.filter(email=SIGN_UP["email"]).update(
        date_joined=timezone.now() - timedelta(days=7, hours=1)
    )
    assert lifecycle.sweep()["unconfirmed accounts"] == 1
    assert list(User.objects.all()) == [kept]


def test_confirmed_account_stays() -> None:
    client = Client()
    sign_up(client)
    confirm(client, link())
    User.objects.update(date_joined=timezone.now() - timedelta(days=400))
    lifecycle.sweep()
    assert User.objects.count() == 1


def test_signed_in_person_is_led_on_from_the_doors() -> None:
    client = Client()
    client.force_login(make_user())
    assert [client.get(f"/accounts/{door}/").status_code for door in ("login", "signup")] == [302, 302]

"""How often may one try to get in, and where is one led?"""

import pytest
from django.test import Client
from pytest_django import Settings

from practices.models import Attempt
from tests.builders import PASSWORD, make_editor, make_user
from tests.doors import (
    code,
    is_signed_in,
    link,
    sign_in,
    sign_up,
    subjects,
    with_second_step,
)

pytestmark = pytest.mark.django_db
WRONG = "not the password of anybody"


# How often


def test_sign_in_is_limited_and_says_how_long() -> None:
    person = make_user()
    client = Client()
    answers = [sign_in(client, person.email, WRONG) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert 200 < int(answers[-1].headers["Retry-After"]) <= 301
    assert ("Too many tries" in answers[-1].text, "no-store" in answers[-1].headers["Cache-Control"]) == (
        True,
        True,
    )
    assert sign_in(client, person.email).status_code == 429


def test_right_password_uses_no_try_up() -> None:
    person = make_user()
    for _ in range(12):
        sign_in(Client(), person.email)
    assert Attempt.objects.count() == 0


def test_strangers_do_not_lock_out_a_device_that_is_known() -> None:
    person, mine = make_user(), Client()
    sign_in(mine, person.email)
    mine.post("/accounts/logout/")
    for _ in range(11):
        sign_in(Client(), person.email, WRONG)
    assert sign_in(Client(), person.email).status_code == 429
    assert sign_in(mine, "other@city.example", WRONG).status_code == 429
    assert sign_in(mine, person.email).status_code == 302


def test_known_device_is_limited_as_well() -> None:
    person, mine = make_user(), Client()
    sign_in(mine, person.email)
    mine.post("/accounts/logout/")
    assert [sign_in(mine, person.email, WRONG).status_code for _ in range(11)] == [200] * 10 + [429]


def test_second_step_is_limited() -> None:
    person = make_editor()
    secret, _codes = with_second_step(person)
    client = Client()
    sign_in(client, person.email)
    answers = [client.post("/accounts/login/code/", {"code": "nothing"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert client.post("/accounts/login/code/", {"code": code(secret)}).status_code == 429


SENT = [("/accounts/password/new/", 5, 302), ("/accounts/confirm/again/", 3, 302)]
"""Where a mail is asked for, how often for one address, and how it is answered."""


@pytest.mark.parametrize(("path", "most", "taken"), SENT)
def test_mails_to_one_address_are_limited(path: str, most: int, taken: int) -> None:
    answers = [Client().post(path, {"email": "x@city.example"}).status_code for _ in range(most + 1)]
    assert answers == [taken] * most + [429]


@pytest.mark.long
def test_address_of_a_visitor_is_the_trusted_hops_word_only(settings: Settings) -> None:
    def tries(start: int, step: int = 1) -> list[int]:
        return [
            Client()
            .post(
                "/accounts/login/",
                {"login": f"{start + n}@city.example", "password": WRONG},
                headers={"X-Forwarded-For": f"203.0.113.{n}, 198.51.100.{start + n * step}"},
            )
            .status_code
            for n in range(11)
        ]

    assert tries(0) == [200] * 10 + [429]
    Attempt.objects.all().delete()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert tries(0, step=0) == [200] * 10 + [429]
    assert tries(100) == [200] * 11


def test_visitors_of_a_socket_for_both_families_are_counted_apart() -> None:
    """Such a socket names an IPv4 address as `::ffff:192.0.2.1`: all of them lie in one network of IPv6."""
    answers = [
        Client(REMOTE_ADDR=f"::ffff:192.0.2.{n}")
        .post("/accounts/login/", {"login": f"{n}@city.example", "password": WRONG})
        .status_code
        for n in range(11)
    ]
    assert answers == [200] * 11


@pytest.mark.parametrize("nearest", ["", "unix:", "proxy"])
def test_visitor_without_an_address_signs_in_all_the_same(nearest: str) -> None:
    person = make_user()
    client = Client(REMOTE_ADDR=nearest)
    sent = {"login": person.email, "password": PASSWORD}
    assert client.post("/accounts/login/", sent, headers={"X-Forwarded-For": "unknown"}).status_code == 302


def test_limits_are_those_that_are_promised(settings: Settings) -> None:
    promised = settings.PROMISED
    assert promised["sign_in"] == {
        "account": [(10, 300)],
        "ip": [(10, 300)],
        "everybody": [(1000, 300)],
        "device": [(10, 300)],
    }
    assert promised["second_step"] == {"account": [(5, 300), (20, 3600), (50, 86400)]}
    assert promised["reset"]["account"] == promised["reset"]["device"] == [(5, 86400)]
    assert promised["confirmation"] == {"account": [(3, 21600)]}
    assert promised["search"] == {"ip": [(5, 1)]}


# Where to


@pytest.mark.parametrize(
    "next_",
    [
        "//evil.example/",
        "///evil.example/",
        "https://evil.example/",
        "http:evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "https://localhost:8000@evil.example/",
        "https://localhost:8000.evil.example/",
        "javascript:alert(1)",
        "\x08//evil.example",
    ],
)
def test_nobody_is_led_off_the_site(next_: str) -> None:
    client, person = Client(), make_user()
    answer = client.post(f"/accounts/login/?next={next_}", {"login": person.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/"
    answer = sign_in(Client(), person.email, next=next_)
    assert answer.headers["Location"] == "/accounts/"
    assert client.post("/accounts/logout/", {"next": next_}).headers["Location"] == "/accounts/login/"


def test_person_is_led_to_where_she_wanted_to_go() -> None:
    client, person = Client(), make_user()
    page = client.get("/accounts/login/?next=/contribute/").text
    assert '<input type="hidden" name="next" value="/contribute/">' in page
    assert sign_in(client, person.email, next="/contribute/").headers["Location"] == "/contribute/"


@pytest.mark.parametrize(
    "forged", [{"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"X-Forwarded-Proto": "https"}]
)
def test_links_in_mails_do_not_believe_the_request(forged: dict[str, str], settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    person = make_user()
    Client().post("/accounts/password/new/", {"email": person.email}, headers=forged)
    sign_up(Client(headers=forged), email="new@city.example")
    assert [link().startswith("/accounts/"), len(subjects())] == [True, 2]


def spelt(number: int) -> str:
    return ("c3@city.example", '"c3"@City.example', '"c\\3"@city.example', "C3@\uff43ity.example")[number % 4]


@pytest.mark.parametrize(("path", "most", "taken"), SENT)
def test_mailbox_is_one_however_it_is_spelt(path: str, most: int, taken: int) -> None:
    answers = [Client().post(path, {"email": spelt(number)}).status_code for number in range(most + 4)]
    assert answers == [taken] * most + [429] * 4


def test_password_of_a_mailbox_is_tried_ten_times_however_it_is_spelt() -> None:
    person = make_user("c3@city.example")
    answers = [sign_in(Client(), spelt(number), "wrong").status_code for number in range(12)]
    assert answers == [200] * 10 + [429] * 2
    assert person.email == "c3@city.example"


def test_account_is_one_however_its_address_is_spelt() -> None:
    person, client = make_user('"c3"@city.example'), Client()
    sign_in(client, '"c3"@city.example')
    assert (person.email, is_signed_in(client)) == ("c3@city.example", True)


def test_address_whose_quotation_marks_matter_is_refused_in_words() -> None:
    page = Client().post("/accounts/password/new/", {"email": '"c\\ 3"@city.example'}).text
    assert page.count("Addresses with quotation marks are not taken here. Write another one.") == 2

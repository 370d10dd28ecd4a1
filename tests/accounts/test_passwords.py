"""Which passwords are refused, and does every other one work?"""

import time
import tracemalloc

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from catalogue import settings as real
from practices.accounts import leaked
from practices.models import User
from tests.builders import make_city, make_user
from tests.doors import is_signed_in, sign_in
from tests.proof import many

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("abc", "DJANGO_SUPERUSER_PASSWORD: The password needs at least 15 characters."),
        ("admin1 admin1 admin1", "DJANGO_SUPERUSER_PASSWORD: "),
        ("four words in a row", ""),
    ],
)
def test_first_admin_of_a_script_has_a_password_as_all_have(
    monkeypatch: pytest.MonkeyPatch, password: str, said: str
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    refused = ""
    try:
        call_command("createsuperuser", email="admin1@city.example", interactive=False, verbosity=0)
    except CommandError as error:
        refused = str(error)
    assert (refused.startswith(said), bool(refused)) == (True, bool(said))
    assert [person.check_password(password) for person in User.objects.all()] == ([] if said else [True])


def faults(password: str, user: User | None = None) -> set[str | None]:
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return {error.code for error in refused.error_list}
    return set()


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("four words in a row", set()),
        ("ein Boot voller Bücher", set()),
        ("               x2 y3 z", set()),
        ("a" * 14 + "b", {"repeated"}),
        ("short but fine", {"password_too_short"}),
        ("x y z q w " * 12 + "abcdefgh", set()),
        ("x y z q w " * 12 + "abcdefghi", {"password_too_long"}),
        ("abcdefghabcdefgh", {"repeated", "password_too_common"}),
        ("intercultural practices 2026", {"guessed_first"}),
        ("Bergen-kommune-2024", {"guessed_first"}),
        ("Llanfairpwllgwyn", {"guessed_first"}),
        ("Llanfair Pwllgwyngyll", {"guessed_first"}),
        ("bergen sails a boat of books", set()),
        ("officer@bergen.example", {"guessed_first"}),
        ("1qaz2wsx3edc4rfv", {"password_too_common"}),
        (" 1QAZ 2wsx 3edc 4rfv ", {"password_too_common"}),
        ("１qaz２wsx３edc４rfv", {"password_too_common"}),
        ("passwordstandard", {"password_too_common"}),
        ("qwerty123456789", {"password_too_common"}),
        ("1qaz2wsx3edc4rfw", set()),
        ("1qaz2wsx3edc4rfvx", set()),
    ],
)
def test_password_is_refused_for_what_others_would_guess(password: str, expected: set[str]) -> None:
    make_city("Llanfairpwllgwyn", "GB", aliases=["Llanfair Pwllgwyngyll"])
    person = User(
        email="officer@bergen.example", organisation="Bergen kommune", city=make_city(), country="NO"
    )
    assert faults(password, person) == expected


def test_second_step_allows_a_shorter_password() -> None:
    assert faults("kj4 qqzv", User(second_step=True)) == set()
    assert faults("kj4 qqz", User(second_step=True)) == {"password_too_short"}
    assert faults("kj4 qqzv", User()) == {"password_too_short"}


@pytest.mark.parametrize(
    ("password", "expected"),
    [("trottolino", {"password_too_common"}), ("Trotter1", {"password_too_common"}), ("trottolinx", set())],
)
def test_short_password_is_refused_when_it_leaked_often(password: str, expected: set[str]) -> None:
    assert faults(password, User(second_step=True)) == expected


def test_list_of_leaked_passwords_can_be_looked_up() -> None:
    kept = leaked.LIST.read_bytes()
    digests = [kept[at : at + leaked.WIDTH] for at in range(0, len(kept), leaked.WIDTH)]
    assert (digests == sorted(set(digests)), len(kept) % leaked.WIDTH, len(digests)) == (True, 0, 111_167)


@pytest.mark.long
def test_list_of_leaked_passwords_takes_no_other_one_for_its_own() -> None:
    others = (f"a boat of {number} books" for number in range(10_000))
    assert [each for each in others if leaked.is_leaked(each)] == []


def test_password_is_looked_up_without_memory() -> None:
    leaked.is_leaked("four words in a row")
    tracemalloc.start()
    leaked.is_leaked("five words in a row now")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 200_000


def test_rules_are_said_before_they_are_broken() -> None:
    said = password_validators_help_texts()
    assert said[0] == "At least 15 characters. Four or five words that you can remember are good."
    assert len(said) == len(real.AUTH_PASSWORD_VALIDATORS)


@pytest.mark.long
@hypothesis_settings(max_examples=many(20, 60))
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=15, max_size=60))
def test_any_password_signs_in_as_it_was_typed(password: str) -> None:
    assume(password.strip())
    person = make_user()
    person.set_password(password)
    person.save()
    client = Client()
    sign_in(client, person.email, password)
    assert is_signed_in(client)


def test_password_may_be_typed_on_another_keyboard() -> None:
    person = make_user()
    person.set_password("caf\u00e9 of the harbour")
    assert person.check_password("cafe\u0301 of the harbour")
    assert not person.check_password("cafe of the harbour")


def test_blanks_at_the_ends_are_part_of_it() -> None:
    person = make_user()
    person.set_password("  a boat of books ")
    person.save()
    client = Client()
    sign_in(client, person.email, "a boat of books")
    assert not is_signed_in(client)
    sign_in(client, person.email, "  a boat of books ")
    assert is_signed_in(client)


def test_passwords_are_kept_by_argon2id(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = real.PASSWORD_HASHERS
    began = time.perf_counter()
    kept = make_password("a boat of books")
    assert (identify_hasher(kept).algorithm, "argon2id" in kept) == ("argon2", True)
    assert time.perf_counter() - began > 0.03

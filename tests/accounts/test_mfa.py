"""Does a code work once, at its time, and never twice?"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection

from practices.accounts import mfa
from practices.models import User
from tests.builders import make_user
from tests.doors import code, now, with_second_step

pytestmark = pytest.mark.django_db


def test_code_is_the_one_of_the_standard() -> None:
    """RFC 6238, appendix B, shortened to six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert [mfa.code_at(secret, at // 30) for at in (59, 1111111109, 20000000000)] == [
        "287082",
        "081804",
        "353130",
    ]


@pytest.mark.parametrize(("drift", "works"), [(-3, False), (0, True), (1, True), (3, False)])
def test_code_works_at_its_time(drift: int, works: bool) -> None:
    person = make_user()
    secret, _codes = with_second_step(person)
    assert mfa.use(person, mfa.code_at(secret, now() + drift)) is works


@pytest.mark.parametrize("again", ["{0}", " {0} ", "{1} {2}", "{1}-{2}", "{1}\u00a0{2}"])
def test_code_works_once_however_it_is_typed(again: str) -> None:
    person = make_user()
    secret, _codes = with_second_step(person)
    typed = code(secret)
    assert mfa.use(person, typed)
    assert not mfa.use(person, again.format(typed, typed[:3], typed[3:]))


def test_code_that_turned_the_step_on_is_used_up() -> None:
    person, secret = make_user(), mfa.new_secret()
    typed = code(secret)
    assert mfa.turn_on(person, secret, typed)
    assert not mfa.use(person, typed)


def test_earlier_code_does_not_work_after_a_later_one() -> None:
    person = make_user()
    secret, _codes = with_second_step(person)
    assert mfa.use(person, mfa.code_at(secret, now() + 1))
    assert not mfa.use(person, mfa.code_at(secret, now()))


def test_recovery_code_works_once_however_it_is_typed() -> None:
    person = make_user()
    _secret, codes = with_second_step(person)
    assert mfa.use(person, f" {codes[3].upper().replace('-', ' ')} ")
    assert not mfa.use(person, codes[3])
    assert mfa.codes_left(person) == 9


def test_recovery_codes_are_kept_as_digests_only() -> None:
    person = make_user()
    _secret, codes = with_second_step(person)
    kept = str(list(Authenticator.objects.filter(user=person).values_list("data", flat=True)))
    assert [each for each in codes if each in kept or each.replace("-", "") in kept] == []
    assert len(set(codes)) == 10


def test_last_use_is_kept() -> None:
    person = make_user()
    _secret, codes = with_second_step(person)
    mfa.use(person, codes[0])
    used = Authenticator.objects.exclude(last_used_at=None).filter(user=person)
    assert list(used.values_list("type", flat=True)) == ["recovery_codes"]


def test_new_recovery_codes_make_the_old_ones_void() -> None:
    person = make_user()
    _secret, codes = with_second_step(person)
    mfa.new_codes(person, instead_of=mfa.codes_number(person))
    assert not mfa.use(person, codes[0])


def test_code_of_somebody_else_does_not_work() -> None:
    person, other = make_user(), make_user()
    with_second_step(person)
    secret, codes = with_second_step(other)
    assert not mfa.use(person, code(secret))
    assert not mfa.use(person, codes[0])


@pytest.mark.parametrize("typed", ["", "000000", "१२३४५६", "a" * 40, "\N{SNOWMAN}"])
def test_what_is_no_code_does_not_work(typed: str) -> None:
    person = make_user()
    secret, _codes = with_second_step(person)
    assert mfa.use(person, typed) is (typed == code(secret))


def test_person_without_a_second_step_has_no_code() -> None:
    assert not mfa.use(make_user(), "000000")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "written"])
def test_of_the_same_code_at_once_one_works(kind: str) -> None:
    person = make_user()
    secret, codes = with_second_step(person)
    typed = code(secret) if kind == "app" else codes[0]

    def use(_: int) -> bool:
        try:
            return mfa.use(User.objects.get(pk=person.pk), typed)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(use, range(8))).count(True) == 1

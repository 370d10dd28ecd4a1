"""Does an account belong to whoever reads its mail, whatever strangers typed before, between and after?

A page that asks for a password is given one, so that these tests judge any way of signing up.
"""

from collections.abc import Callable
from itertools import permutations

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from pytest_django import Settings

from practices.accounts import lifecycle
from practices.models import User
from tests.builders import PASSWORD, make_city, make_draft, make_user
from tests.doors import SIGN_UP, browser, confirm, is_signed_in, link, mails, sign_in, sign_up
from tests.entries.test_overlaps import overlapped

pytestmark = pytest.mark.django_db

ADDRESS = SIGN_UP["email"]
HERS, HIS = "seven herons on the quay", "a stranger in the night"

type Act = Callable[[Client, Client], None]


def she_signs_up(her: Client, _his: Client) -> None:
    sign_up(her, password1=HERS)


def he_signs_up(_her: Client, his: Client) -> None:
    sign_up(his, password1=HIS)


def he_signs_up_and_in(her: Client, his: Client) -> None:
    he_signs_up(her, his)
    sign_in(his, ADDRESS, HIS)


def he_tries_all_pages(his: Client) -> None:
    """Let a stranger press every button that a half-done sign-up could have left him."""
    sign_in(his, ADDRESS, HIS)
    for path in (
        "/accounts/confirm/",
        "/accounts/login/",
        "/accounts/login/code/",
        "/accounts/",
        "/accounts/signup/",
    ):
        his.get(path)
        his.post(path)


ORDERS = (
    *permutations((she_signs_up, he_signs_up)),
    *permutations((she_signs_up, he_signs_up_and_in)),
    (he_signs_up,),
    (she_signs_up, he_signs_up, he_signs_up),
    (he_signs_up, she_signs_up, he_signs_up),
)


def named(order: tuple[Act, ...]) -> str:
    return ", ".join(act.__name__ for act in order)


@pytest.mark.long
@pytest.mark.parametrize("where", ["in her browser", "in another browser"])
@pytest.mark.parametrize("order", ORDERS, ids=named)
def test_who_confirms_an_address_has_given_the_password_that_is_kept(
    order: tuple[Act, ...], where: str
) -> None:
    her, his = Client(), Client()
    for act in order:
        act(her, his)
    reading = her if where == "in her browser" else Client()
    confirm(reading, link(), HERS)
    he_tries_all_pages(his)
    assert (is_signed_in(reading), is_signed_in(his)) == (True, False)
    assert sign_in(Client(), ADDRESS, HIS).status_code == 200
    assert sign_in(Client(), ADDRESS, HERS).status_code == 302
    assert User.objects.get().check_password(HERS)


@pytest.mark.parametrize("order", ORDERS, ids=named)
def test_link_that_is_followed_without_a_password_confirms_nothing(order: tuple[Act, ...]) -> None:
    her, his = Client(), Client()
    for act in order:
        act(her, his)
    her.post(link())
    assert EmailAddress.objects.get().verified is False


@pytest.mark.parametrize("act", [he_signs_up, he_signs_up_and_in], ids=lambda act: act.__name__)
def test_older_link_is_void_once_somebody_signs_up_anew(act: Act) -> None:
    her, his = Client(), Client()
    she_signs_up(her, his)
    older = link()
    act(her, his)
    assert (her.get(older).status_code, confirm(her, older, HERS)) == (410, 410)
    assert EmailAddress.objects.get().verified is False


def test_signing_up_anew_changes_nothing_once_the_address_is_confirmed() -> None:
    her, his = Client(), Client()
    she_signs_up(her, his)
    confirm(her, link(), HERS)
    he_signs_up(her, his)
    he_tries_all_pages(his)
    assert (is_signed_in(her), is_signed_in(his)) == (True, False)
    assert User.objects.get().check_password(HERS)
    assert mails()[-1].kind == "has_account"


# The same by a new password, a changed address, an invitation


@pytest.mark.parametrize("after", [(), (he_signs_up,)], ids=["reset last", "stranger last"])
def test_new_password_for_an_address_that_a_stranger_signed_up_with_is_hers(after: tuple[Act, ...]) -> None:
    her, his = Client(), Client()
    he_signs_up_and_in(her, his)
    her.post("/accounts/password/new/", {"email": ADDRESS})
    confirm(her, link(), HERS)
    for act in after:
        act(her, his)
    if not is_signed_in(her):
        sign_in(her, ADDRESS, HERS)
    if not is_signed_in(her):
        confirm(her, link(), HERS)
    he_tries_all_pages(his)
    assert (is_signed_in(her), is_signed_in(his)) == (True, False)
    assert User.objects.get().check_password(HERS)


def asks_for_address(client: Client, address: str) -> str:
    client.post("/accounts/address/", {"email": address, "password": PASSWORD})
    return link()


def test_changed_address_is_confirmed_by_the_password_that_is_kept() -> None:
    person = make_user("old@city.example")
    client = browser(person)
    path = asks_for_address(client, ADDRESS)
    assert confirm(client, path, HIS) == 200
    assert User.objects.get().email == "old@city.example"
    assert confirm(client, path, PASSWORD) == 302
    assert (User.objects.get().email, is_signed_in(client)) == (ADDRESS, True)


def test_stranger_cannot_bring_his_account_to_her_address() -> None:
    his, her = browser(make_user("his@city.example")), Client()
    path = asks_for_address(his, ADDRESS)
    her.post(path)
    assert confirm(her, path, HERS) == 200
    she_signs_up(her, his)
    confirm(her, link(), HERS)
    assert confirm(his, path, PASSWORD) == 410
    assert {person.email for person in User.objects.all()} == {"his@city.example", ADDRESS}
    assert User.objects.get(email=ADDRESS).check_password(HERS)


def test_address_that_waits_is_void_once_the_password_is_changed() -> None:
    """Whoever knew the old password had a link sent to himself; the new password ends that."""
    person = make_user("hers@city.example")
    path = asks_for_address(browser(person), "his@city.example")
    her = browser(person)
    her.post("/accounts/password/", {"password": PASSWORD, "new_password": HERS})
    assert confirm(Client(), path, PASSWORD) in {200, 410}
    person.refresh_from_db()
    assert (person.email, person.check_password(HERS)) == ("hers@city.example", True)


def test_invitation_is_accepted_by_whoever_reads_the_mail() -> None:
    city = make_city()
    colleague = make_user("officer@oslo.example", city=city)
    practice = make_draft(contributor=colleague)
    browser(colleague).post(f"/contribute/practices/practice/{practice.pk}/authors/", {"email": ADDRESS})
    invitation = link()
    her, his = Client(), Client()
    she_signs_up(her, his)
    he_signs_up(her, his)
    confirm(her, link(), HERS)
    he_tries_all_pages(his)
    assert (his.get(invitation).status_code, his.post(invitation).status_code) == (302, 302)
    assert practice.coauthors.current().count() == 0
    assert her.post(invitation).status_code == 302
    assert practice.coauthors.current().get().person == User.objects.get(email=ADDRESS)


# In the same moment


class StrangerMeanwhile:
    """Lets a stranger sign up while her password is looked at."""

    def validate(self, password: str, user: User | None = None) -> None:
        he_signs_up(Client(), Client())

    def get_help_text(self) -> str:
        return ""


def test_stranger_who_signs_up_while_she_confirms_makes_her_link_void(settings: Settings) -> None:
    her = Client()
    sign_up(her)
    path = link()
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": f"{__name__}.StrangerMeanwhile"}]
    answer = her.post(path, {"new_password": HERS}, follow=True)
    assert (answer.status_code, "We sent you a newer mail" in answer.text) == (410, True)
    assert EmailAddress.objects.get().verified is False


class NewAddressMeanwhile(StrangerMeanwhile):
    """Gives the account another address while a new password is looked at."""

    def validate(self, password: str, user: User | None = None) -> None:
        User.objects.update(email="moved@city.example")


def test_link_of_an_address_that_is_given_up_meanwhile_sets_no_password(settings: Settings) -> None:
    person, thief = make_user(), Client()
    thief.post("/accounts/password/new/", {"email": person.email})
    path = link()
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": f"{__name__}.NewAddressMeanwhile"}]
    assert thief.post(path, {"new_password": HIS}, follow=True).status_code == 410
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_who_is_signed_out_meanwhile_changes_no_password(settings: Settings) -> None:
    person = make_user()
    client = browser(person)
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": f"{__name__}.NewAddressMeanwhile"}]
    answer = client.post("/accounts/password/", {"password": PASSWORD, "new_password": HIS})
    assert (answer.status_code, is_signed_in(client)) == (302, False)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


overlapping = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")


@overlapping
@pytest.mark.django_db(transaction=True)
def test_sign_up_that_waits_for_her_confirmation_changes_nothing() -> None:
    her, his = Client(), Client()
    she_signs_up(her, his)
    path = link()
    overlapped(lambda: confirm(her, path, HERS), lambda: he_signs_up(her, his))
    assert lifecycle.is_confirmed(User.objects.get())
    assert User.objects.get().check_password(HERS)
    assert mails()[-1].kind == "has_account"


@overlapping
@pytest.mark.django_db(transaction=True)
def test_confirmation_that_waits_for_his_sign_up_confirms_nothing() -> None:
    her, his = Client(), Client()
    she_signs_up(her, his)
    path = link()
    overlapped(lambda: he_signs_up(her, his), lambda: confirm(her, path, HERS))
    assert not lifecycle.is_confirmed(User.objects.get())
    assert confirm(her, link(), HERS) == 302
    assert User.objects.get().check_password(HERS)

"""Do admins, and only they, see people, invite them and set roles, and does everybody concerned hear of it?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.db import connection
from django.test import Client
from django.utils import timezone

from practices.accounts import lifecycle
from practices.models import AuditEvent, Mail, User
from tests.builders import PASSWORD, make_admin, make_city, make_editor, make_user
from tests.doors import SIGN_UP, browser, confirm, is_signed_in, link, sign_in
from tests.pages import client_of, form_data, submit_buttons

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/practices/user/"
NEW = {"email": "New@City.Example", "organisation": "City", "is_active": "on", "country": "", "city": ""}


def opened(client: Any, user: User) -> dict[str, Any]:
    return form_data(client.get(f"{PEOPLE}{user.pk}/change/").content, "user_form")


def changed(admin: User, person: User, **sent: str) -> Any:
    """Let an admin change a person in the form; an empty word takes a tick away."""
    client = client_of(admin)
    data = {name: value for name, value in (opened(client, person) | sent).items() if value != ""}
    return client.post(f"{PEOPLE}{person.pk}/change/", data)


def invited(**given: str) -> User:
    response = client_of(make_admin()).post(f"{PEOPLE}add/", NEW | given)
    assert response.headers.get("Location") == PEOPLE, response.text
    return User.objects.get(email=(NEW | given)["email"].lower())


def told() -> list[tuple[str, str]]:
    return sorted((mail.kind, mail.to) for mail in Mail.objects.all())


def kept() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    return [(event.kind, event.before, event.after) for event in AuditEvent.objects.order_by("pk")]


@pytest.mark.parametrize("page", ["", "add/", "1/change/", "1/history/", "1/password/"])
def test_editor_sees_no_people(page: str) -> None:
    make_user("hidden@city.example")
    client = client_of(make_editor())
    response = client.get(PEOPLE + page)
    assert response.status_code in {302, 403, 404}
    assert b"hidden@city.example" not in response.content
    assert b"/user/" not in client.get("/admin/").content


def test_editor_makes_herself_no_admin() -> None:
    editor = make_editor()
    client_of(editor).post(f"{PEOPLE}{editor.pk}/change/", NEW | {"is_superuser": "on", "is_staff": "on"})
    editor.refresh_from_db()
    assert editor.is_superuser is False


def test_admin_types_no_password_for_anybody() -> None:
    client = client_of(make_admin())
    for page in (f"{PEOPLE}add/", f"{PEOPLE}{make_user().pk}/change/"):
        assert 'type="password"' not in client.get(page).text.split('id="user_form"')[1].split("</form>")[0]
    client.post(f"{PEOPLE}add/", NEW | {"password_new": PASSWORD, "password": PASSWORD})
    assert not User.objects.get(email="new@city.example").has_usable_password()


def test_invited_person_chooses_her_password_and_is_in() -> None:
    person = invited(is_staff="on", country="NO", city="Bergen")
    assert (person.has_usable_password(), lifecycle.is_confirmed(person)) == (False, False)
    assert told() == [("person_invited", "new@city.example")]
    path, client = link(), Client()
    page = client.get(path)
    assert (page.status_code, page.text.count('type="password"')) == (200, 1)
    person.refresh_from_db()
    assert (lifecycle.is_confirmed(person), person.has_usable_password()) == (False, False)
    assert confirm(client, path) == 302
    person.refresh_from_db()
    assert (person.check_password(PASSWORD), person.is_staff, is_signed_in(client)) == (True, True, True)
    assert client.get("/admin/").status_code == 403  # she sets up her second step first
    roles = {"is_active": True, "is_staff": True, "is_superuser": False}
    assert kept()[0] == ("person_invited", {}, roles)
    assert [event.kind for event in AuditEvent.objects.filter(person=person)][::-1] == [
        "person_invited",
        "address_confirmed",
        "signed_in",
    ]


def test_add_form_says_who_chooses_the_password_and_has_one_button() -> None:
    page = client_of(make_admin()).get(f"{PEOPLE}add/")
    assert "Whoever reads it chooses the password." in page.text
    assert submit_buttons(page.content, "user_form") == [("_save", "Save")]


@pytest.mark.parametrize(
    ("what", "status", "words"),
    [
        ("used", 410, "It was used already"),
        ("expired", 410, "It has expired"),
        ("replaced", 410, "We sent you a newer mail"),
        ("moved", 404, "We do not know this link"),
    ],
)
def test_link_of_an_invitation_that_is_no_good_says_why(what: str, status: int, words: str) -> None:
    person, admin = invited(), make_admin()
    path = link()
    if what == "used":
        confirm(Client(), path)
    elif what == "expired":
        EmailConfirmation.objects.update(sent=timezone.now() - timedelta(days=4))
    elif what == "replaced":
        client_of(admin).post(f"{PEOPLE}{person.pk}/invite/")
    else:
        changed(admin, person, email="right@city.example")
    for response in (Client().get(path), Client().post(path, {"new_password": PASSWORD})):
        assert (response.status_code, words in response.text) == (status, True)
    if what in {"replaced", "moved"}:
        assert confirm(Client(), link()) == 302


def test_invitation_is_sent_again_while_it_is_not_taken_up() -> None:
    person, client = invited(), client_of(make_admin())
    User.objects.filter(pk=person.pk).update(date_joined=timezone.now() - timedelta(days=6))
    page = f"{PEOPLE}{person.pk}/change/"
    assert "Send the invitation again" in client.get(page).text
    assert client.get(f"{PEOPLE}{person.pk}/invite/").status_code == 405
    assert client.post(f"{PEOPLE}{person.pk}/invite/").headers["Location"] == page
    assert told() == [("person_invited", "new@city.example")] * 2
    person.refresh_from_db()
    assert person.date_joined > timezone.now() - timedelta(minutes=1)
    confirm(Client(), link())
    assert "Send the invitation again" not in client.get(page).text
    client.post(f"{PEOPLE}{person.pk}/invite/")
    assert len(told()) == 2
    assert client.post(f"{PEOPLE}0/invite/").status_code == 404
    assert client_of(make_editor()).post(f"{PEOPLE}{person.pk}/invite/").status_code == 403


def test_invitation_outlives_a_stranger_who_signs_up_with_the_address() -> None:
    person = invited(is_staff="on")
    Client().post("/accounts/signup/", SIGN_UP | {"email": person.email})
    assert confirm(Client(), link()) == 302
    person.refresh_from_db()
    assert (person.is_staff, person.check_password(PASSWORD)) == (True, True)


def test_invitation_that_nobody_takes_up_is_gone_after_a_week() -> None:
    person = invited()
    User.objects.filter(pk=person.pk).update(date_joined=timezone.now() - timedelta(days=8))
    lifecycle.sweep()
    assert not User.objects.filter(pk=person.pk).exists()
    assert kept() == [("person_invited", {}, {"is_active": True, "is_staff": False, "is_superuser": False})]


def test_city_is_found_and_asked_for_when_several_have_its_name() -> None:
    one, other = make_city("Springfield", slug="springfield"), make_city("Springfield", slug="springfield-2")
    client = client_of(make_admin())
    sent = NEW | {"country": "NO", "city": "Springfield"}
    page = client.post(f"{PEOPLE}add/", sent)
    assert (page.status_code, page.text.count('type="radio"'), one.slug in page.text) == (200, 3, True)
    client.post(f"{PEOPLE}add/", sent | {"which": other.slug})
    assert User.objects.get(email="new@city.example").city == other
    page = client.post(f"{PEOPLE}add/", NEW | {"email": "b@city.example", "city": "Nowhere"})
    assert "Choose the country of the city." in page.text


def test_address_has_one_account_whatever_its_capitals() -> None:
    make_user("new@city.example")
    response = client_of(make_admin()).post(f"{PEOPLE}add/", NEW)
    assert b"This address has an account." in response.content
    assert told() == []


def test_role_is_set_she_hears_of_it_and_the_password_stays() -> None:
    person, admin = make_user(), make_admin()
    signed_in = browser(person)
    changed(admin, person, is_staff="on")
    person.refresh_from_db()
    assert (person.is_staff, person.check_password(PASSWORD)) == (True, True)
    assert told() == [("role_changed", person.email)]
    assert "an editor’s account" in Mail.objects.get().text
    assert kept()[-1] == ("role_changed", {"is_staff": False}, {"is_staff": True})
    event = AuditEvent.objects.all()[0]
    assert (event.actor, event.person) == (admin, person)
    assert not is_signed_in(signed_in)


def test_both_addresses_hear_of_a_change_and_the_earlier_one_may_be_used_again() -> None:
    person, admin = make_user("before@city.example"), make_admin()
    lifecycle.vouch(person)
    changed(admin, person, email="After@City.example")
    person.refresh_from_db()
    assert told() == [("address_changed", "after@city.example"), ("address_changed", "before@city.example")]
    assert kept() == [("address_changed", {"email": "before@city.example"}, {"email": "after@city.example"})]
    rows = EmailAddress.objects.values_list("user", "email", "verified", "primary")
    assert list(rows) == [(person.pk, "after@city.example", True, True)]
    assert sign_in(Client(), "after@city.example").status_code == 302
    Client().post("/accounts/signup/", SIGN_UP | {"email": "before@city.example"})
    assert confirm(Client(), link()) == 302
    again = User.objects.get(email="before@city.example")
    assert (lifecycle.is_confirmed(again), again == person) == (True, False)


def test_links_to_the_earlier_address_are_void() -> None:
    person = make_user("before@city.example")
    Client().post("/accounts/password/new/", {"email": person.email})
    path = link()
    changed(make_admin(), person, email="after@city.example")
    assert Client().get(path).status_code == 410


def test_address_and_role_changed_at_once_are_told_to_both_addresses() -> None:
    person = make_editor("before@city.example")
    changed(make_admin(), person, email="after@city.example", is_staff="")
    assert told() == [
        ("address_changed", "after@city.example"),
        ("address_changed", "before@city.example"),
        ("role_changed", "after@city.example"),
        ("role_changed", "before@city.example"),
    ]
    assert "a contributor’s account" in Mail.objects.filter(kind="role_changed")[0].text


def test_what_else_an_admin_changes_is_kept_without_its_words() -> None:
    person = make_user()
    changed(make_admin(), person, organisation="Her office")
    person.refresh_from_db()
    assert (person.organisation, told()) == ("Her office", [])
    assert kept() == [("details_changed", {}, {"organisation": "…"})]
    changed(make_admin(), person)
    assert len(kept()) == 1


def test_admin_is_an_editor_too() -> None:
    person = make_user()
    assert b"An admin is an editor too." in changed(make_admin(), person, is_superuser="on").content


def test_admin_does_not_lock_herself_out() -> None:
    admin = make_admin()
    client = client_of(admin)
    data = opened(client, admin) | {"email": "me@programme.example", "is_superuser": "", "is_active": ""}
    client.post(f"{PEOPLE}{admin.pk}/change/", data)
    client.post(f"{PEOPLE}{admin.pk}/block/", {"reason": "By mistake."})
    admin.refresh_from_db()
    assert (admin.is_active, admin.is_superuser, admin.email) == (True, True, "me@programme.example")
    assert client.get(PEOPLE).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["is_superuser", "block"])
@pytest.mark.parametrize("other", ["changes", "closes"])
def test_two_last_admins_cannot_end_each_other_at_one_moment(how: str, other: str) -> None:
    ada, ben = make_admin(), make_admin()
    clients, ready = (client_of(ada), client_of(ben)), Barrier(2)
    forms = [opened(client, person) for client, person in zip(clients, (ben, ada), strict=True)]
    posts: list[tuple[str, dict[str, Any]]] = [
        (f"{PEOPLE}{person.pk}/change/", {name: value for name, value in form.items() if name != how})
        for person, form in zip((ben, ada), forms, strict=True)
    ]
    if how == "block":
        posts = [(f"{PEOPLE}{person.pk}/block/", {"reason": "Spam."}) for person in (ben, ada)]
    if other == "closes":
        posts[1] = ("/accounts/close/", {"password": PASSWORD})

    def act(number: int) -> int:
        try:
            ready.wait(30)
            return int(clients[number].post(*posts[number]).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(act, range(2)))
    assert 302 in answers
    assert User.objects.filter(is_superuser=True, is_active=True).count() >= 1


def test_nobody_is_deleted() -> None:
    person = make_user()
    assert client_of(make_admin()).post(f"{PEOPLE}{person.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=person.pk).exists()

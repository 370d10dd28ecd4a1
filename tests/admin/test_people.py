"""Do admins, and only they, see people and set roles?"""

from typing import Any

import pytest

from practices.models import User
from tests.builders import PASSWORD, make_admin, make_editor, make_user
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/practices/user/"
NEW = {"email": "New@City.Example", "organisation": "City", "is_active": "on", "password_new": PASSWORD}


def opened(client: Any, user: User) -> dict[str, Any]:
    return form_data(client.get(f"{PEOPLE}{user.pk}/change/").content, "user_form")


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


def test_admin_adds_a_person_who_can_sign_in() -> None:
    client_of(make_admin()).post(f"{PEOPLE}add/", NEW)
    person = User.objects.get(email="new@city.example")
    assert (person.is_staff, person.check_password(PASSWORD)) == (False, True)


@pytest.mark.parametrize("password", ["", "short", "newcityexample!"])
def test_person_needs_a_good_password(password: str) -> None:
    response = client_of(make_admin()).post(f"{PEOPLE}add/", NEW | {"password_new": password})
    assert (response.status_code, User.objects.filter(email="new@city.example").count()) == (200, 0)


def test_address_has_one_account_whatever_its_capitals() -> None:
    make_user("new@city.example")
    response = client_of(make_admin()).post(f"{PEOPLE}add/", NEW)
    assert b"This address has an account." in response.content


def test_role_is_set_and_the_password_stays() -> None:
    person, client = make_user(), client_of(make_admin())
    client.post(f"{PEOPLE}{person.pk}/change/", opened(client, person) | {"is_staff": "on"})
    person.refresh_from_db()
    assert (person.is_staff, person.check_password(PASSWORD)) == (True, True)


def test_admin_is_an_editor_too() -> None:
    person, client = make_user(), client_of(make_admin())
    response = client.post(f"{PEOPLE}{person.pk}/change/", opened(client, person) | {"is_superuser": "on"})
    assert b"An admin is an editor too." in response.content


def test_admin_does_not_lock_herself_out() -> None:
    admin = make_admin()
    client = client_of(admin)
    data = opened(client, admin) | {"password_new": "another long password", "is_superuser": ""}
    client.post(f"{PEOPLE}{admin.pk}/change/", data)
    admin.refresh_from_db()
    assert (admin.is_active, admin.is_superuser) == (True, True)
    assert admin.check_password("another long password")
    assert client.get(PEOPLE).status_code == 200


def test_nobody_is_deleted() -> None:
    person = make_user()
    assert client_of(make_admin()).post(f"{PEOPLE}{person.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=person.pk).exists()

"""Does the preview show what would be published, to whom it may be shown?"""

import pytest
from django.test import Client

from practices.entries import actions, preview_links
from tests.builders import make_city, make_draft, make_editor, make_user, moved, published, submitted
from tests.pages import client_of

pytestmark = pytest.mark.django_db


def test_contributor_and_editor_see_the_working_copy_as_a_page() -> None:
    user = make_user()
    practice = moved(published(contributor=user, title="The ship"), "revise", by=user)
    actions.save_answers(practice, {"purpose": "New *words*."}, by=user, expected_version=practice.version)
    for person in (user, make_editor()):
        response = client_of(person).get(f"/preview/{practice.pk}/")
        page = response.content.decode()
        assert response.status_code == 200
        assert "New <em>words</em>." in page
        assert "Preview" in page
        assert "no-store" in response["Cache-Control"]
    assert b"New <em>" not in Client().get("/practices/the-ship/").content


def test_preview_promises_no_cookies_only_to_whom_it_gives_none() -> None:
    user = make_user()
    practice = make_draft(contributor=user)
    link = preview_links.share(practice, by=user)
    own = client_of(user).get(f"/preview/{practice.pk}/").text
    shared = Client().get(link.get_absolute_url()).text
    assert ("No cookies" in own, "Place names from GeoNames" in own) == (False, True)
    assert ("No cookies" in shared, "Place names from GeoNames" in shared) == (True, True)


def test_preview_shows_only_what_the_public_would_read() -> None:
    user = make_user()
    practice = make_draft(contributor=user, contact_name="Ada Hidden", contact_email="ada@city.example")
    page = client_of(user).get(f"/preview/{practice.pk}/").content.decode()
    assert "Ada Hidden" not in page
    assert "ada@city.example" not in page


def test_typed_cities_and_an_empty_draft_are_shown() -> None:
    user = make_user()
    typed = make_draft(
        contributor=user, city=None, city_typed="Smallville", partner_cities=[make_city("Oslo")]
    )
    assert "Smallville" in client_of(user).get(f"/preview/{typed.pk}/").content.decode()
    empty = actions.create_draft({}, by=user, contributor=user)
    assert client_of(user).get(f"/preview/{empty.pk}/").status_code == 200


def test_entry_of_another_is_not_there() -> None:
    practice = submitted(contributor=make_user(), title="The reading ship")
    response = client_of(make_user()).get(f"/preview/{practice.pk}/")
    assert response.status_code == 404
    assert b"reading ship" not in response.content
    assert client_of(make_user()).get("/preview/999/").status_code == 404


def test_stranger_signs_in_first() -> None:
    practice = submitted()
    response = Client().get(f"/preview/{practice.pk}/")
    assert response["Location"] == f"/accounts/login/?next=/preview/{practice.pk}/"


def test_preview_leads_back_to_the_site_where_one_works() -> None:
    user = make_user()
    practice = submitted(contributor=user)
    assert (
        f"/contribute/practices/practice/{practice.pk}/"
        in client_of(user).get(f"/preview/{practice.pk}/").content.decode()
    )
    assert (
        f"/admin/practices/practice/{practice.pk}/review/"
        in client_of(make_editor()).get(f"/preview/{practice.pk}/").content.decode()
    )

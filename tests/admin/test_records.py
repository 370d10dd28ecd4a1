"""Who reads of what people did apart from entries, and what does she read?"""

import pytest
from pytest_django.asserts import assertNumQueries

from practices.models import User
from tests.builders import make_admin, make_city, make_editor, make_user
from tests.deeds import CITY, adds, changes, fails_to_sign_in
from tests.pages import client_of

pytestmark = pytest.mark.django_db
LIST = "/admin/practices/auditevent/"


def test_editor_reads_of_cities_and_topics_and_an_admin_all() -> None:
    adds("city", **CITY)()
    person = fails_to_sign_in()
    read = {
        who: client_of(make()).get(LIST) for who, make in (("editor", make_editor), ("admin", make_admin))
    }
    assert [("City added" in page.text, person.email in page.text) for page in read.values()] == [
        (True, False),
        (True, True),
    ]
    assert "Sign-in failed" not in read["editor"].text
    assert client_of(make_editor()).get(f"{LIST}?kind=sign_in_failed").text.count("Botkyrka") == 0
    assert person.email not in client_of(make_editor()).get(f"{LIST}?kind=sign_in_failed").text
    assert client_of(make_user()).get(LIST).status_code == 403


def test_list_shows_the_change_and_an_account_that_is_no_more() -> None:
    changes("city", lambda: make_city(population=5), population="0", aliases="Bjorgvin")()
    person = fails_to_sign_in()
    number = person.pk
    User.objects.filter(pk=number).delete()
    page = client_of(make_admin()).get(LIST).text
    assert "inhabitants: 5 → 0" in page
    assert "other names: — → Bjorgvin" in page
    assert f"account {number}, deleted" in page


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_queries_for_any_number(number: int) -> None:
    for _each in range(number):
        fails_to_sign_in()
    client = client_of(make_admin())
    with assertNumQueries(4):
        client.get(LIST)

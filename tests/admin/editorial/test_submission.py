"""Is it said where it is decided who submitted a text, of which city, and what she answered?"""

from typing import Any

import pytest
from pytest_django.asserts import assertNumQueries

from practices.entries import coauthors
from practices.models import Practice
from tests.admin.editorial.test_desk import review
from tests.admin.entry.test_single_undo import UNDO, decided
from tests.builders import make_city, make_draft, make_editor, make_user, moved, submitted
from tests.headings import words
from tests.pages import client_of, forms_of

pytestmark = pytest.mark.django_db

TYPED = {"city_typed": "Graatz", "country": "AT"}


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ({}, "Account without a city."),
        (TYPED, "Account of Graatz, Austria (as typed, not in our list)."),
        ({"city": "Bergen"}, "Account of Bergen, Norway."),
    ],
)
def test_account_of_the_contributor_is_shown_with_its_city(account: dict[str, Any], said: str) -> None:
    if "city" in account:
        account = {"city": make_city(account["city"])}
    practice, client = (
        submitted(contributor=make_user("ann@city.example", **account)),
        client_of(make_editor()),
    )
    for page in (review(practice), f"/admin/practices/practice/{practice.pk}/authors/"):
        assert said in words(client.get(page).text).split("ann@city.example")[1]


def test_coauthor_who_submitted_is_named_with_her_city() -> None:
    author, second = make_user(city=make_city()), make_user("ben@city.example", city=make_city("Oslo"))
    practice = make_draft(contributor=author, partner_cities=[make_city("Oslo")])
    client = client_of(make_editor())
    coauthors.join(coauthors.invite(practice, email=second.email, by=author), by=second)
    moved(practice, "submit", by=second, licence_agreed=True)
    with assertNumQueries(22):
        page = client.get(review(practice))
    assert "submitted by ben@city.example. Account of Oslo, Norway." in words(page.text)


def test_editor_who_linked_a_city_or_undid_her_decision_did_not_submit_the_text() -> None:
    editor = make_editor()
    client = client_of(editor)
    make_city("Oslo")
    linked, undone = (submitted(contributor=make_user(), title=title) for title in ("Ship", "Market garden"))
    Practice.objects.filter(pk=linked.pk).update(partner_cities_typed="Oslo")
    cities = f"/admin/practices/practice/{linked.pk}/cities/"
    link = next(form for form in forms_of(client.get(cities).content) if "city" in form["data"])
    client.post(cities, link["data"])
    [undo] = set(UNDO.findall(decided(client, undone).text))
    client.post(undo)
    for practice, last in ((linked, "edit"), (undone, "undo")):
        assert practice.events.all()[0].move == last
        assert "You submitted this text yourself." not in client.get(review(practice)).text


def test_answer_to_the_note_stands_above_the_buttons_while_the_text_waits() -> None:
    editor = make_editor()
    practice = submitted(contributor=make_user())
    assert practice.contributor
    moved(practice, "return", by=editor, note="Which figure?")
    again = moved(practice, "submit", by=practice.contributor, licence_agreed=True, note="Added the figure.")
    client = client_of(editor)
    page = client.get(review(again)).text
    assert "Added the figure." in page.split('id="decide_form"')[0]
    assert page.count("Added the figure.") == 1
    later = moved(again, "return", by=editor, note="And the year?")
    page = client.get(review(later)).text
    assert page.count("Added the figure.") == 1
    assert "Added the figure." in page.split("Earlier notes")[1]

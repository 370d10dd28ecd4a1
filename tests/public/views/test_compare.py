"""Does the comparison put side by side what its address names, and say a clear word of what it cannot?"""

import re

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from practices.entries import actions
from practices.exports.formats.table import FORMATS
from practices.models import Practice
from practices.template import BY_FIELD
from tests.builders import make_draft, make_editor, make_topic, make_translation, published, withdrawn
from tests.errors.test_views import main_words
from tests.exports.formats.readers import TITLES

pytestmark = pytest.mark.django_db

FILE = re.compile(r'href="(/practices\.[^"]+)"')


def address(*practices: Practice) -> str:
    return "/compare/?" + "&".join(f"p={practice.pk}" for practice in practices)


def test_practices_stand_side_by_side_by_question_in_the_order_of_the_address(client: Client) -> None:
    ship = published(title="The ship", purpose="To read.", impact="")
    choir = published(title="The choir", purpose="To sing.", impact="More songs.")
    page = client.get(address(choir, ship))
    assert [each.article.title for each in page.context["columns"]] == ["The choir", "The ship"]
    rows = {str(row.label): [answer for _column, answer in row.answers] for row in page.context["rows"]}
    assert [str(answer.html) for answer in rows["Purpose"]] == ["<p>To sing.</p>\n", "<p>To read.</p>\n"]
    assert rows["Impact"][1] is None
    assert str(BY_FIELD["stimulus"].label) not in rows
    assert "Not stated" in main_words(page)


def test_a_press_adds_and_removes(client: Client) -> None:
    ship, choir = published(title="The ship"), published(title="The choir")
    shown = client.get("/practices/").content.decode()
    assert f'href="/compare/?p={ship.pk}"' in shown
    assert f'href="/compare/?p={ship.pk}"' in client.get(f"/practices/{ship.slug}/").content.decode()
    found = client.get(address(ship), {"p": str(ship.pk), "q": "choir"})
    assert [(card.title, way) for card, way in found.context["found"]] == [
        ("The choir", address(ship, choir))
    ]
    both = client.get(address(ship, choir)).context
    assert [each.without for each in both["columns"]] == [address(choir), address(ship)]
    assert both["choice"].going_on == f"/practices/#compare={ship.pk},{choir.pk}"


@pytest.mark.parametrize(
    "typed",
    [
        "{0.pk}",
        " {0.pk} ",
        "http://localhost:8000/p/{0.pk}/",
        "/practices/{0.slug}/",
        "https://other.example/practices/{0.slug}/?x=1",
    ],
)
def test_number_and_address_are_found_as_well_as_words(client: Client, typed: str) -> None:
    ship = published(title="The ship")
    published(title="Another", purpose="Nothing about boats.")
    found = client.get("/compare/", {"q": typed.format(ship)}).context["found"]
    assert [card.title for card, _way in found] == ["The ship"]


def test_what_cannot_be_shown_is_said_in_words(client: Client) -> None:
    ship, gone, draft = published(title="The ship"), withdrawn(title="Gone"), make_draft(title="Draft")
    thrown = published(title="Thrown")
    actions.trash(thrown, by=make_editor(), expected_version=thrown.version)
    page = client.get(f"{address(ship, ship, ship, gone, draft, thrown)}&p=999")
    assert page.status_code == 200
    assert page.context["faults"] == [
        f"No. {ship.pk} was named twice. It stands here once.",
        f"No. {gone.pk} was withdrawn: The practice has ended.",
        f"There is no practice No. {draft.pk}.",
        f"No. {thrown.pk} was removed.",
        "There is no practice No. 999.",
    ]
    assert page.context["columns"][0].number == ship.pk
    assert "Draft" not in page.content.decode()


def test_seventh_is_refused_with_a_clear_word(client: Client) -> None:
    seven = [published(title=f"Practice {number}") for number in range(7)]
    page = client.get(address(*seven))
    assert (page.status_code, len(page.context["columns"])) == (400, 6)
    assert "the last one was left out" in main_words(page)
    full = client.get(address(*seven[:6]))
    assert full.status_code == 200
    assert "6 stand here already" in main_words(full)
    assert 'name="q"' not in full.content.decode()


@pytest.mark.parametrize("typed", ["abc", "0", "-1", "1" * 30, "1.5", "", "\0", "１２"])
def test_no_number_is_refused(client: Client, typed: str) -> None:
    page = client.get("/compare/", {"p": typed})
    assert (page.status_code, "is no number of a practice" in main_words(page)) == (400, True)


def test_empty_page_says_how_to_begin(client: Client) -> None:
    page = client.get("/compare/")
    assert (page.status_code, "Choose a practice" in main_words(page)) == (200, True)


@pytest.mark.one_in(3)
@pytest.mark.long
@pytest.mark.parametrize("ending", FORMATS)
def test_selection_is_taken_along_in_every_form(client: Client, ending: str) -> None:
    published(title="Not chosen")
    original = published(title="Une chorale", language="fr")
    translation = published(title="A choir")
    make_translation(translation, of=original)
    page = client.get(address(original, translation)).content.decode().replace("&amp;", "&")
    files = {link.partition("?")[0]: link for link in FILE.findall(page)}
    answer = client.get(files[f"/practices.{ending}"])
    body = b"".join(answer) if answer.streaming else answer.content
    assert sorted(TITLES[ending](body)) == ["A choir", "Une chorale"]
    listed = client.get(files[f"/practices.{ending}"].replace(f".{ending}", "/")).context["result_page"]
    assert listed.total == 2


def test_list_and_api_take_the_numbers_too(client: Client) -> None:
    ship, choir = published(title="The ship"), published(title="The choir", topics=[make_topic("roma")])
    published(title="Another")
    both = f"p={ship.pk}&p={choir.pk}"
    assert client.get(f"/api/v1/practices/?{both}").json()["total"] == 2
    assert client.get(f"/practices/?{both}&topic=roma").context["result_page"].total == 1
    page = client.get(f"/practices/?{both}")
    assert f'<input type="hidden" name="p" value="{ship.pk}">' in page.content.decode()
    assert "Practice: The ship" in main_words(page)
    nobody = client.get("/practices/?p=999")
    assert (nobody.status_code, "No. 999, which is not on line" in main_words(nobody)) == (200, True)
    assert client.get("/practices/?p=x").status_code == 400


@pytest.mark.parametrize("number", [1, 3, 6])
def test_comparison_asks_few_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    some = [published(title=f"Practice {each}") for each in range(number)]
    caches["pages"].clear()
    with django_assert_num_queries(5):
        assert client.get(address(*some)).status_code == 200


def test_searches_to_add_are_counted(client: Client, settings: Settings) -> None:
    settings.LIMITS = settings.LIMITS | {"search": {"ip": [(1, 60)]}}
    assert client.get("/compare/?q=ship").status_code == 200
    assert client.get("/compare/?q=boat").status_code == 429

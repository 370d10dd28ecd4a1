"""Is an old edition taken along as it was, in every form that has it, with nothing of the one on line?"""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from practices.entries import actions
from practices.exports.formats.table import FORMATS
from practices.models import Practice
from tests.builders import make_city, make_editor, make_topic, moved, published
from tests.exports.formats.readers import TITLES, pdf_text
from tests.test_canaries import unpacked

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

OF_EDITION = [form.ending for form in FORMATS.values() if form.of_edition]
BOOKS = [ending for ending in OF_EDITION if FORMATS[ending].is_book]


def renewed(practice: Practice, **given: Any) -> Practice:
    editor = make_editor()
    draft = moved(practice, "revise", by=editor)
    actions.save_answers(draft, given, by=editor, expected_version=draft.version)
    return moved(practice, "publish", by=editor)


@pytest.fixture
def first() -> Practice:
    oslo, porto = make_city("Oslo"), make_city("Porto", "PT")
    topics = [make_topic("roma", "Roma people"), make_topic("education", "Education")]
    return published(
        title="The reading ship",
        purpose="It *sails*.",
        partner_cities=[porto, oslo],
        topics=topics,
        contact_name="Kari Nordmann",
        contact_email="kari@city.example",
        contact_public=True,
    )


def record(client: Client, address: str) -> dict[str, Any]:
    [found] = json.loads(client.get(address).content)["practices"]
    return dict(found)


def test_json_of_an_old_edition_is_what_it_was_on_line_without_its_contact(
    client: Client, first: Practice
) -> None:
    before = record(client, f"/practices/{first.slug}.json")
    new = renewed(first, title="The singing ship", topics=[], partner_cities=[], purpose="It sings.")
    old = record(client, f"/practices/{new.slug}/editions/1.json")
    assert old.pop("address") == before.pop("address").replace(first.slug, f"{new.slug}/editions/1")
    assert (before.pop("slug"), old.pop("slug")) == ("the-reading-ship", "the-singing-ship")
    assert before["answers"]["contact_name"] == "Kari Nordmann"
    before["answers"] |= {"contact_name": "", "contact_email": "", "contact_public": False}
    assert old == before


@pytest.mark.parametrize("ending", OF_EDITION)
def test_file_of_an_old_edition_has_its_words_alone(client: Client, first: Practice, ending: str) -> None:
    new = renewed(first, title="The singing ship", purpose="A newer purpose.")
    answer = client.get(f"/practices/{new.slug}/editions/1.{ending}")
    assert (answer.status_code, answer["Content-Type"]) == (200, FORMATS[ending].media_type)
    assert f'filename="the-singing-ship-1.{ending}"' in answer["Content-Disposition"]
    assert TITLES[ending](answer.content) == ["The reading ship"]
    text = unpacked(answer.content)
    assert [word for word in ("The singing", "A newer", "Nordmann", "kari@") if word in text] == []


@pytest.mark.long
@pytest.mark.parametrize("ending", BOOKS)
def test_book_of_an_old_edition_says_that_it_is_old(client: Client, first: Practice, ending: str) -> None:
    told = f"This is edition 1 of {localdate():%-d %B %Y}: it is no longer the current one."
    new = renewed(first, purpose="A newer purpose.")
    assert told in unpacked(client.get(f"/practices/{new.slug}/editions/1.{ending}").content)
    assert told not in unpacked(client.get(f"/practices/{new.slug}.{ending}").content)


def test_pages_of_an_old_edition_say_all_that_it_said(client: Client, first: Practice) -> None:
    new = renewed(first, purpose="A newer purpose.", topics=[], partner_cities=[])
    text = pdf_text(client.get(f"/practices/{new.slug}/editions/1.pdf").content)
    for said in (
        "It sails.",
        "Oslo · Porto, Portugal",
        "Education · Roma people",
        "Edition 1, ",
        "licence not stated",
    ):
        assert said in text


@pytest.mark.one_in(3)
@pytest.mark.parametrize("ending", OF_EDITION)
def test_file_of_an_old_edition_asks_few_questions(
    client: Client, first: Practice, django_assert_num_queries: DjangoAssertNumQueries, ending: str
) -> None:
    new = renewed(first, title="The singing ship")
    # the versions, the edition on line with its cities and topics, the snapshot with its own, when it was first published
    with django_assert_num_queries(8 + FORMATS[ending].is_book):
        client.get(f"/practices/{new.slug}/editions/1.{ending}")

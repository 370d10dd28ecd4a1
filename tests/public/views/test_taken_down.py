"""What do readers find where words were taken down by law: a tombstone with its date, and none of the words?"""

import pytest
from django.test import Client
from django.utils.formats import date_format
from django.utils.timezone import localtime
from pytest_django import DjangoAssertNumQueries

from practices.entries import actions
from practices.exports.formats.table import FORMATS
from practices.models import Practice
from tests.builders import make_editor, moved, published, withdrawn
from tests.entries.takedown.told import WORD, take, told
from tests.headings import heading_texts, words

pytestmark = pytest.mark.django_db


def today() -> str:
    return date_format(localtime(), "j F Y")


def read(client: Client, address: str) -> tuple[int, str]:
    answer = client.get(address, follow=True)
    return answer.status_code, words(answer.text)


def test_edition_on_line_answers_410_with_the_date_at_every_address(client: Client) -> None:
    practice = take(published(title="A quiet ship", purpose=f"For {WORD}."), edition=1)
    page = f"/practices/{practice.slug}/"
    for address in (page, f"{page}editions/1/", f"/p/{practice.pk}/"):
        answer = client.get(address)
        assert (answer.status_code, heading_texts(answer.text, 1)) == (
            410,
            ["This text was removed for legal reasons"],
        )
        assert f"It was removed on {today()}." in words(answer.text)
        assert (WORD in answer.text, '<form class="search"' in answer.text) == (False, True)


@pytest.mark.long
def test_older_edition_answers_410_and_leads_to_the_current_one_which_names_it(client: Client) -> None:
    practice = take(told(purpose="Quays."), edition=1)
    page = f"/practices/{practice.slug}/"
    status, said = read(client, f"{page}editions/1/")
    forms = [form for form in FORMATS.values() if form.of_edition]
    assert {client.get(f"{page}editions/1.{form.ending}").status_code for form in forms} == {410}
    assert (status, f"It was removed on {today()}." in said, "Read the current edition" in said) == (
        410,
        True,
        True,
    )
    assert f'href="{page}">Read the current edition</a>' in client.get(f"{page}editions/1/").text
    status, said = read(client, page)
    assert status == 200
    assert f"edition 1, {today()} (removed on {today()} for legal reasons)" in said


def test_passage_leaves_a_line_on_the_page_of_each_edition_that_said_it(client: Client) -> None:
    practice = take(told(title="The reading ship"), passage=WORD)
    page, line = (
        f"/practices/{practice.slug}/",
        f"Something was removed from this text on {today()} for legal reasons.",
    )
    for address in (page, f"{page}editions/1/"):
        status, said = read(client, address)
        assert (status, line in said, WORD in said, "[…] and books." in said) == (200, True, False, True)


def test_page_that_said_nothing_of_it_says_nothing_of_a_removal(client: Client) -> None:
    practice = take(told(title="The reading ship", period="since 2015"), passage=f"when {WORD} came")
    page = f"/practices/{practice.slug}/"
    found = ["legal reasons" in read(client, address)[1] for address in (page, f"{page}editions/1/")]
    assert found == [False, True]


def test_withdrawn_practice_says_why_as_before(client: Client) -> None:
    status, said = read(client, f"/practices/{withdrawn().slug}/")
    assert (status, "The practice has ended." in said, "legal reasons" in said) == (410, True, False)


def test_removed_practice_asks_one_question_more(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    practice = take(published(), edition=1)
    with django_assert_num_queries(4):
        client.get(f"/practices/{practice.slug}/")


def test_kept_page_is_not_given_again(client: Client) -> None:
    practice = published(purpose=f"For {WORD}.")
    page = f"/practices/{practice.slug}/"
    assert WORD in client.get(page).text
    take(practice, passage=WORD)
    assert WORD not in client.get(page).text


def test_next_edition_is_read_as_any_other(client: Client) -> None:
    practice = take(published(contributor=None, purpose=f"For {WORD}."), edition=1)
    editor = make_editor()
    answers = {"title": "A new ship", "country": "NO", "purpose": "Quays."}
    practice = actions.save_answers(practice, answers, by=editor, expected_version=practice.version)
    practice = moved(practice, "publish", by=editor)
    assert Practice.objects.get(pk=practice.pk).edition.number == 2
    assert read(client, f"/practices/{practice.slug}/")[0] == 200
    assert read(client, f"/practices/{practice.slug}/editions/1/")[0] == 410

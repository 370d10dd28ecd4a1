"""Is what was understood shown where it was typed, on every page, and said while one types?"""

from typing import Any

import pytest
from django.test import Client

from practices.models import Practice
from tests.builders import make_city, make_draft, make_editor, make_user, published, submitted
from tests.hostile import NASTY, TEXTS
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db

READING = "/contribute/practices/practice/reading/"
NO_YEAR = "We found no year in this: nobody will find it by year."
REVERSED = "The end, 2015, is before the start, 2020. Write the earlier year first."


def entry(practice: Practice, page: str) -> str:
    return f"/contribute/practices/practice/{practice.pk}/{page}/"


def beneath(page: bytes, field: str) -> str:
    """Return what stands beneath a field."""
    _, _, after = page.decode().partition(f'id="id_{field}_reading"')
    return after.partition(">")[2].partition("</p>")[0]


def begun(**given: Any) -> tuple[Client, Practice]:
    user = make_user()
    return client_of(user), make_draft(contributor=user, **given)


def test_form_says_beneath_each_field_what_was_read() -> None:
    client, practice = begun(period="2015-2020", partner_cities=[make_city("Vienna", "AT")])
    page = client.get(entry(practice, "change")).content
    assert [beneath(page, name) for name in ("period", "city", "partner_cities")] == [
        "We read: 2015 to 2020.",
        "We read: Bergen, Norway.",
        "We read: Vienna, Austria.",
    ]
    assert 'aria-describedby="id_period_helptext id_period_reading"' in page.decode()


@pytest.mark.long
def test_form_that_is_not_saved_reads_what_was_sent() -> None:
    client, practice = begun()
    data = form_data(client.get(entry(practice, "change")).content)
    page = client.post(entry(practice, "change"), data | {"period": "2020-2015", "title": "x" * 2001}).content
    assert beneath(page, "period") == REVERSED


def test_new_entry_reads_the_city_of_the_account() -> None:
    client = client_of(make_user(city=make_city()))
    sent = form_data(client.get("/contribute/practices/practice/add/").content) | {"title": "A ship"}
    opened = client.post("/contribute/practices/practice/add/", sent, follow=True).content
    assert beneath(opened, "city") == "We read: Bergen, Norway."


def test_check_page_says_what_was_read_and_each_contradiction_once() -> None:
    client, practice = begun(period="sometime")
    page = client.get(entry(practice, "move/submit")).content.decode()
    assert f'<span class="reading reading--doubtful">{NO_YEAR}</span>' in page
    Practice.objects.filter(pk=practice.pk).update(period="2020-2015")
    page = client.get(entry(practice, "move/submit")).content.decode()
    rows = page.partition('<section class="module sheet">')[2]
    assert (rows.count(REVERSED), page.count(REVERSED)) == (1, 2)  # the one above leads to it


def test_editor_reads_it_where_she_decides() -> None:
    practice = submitted(period="sometime")
    page = client_of(make_editor()).get(f"/admin/practices/practice/{practice.pk}/review/").content.decode()
    assert f'<li><a href="#id_period">Period: {NO_YEAR}</a></li>' in page
    assert f'<dd class="reading reading--doubtful">{NO_YEAR}</dd>' in page
    assert '<dd class="reading">We read: Bergen, Norway.</dd>' in page


def test_what_is_typed_is_read_and_nothing_is_written() -> None:
    client, practice = begun()
    make_city("Vienna", "AT")
    sent = {"country": "PL", "period": "2020-2015", "city": "Nowhere", "partner_cities": "Vienna, Austria"}
    assert client.post(READING, sent).json() == {
        "period": {"text": REVERSED, "doubtful": True},
        "city": {"text": "Not in our list of cities yet: an editor links it.", "doubtful": True},
        "partner_cities": {"text": "We read: Vienna, Austria.", "doubtful": False},
    }
    assert Practice.objects.get(pk=practice.pk).version == 1


@pytest.mark.one_in(4)
@pytest.mark.long
@pytest.mark.parametrize("text", [*TEXTS, *(unit * 10_000 for unit in NASTY.values())])
def test_hostile_texts_are_read(text: str) -> None:
    client, _ = begun()
    text = text.encode(errors="replace").decode()
    sent = {"country": text, "period": text, "city": text, "partner_cities": text}
    response = client.post(READING, sent)
    assert response.status_code == 200
    assert set(response.json()) <= {"period", "city", "partner_cities"}
    assert len(response.content) < 100_000
    response = client.post(READING, sent | {"country": "NO"})
    assert response.status_code == 200


def test_typed_title_is_told_what_is_on_line_in_the_country_and_nothing_that_is_not() -> None:
    client, mine = begun()
    published(title="The reading ship")
    published(title="The singing ship", country="SE", city=None)
    published(title="The cooking ship", contributor=mine.contributor)
    make_draft(contributor=make_user(), title="The walking ship")

    def said(title: str, country: str = "NO") -> Any:
        return client.post(READING, {"title": title, "country": country}).json().get("title")

    told = {"text": "On line already: “The reading ship”. Is yours another one?", "doubtful": False}
    assert said("A reading ship") == told
    alike_elsewhere_own_and_unpublished = ["A singing ship", "A cooking ship", "A walking ship"]
    assert [said(each) for each in alike_elsewhere_own_and_unpublished] == [None, None, None]
    assert (said("A reading ship", "SE"), said("A reading ship", "")) == (None, None)


def test_title_of_a_new_entry_is_compared_in_the_country_of_the_account() -> None:
    published(title="The reading ship")
    client = client_of(make_user(country="NO"))
    assert b'id="id_title_reading"' in client.get("/contribute/practices/practice/add/").content
    assert "The reading ship" in client.post(READING, {"title": "A reading ship"}).json()["title"]["text"]
    editors = READING.replace("contribute", "admin")
    assert client_of(make_editor()).post(editors, {"title": "A reading ship", "country": "NO"}).json() == {}


def test_error_stands_at_its_field_without_the_name_that_is_above_it() -> None:
    client, _practice = begun(period="2020-2015")
    page = client.get(entry(_practice, "change/practice") + "?told=period").text
    assert (page.count(f"Period: {REVERSED}"), page.count(REVERSED)) == (1, 3)

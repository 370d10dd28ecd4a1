"""Does an editor find the city or topic that stays, and read what she does, and can she take it back?"""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.entries import merging
from practices.models import AuditEvent, City, Merge, Topic
from tests.builders import make_city, make_draft, make_editor, make_topic, make_user, published
from tests.headings import words
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db
CITIES, TOPICS = "/admin/practices/city/", "/admin/practices/topic/"


def offered(page: Any) -> list[str]:
    return [each.slug for each, _number in page.context["offered"]]


def test_cities_of_its_name_are_offered_and_others_are_searched_in_its_country() -> None:
    client = client_of(make_editor())
    bergen = make_city()
    make_city("Bergen", slug="bergen-2", population=9)
    make_city("Bergen", "DE", slug="bergen-germany")
    make_city("Oslo", aliases=["Christiania"])
    page = f"{CITIES}{bergen.pk}/merge/"
    assert offered(client.get(page)) == ["bergen-2"]
    assert offered(client.get(f"{page}?q=CHRIST")) == ["oslo"]
    assert offered(client.get(f"{page}?q=germany")) == []
    assert page in client.get(f"{CITIES}{bergen.pk}/change/").text


def test_page_says_how_many_entries_name_each_merges_and_undoes() -> None:
    client, gone, stays = client_of(make_editor()), make_city("Bjorgvin"), make_city()
    published(city=gone)
    make_draft(city=gone)
    make_draft(city=stays)
    page = f"{CITIES}{gone.pk}/merge/?q=bergen"
    shown = words(client.get(page).text)
    assert ("2 entries name Bjorgvin, Norway." in shown, "Bergen, Norway (bergen, 1 entry)" in shown) == (
        True,
        True,
    )
    refused = client.post(page, {"target": ""})
    assert (refused.status_code, "Choose the one that stays" in refused.text, City.objects.count()) == (
        400,
        True,
        2,
    )
    done = client.post(
        page, form_data(client.get(page).content, "merge_form") | {"target": stays.pk}, follow=True
    )
    assert done.redirect_chain == [(f"{CITIES}{stays.pk}/change/", 302)]
    assert "“Bjorgvin, Norway” is “Bergen, Norway” now." in words(done.text)
    assert "City merged. The other one: Bjorgvin (bjorgvin)" in words(done.text)
    back = client.post(
        f"{CITIES}{stays.pk}/part/",
        form_data(done.content, f"part_form_{Merge.objects.get().pk}"),
        follow=True,
    )
    assert back.redirect_chain == [(f"{CITIES}{gone.pk}/change/", 302)]
    assert AuditEvent.objects.filter(about_id=stays.pk).values_list("kind", flat=True)[0] == "city_parted"
    late = client.post(f"{CITIES}{stays.pk}/part/", {"merge": Merge.objects.get().pk}, follow=True)
    assert "This can be undone within a day" in late.text


def test_topic_is_merged_into_any_other() -> None:
    client, gone, stays = client_of(make_editor()), make_topic("media"), make_topic("press")
    page = f"{TOPICS}{gone.pk}/merge/"
    assert offered(client.get(page)) == ["press"]
    assert client.post(page, {"target": stays.pk}).headers["Location"] == f"{TOPICS}{stays.pk}/change/"
    assert [topic.slug for topic in Topic.objects.all()] == ["press"]
    assert client.get(page).status_code == 404


def test_other_country_is_refused_with_the_reason_and_nobody_else_merges() -> None:
    bergen, lyon = make_city(), make_city("Lyon", "FR")
    page = f"{CITIES}{bergen.pk}/merge/"
    answer = client_of(make_editor()).post(page, {"target": lyon.pk})
    assert (answer.status_code, "two countries" in answer.text) == (400, True)
    client = client_of(make_user())
    assert [client.get(page).status_code, client.post(page, {"target": lyon.pk}).status_code] == [403, 403]
    assert City.objects.count() == 2


def test_merge_asks_as_much_for_three_entries_as_for_one() -> None:
    asked, editor = [], make_editor()
    for number in (1, 3):
        gone, stays = make_city(f"Going {number}"), make_city(f"Staying {number}")
        for _ in range(number):
            published(city=gone)
        with CaptureQueriesContext(connection) as queries:
            merging.merge(gone, stays, by=editor)
        asked.append(len(queries))
    assert asked[0] == asked[1]

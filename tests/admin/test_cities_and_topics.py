"""Do cities and topics keep every address that they ever had?"""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from practices.entries import actions
from practices.models import City, OldSlug, ReadyNote, Topic
from practices.places.cities import called
from tests.builders import make_city, make_draft, make_editor, make_topic, make_user, moved, published
from tests.headings import words
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db
CITIES, TOPICS = "/admin/practices/city/", "/admin/practices/topic/"


def new_city(**given: Any) -> dict[str, Any]:
    return {"name": "Botkyrka", "country": "SE", "population": 0, "aliases": "", "slug": ""} | given


def test_city_is_added_and_found_by_each_of_its_names() -> None:
    data = new_city(aliases="Botkyrka kommun\n\nBotchyrka", latitude="59.2", longitude="17.8")
    assert client_of(make_editor()).post(f"{CITIES}add/", data).status_code == 302
    city = City.objects.get()
    assert (city.slug, city.aliases, city.geoname_id) == ("botkyrka", ["Botkyrka kommun", "Botchyrka"], None)
    assert called("BOTKYRKA KOMMUN", "SE") == [city]


def test_names_keep_no_sign_that_nobody_sees_or_that_turns_words_around() -> None:
    editor = client_of(make_editor())
    editor.post(f"{CITIES}add/", new_city(name="Bot\u202ekyrka", region="Stock\u0007holm"))
    editor.post(f"{TOPICS}add/", {"name": "Hou\u2066sing", "slug": "", "description": ""})
    editor.post(f"{TOPICS}add/", {"name": "\u202e", "slug": "nothing", "description": ""})
    editor.post("/admin/practices/readynote/add/", {"name": "Ye\u202ear", "text": "When?", "position": 0})
    assert City.objects.values_list("name", "region").get() == ("Botkyrka", "Stockholm")
    assert [topic.name for topic in Topic.objects.all()] == ["Housing"]
    assert ReadyNote.objects.get().name == "Year"


def test_second_city_of_a_name_gets_its_country() -> None:
    make_city("Valencia", "VE", slug="valencia")
    client_of(make_editor()).post(f"{CITIES}add/", new_city(name="Valencia", country="ES"))
    assert City.objects.get(country="ES").slug == "valencia-spain"


def test_changed_address_is_kept_for_good_and_never_given_to_another() -> None:
    city = make_city("Bergen")
    client = client_of(make_editor())
    change = f"{CITIES}{city.pk}/change/"
    client.post(change, form_data(client.get(change).content, "city_form") | {"slug": "bjorgvin"})
    city.refresh_from_db()
    assert (city.slug, OldSlug.objects.get().slug, OldSlug.objects.get().target) == (
        "bjorgvin",
        "bergen",
        city.pk,
    )
    response = client.post(f"{CITIES}add/", new_city(name="Bergen", country="DE", slug="bergen"))
    assert b"leads elsewhere for good" in response.content
    client.post(f"{CITIES}add/", new_city(name="Bergen", country="DE"))
    assert City.objects.get(country="DE").slug == "bergen-germany"


def test_city_may_take_its_own_old_address_back() -> None:
    city = make_city("Bergen")
    client = client_of(make_editor())
    change = f"{CITIES}{city.pk}/change/"
    for slug in ("bjorgvin", "bergen"):
        client.post(change, form_data(client.get(change).content, "city_form") | {"slug": slug})
    city.refresh_from_db()
    assert (city.slug, [old.slug for old in OldSlug.objects.all()]) == ("bergen", ["bjorgvin"])


@pytest.mark.parametrize(
    "wrong",
    [{"latitude": "91", "longitude": "0"}, {"latitude": "10"}, {"slug": "no good"}, {"country": "XX"}],
)
def test_wrong_city_is_refused(wrong: dict[str, str]) -> None:
    response = client_of(make_editor()).post(f"{CITIES}add/", new_city(**wrong))
    assert (response.status_code, City.objects.count()) == (200, 0)


def test_city_without_letters_asks_for_its_address() -> None:
    response = client_of(make_editor()).post(f"{CITIES}add/", new_city(name="京"))
    assert b"Write the name in addresses" in response.content


def test_city_form_is_filled_from_the_address() -> None:
    page = client_of(make_editor()).get(f"{CITIES}add/?name=Smallville&country=US").content
    assert form_data(page, "city_form")["name"] == ["Smallville"]
    assert form_data(page, "city_form")["country"] == ["US"]


def test_list_is_searched_by_any_spelling() -> None:
    make_city("Genève", "CH", slug="geneve")
    make_city("Bergen")
    page = client_of(make_editor()).get(f"{CITIES}?q=GENEVE").content.decode()
    assert "geneve" in page
    assert "Bergen" not in page


def test_city_of_just_the_name_that_is_looked_for_comes_first() -> None:
    for name in ("Agrigento", "Gent", "Nogent"):
        make_city(name, aliases=["Ghent"] if name == "Gent" else [])
    client = client_of(make_editor())
    for query in ("gent", "Ghent"):
        found = client.get(f"{CITIES}?q={query}").context["cl"].result_list
        assert found[0].name == "Gent"
    by_name = client.get(f"{CITIES}?q=gent&o=0").context["cl"].result_list
    assert [city.name for city in by_name] == ["Agrigento", "Gent", "Nogent"]


def test_topic_keeps_its_old_address() -> None:
    topic = make_topic("housing")
    client = client_of(make_editor())
    change = f"{TOPICS}{topic.pk}/change/"
    client.post(change, form_data(client.get(change).content, "topic_form") | {"slug": "homes"})
    topic.refresh_from_db()
    assert (topic.slug, OldSlug.objects.get().kind, OldSlug.objects.get().slug) == (
        "homes",
        "topic",
        "housing",
    )


def test_nothing_is_deleted_nor_logged() -> None:
    city, topic = make_city(), make_topic()
    client = client_of(make_editor(is_superuser=True))
    assert client.post(f"{CITIES}{city.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{TOPICS}{topic.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{CITIES}{city.pk}/history/").status_code != 200
    client.post(f"{TOPICS}add/", {"name": "Sport", "slug": "sport", "description": ""})
    assert (City.objects.count(), Topic.objects.count(), LogEntry.objects.count()) == (1, 2, 0)


@pytest.mark.parametrize("address", [CITIES, f"{CITIES}add/", TOPICS, f"{TOPICS}add/"])
def test_contributor_changes_no_list(address: str) -> None:
    client = client_of(make_user())
    assert client.get(address).status_code == 403
    assert client.post(address, new_city()).status_code == 403
    assert (City.objects.count(), Topic.objects.count()) == (0, 0)
    assert client.get(address.replace("admin", "contribute")).status_code == 404


def test_topic_gets_its_address_from_its_name() -> None:
    data = {"name": "Sport & leisure", "slug": "", "description": ""}
    client_of(make_editor()).post(f"{TOPICS}add/", data)
    assert Topic.objects.get().slug == "sport-leisure"


def test_topics_stand_by_their_letters_and_begin_with_a_capital() -> None:
    client = client_of(make_editor())
    for name in ("ships", "Roma", "arts"):
        client.post(f"{TOPICS}add/", {"name": name, "slug": "", "description": ""})
    assert [str(topic) for topic in Topic.objects.all()] == ["Arts", "Roma", "Ships"]
    page = words(client.get(TOPICS).text)
    assert page.index("Arts arts") < page.index("Roma roma") < page.index("Ships ships")


def test_too_long_a_description_or_list_of_names_is_refused_and_stays() -> None:
    client, text = client_of(make_editor()), "word " * 4001
    answers = [
        client.post(f"{TOPICS}add/", {"name": "Sport", "slug": "", "description": text}),
        client.post(f"{CITIES}add/", new_city(aliases=text)),
    ]
    for answer in answers:
        assert (answer.status_code, "20000" in answer.text, text[:-1] in answer.text) == (
            200,
            True,
            True,
        )
    assert (City.objects.count(), Topic.objects.count()) == (0, 0)


def numbers(page: str) -> dict[str, str]:
    """Return the number of practices beside each row of a list."""
    rows = re.findall(r"<tr[^>]*><th.*?</tr>", page, re.DOTALL)
    cells = [words(row).split() for row in rows]
    found = [re.search(r'class="field-entries[^>]*>(?:<[^>]*>)*(\d+)', row) for row in rows]
    return {cell[0]: match[1] for cell, match in zip(cells, found, strict=True) if match}


def test_lists_say_how_many_entries_name_each_row_and_ask_no_more_for_three() -> None:
    client, oslo = client_of(make_editor()), make_city("Oslo")
    make_draft(partner_cities=[oslo, make_city()], topics=[make_topic("media")])
    draft = make_draft(topics=[make_topic("media"), make_topic("housing")])
    make_topic("sport")
    assert numbers(client.get(CITIES).text) == {"Bergen": "2", "Oslo": "1"}
    assert numbers(client.get(TOPICS).text) == {
        "Education": "0",
        "Media": "2",
        "Housing": "1",
        "Sport": "0",
    }
    actions.trash(draft, by=make_editor(), expected_version=draft.version)
    for address in (CITIES, TOPICS):
        asked = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                page = client.get(address).text
            asked.append(len(queries))
            for number in range(2):
                make_city(f"Haven {number}")
                make_topic(f"thing-{number}")
        assert asked[0] == asked[1]
    assert numbers(page)["Housing"] == "0"


def test_what_editors_say_of_a_city_and_a_topic_stands_on_its_page() -> None:
    client = client_of(make_editor())
    practice = published()
    rows: list[tuple[str, Any, str]] = [
        (CITIES, practice.city, "city_form"),
        (TOPICS, practice.topics.get(), "topic_form"),
    ]
    for address, row, form in rows:
        change = f"{address}{row.pk}/change/"
        said = {"description": "A <b>port</b> of the north.\nIt has ships."}
        client.post(change, form_data(client.get(change).content, form) | said)
        page = Client().get(row.get_absolute_url()).text
        assert "A &lt;b&gt;port&lt;/b&gt; of the north.<br>It has ships." in page
        shown = words(client.get(change).text)
        assert ("Description: …" in shown, "ship" in shown.split("What was changed")[1]) == (True, False)


@pytest.mark.long
def test_retired_topic_is_offered_no_more_stays_where_it_is_and_is_found() -> None:
    editor = make_editor()
    client, topic = client_of(editor), make_topic("media")
    practice = published(topics=[topic, make_topic("sport")])
    change = f"{TOPICS}{topic.pk}/change/"
    add = f"/admin/practices/practice/{make_draft(topics=[]).pk}/change/"
    assert "Media" in client.get(add).text
    make_topic("unused")
    for each in Topic.objects.exclude(slug="sport"):
        page = f"{TOPICS}{each.pk}/change/"
        client.post(page, form_data(client.get(page).content, "topic_form") | {"is_retired": "on"})
    assert ("Media" in client.get(add).text, "Sport" in client.get(add).text) == (False, True)
    assert "Retired: no → yes" in words(client.get(change).text)
    practice = moved(practice, "revise", by=editor)
    edited = f"/admin/practices/practice/{practice.pk}/change/"
    data = form_data(client.get(edited).content, "practice_form")
    assert data["topics"] == ["media", "sport"]
    client.post(edited, data | {"title": "Another title"})
    assert sorted(each.slug for each in practice.topics.all()) == ["media", "sport"]
    assert Client().get("/topics/media/").status_code == 200
    assert "The reading ship" in Client().get("/practices/?topic=media").text
    found = [words(part) for part in Client().get("/topics/").text.split("<li")]
    assert (any("Media" in each for each in found), any("Unused" in each for each in found)) == (True, False)


def test_inhabitants_are_read_by_thousands_and_unknown_ones_are_no_nought() -> None:
    make_city(population=1_347_342)
    make_city("Oslo")
    page = client_of(make_editor()).get(CITIES).text
    cells = re.findall(r'class="field-inhabitants[^>]*>\s*([^<]*?)\s*<', page)
    assert cells == ["1,347,342", "-"]

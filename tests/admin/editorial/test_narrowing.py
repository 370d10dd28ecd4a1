"""Does an editor find what she looks for: by an address, a filter, with the number of entries beside it?"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from practices.entries import actions, claims, undo
from practices.entries.undoable_moves import move_with_undo
from practices.models import Edition, OldSlug, Practice
from tests.builders import make_city, make_editor, make_topic, make_user, moved, published, submitted
from tests.pages import client_of

pytestmark = pytest.mark.django_db
LIST = "/admin/practices/practice/"


def found(text: str) -> str:
    """Return where a search leads; nothing when it lists what it finds."""
    return str(client_of(make_editor()).get(LIST, {"q": text}).headers.get("Location", ""))


def test_pasted_address_leads_to_the_entry() -> None:
    waiting, on_line = submitted(), published(title="A quay")
    OldSlug.objects.create(kind="practice", slug="an-old-quay", target=on_line.pk)
    form, decide = f"{LIST}{on_line.pk}/change/", f"{LIST}{waiting.pk}/review/"
    assert found(f" /p/{waiting.pk}/ ") == decide
    for text in (
        "/practices/a-quay/",
        "https://practices.example/practices/a-quay/?from=mail#impact",
        "http://practices.example/practices/an-old-quay/",
        "/practices/a-quay/editions/9/",
        f"/p/{on_line.pk}/",
        f"/preview/{on_line.pk}/",
        f"{LIST}{on_line.pk}/history/",
    ):
        assert found(text) == form, text


@pytest.mark.parametrize(
    "text",
    [
        "999999",
        "9" * 30,
        "/practices/no-such/",
        "/topics/a-quay/",
        "https://[x",
        "a/b",
        "quay",
        "/preview/shared/x/",
    ],
)
def test_what_names_no_entry_is_searched_for(text: str) -> None:
    published(title="A quay")
    assert found(text) == ""


def test_entry_in_the_trash_is_found_by_its_address() -> None:
    practice, editor = submitted(), make_editor()
    actions.trash(practice, by=editor, expected_version=practice.version)
    assert found(f"/p/{practice.pk}/") == f"{LIST}{practice.pk}/change/"


def choices(page: str) -> dict[str, int]:
    """Return the number beside each choice of the filters, by what it asks."""
    links = re.findall(r'<a href="\?([^"]*)">[^<]*?\((\d+)\)</a>', page)
    return {query.replace("&amp;", "&"): int(number) for query, number in links}


@pytest.mark.long
def test_each_filter_says_how_many_it_leaves_and_leaves_so_many() -> None:
    editor, now = make_editor(), timezone.now()
    claims.claim(submitted(title="Mine", topics=[make_topic("housing")]), by=editor)
    claims.claim(submitted(title="Hers", city=None, city_typed="Smallville"), by=make_editor())
    old = published(
        title="Old", period="for a while", country="ES", city=make_city("Madrid", "ES"), language="fr"
    )
    published(title="Bare", city=None)
    Edition.objects.filter(practice=old).update(
        published_at=now - timedelta(days=1200), first_published_at=now - timedelta(days=1200)
    )
    Practice.objects.filter(pk=old.pk).update(status_since=now - timedelta(days=40))
    client = client_of(editor)
    expected = {
        "status__exact=submitted": 2,
        "status__exact=published": 2,
        "reader=me": 1,
        "over=10": 1,
        "over=30": 1,
        "over=90": 0,
        "cities=typed": 1,
        "cities=none": 1,
        "years=none": 1,
        "from=nobody": 2,
        "older=2": 1,
        "older=3": 1,
        "older=5": 0,
        "country=NO": 3,
        "country=ES": 1,
        "topic=housing": 1,
        "topic=education": 3,
        "language=en": 3,
        "language=fr": 1,
    }
    told = choices(client.get(LIST).text)
    assert {query: told[query] for query in expected} == expected
    left = {query: client.get(f"{LIST}?{query}").context["cl"].result_count for query in expected}
    assert left == expected


def test_numbers_are_of_what_the_other_filters_and_the_search_leave() -> None:
    for title in ("Vessel one", "Vessel two"):
        submitted(title=title)
    submitted(title="Quay", city=None, city_typed="Smallville")
    published(title="Vessel three", country="ES", city=make_city("Madrid", "ES"))
    told = choices(client_of(make_editor()).get(f"{LIST}?country=NO&q=vessel").text)
    assert told["country=ES&q=vessel"] == 1
    assert told["cities=typed&country=NO&q=vessel"] == 0
    assert told["country=NO&q=vessel&status__exact=submitted"] == 2


@pytest.mark.long
def test_countries_that_would_leave_nothing_are_not_offered_and_many_are_folded() -> None:
    for country in ("ES", "NO", "AX"):
        published(title=country, country=country, city=None)
    client = client_of(make_editor())
    countries = (
        client.get(f"{LIST}?country=NO&q=Norway").text.partition('"country"')[2].partition("</details>")[0]
    )
    assert choices(countries) == {"country=NO&q=Norway": 1}
    folded = re.compile(r'<details data-filter-title="country"\s*>')
    assert not folded.search(client.get(LIST).text)
    for country in ["AT", "BE", "CH", "CZ", "DE", "DK", "FI", "FR", "GB", "GR", "IE", "IT"]:
        published(title=country, country=country, city=None)
    assert folded.search(client.get(LIST).text)
    assert not folded.search(client.get(f"{LIST}?country=FR").text)
    names = re.findall(r">([^<>]+) \(1\)</a>", client.get(LIST).text.partition('title="country"')[2])
    assert names.index("Åland Islands") < names.index("Austria")


def test_editor_finds_what_she_decided_and_when() -> None:
    ada, ben, author = make_editor("ada@programme.example"), make_editor("ben@programme.example"), make_user()
    hers = moved(submitted(title="Hers", contributor=author), "return", by=ada, note="Say more.")
    moved(submitted(title="His", contributor=author), "reject", by=ben, note="No.")
    moved(hers, "submit", by=author)
    client = client_of(ada)
    desk = client.get("/admin/").text.partition("What you decided last")[2].partition("</section>")[0]
    assert re.findall(r"(Send back|Reject|Submit):\s+<a href=\"[^\"]+\">(\w+)</a>", desk) == [
        ("Send back", "Hers")
    ]
    found = client.get(f"{LIST}?decided=7")
    assert [each.title for each in found.context["cl"].result_list] == ["Hers"]
    assert choices(client.get(LIST).text)["decided=365"] == 1
    assert "What you decided last" not in client_of(make_editor()).get("/admin/").text


def test_what_was_undone_is_no_decision_any_more() -> None:
    ada, author = make_editor("ada@programme.example"), make_user()
    client = client_of(ada)
    for name in ("approve", "reject"):
        practice = submitted(contributor=author, title="Hers")
        move_with_undo(practice, name, by=ada, expected_version=practice.version, note="So.")
        assert "What you decided last" in client.get("/admin/").text
        batch = undo.last_undoable(ada)
        assert batch is not None
        undo.undo_batch(batch, by=ada)
        assert "What you decided last" not in client.get("/admin/").text
        assert list(client.get(f"{LIST}?decided=7").context["cl"].result_list) == []


def test_desk_shows_number_place_as_typed_topics_and_contributor() -> None:
    practice = submitted(
        contributor=make_user("ada@city.example"),
        city=None,
        city_typed="Smallville",
        topics=[make_topic("housing"), make_topic("arts")],
    )
    page = re.sub(r"\s+", " ", client_of(make_editor()).get("/admin/").text)
    assert f"No. {practice.pk}, new" in page
    assert 'Smallville, Norway <span class="quiet">ada@city.example</span>' in page
    assert "Arts, Housing" in page or "Housing, Arts" in page
    assert 'action="/admin/practices/practice/"' in page
    moved(practice, "return", by=make_editor(), note="More.")
    assert "Smallville" not in client_of(make_editor()).get("/admin/").text

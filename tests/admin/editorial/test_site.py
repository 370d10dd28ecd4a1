"""What does an editor find at /admin/, and does anybody else find anything?"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from practices.entries import actions
from practices.models import Practice
from practices.workflow import Status
from tests.builders import (
    make_city,
    make_draft,
    make_editor,
    make_topic,
    make_user,
    moved,
    published,
    submitted,
)
from tests.pages import client_of, forms_of

pytestmark = pytest.mark.django_db
LIST = "/admin/practices/practice/"


def titles(page: bytes, *candidates: str) -> list[str]:
    """Return which titles a page names, in its order."""
    text = page.decode()
    return sorted((title for title in candidates if title in text), key=text.index)


@pytest.mark.parametrize(
    "address", ["/admin/", LIST, "/admin/practices/city/", "/admin/practices/user/", "/admin/x"]
)
def test_stranger_is_sent_to_sign_in(address: str) -> None:
    submitted(title="The reading ship")
    response = Client().get(address)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={address}")


@pytest.mark.parametrize(
    "address", ["/admin/", LIST, "/admin/practices/city/", f"{LIST}1/change/", "/admin/x/"]
)
def test_contributor_gets_the_cure_and_nothing_else(address: str) -> None:
    submitted(title="The reading ship")
    response = client_of(make_user("me@city.example")).get(address)
    page = response.content.decode()
    assert response.status_code == 403
    assert "This page is for editors" in page
    assert "me@city.example" in page
    assert 'href="/contribute/"' in page
    assert "reading ship" not in page
    assert "no-store" in response["Cache-Control"]


def test_contributor_can_move_nothing_by_the_editors_address() -> None:
    user = make_user()
    practice = submitted(contributor=user)
    response = client_of(user).post(f"{LIST}{practice.pk}/move/recall/", {"seen": practice.version})
    practice.refresh_from_db()
    assert (response.status_code, practice.status) == (403, Status.SUBMITTED)


def test_deactivated_editor_is_a_stranger() -> None:
    editor = make_editor()
    client = client_of(editor)
    editor.is_active = False
    editor.save()
    assert client.get(LIST).status_code == 302


def test_queue_comes_first_and_the_oldest_of_it_before_all() -> None:
    make_draft(title="Begun")
    for title, days in (("Young", 1), ("Old", 12)):
        practice = submitted(title=title)
        Practice.objects.filter(pk=practice.pk).update(status_since=timezone.now() - timedelta(days=days))
    page = client_of(make_editor()).get(LIST).content
    assert titles(page, ">Begun</a>", ">Young</a>", ">Old</a>") == [">Old</a>", ">Young</a>", ">Begun</a>"]
    assert b"12 days" in page


@pytest.mark.long
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status__exact=submitted", ["Ship", "Harbour"]),
        ("status__exact=published", ["Quay"]),
        ("country=ES", ["Quay"]),
        ("topic=housing", ["Harbour"]),
        ("over=10", ["Harbour"]),
        ("cities=typed", ["Ship"]),
        ("q=MALAGA", ["Quay"]),
        ("q=spain", ["Quay"]),
        ("q=lighthouse", ["Ship"]),
        ("q=ada@city.example", ["Ship"]),
        ("q=jetty", ["Harbour"]),
        ("q=nowhereatall", []),
    ],
)
def test_list_is_narrowed(query: str, found: list[str]) -> None:
    ada = make_user("ada@city.example")
    submitted(title="Ship", contributor=ada, city=None, city_typed="Smallville", purpose="A lighthouse.")
    old = submitted(title="Harbour", process="A jetty.", topics=[make_topic("housing"), make_topic()])
    Practice.objects.filter(pk=old.pk).update(status_since=timezone.now() - timedelta(days=11))
    published(title="Quay", country="ES", city=make_city("Málaga", "ES", slug="malaga"))
    page = client_of(make_editor()).get(f"{LIST}?{query}").content
    shown = titles(page, ">Ship</a>", ">Harbour</a>", ">Quay</a>")
    assert sorted(shown) == sorted(f">{title}</a>" for title in found)


@pytest.mark.parametrize("typed", ["No. {}", "no {}", "#{}", " Nr.{} ", "№ {}"])
def test_number_finds_its_entry_as_mails_write_it(typed: str) -> None:
    sought = submitted(title="Sought")
    submitted(title=f"Other {sought.pk}")
    page = client_of(make_editor()).get(LIST, {"q": typed.format(sought.pk)}).content
    assert b">Other" not in page
    assert titles(page, ">Sought</a>") == [">Sought</a>"]


def test_bare_number_finds_its_entry_and_the_texts_that_say_it() -> None:
    sought = submitted(title="Sought")
    submitted(title=f"Other {sought.pk}")
    submitted(title="Third", contributor=make_user("ada@city.example"))
    page = client_of(make_editor()).get(LIST, {"q": f" {sought.pk} "}).content
    assert (b">Sought<" in page, b">Other" in page, b">Third<" in page) == (True, True, False)


def test_desk_shows_the_number_and_finds_an_entry_by_it() -> None:
    practice = submitted()
    page = client_of(make_editor()).get("/admin/").content.decode()
    assert f"No. {practice.pk}," in page
    form = next(each for each in forms_of(page.encode()) if each["attrs"].get("id") == "desk_search")
    assert (form["attrs"]["action"], form["attrs"]["method"]) == (LIST, "get")
    assert list(form["data"]) == ["q"]


@pytest.mark.parametrize("typed", ["9" * 30, "No. 0", "# ", "No. 999999999"])
def test_number_of_nothing_is_looked_for_as_words(typed: str) -> None:
    submitted(title="Other", summary="A house of 9 rooms", contributor=make_user("ada@city.example"))
    response = client_of(make_editor()).get(LIST, {"q": typed})
    assert response.status_code == 200
    assert b">Other</a>" not in response.content


@pytest.mark.parametrize(
    "query",
    ["q=a%00b", "topic=x", "country=x", "over=x", "status__exact=x", "p=999", "o=9.9.x", "_facets=True"],
)
def test_list_survives_odd_addresses(query: str) -> None:
    submitted()
    response = client_of(make_editor()).get(f"{LIST}?{query}", follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize("query", ["topic=%00", "country=%00", "status__exact=%00", "title=%00", "evil=1%00"])
def test_list_refuses_what_no_database_can_be_asked_for(query: str) -> None:
    submitted()
    assert client_of(make_editor()).get(f"{LIST}?{query}").status_code == 400


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_queries_for_any_number(number: int) -> None:
    for position in range(number):
        submitted(title=f"Ship {position}")
    client = client_of(make_editor())
    with assertNumQueries(12):
        assert client.get(LIST).status_code == 200


def test_list_shows_who_and_which_edition() -> None:
    ada = make_user("ada@city.example")
    practice = published(contributor=ada)
    moved(practice, "revise", by=ada)
    page = client_of(make_editor()).get(LIST).content.decode()
    assert "ada@city.example" in page
    assert '<td data-column="Edition" class="field-edition_number">1</td>' in page


def test_editor_adds_an_entry_from_elsewhere_and_publishes_it() -> None:
    editor = make_editor()
    client = client_of(editor)
    client.post(f"{LIST}add/", {"title": "From the old list", "country": "NO", "city": ""})
    practice = Practice.objects.get()
    assert (practice.contributor, practice.status) == (None, Status.DRAFT)
    client.post(f"{LIST}{practice.pk}/move/publish/", {"seen": practice.version})
    practice.refresh_from_db()
    assert practice.status == Status.PUBLISHED


def test_pages_are_private_and_carry_the_policy() -> None:
    practice = submitted()
    response = client_of(make_editor()).get(f"{LIST}{practice.pk}/change/")
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_editor_reads_what_changed_since_the_edition_on_line() -> None:
    user = make_user()
    practice = moved(published(contributor=user, purpose="Old purpose."), "revise", by=user)
    actions.save_answers(practice, {"purpose": "New purpose."}, by=user, expected_version=practice.version)
    practice = moved(practice, "submit", by=user)
    client = client_of(make_editor())
    for page in ("change", "move/approve"):
        text = client.get(f"{LIST}{practice.pk}/{page}/").content.decode()
        assert "1 answer differs from the edition on line" in text
        assert '<td class="answer" data-column="On line">Old purpose.</td>' in text
        assert '<td class="answer" data-column="Now">New purpose.</td>' in text


def test_author_is_told_that_the_step_is_hers() -> None:
    author = make_user()
    practice = make_draft(contributor=author)
    page = client_of(author).get(f"/contribute/practices/practice/{practice.pk}/change/").content.decode()
    said = ("Write it, and submit it when it says what you want.", "The contributor writes and submits.")
    assert [each in page for each in said] == [True, False]


def test_draft_from_elsewhere_waits_for_no_contributor() -> None:
    client = client_of(make_editor())
    own, other = make_draft(contributor=make_user()), make_draft(title="From elsewhere")
    pages = [client.get(f"{LIST}{practice.pk}/change/").content.decode() for practice in (own, other)]
    assert ["Its contributor writes it, agrees to its licence" in page for page in pages] == [True, False]
    assert ['value="straight"' in page or "move/submit/" in page for page in pages] == [False, True]
    assert ["An editor completes it and publishes it." in page for page in pages] == [False, True]


@pytest.mark.parametrize(
    "lookup", ["title__regex=(", "purpose__startswith=a", "contributor__password__startswith=m"]
)
def test_list_answers_only_what_its_filters_ask(lookup: str) -> None:
    client = client_of(make_editor())
    assert client.get(f"{LIST}?{lookup}").status_code == 400
    assert client.get(f"{LIST}?status__exact=submitted").status_code == 200


def test_search_reads_no_more_words_than_it_can() -> None:
    submitted(title="A singing ship")
    words = " ".join(["ship"] * 20 + ["nowhere"] * 2000)
    assert b"A singing ship" in client_of(make_editor()).get(LIST, {"q": words}).content

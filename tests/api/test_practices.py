"""Does the API say what the pages say: the same practices, in the same order, and why something is not there?"""

from typing import Any
from urllib.parse import urlencode

import jsonschema
import pytest
from django.core.cache import caches
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from practices.api.schemas import ANSWERS, COMPONENTS
from practices.choices import LICENCE_ADDRESSES
from practices.entries.takedown.door import What, take_down
from practices.models import OldSlug, PagePicture, Practice
from practices.models.old_slug import SlugKind
from practices.models.upload import Readiness
from tests.builders import (
    make_admin,
    make_city,
    make_draft,
    make_editor,
    make_topic,
    moved,
    published,
    withdrawn,
)
from tests.entry_pictures import put_on_page, said_of
from tests.public.views.test_files import ADDRESSES, few, shown

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

assert few
API = "/api/v1"


def said(client: Client, path: str, name: str) -> dict[str, Any]:
    """Return an answer, which is as its schema says."""
    answer = client.get(f"{API}{path}", follow=True)
    assert answer.status_code == 200, answer.content
    body: dict[str, Any] = answer.json()
    schema = ANSWERS[name] | {"components": {"schemas": COMPONENTS}}
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(body)
    return body


def walk(client: Client, path: str) -> list[dict[str, Any]]:
    """Return the practices of a list, going from page to page as its answers say."""
    found: list[dict[str, Any]] = []
    total = 0
    while path:
        body = said(client, path, "practices")
        found, total = [*found, *body["practices"]], body["total"]
        path = (body["next"] or "").partition(API)[2]
    assert len(found) == total
    return found


@pytest.mark.long
@pytest.mark.usefixtures("few")
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=ADDRESSES, facet=st.sampled_from(["country", "topic", "city", "year", "outcome"]))
def test_list_and_counts_are_those_of_the_page(client: Client, chosen: dict[str, str], facet: str) -> None:
    query = urlencode(chosen)
    titles = shown(client, query)
    assert [each["answers"]["title"] for each in walk(client, f"/practices/?{query}")] == titles
    counts = said(client, f"/counts/?{query}", "counts")
    assert counts["total"] == len(titles)
    values = next(each["values"] for each in counts["facets"] if each["name"] == facet)
    for value in values[:3]:
        narrowed = urlencode(chosen | {facet: value["value"]})
        assert (value, len(walk(client, f"/practices/?{narrowed}"))) == (value, value["count"])


@pytest.mark.long
def test_pages_lead_to_one_another(client: Client) -> None:
    for number in range(45):
        published(title=f"Practice {number}")
    answer = client.get(f"{API}/practices/?sort=title&page=2")
    body = answer.json()
    assert (body["page"], body["pages"], body["total"]) == (2, 3, 45)
    assert body["next"].endswith("/api/v1/practices/?sort=title&page=3")
    assert body["previous"].endswith("/api/v1/practices/?sort=title")
    assert answer.headers["Link"] == f'<{body["next"]}>; rel="next", <{body["previous"]}>; rel="prev"'
    assert len({each["number"] for each in walk(client, "/practices/")}) == 45


@pytest.mark.one_in(3)
@pytest.mark.long
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("practices/", 7),
        ("practices/?country=NO", 8),  # translations are read by themselves, once a version
        ("practices/{0}/", 5),
        ("practices/{0}/editions/", 4),
        ("practices/{0}/editions/1/", 6),
        ("counts/", 12),
        ("countries/", 3),
        ("cities/", 4),
        ("topics/", 4),  # all their pictures by themselves, as topics are counted
        ("changes/", 3),
    ],
)
def test_answer_asks_few_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int, path: str, number: int
) -> None:
    for _each in range(rows):
        practice = published(partner_cities=[make_city("Oslo")])
    client.get("/about/")  # asks for the version, which each process knows for a second
    with django_assert_num_queries(number):
        assert client.get(f"{API}/{path.format(practice.pk)}").status_code == 200


def test_practice_is_found_by_its_number_and_its_names_lead_there(client: Client) -> None:
    practice = published(title="The ship")
    OldSlug.objects.create(kind=SlugKind.PRACTICE, slug="a-boat", target=practice.pk)
    address = f"{API}/practices/{practice.pk}/"
    body = said(client, f"/practices/{practice.pk}/", "practice")
    assert (body["practice"]["number"], body["practice"]["answers"]["title"]) == (practice.pk, "The ship")
    for name in ("the-ship", "a-boat"):
        answer = client.get(f"{API}/practices/{name}/")
        assert (answer.status_code, answer["Location"]) == (301, address)


def test_every_answer_names_the_licences(client: Client) -> None:
    practice = published()
    for path, name in (
        (f"/practices/{practice.pk}/", "practice"),
        (f"/practices/{practice.pk}/editions/", "editions"),
        (f"/practices/{practice.pk}/editions/1/", "edition"),
        ("/practices/", "practices"),
        ("/counts/", "counts"),
        ("/countries/", "countries"),
        ("/cities/", "cities"),
        ("/topics/", "topics"),
        ("/changes/", "changes"),
    ):
        body = said(client, path, name)
        assert (path, body["licences"]) == (path, {str(k): v for k, v in LICENCE_ADDRESSES.items()})
        assert (path, "GeoNames" in body["attribution"]) == (path, True)


def test_cities_and_topics_have_the_pictures_that_their_pages_show(client: Client) -> None:
    published(city=(city := make_city()), partner_cities=[make_city("Oslo")])
    for path, name, owner, others in (
        ("/cities/", "cities", city, ["oslo"]),
        ("/topics/", "topics", make_topic(), []),
    ):
        digest = put_on_page(owner, by=make_editor(), alt="Houses at the water.")
        rows = said(client, path, name)[name]
        assert [row["slug"] for row in rows if row["picture"] is None] == others
        (picture,) = [row["picture"] for row in rows if row["picture"]]
        assert picture == said_of(digest, alt="Houses at the water.") | {"address": picture["address"]}
        assert picture["address"].endswith(f"/pictures/{digest}-1600.jpg")
        PagePicture.objects.update(readiness=Readiness.FAILED)
        caches["pages"].clear()
        assert {row["picture"] for row in said(client, path, name)[name]} == {None}
        PagePicture.objects.all().delete()


def test_editions_say_what_was_new_and_what_is_gone(client: Client) -> None:
    practice = published(
        title="The ship", contact_name="Kari", contact_email="kari@city.example", contact_public=True
    )
    for note in ("", "Three more quays."):
        editor = make_editor()
        moved(moved(practice, "revise", by=editor), "submit", by=editor, licence_agreed=True)
        moved(practice, "approve", by=make_editor(), change_note=note)
    taken = Practice.objects.get(pk=practice.pk)
    take_down(taken, What(edition=2), reason="A court.", by=make_admin(), expected_version=taken.version)
    body = said(client, f"/practices/{practice.pk}/editions/", "editions")
    shown = [(each["edition"], each["change_note"], bool(each["removed_at"])) for each in body["editions"]]
    assert shown == [(3, "Three more quays.", False), (2, "", True), (1, "", False)]
    old = said(client, f"/practices/{practice.pk}/editions/1/", "edition")["edition"]
    assert old["answers"]["title"] == "The ship"
    assert "contact_email" not in old["answers"]
    gone = client.get(f"{API}/practices/{practice.pk}/editions/2/")
    assert (gone.status_code, gone.headers["Content-Type"]) == (410, "application/problem+json")
    assert gone.json()["removed_at"]


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        (
            "practices/?country=XX",
            400,
            "Country: “XX” cannot be used. Choose a country, or give its two letters, such as NO.",
        ),
        ("practices/?contry=NO", 400, "“contry” is no parameter of this address. It reads: p"),
        ("counts/?page=2", 400, "“page” is no parameter of this address."),
        ("practices/?page=99", 404, "It may have become shorter"),
        ("practices/?page=x", 404, "It may have become shorter"),
        ("practices/99/", 404, "The address may be mistyped"),
        ("practices/007/", 404, "The address may be mistyped"),
        ("practices/no-such/", 404, "The address may be mistyped"),
        ("nothing/", 404, "The address may be mistyped"),
        ("changes/?since=yesterday", 400, "since: give the “since” of your last answer"),
    ],
)
def test_fault_is_said_as_the_pages_say_it(client: Client, path: str, status: int, detail: str) -> None:
    answer = client.get(f"{API}/{path}")
    body = answer.json()
    assert (answer.status_code, body["status"], body["detail"].startswith(detail.removesuffix("p"))) == (
        status,
        status,
        True,
    ), body
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_reason_of_what_was_withdrawn_is_said_and_nothing_of_what_never_was(client: Client) -> None:
    gone, draft = withdrawn(title="Gone"), make_draft(title="Draft")
    answer = client.get(f"{API}/practices/{gone.pk}/")
    assert (answer.status_code, answer.json()["detail"]) == (410, "The practice has ended.")
    assert client.get(f"{API}/practices/{draft.pk}/").status_code == 404
    assert client.get(f"{API}/practices/{draft.pk}/editions/").status_code == 404


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "*/*", ""])
def test_answer_is_kept_and_the_same_for_everybody(client: Client, accept: str) -> None:
    published()
    first = client.get(f"{API}/practices/", headers={"accept": accept})
    assert first.headers["Content-Type"] == "application/json"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    again = client.get(f"{API}/practices/", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.headers["Access-Control-Allow-Origin"]) == (304, "*")
    published()
    assert (
        client.get(f"{API}/practices/", headers={"if-none-match": first.headers["ETag"]}).status_code == 200
    )


def test_kept_answer_asks_for_the_version_alone(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    published()
    client.get(f"{API}/practices/")
    with django_assert_num_queries(1):  # the version
        assert client.get(f"{API}/practices/").status_code == 200


def test_page_of_another_site_may_ask_with_a_tag(client: Client) -> None:
    answer = client.options(f"{API}/practices/", headers={"origin": "https://other.example"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Access-Control-Allow-Headers"] == "If-None-Match"


def test_nothing_can_be_written(client: Client) -> None:
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(f"{API}/practices/")
        assert (method, answer.status_code, "GET, HEAD" in answer.headers["Allow"]) == (method, 405, True)
        assert answer.json()["title"] == "This address cannot do that"


def test_searches_are_counted_as_on_the_page(client: Client, settings: Any) -> None:
    settings.LIMITS = settings.LIMITS | {"search": {"ip": [(1, 60)]}}
    assert client.get(f"{API}/practices/?q=ship").status_code == 200
    caches["pages"].clear()
    answer = client.get(f"{API}/practices/?q=ship")
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (429, True)
    assert answer.json()["title"] == "Too many searches from your network"

"""Is a file of each form what its page shows: all of it, nothing else, in its order, with where it comes from?"""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from practices.entries import actions
from practices.exports.formats.table import FORMATS
from practices.listing.parameters import ORDERS
from practices.models import OldSlug, version
from practices.models.old_slug import SlugKind
from practices.public import streams
from practices.public.views import files
from tests.builders import (
    make_city,
    make_draft,
    make_topic,
    make_translation,
    make_user,
    moved,
    published,
    withdrawn,
)
from tests.exports.formats.readers import TITLES
from tests.proof import many
from tests.test_canaries import CANARY, seed, unpacked

pytestmark = pytest.mark.django_db

ENDINGS = list(FORMATS)
WRITTEN = [form.ending for form in FORMATS.values() if not form.is_book]
"""What is made at once: typesetting takes half a second."""
OF_ENTRY = [form.ending for form in FORMATS.values() if form.of_entry]
CHOICES = {
    "country": ["NO", "SE", "IT"],
    "city": ["bergen", "malmo", "none"],
    "topic": ["education", "roma", "none"],
    "year": ["2011", "2020", "none"],
    "outcome": ["completed", "none"],
    "sort": list(ORDERS),
    "q": ["bread", "ship"],
}
ADDRESSES = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(each) for name, each in CHOICES.items()}
)


@pytest.fixture
def few() -> None:
    """Practices that differ in place, topic and year, and one that none of the lists may show."""
    malmo = make_city("Malmö", "SE", slug="malmo")
    published(title="A choir", period="2010-2012", outcome="completed", purpose="They sing about bread.")
    published(
        title="Bread for all", city=make_city("Oslo"), partner_cities=[malmo], topics=[make_topic("roma")]
    )
    published(title="Crossing, by “ship”; = 2\n", country="SE", city=malmo, period="2020")
    published(title="Dancing", city=None, period="", topics=[])
    make_translation(published(title="Ein Chor", language="de"), of=published(title="Une chorale"))
    make_draft(title="A draft")
    withdrawn(title="Withdrawn")


def shown(client: Client, query: str) -> list[str]:
    """Return the titles that the pages of a list show; kept ones would not say which they were rendered of."""
    caches["pages"].clear()
    titles: list[str] = []
    number = 1
    while True:
        answer = client.get(f"/practices/?{query}{'&' * bool(query)}page={number}", follow=True)
        page = answer.context["result_page"]
        titles += [edition.title for edition in page.rows]
        if not page.page.has_next():
            assert page.total == len(titles)
            return titles
        number += 1


def as_shown(ending: str, body: bytes) -> list[str]:
    return in_order(ending, TITLES[ending](body))


def in_order(ending: str, titles: list[str]) -> list[str]:
    """Return titles as a form has them: a feed in an order of its own, and some forms on one line."""
    flat = [" ".join(title.split()) for title in titles]
    return sorted(flat) if FORMATS[ending].newest else flat


def test_every_form_has_a_reader() -> None:
    assert list(TITLES) == ENDINGS


@pytest.mark.long
@pytest.mark.usefixtures("few")
@settings(
    max_examples=many(4, 12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(chosen=ADDRESSES)
def test_file_holds_what_the_list_shows_in_its_order(client: Client, chosen: dict[str, str]) -> None:
    query = urlencode(chosen)
    expected = shown(client, query)
    for ending in WRITTEN:
        answer = client.get(f"/practices.{ending}?{query}", follow=True)
        assert (ending, as_shown(ending, answer.content)) == (ending, in_order(ending, expected))


@pytest.mark.long
def test_file_holds_all_pages_whether_whole_or_by_portions(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = sorted(f"Practice {number}" for number in range(23))
    for title in titles:
        published(title=title)
    listed = shown(client, "sort=title")
    for ending in WRITTEN:
        whole = client.get(f"/practices.{ending}?sort=title")
        caches["pages"].clear()
        with monkeypatch.context() as patch:
            patch.setattr(files, "PORTION", 4)
            patch.setattr(files, "WHOLE", 10)
            portions = client.get(f"/practices.{ending}?sort=title")
            sent = b"".join(portions)
        assert (ending, whole.streaming, portions.streaming) == (ending, False, True)
        expected = in_order(ending, listed)
        assert (
            (ending, as_shown(ending, whole.content))
            == (ending, as_shown(ending, sent))
            == (ending, expected)
        )
        assert (ending, sorted(TITLES[ending](whole.content))) == (ending, titles)


@pytest.mark.one_in(3)
@pytest.mark.long
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("ending", ENDINGS)
def test_file_asks_few_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, ending: str, rows: int
) -> None:
    for number in range(rows):
        published(title=f"Practice {number}")
    with django_assert_num_queries(
        7 + FORMATS[ending].is_book
    ):  # the version of kept pages, of an order and the one that is told, the total, the keys, editions, their topics and partners
        answer = client.get(f"/practices.{ending}")
    assert len(TITLES[ending](answer.content)) == rows


@pytest.mark.one_in(3)
@pytest.mark.long
@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("ending", ENDINGS)
def test_file_says_where_it_comes_from_and_is_kept(client: Client, settings: Settings, ending: str) -> None:
    answer = client.get(f"/practices.{ending}?country=NO")
    text = unpacked(answer.content)
    said = [f"{settings.SITE_URL}/practices/?country=NO", localdate().isoformat(), str(version.now())]
    assert [each for each in said if each not in text.replace("&amp;", "&")] == []
    assert "licence not stated" in text
    assert answer["Content-Type"] == FORMATS[ending].media_type
    assert f'filename="practices-no.{ending}"' in answer["Content-Disposition"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert (
        client.get(f"/practices.{ending}?country=NO", headers={"if-none-match": answer["ETag"]}).status_code
        == 304
    )


@pytest.mark.parametrize("ending", WRITTEN)
def test_address_has_one_spelling(client: Client, ending: str) -> None:
    for asked, canonical in {
        "?topic=&country=no": "?country=NO",
        "?page=2": "",
        "?utm_source=x&year=2016": "?year=2016",
        "?sort=newest": "",
        "?country=SE&country=NO": "?country=NO&country=SE",
    }.items():
        answer = client.get(f"/practices.{ending}{asked}", follow=True)
        where, _status = answer.redirect_chain[-1]
        assert where == f"/practices.{ending}{canonical}"


@pytest.mark.parametrize("ending", ENDINGS)
def test_filter_that_cannot_be_read_is_refused_with_the_cure(client: Client, ending: str) -> None:
    answer = client.get(f"/practices.{ending}?year=abc")
    assert answer.status_code == 400
    assert "Type one year between 1900 and 2100" in answer.content.decode()
    assert b'href="/practices/"' in answer.content


@pytest.mark.parametrize("ending", OF_ENTRY)
def test_one_practice_is_a_file_and_follows_its_address(client: Client, ending: str) -> None:
    practice = published(title="The reading ship")
    answer = client.get(f"/practices/{practice.slug}.{ending}")
    assert TITLES[ending](answer.content) == ["The reading ship"]
    assert f'filename="the-reading-ship.{ending}"' in answer["Content-Disposition"]
    OldSlug.objects.create(kind=SlugKind.PRACTICE, slug="an-old-name", target=practice.pk)
    moved_to = client.get(f"/practices/an-old-name.{ending}")
    assert (moved_to.status_code, moved_to["Location"]) == (301, f"/practices/the-reading-ship.{ending}")


@pytest.mark.parametrize("ending", OF_ENTRY)
def test_what_is_not_on_line_is_no_file(client: Client, ending: str) -> None:
    ended = withdrawn(title="An ended ship")
    assert client.get(f"/practices/{ended.slug}.{ending}").status_code == 410
    assert client.get(f"/practices/no-such-practice.{ending}").status_code == 404


@pytest.mark.long
def test_page_links_to_every_form_of_what_it_shows(client: Client) -> None:
    practice = published()
    queries = {
        "/practices/?year=2016": "?year=2016",
        "/places/no/": "?country=NO",
        "/places/no/bergen/": "?city=bergen",
    }
    queries |= {"/topics/education/": "?topic=education", "/practices/": ""}
    addresses = {page: [f"/practices.{each}{query}" for each in ENDINGS] for page, query in queries.items()}
    addresses[practice.get_absolute_url()] = [f"/practices/{practice.slug}.{each}" for each in OF_ENTRY]
    maps = {"/places/no/": ["/places/no.svg"], "/places/no/bergen/": ["/places/no/bergen.svg"]}
    for page, expected in addresses.items():
        html = client.get(page).content.decode()
        links = re.findall(r'<a href="([^"]*)"\s+type="', html)
        alternates = re.findall(r'<link rel="alternate"\s+type="[^"]+"\s+href="([^"]*)"', html)
        assert (page, links, alternates) == (page, maps.get(page, []) + expected, expected)
        assert {client.head(address).status_code for address in links} == {200}


@pytest.fixture
def seeded() -> None:
    seed()
    published(title="On line", contact_name="Canaryhidden", contact_email="canaryhidden@city.example")


@pytest.mark.long
@pytest.mark.usefixtures("seeded")
def test_no_canary_is_in_a_file(client: Client) -> None:
    for ending in ENDINGS:
        answer = client.get(f"/practices.{ending}")
        assert (ending, "On line" in TITLES[ending](answer.content)) == (ending, True)
        assert (ending, CANARY.findall(unpacked(answer.content))) == (ending, [])


def test_contact_is_told_only_if_it_is_ticked(client: Client) -> None:
    contact: dict[str, Any] = {"contact_name": "Kari Nordmann", "contact_email": "kari@city.example"}
    shy, open_ = published(title="Shy", **contact), published(title="Open", contact_public=True, **contact)
    for ending in ("csv", "json", "geojson"):
        assert b"Nordmann" not in client.get(f"/practices/{shy.slug}.{ending}").content
        assert b"Nordmann" in client.get(f"/practices/{open_.slug}.{ending}").content


def test_words_of_a_revision_are_no_file(client: Client) -> None:
    owner = make_user()
    practice = moved(published(title="First words", contributor=owner), "revise", by=owner)
    actions.save_answers(practice, {"title": "Second words"}, by=owner, expected_version=practice.version)
    for ending in ENDINGS:
        assert TITLES[ending](client.get(f"/practices.{ending}").content) == ["First words"]


def test_large_files_are_counted_and_never_take_all_threads(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    published(title="One")
    published(title="Two")
    monkeypatch.setattr(files, "WHOLE", 1)
    held = [client.get("/practices.csv") for _ in range(streams.AT_ONCE)]
    assert {answer.status_code for answer in held} == {200}
    busy = client.get("/practices.csv")
    assert (busy.status_code, busy["Retry-After"]) == (429, "30")
    assert client.head("/practices.csv").status_code == 200  # holds no place
    for answer in held:
        assert TITLES["csv"](b"".join(answer)) == ["Two", "One"]  # read to its end, it gives its place back
    settings.LIMITS = settings.LIMITS | {"file": {"ip": [(5, 60)]}}
    last = [client.get("/practices.csv") for _ in range(2)]
    assert [answer.status_code for answer in last] == [200, 429]
    assert int(last[1]["Retry-After"]) > 30
    assert b"".join(last[0])

"""Public pages: kept for one version of the catalogue, the same for everyone, changed at once."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from practices.models import Edition, version
from practices.public.page_cache import kept
from tests.builders import make_city, make_editor, moved, published

pytestmark = pytest.mark.django_db

LIFE = "public, max-age=1, stale-while-revalidate=10"


def test_page_is_made_once_and_kept(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    practice = published()
    first = Client().get(f"/practices/{practice.slug}/")
    with django_assert_num_queries(1):  # the version
        again = Client().get(f"/practices/{practice.slug}/")
    assert again.content == first.content
    assert dict(again.headers) == dict(first.headers)
    assert again.headers["Cache-Control"] == LIFE
    assert again.headers["Vary"] == "Accept-Encoding"
    assert not again.cookies


def test_version_is_asked_for_once_in_a_while(
    settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.VERSION_SECONDS = 3600
    version.current()
    with django_assert_num_queries(0):
        version.current()
    settings.VERSION_SECONDS = 0
    with django_assert_num_queries(1):
        version.current()


def from_memory(address: str, **headers: str) -> HttpResponse | None:
    request = RequestFactory().get(address, headers={"host": "localhost"} | headers)
    return kept.from_memory(request.environ)


def test_page_that_this_process_keeps_needs_neither_database_nor_thread(
    settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.VERSION_SECONDS = 3600
    published()
    asked = Client().get("/practices/", headers={"Accept-Encoding": "gzip"})
    with django_assert_num_queries(0):
        found = from_memory("/practices/", accept_encoding="gzip")
        assert found is not None
        assert (found.content, dict(found.headers)) == (asked.content, dict(asked.headers))
        known = from_memory("/practices/", if_none_match=asked.headers["ETag"])
        assert known is not None
        assert (known.status_code, known.content) == (304, b"")
        for address in ("/about/", "/practices/?page=1", "/accounts/login/", "/livez"):
            assert from_memory(address) is None
        assert from_memory("/practices/", host="evil.example") is None


def test_page_is_not_taken_from_memory_while_the_version_is_not_known(settings: Settings) -> None:
    settings.VERSION_SECONDS = 0
    Client().get("/practices/")
    assert from_memory("/practices/") is None


def test_page_in_redis_is_not_waited_for_in_the_event_loop(settings: Settings) -> None:
    settings.VERSION_SECONDS = 3600
    settings.CACHES = settings.CACHES | {
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }
    Client().get("/practices/")
    assert from_memory("/practices/") is None


def test_unchanged_page_is_304_without_body(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    tag = Client().get("/").headers["ETag"]
    with django_assert_num_queries(1):
        response = Client().get("/", headers={"If-None-Match": f'"other", {tag}'})
    assert (response.status_code, response.content) == (304, b"")
    assert "Content-Length" not in response.headers  # whose? the packed page is shorter
    assert (response.headers["ETag"], response.headers["Cache-Control"]) == (tag, LIFE)
    assert Client().get("/about/", headers={"If-None-Match": tag}).status_code == 200


def rename_city() -> None:
    client = Client()
    client.force_login(make_editor())
    city = make_city()
    fields = {"name": "Björgvin", "aliases": "", "country": "NO", "population": "0", "slug": city.slug}
    assert client.post(f"/admin/practices/city/{city.pk}/change/", fields).status_code == 302


CHANGES: dict[str, Callable[[Any], object]] = {
    "publish": lambda _: published(title="A second ship"),
    "withdraw": lambda practice: moved(
        practice, "withdraw", by=make_editor(), note="Asked", reason="It has ended."
    ),
    "rename a city": lambda _: rename_city(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_change_is_public_at_once(change: str) -> None:
    practice = published()
    before = Client().get("/")
    CHANGES[change](practice)
    after = Client().get("/", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.content != before.content


def test_restored_edition_is_public_at_once() -> None:
    practice = moved(published(), "withdraw", by=make_editor(), note="Asked", reason="It has ended.")
    assert Client().get(f"/practices/{practice.slug}/").status_code == 410
    moved(practice, "restore", by=make_editor())
    assert Client().get(f"/practices/{practice.slug}/").status_code == 200


def test_working_copy_changes_nothing_public() -> None:
    practice = published()
    before = version.current()
    moved(practice, "revise", by=make_editor())
    assert version.current() == before


def test_signed_in_and_visitor_get_the_same_bytes() -> None:
    published()
    client = Client()
    client.force_login(make_editor())
    assert client.get("/practices/").content == Client().get("/practices/").content


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "sessionid=forged; csrftoken=forged; language=fr"},
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Proto": "gopher"},
        {"X-Original-URL": "/admin/"},
        {"Accept-Language": "fr"},
        {"User-Agent": "<script>"},
        {"Referer": "https://evil.example/"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_no_header_changes_or_stores_a_body(headers: dict[str, str]) -> None:
    published()
    clean = Client().get("/practices/").content
    caches["pages"].clear()
    poisoned = Client().get("/practices/", headers=headers)
    assert (poisoned.content, poisoned.cookies.output()) == (clean, "")
    assert Client().get("/practices/").content == clean


@pytest.mark.parametrize("address", ["/", "/practices/", "/topics/", "/about/", "/places/"])
def test_unknown_parameters_lead_to_the_page_itself(address: str) -> None:
    response = Client().get(f"{address}?utm_source=x&evil=<script>")
    assert (response.status_code, response["Location"]) == (302, address)


def test_page_is_kept_for_one_release_and_one_day(settings: Settings) -> None:
    tags = set()
    for release, zone in [
        ("a", "Etc/GMT+12"),
        ("b", "Etc/GMT+12"),
        ("b", "Pacific/Kiritimati"),
    ]:  # 26 hours on
        settings.RELEASE = release
        with timezone.override(zone):
            tags.add(Client().get("/").headers["ETag"])
    assert len(tags) == 3


@pytest.mark.parametrize(
    ("status", "life", "cookie", "is_kept"),
    [
        (200, "public, max-age=1", "", True),
        (200, "public, max-age=1", "sessionid", False),
        (200, "private, no-store", "", False),
        (404, "public, max-age=1", "", False),
    ],
)
def test_what_is_kept_is_public_and_right_and_sets_no_cookie(
    status: int, life: str, cookie: str, *, is_kept: bool
) -> None:
    def answer(_request: HttpRequest) -> HttpResponse:
        response = HttpResponse("a page", status=status, headers={"Cache-Control": life})
        if cookie:
            response.set_cookie(cookie, "x")
        return response

    shown = kept.kept_pages(answer)(RequestFactory().get("/"))
    assert ("ETag" in shown.headers, bool(shown.cookies)) == (is_kept, bool(cookie))


def test_no_two_addresses_share_a_page() -> None:
    """What stands before the question mark may hold another one, encoded."""
    asked = [
        ("/a/", ""),
        ("/a/", "b?"),
        ("/a/?b", ""),
        ("/a/?b", "?"),
        ("/a/ b", ""),
        ("/a/", " b"),
        ("/a/'", ""),
    ]
    requests = [RequestFactory().get("/", PATH_INFO=path, QUERY_STRING=query) for path, query in asked]
    requests += [RequestFactory().get("/a/", secure=True)]
    assert len({kept._key(request, "1") for request in requests}) == len(requests)  # noqa: SLF001


def test_foreign_host_is_refused_kept_or_not() -> None:
    for _ in range(2):
        assert Client().get("/about/").status_code == 200
        assert Client().get("/about/", headers={"Host": "evil.example"}).status_code == 400


def test_page_is_compressed_for_who_can_read_it() -> None:
    published()
    plain = Client().get("/practices/")
    packed = Client().get("/practices/", headers={"Accept-Encoding": "br, gzip"})
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        ("GZIP", True),
        ("br;q=1, gzip; q=0.5", True),
        ("*", True),
        ("br, *;q=0.1", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
        ("gzip;q=0, *", False),
        ("*;q=0", False),
        ("notgzip", False),
        ("", False),
    ],
)
def test_page_is_compressed_for_nobody_who_refuses_it(accepted: str, is_packed: bool) -> None:
    published()
    Client().get("/practices/")
    response = Client().get("/practices/", headers={"Accept-Encoding": accepted})
    assert response.has_header("Content-Encoding") is is_packed


def test_whoever_has_any_page_of_an_address_is_told_that_there_is_one() -> None:
    response = Client().get("/about/", headers={"If-None-Match": "*"})
    assert (response.status_code, response.content) == (304, b"")


def test_page_that_is_not_there_is_not_kept(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    Client().get("/practices/nothing/")
    assert Edition.objects.count() == 0
    practice = published(title="Nothing")
    assert Client().get(f"/practices/{practice.slug}/").status_code == 200


@pytest.mark.parametrize("address", ["/admin/", "/contribute/", "/accounts/", "/preview/1/"])
def test_personal_pages_are_nobody_elses(address: str) -> None:
    practice = published()
    client = Client()
    client.force_login(make_editor())
    response = client.get(address.replace("1", str(practice.pk)))
    assert "no-store" in response.headers["Cache-Control"]
    assert "ETag" not in response.headers
    assert Client().get(address).status_code == 302

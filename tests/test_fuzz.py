"""Does any route, method and input, by any role, break or tell of the inside (promise R23)?"""

import re
from contextlib import suppress
from functools import cache
from typing import Any
from zlib import crc32

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import Resolver404, resolve
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from practices.entries import actions
from tests.builders import make_draft, make_user
from tests.entry_documents import brought_document
from tests.pages import client_of, form_data
from tests.routes import routes
from tests.test_routes import World
from tests.uploads.written import SOUND

pytestmark = pytest.mark.django_db

INSIDE = re.compile(
    r"Traceback \(most|File \"/|/site-packages/|/practices/(?:models|views|admin)/\w+\.py|psycopg|sqlite3|"
    r"\bSELECT .+ FROM\b|ProgrammingError|OperationalError|DoesNotExist|Django/\d|Python/\d|granian/\d"
)
NAMES = [
    "q",
    "country",
    "city",
    "topic",
    "year",
    "year_from",
    "year_to",
    "page",
    "sort",
    "ongoing",
    "published",
    "outcome",
    "cost",
    "evidence",
    "language",
    "seen",
    "note",
    "title",
    "next",
    "_popup",
    "o",
    "p",
    "e",
    "all",
    "action",
    "_selected_action",
    "_save",
    "key",
    "code",
    "login",
    "licence_agreed",
]


def is_told(text: str) -> bool:
    """Say whether a text tells of the inside where it is given back, as a list's file is called after what was searched for."""
    return bool(re.search(INSIDE.pattern, text, re.IGNORECASE))


def typed(text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Leave out what would be found where it is given back: Hypothesis knows such words, too."""
    return text.filter(lambda each: not is_told(each))


texts = st.one_of(
    typed(st.text(max_size=40)),
    st.sampled_from(
        [
            "",
            "\0",
            "-1",
            "0",
            "1",
            "9" * 30,
            "1e9",
            "NaN",
            "%",
            "%00",
            "'",
            '"',
            "\\",
            "../../etc/passwd",
            "{{7*7}}",
            "\ud7ff",
            "\u202e",
            "None",
            "true",
            "2024-02-30",
            "//evil.example/",
            "https://evil.example/",
            "a" * 3000,
        ]
    ),
)
data = st.dictionaries(
    st.one_of(st.sampled_from(NAMES), typed(st.text(min_size=1, max_size=10))),
    st.lists(texts, min_size=1, max_size=3),
    max_size=6,
)
REQUESTS = 60
"""Of each role."""
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE")
methods = st.sampled_from((*["GET", "GET", "POST"] * 5, *METHODS))  # most others are refused before any view
pieces = typed(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))


def ask(client: Client, method: str, address: str, sent: dict[str, list[str]]) -> Any:
    if method in {"GET", "POST"}:
        return getattr(client, method.lower())(address, sent)
    return client.generic(method, address)


def with_piece(route: str, piece: str) -> str:
    """Return an address of a route with this text in each place that takes one."""
    return "/" + re.sub(r"<[^>]+>|[(^].*", lambda _place: piece, route)


def has_a_view(address: str) -> bool:
    with suppress(Resolver404):
        return bool(resolve(address))
    return False


def tells(answer: Any) -> list[str]:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return INSIDE.findall(f"{answer.headers}\n{body.decode(errors='replace')}")


@pytest.mark.long
@pytest.mark.parametrize(
    "role",
    [
        *("visitor", "owner", "admin"),
        *(pytest.param(role, marks=pytest.mark.alike) for role in ("other", "editor", "half")),
    ],
)
def test_no_request_breaks_or_tells_of_the_inside(role: str) -> None:
    world = World()
    client = world.clients[role]
    client.raise_request_exception = False
    every = list(dict.fromkeys(routes()))
    reached: list[bool] = []

    @seed(crc32(role.encode()))  # each role has requests of its own, the same ones in every run
    @settings(max_examples=REQUESTS, database=None)
    @given(st.sampled_from(every), methods, data, st.one_of(st.none(), pieces))
    def holds(route: str, method: str, sent: dict[str, list[str]], piece: str | None) -> None:
        address = world.address(route) if piece is None else with_piece(route, piece)
        answer = ask(client, method, address, sent)
        assert (answer.status_code < 500, tells(answer)) == (True, []), (method, address, sent)
        if method == "TRACE":
            assert answer.status_code == 405
        reached.append(answer.status_code != 405 and has_a_view(address))

    holds()
    assert len(reached) >= REQUESTS
    assert sum(reached) >= len(reached) / 2


@cache
def sound_document(name: str) -> bytes:
    """Return a sound file, made once: a later one may have another length, as it holds the time."""
    return SOUND[name]()


@st.composite
def documents(draw: st.DrawFn) -> SimpleUploadedFile:
    """Give a sound file of any kind under any name, of which a part was changed, left out or put elsewhere."""
    raw = sound_document(draw(st.sampled_from(sorted(SOUND))))
    first, second = sorted(draw(st.tuples(*[st.integers(0, len(raw))] * 2)))
    put = draw(st.one_of(st.just(raw[first:second]), st.binary(max_size=40), st.just(raw[:second])))
    return SimpleUploadedFile(draw(texts).replace("/", "") or "a", raw[:first] + put + raw[second:])


@pytest.mark.long
def test_no_document_and_nothing_said_of_it_breaks_or_tells_of_the_inside() -> None:
    practice = make_draft(contributor=(owner := make_user()))
    rows = [brought_document(practice, by=owner, number=number) for number in (1, 2)]
    practice = actions.save_answers(practice, {"attachments": rows}, by=owner, expected_version=1)
    client, address = client_of(owner), f"/contribute/practices/practice/{practice.pk}/change/pictures/"
    client.raise_request_exception = False
    begins = [f"attachments-{row['file']}-{said}" for row in rows for said in (*row, "place", "removed")]
    statuses = set[int]()

    @seed(1)
    @settings(max_examples=REQUESTS, database=None)
    @given(
        st.lists(documents(), max_size=2),
        st.lists(texts, max_size=2),
        st.dictionaries(st.sampled_from(begins), texts),
    )
    def holds(files: list[SimpleUploadedFile], named: list[str], said: dict[str, str]) -> None:
        data = form_data(client.get(address).content)
        answer = client.post(address, data | said | {"attachments": [*data["attachments"], *named, *files]})
        assert (answer.status_code < 500, tells(answer)) == (True, []), (files, named, said)
        statuses.add(answer.status_code)

    holds()
    assert 302 in statuses


@pytest.mark.parametrize("piece", ["\\", "\\1", "\\g<0>", "a"])
def test_piece_of_any_signs_stands_in_the_address_as_it_is(piece: str) -> None:
    assert (
        with_piece("practices/<slug:slug>/editions/<int:number>/", piece)
        == f"/practices/{piece}/editions/{piece}/"
    )


def test_scan_sees_what_tells_of_the_inside() -> None:
    for told in (
        'File "/srv/app/x.py"',
        "SELECT id FROM practices_user",
        "Server: granian/2.8",
        "psycopg.errors",
    ):
        assert INSIDE.search(told)

"""What does a page, a search, a suggestion or an approval cost that nobody has asked for before?

`python -m tests.performance.inside` measures in the database that DATABASE_URL names, by calling the catalogue as the
server does, and prints JSON.
"""

import gzip
import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")
django.setup()

from django.conf import settings  # noqa: E402  settings first
from django.core.cache import caches  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Count, F  # noqa: E402
from django.http import HttpResponseBase, QueryDict  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from catalogue.wsgi import application  # noqa: E402
from practices.entries import actions, bulk  # noqa: E402
from practices.listing.filters import Practices  # noqa: E402
from practices.listing.results import ResultSet  # noqa: E402
from practices.models import Edition, Place, Practice, Topic, User, last_change  # noqa: E402
from practices.models.per_version import forget_versions  # noqa: E402
from practices.public.query_timeout import bounded  # noqa: E402
from practices.search.spelling import explain  # noqa: E402
from practices.workflow import MOVES  # noqa: E402
from tests.performance import plans  # noqa: E402
from tests.performance.clock import Took, once, resident, took  # noqa: E402
from tests.performance.synthetic import word  # noqa: E402

RARE, FEW, MANY = 9000, 700, 0
"""The ranks of a word that a few practices have, of one that some 4 % have, and of one that (almost) all have."""
NAIVE = ("places__country", "places__city", "topics", "period_start", "outcome", "evidence", "cost")
NEXT = (
    *("list", "country", "filtered", "year", "page", "rare word", "words", "word of all"),
    *("api list", "api filtered"),
)
PER_PAGE, PAGE, BULK = 20, 500, 500
SAME = 400
"""The page of this practice is measured, which the small catalogue has, too: only how many others there are differs."""

LONG = 60
"""Seconds. Pages and their parts are measured in the same bounds as they are shown, but for the time: on a machine with much
other work the wall would stop them."""
SETTLED = 30
"""After so many pieces of a file, some 1,000 practices, its memory should grow no more."""

type Statement = tuple[str, Any]


def measure(times: int) -> dict[str, Any]:
    count = Edition.objects.originals().count()
    few, many = partial(_search, word(FEW)), partial(_search, word(MANY))
    found = {name: _page(path, times) for name, path in _pages(count).items()}
    return {
        "practices": count,
        "database": connection.vendor,
        "pages": found,
        "sizes": _sizes("/practices/"),
        "next": {name: _next(path, times) for name, path in _pages(count).items() if name in NEXT},
        "changed": {name: _changed(path, times) for name, path in _pages(count).items() if name in NEXT},
        "naive": took(_naive, times=min(times, 3)).as_dict(),
        "few": took(few, times=times).as_dict() | {"share": round(few() / count, 3)},
        "many": took(many, times=times).as_dict() | {"share": round(many() / count, 3)},
        "three": took(partial(_search, f"{word(30)} {word(60)} {word(100)}"), times=times).as_dict(),
        "phrase": took(partial(_search, f'"{word(0)} {word(1)}"'), times=times).as_dict(),
        "suggestion": took(_suggestion, times=times).as_dict(),
        "approval": _approval(times).as_dict(),
        "bulk": _bulk(),
        "file": _file(),
        "asked": _asked(count),
        "slugs": list(Practice.objects.order_by("pk").values_list("slug", flat=True)[:3000]),
        "countries": list(Place.objects.order_by("country").values_list("country", flat=True).distinct()),
        "words": [word(rank) for rank in range(200, 2000, 20)],
    }


def _sizes(path: str) -> dict[str, float]:
    """Return how many KB a page has, and how many as it is sent."""
    sent: Any = _call(path)
    return {
        "sent": round(len(sent.content) / 1024, 1),
        "whole": round(len(gzip.decompress(sent.content)) / 1024, 1),
    }


def _asked(count: int) -> dict[str, Any]:
    """Return what peers are asked for: the edition, the country and the words of our own pages."""
    edition = Edition.objects.order_by("pk").values_list("pk", flat=True)[min(SAME, count // 2)]
    words = {"rare": word(RARE), "words": word(FEW), "all": word(MANY)}
    return {"number": edition, "country": _largest_country(), "words": words}


def _largest_country() -> str:
    counted = Place.objects.values_list("country").annotate(n=Count("pk"))
    return str(counted.order_by("-n", "country")[0][0])


def _next(path: str, times: int) -> dict[str, float]:
    """Return what a page costs that is not kept, when another one of its version has been made."""
    return took(partial(_call, path), times=times, before=_forget_pages).as_dict()


@override_settings(VERSION_SECONDS=0)
def _changed(path: str, times: int) -> dict[str, float]:
    """Return what a page costs that is the first one after a practice has changed."""
    key = Edition.objects.values_list("practice", flat=True)[0]

    @transaction.atomic
    def change() -> None:
        _forget_pages()
        last_change.tell([key])

    return took(partial(_call, path), times=times, before=change).as_dict()


def _pages(count: int) -> dict[str, str]:
    topic = Topic.objects.order_by("position", "pk").values_list("slug", flat=True)[0]
    country = _largest_country()
    slug = Practice.objects.order_by("pk").values_list("slug", flat=True)[min(SAME, count // 2)]
    return {
        "home": "/",
        "list": "/practices/",
        "country": f"/practices/?country={country}",
        "filtered": f"/practices/?country={country}&topic={topic}&year=2018",
        "year": "/practices/?year=2018",
        "page": f"/practices/?page={min(PAGE, -(-count // PER_PAGE))}",
        "detail": f"/practices/{slug}/",
        "places": "/places/",
        "map": "/practices/map/",
        "insights of a year": "/insights/?year=2018",
        "rare word": f"/practices/?q={word(RARE)}",
        "words": f"/practices/?q={word(FEW)}",
        "word of all": f"/practices/?q={word(MANY)}",
        "api list": "/api/v1/practices/",
        "api filtered": f"/api/v1/practices/?country={country}&topic={topic}&year=2018",
        "api counts": "/api/v1/counts/",
        "api changes": "/api/v1/changes/",
    }


def _page(path: str, times: int) -> dict[str, Any]:
    """Return what a page costs that is not kept, and what its statements alone cost."""
    statements: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    _forget()
    _call(path)
    _forget()
    with connection.execute_wrapper(note):
        _call(path)
    whole = took(partial(_call, path), times=times, before=_forget)
    alone = took(partial(_repeat, statements), times=times)
    return whole.as_dict() | {
        "sql_wall": alone.as_dict()["wall"],
        "sql_work": alone.as_dict()["work"],
        "statements": len(statements),
        "plans": bounded(LONG)(plans.slowest)(statements),
    }


def _forget() -> None:
    """Forget all pages, and what pages of a version share: as after an approval."""
    _forget_pages()
    forget_versions()


def _forget_pages() -> None:
    caches["pages"].clear()


def _call(path: str) -> HttpResponseBase:
    """Answer as the server is answered, through all middleware."""
    asked = RequestFactory().get(path, headers={"host": "localhost", "accept-encoding": "gzip"})
    if (answer := application.get_response(asked)).status_code != HTTPStatus.OK:
        raise ValueError(path, answer.status_code)
    return answer


@bounded(LONG)
def _repeat(statements: list[Statement]) -> None:
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()


def _naive() -> None:
    """Count facets as one would who does not measure: among the rows that hold the texts, joined to their places."""
    editions = Edition.objects.filter(practice__translation_of=None)
    for field in NAIVE:
        list(editions.values(field).annotate(n=Count("pk", distinct=True)).order_by(F("n").desc()))
    editions.count()
    list(editions.order_by("-first_published_at", "-pk")[:PER_PAGE])


@bounded(LONG)
def _search(text: str) -> int:
    """Return how many editions match, having loaded the first page of them, the most relevant first."""
    results = ResultSet(Practices(QueryDict(f"q={text}"), Edition.objects.originals()))
    shown = results.page_of(Edition.objects.cards(), "")
    return shown.total if shown and shown.rows else 0


@bounded(LONG)
def _suggestion() -> None:
    said = Edition.objects.order_by("pk").values_list("purpose", flat=True)[0]
    known = max(said.lower().split(), key=len)
    if not explain(f"{known[:2]}x{known[2:]}").suggestion:
        raise ValueError(known)


def _file() -> dict[str, float]:
    """Return what it costs to take the whole list as CSV, after how long its first byte comes, and what memory it adds on the way."""
    began, first, size = time.perf_counter(), 0.0, 0
    before = most = resident(os.getpid())

    def take() -> None:
        nonlocal before, first, most, size
        _forget()
        asked = RequestFactory().get("/practices.csv", headers={"host": "localhost"})
        for number, piece in enumerate(application.get_response(asked)):
            first, size = first or time.perf_counter() - began, size + len(piece)
            now = resident(os.getpid())
            before, most = (now, now) if number <= SETTLED else (before, max(most, now))

    cost = once(take).as_dict()
    return cost | {
        "first": round(first * 1000, 2),
        "mb": round(size / 2**20, 1),
        "memory_mb": round(most - before, 1),
    }


def _editor(name: str) -> User:
    defaults = {"is_staff": True, "second_step": True}
    return User.objects.get_or_create(email=f"{name}@synthetic.example", defaults=defaults)[0]


def _bulk() -> dict[str, float]:
    """Return how long it takes to send 500 entries back with a note, or as many as there are, each with its mail."""
    editor, published = _editor("writer"), Practice.objects.filter(status="published").order_by("pk")
    keys = list(published.values_list("pk", flat=True)[:BULK])

    def now() -> list[Practice]:
        return list(Practice.objects.filter(pk__in=keys).order_by("pk"))

    def all_moved(name: str, note: str = "") -> None:
        versions = [(entry.pk, entry.version) for entry in now()]
        batch = bulk.move_each(MOVES[name], versions, by=editor, note=note)
        if skipped := [entry.text for entry in batch.entries.all() if not entry.done]:
            raise ValueError(skipped)

    all_moved("revise")
    for entry in now():
        actions.move(entry, "submit", by=editor, expected_version=entry.version, licence_agreed=True)
    cost = once(partial(all_moved, "return", "Please say more."))
    all_moved("discard")
    return cost.as_dict() | {"entries": len(keys)}


def _approval(times: int) -> Took:
    """Return how long an editor's approval takes, from the lock to the commit, of an entry that is revised each time."""
    writer, reader = _editor("writer"), _editor("reader")
    key = Practice.objects.filter(status="published").order_by("pk").values_list("pk", flat=True)[0]

    def move(name: str, by: User) -> None:
        current = Practice.objects.get(pk=key)
        actions.move(current, name, by=by, expected_version=current.version, licence_agreed=True)

    def prepare() -> None:
        move("revise", writer)
        move("submit", writer)

    return took(partial(move, "approve", reader), times=times, before=prepare)


if __name__ == "__main__":
    settings.STATEMENT_SECONDS = LONG
    print(json.dumps(measure(int(sys.argv[1]))))

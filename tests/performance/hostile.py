"""How long does the worst take that somebody can ask for, and is there ever a fault of ours?

`python -m tests.performance.hostile` asks in the database that DATABASE_URL names, and prints JSON.
"""

import json
import os
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")
django.setup()

from django.db import connection  # noqa: E402  settings first
from django.db.models import Count  # noqa: E402
from django.test import RequestFactory  # noqa: E402

from catalogue.wsgi import application  # noqa: E402
from practices.models import Place, Topic  # noqa: E402
from tests.hostile import Known, addresses  # noqa: E402
from tests.performance.clock import Took, once  # noqa: E402
from tests.performance.synthetic import word  # noqa: E402

LED = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND}


def measure() -> dict[str, Any]:
    """Return what the worst of a hundred takes, and the worst of all, with its address."""
    asked = addresses(_known())
    statements: list[float] = []
    statuses: Counter[int] = Counter()

    def note(execute: Callable[..., Any], *given: Any) -> Any:
        began = time.perf_counter()
        answer = execute(*given)
        statements.append((time.perf_counter() - began) * 1000)
        return answer

    with connection.execute_wrapper(note):
        found = {address: once(partial(_ask, address, statuses)) for address in asked}
    slowest = max(asked, key=lambda address: found[address].work)
    return {
        "addresses": len(asked),
        **{f"p{share}": _share(list(found.values()), share) for share in (50, 99, 100)},
        "slowest": slowest[:300],
        "statement": round(max(statements), 1),
        "faults": sum(
            count for status, count in statuses.items() if status >= HTTPStatus.INTERNAL_SERVER_ERROR
        ),
        "statuses": dict(statuses),
    }


def _known() -> Known:
    """Return the values that most practices have."""
    often = Place.objects.values_list("country", "city__slug").annotate(n=Count("pk")).order_by("-n")
    return {
        "q": [word(rank) for rank in range(60)],
        "country": list(dict.fromkeys(country for country, _city, _n in often)),
        "city": [city for _country, city, _n in often if city],
        "topic": list(Topic.objects.order_by("pk").values_list("slug", flat=True)),
        "year": [str(year) for year in range(2000, 2026)],
    }


def _ask(address: str, statuses: Counter[int]) -> None:
    """Ask as the server does, and follow where it leads."""
    for _ in range(3):
        path, query = urlsplit(address).path, urlsplit(address).query
        asked = RequestFactory().get(path, QUERY_STRING=query, headers={"host": "localhost"})
        answer = application.get_response(asked)
        statuses[answer.status_code] += 1
        if answer.status_code not in LED:
            return
        address = answer.headers["Location"]


def _share(took: list[Took], share: int) -> dict[str, float]:
    """Return what so many of a hundred do not exceed."""
    last = max(-(-len(took) * share // 100), 1) - 1
    return Took(*(sorted(getattr(one, by) for one in took)[last] for by in ("wall", "work"))).as_dict()


if __name__ == "__main__":
    print(json.dumps(measure()))

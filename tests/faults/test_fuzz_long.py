"""Does nothing that chance makes up, on any route and as any role, for ten minutes, break or tell of the inside (promise R23)?

Hypothesis makes up what a form sends, schemathesis what a description of every route allows, and what it does not.
"""

import logging
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from catalogue.wsgi import application
from tests.routes import routes
from tests.test_fuzz import INSIDE, ask, data, is_told, methods, pieces, tells, with_piece
from tests.test_routes import ROLES, World

pytestmark = [pytest.mark.faults, pytest.mark.django_db]

SECONDS = 300
"""Of each of the two; the first round goes through all the same."""
EXAMPLES = 3
"""Of each route, role and round."""
TOKEN = "a" * 32
SENT = {"X-CSRFToken": TOKEN, "Accept-Encoding": "identity"}
PART = re.compile(r"<(?:(\w+):)?(\w+)>")
TYPES = {"int": {"type": "integer", "minimum": 0}, "slug": {"type": "string", "pattern": "^[a-z0-9-]{1,20}$"}}
MADE_UP = settings(
    max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Let what is refused not stand between the figures."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@contextmanager
def one_connection() -> Iterator[None]:
    """Let requests be answered within the test's transaction; Django's own test client connects the signals again."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def every_route() -> list[str]:
    return list(dict.fromkeys(routes()))


def rounds() -> Iterator[tuple[str, str]]:
    """Give each route with each role, again and again until the time is over."""
    over = time.monotonic() + SECONDS
    for number in count():
        for route in every_route():
            for role in ROLES:
                if number and time.monotonic() > over:
                    return
                yield route, role


def test_hypothesis_breaks_nothing() -> None:
    world, met = World(), Counter[str]()

    def breaks_nothing(route: str, role: str) -> None:
        @MADE_UP
        @given(methods, data, st.one_of(st.none(), pieces))
        def holds(method: str, sent: dict[str, list[str]], piece: str | None) -> None:
            address = world.address(route) if piece is None else with_piece(route, piece)
            with transaction.atomic():
                answer = ask(world.clients[role], method, address, sent)
                transaction.set_rollback(True)
            assert (answer.status_code < 500, tells(answer)) == (True, []), (method, address, sent)
            met[f"{answer.status_code // 100}xx"] += 1

        holds()

    for client in world.clients.values():
        client.raise_request_exception = False
    for route, role in rounds():
        breaks_nothing(route, role)
    print(f"hypothesis: {met.total()} requests, {dict(met)}, {len(every_route())} routes, {len(ROLES)} roles")


def description(world: World) -> dict[str, Any]:
    """Describe every route as OpenAPI does: parts of the address, what a list takes, and a form."""
    paths: dict[str, Any] = {}
    query = [
        {"name": name, "in": "query", "schema": {"type": "string"}}
        for name in ("q", "page", "sort", "year", "next")
    ]
    body = {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}}
    answered = {"default": {"description": "whatever it is"}}
    for route in every_route():
        is_plain = not re.search(r"[(^$]", route)
        path = "/" + PART.sub(r"{\2}", route) if is_plain else world.address(route)
        parts = [
            {
                "name": name,
                "in": "path",
                "required": True,
                "schema": TYPES.get(kind, {"type": "string", "minLength": 1}),
            }
            for kind, name in (PART.findall(route) if is_plain else [])
        ]
        given_with = {"parameters": parts + query, "responses": answered}
        paths[path] = {"get": given_with, "post": given_with | {"requestBody": body}}
    return {"openapi": "3.1.0", "info": {"title": "Every route", "version": "1"}, "paths": paths}


def requests_of(operation: Any) -> st.SearchStrategy[Any]:
    """Return what the description allows, and what it does not."""
    return st.one_of([operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode])


def test_schemathesis_breaks_nothing() -> None:
    world, met = World(), Counter[str]()
    told = description(world)
    read = schemathesis.openapi.from_dict(told)
    read.app = application
    operations = [read[path][method] for path in told["paths"] for method in ("GET", "POST")]
    cookies = {
        role: "; ".join(
            [f"csrftoken={TOKEN}", *(f"{name}={morsel.value}" for name, morsel in client.cookies.items())]
        )
        for role, client in world.clients.items()
    }

    def breaks_nothing(operation: Any) -> None:
        @MADE_UP
        @given(requests_of(operation), st.sampled_from(ROLES))
        def holds(case: Any, role: str) -> None:
            assume(not is_told(f"{case.formatted_path} {case.query} {case.body}"))
            with transaction.atomic():
                answer = case.call(headers={"Cookie": cookies[role]} | SENT)
                transaction.set_rollback(True)
            assert answer.status_code < 500, (role, case.method, case.path, case.body)
            assert INSIDE.findall(answer.content.decode(errors="replace")) == []
            met[f"{answer.status_code // 100}xx"] += 1

        holds()

    over = time.monotonic() + SECONDS
    with one_connection():
        while not met or time.monotonic() < over:
            for operation in operations:
                breaks_nothing(operation)
    print(f"schemathesis: {met.total()} requests, {dict(met)}, {len(told['paths'])} routes")

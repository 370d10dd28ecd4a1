"""Is the OpenAPI document true: does no request that it allows, and none that it does not, get anything else than it says?"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance

from catalogue.wsgi import application
from practices.api.document import openapi
from practices.api.schemas import ANSWERS
from practices.listing.filters import Practices
from tests.builders import make_city, make_topic, published, withdrawn
from tests.proof import many
from tests.routes import routes

pytestmark = pytest.mark.django_db

PLAIN = {"Accept-Encoding": "identity"}
ALLOWED_AND_NOT = [positive_data_acceptance]
"""A city or a topic that the document allows may not be there; the others are in it."""


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Let requests be answered within the test's transaction, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def schema() -> Any:
    return schemathesis.openapi.from_dict(json.loads(json.dumps(openapi())))


@pytest.mark.alike
@pytest.mark.long
@pytest.mark.parametrize("path", list(openapi()["paths"]))
def test_schemathesis_finds_nothing(path: str) -> None:
    published(title="On line", topics=[make_topic()], city=make_city())
    withdrawn(title="Gone")
    read = schema()
    read.app = application
    modes = [read[path]["GET"].as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode]
    strategy = st.one_of(modes)

    @settings(
        max_examples=many(8, 300),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def holds(case: Any) -> None:
        case.call_and_validate(headers=PLAIN, excluded_checks=ALLOWED_AND_NOT)

    holds()
    assert strategy.is_empty is False


def test_document_describes_each_address_by_what_it_answers(client: Client) -> None:
    written = client.get("/api/v1/openapi.json").json()
    assert written["openapi"] == "3.1.0"
    by_name = {one["get"]["operationId"]: path for path, one in written["paths"].items()}
    assert list(by_name) == list(ANSWERS)
    assert list(by_name.values()) == [f"/{route}" for route in described_routes()]
    read = [each["name"] for each in written["paths"]["/api/v1/practices/"]["get"]["parameters"]]
    assert read == [*Practices.base_filters, "page"]
    assert '"additionalProperties": false' not in json.dumps(written)


def described_routes() -> list[str]:
    """Return the routes of the API that answer with data, as the document writes them."""
    found = [route for route in routes() if route.startswith("api/v1/") and not route.endswith(".json")]
    return [re.sub(r"<\w+:(\w+)>", r"{\1}", route) for route in found]


def test_fields_of_a_form_that_were_left_alone_are_described(client: Client) -> None:
    assert client.get("/api/v1/changes/?since=").status_code == 200
    led = client.get("/api/v1/practices/?cost=&published=&sort=")
    assert (led.status_code, led["Location"]) == (301, "/api/v1/practices/")
    assert client.get("/api/v1/practices/", {"cost": [""] * 51}).status_code == 400
    paths = openapi()["paths"]
    read = {each["name"]: each["schema"] for each in paths["/api/v1/practices/"]["get"]["parameters"]}
    assert {"", "newest"} <= set(read["sort"]["items"]["enum"])
    assert read["sort"]["maxItems"] == 50
    assert re.fullmatch(read["published"]["items"]["pattern"], "")
    assert re.fullmatch(read["published"]["items"]["pattern"], "2026-05")

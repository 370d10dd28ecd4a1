"""Is each request noted by its route, without a word of anybody, and counted for Prometheus (promise U35)?"""

import http.client
import json
import logging
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from catalogue import request_log
from catalogue.env import ROOT
from catalogue.log import FIELDS, JSONFormatter
from practices.models import Job, Mail
from practices.models.last_run import note_run
from tests import kept, ready
from tests.builders import make_draft, make_user, published
from tests.tree import until
from tests.worker.started import Started, started

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

TOKEN = "a token for tests alone"
ID = re.compile(r"[0-9a-f]{16}")


class Lines(logging.Handler):
    """Keeps what is written as JSON."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JSONFormatter())
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(self.format(record)))

    @property
    def requests(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["logger"] == request_log.logger.name]


@pytest.fixture
def log(settings: Settings) -> Iterator[Lines]:
    settings.LOG_FORMAT = "json"
    lines = Lines()
    logging.getLogger().addHandler(lines)
    yield lines
    logging.getLogger().removeHandler(lines)


@pytest.fixture
def counted(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


def test_request_is_a_line_with_its_route_and_number(log: Lines) -> None:
    practice = published(title="Canary of the harbour")
    kept.forget()
    for page in ("made", "kept"):
        Client().get(f"/practices/{practice.slug}/", headers={"X-Request-ID": "edge-0001"})
        line = log.requests[-1]
        assert datetime.fromisoformat(line.pop("time")).utcoffset() is not None
        assert line.pop("ms") > 0
        assert line == {
            "level": "INFO",
            "logger": "catalogue.request_log",
            "message": "GET practices:detail 200",
            "request_id": "edge-0001",
            "method": "GET",
            "route": "practices:detail",
            "status": 200,
            "page": page,
        }
    Client().post("/accounts/login/", {"login": "somebody@city.example", "password": "canary"})
    Client().get("/no/such/page/somebody@city.example/?q=canary")
    assert [line["route"] for line in log.requests[2:]] == ["account_login", "none"]
    assert [line for line in log.lines if re.search("canary|somebody", str(line), re.IGNORECASE)] == []


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "a b c d e f g", "<script>alert</script>", "ünicode-id"]
)
def test_number_that_is_not_fit_for_a_log_is_replaced(given: str, log: Lines) -> None:
    answer = Client().get("/accounts/login/", headers={"X-Request-ID": given})
    assert ID.fullmatch(answer.headers["X-Request-ID"])
    assert log.requests[-1]["request_id"] == answer.headers["X-Request-ID"]


def test_number_is_given_back_to_whoever_asked(log: Lines) -> None:
    answer = Client().get("/accounts/login/", headers={"X-Request-ID": "edge-0001"})
    assert answer.headers["X-Request-ID"] == log.requests[-1]["request_id"] == "edge-0001"


@pytest.mark.parametrize("path", ["/about/", "/robots.txt", "/api/v1/practices/", "/static/css/base.css"])
def test_number_is_in_no_answer_that_a_cache_gives_to_others(path: str, log: Lines) -> None:
    """Whoever asks chooses it, so a cache in front would give one visitor's words to everybody."""
    kept.forget()
    for _made_then_kept in range(2):
        answer = Client().get(path, headers={"X-Request-ID": "a-word-of-mine"})
        assert ("public" in answer["Cache-Control"], "X-Request-ID" in answer.headers) == (True, False)
        b"".join(answer)  # which closes a file
        seen = Client().get(path, headers={"If-None-Match": answer.headers.get("ETag", "none")})
        b"".join(seen)
        assert "X-Request-ID" not in seen.headers
    assert log.requests[0]["request_id"] == "a-word-of-mine"


def test_number_is_in_no_page_from_memory(log: Lines) -> None:
    told = request_log.Noted("GET", "practices:about", 200, "memory")
    environ = {"HTTP_X_REQUEST_ID": "a-word-of-mine"}
    for cache, expected in (("public, max-age=60", []), ("no-store", ["a-word-of-mine"])):
        headers = [("Cache-Control", cache), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
        found = request_log.note_apart(environ, told, headers, 0)
        assert found == headers + [("X-Request-ID", each) for each in expected]


REFUSED = [
    ("get", "/no/such/canary/", {}, "Not Found", "none"),
    ("get", "/practices/no-such-canary/", {}, "Not Found", "practices:detail"),
    ("get", "/practices/somebody@city.example/", {}, "Not Found", "none"),
    ("put", "/accounts/login/?q=canary", {}, "Method Not Allowed", "none"),
    ("get", "/canary\0/", {}, "Not Found", "none"),
    ("post", "/accounts/login/", {"Origin": "https://canary.example"}, "Forbidden", "account_login"),
    ("get", "/canary/" + "x" * 9000, {}, "Not Found", "none"),
]


@pytest.mark.parametrize(("method", "path", "headers", "reason", "route"), REFUSED)
def test_refusal_is_told_by_reason_and_route(
    method: str, path: str, headers: dict[str, str], reason: str, route: str, log: Lines
) -> None:
    getattr(Client(enforce_csrf_checks=True), method)(path, headers=headers)
    told = [line for line in log.lines if line["logger"].startswith("django")]
    assert [(line["message"], line["route"]) for line in told] == [(reason, route)]
    assert re.search("canary|somebody", str(log.lines), re.IGNORECASE) is None


def test_method_that_nobody_knows_is_noted_as_another(log: Lines) -> None:
    Client().generic("CANARY", "/about/")
    (line,) = log.requests
    assert (line["method"], line["message"].split()[0]) == ("other", "other")
    assert "CANARY" not in str(log.lines)


def test_fault_is_told_without_its_words(log: Lines) -> None:
    try:
        int("Key (email)=(somebody@city.example) is there")
    except ValueError:
        logging.getLogger("practices").exception("It has failed for %s", "somebody@city.example")
    line = log.lines[-1]
    assert (line["error"], line["message"]) == ("ValueError", "It has failed for (address)")
    assert line["frames"].startswith("tests/catalogue/test_request_log.py:")
    assert "somebody" not in str(line)


def test_nothing_is_noted_unless_it_is_asked_for() -> None:
    assert not request_log.is_recorded()
    assert "X-Request-ID" not in Client().get("/about/").headers


def test_guide_names_every_field_of_a_line() -> None:
    guide = (ROOT / "docs" / "operators.md").read_text()
    assert [name for name, says in FIELDS.items() if f"`{name}` | {says}" not in guide] == []


# Figures


def figures(text: str) -> dict[tuple[str, ...], float]:
    """Return every figure by its name and labels, as the parser of Prometheus' own library reads them."""
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def read(client: Client | None = None) -> dict[tuple[str, ...], float]:
    answer = (client or Client()).get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert (answer.status_code, answer.headers["Content-Type"].startswith("text/plain")) == (200, True)
    return figures(answer.text)


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize(
    "given", ["", "Bearer ", "Bearer another token here", f"Basic {TOKEN}", "Bearer ünicode"]
)
def test_figures_want_the_token(given: str) -> None:
    answer = Client().get("/metrics", headers={"Authorization": given} if given else {})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert b"catalogue_" not in answer.content


@pytest.mark.usefixtures("counted")
def test_answers_are_counted_by_route_and_status() -> None:
    kept.forget()
    before = read()
    for _ in range(3):
        Client().get("/about/")
    Client().get("/nothing/here/")
    after = read()

    def more(*name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert more("catalogue_requests_total", "200", "GET", "practices:about") == 3
    assert more("catalogue_requests_total", "404", "GET", "none") == 1
    assert more("catalogue_request_seconds_count", "practices:about") == 3
    assert (more("catalogue_pages_total", "made"), more("catalogue_pages_total", "kept")) == (1, 2)


@pytest.mark.usefixtures("counted")
def test_site_says_what_waits_and_how_old_things_are() -> None:
    make_draft(contributor=make_user())
    published(title="One")
    Mail.objects.all().delete()
    note_run(Job.BACKUP)
    found = read()
    assert found["catalogue_database_up",] == 1
    assert (found["catalogue_entries", "draft"], found["catalogue_entries", "submitted"]) == (1, 0)
    assert found["catalogue_entries", "published"] == 1
    assert 0 <= found["catalogue_last_run_age_seconds", "backup"] < 60
    assert ("catalogue_last_run_age_seconds", "worker") not in found
    assert found["catalogue_mails_due",] == found["catalogue_mail_oldest_due_seconds",] == 0
    assert 0 < found["catalogue_disk_free_ratio",] < 1


@pytest.mark.long
@pytest.mark.xdist_group("waits")
def test_processes_of_the_real_server_count_together(tmp_path: Path) -> None:
    given = {"METRICS_TOKEN": TOKEN, "LOG_FORMAT": "json"}
    with started(tmp_path, ready.file_with_tables(), **given) as site:
        until(site.is_up)
        until(lambda: len(site.served_by()) == 2)
        for _ in range(40):
            assert site.get("/about/") == 200
        status, text = asked(site, "/metrics")
        found = figures(text)
        assert status == 200
        assert found["catalogue_requests_total", "200", "GET", "practices:about"] == 40
        assert found["catalogue_pages_total", "memory"] >= 30
        assert found["catalogue_pages_total", "made"] >= 1
        lines = [json.loads(line) for line in site.said().splitlines() if line.startswith("{")]
    told = [line for line in lines if line.get("route") == "practices:about"]
    assert (len(told), len({line["request_id"] for line in told})) == (40, 40)
    assert [line for line in lines if not set(line) <= set(FIELDS)] == []


def asked(site: Started, path: str) -> tuple[int, str]:
    asking = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    with closing(asking):
        asking.request("GET", path, headers={"Host": "localhost", "Authorization": f"Bearer {TOKEN}"})
        answer = asking.getresponse()
        return answer.status, answer.read().decode()

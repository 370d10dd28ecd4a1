"""Does the log name the route, and never the address, where an address opens something by itself?"""

import logging
from collections.abc import Callable, Iterator
from json import loads
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError, connection
from django.test import Client

from catalogue.log import LONGEST, SECRET, JSONFormatter, LineFormatter, without_secrets
from practices.models import PreviewLink, User
from tests import logs
from tests.builders import make_draft, make_editor, make_user
from tests.doors import link, sign_up
from tests.processor import timed
from tests.routes import routes

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


def confirmation() -> str:
    sign_up(Client())
    return link()


def reset() -> str:
    Client().post("/accounts/password/new/", {"email": make_user().email})
    return link()


def preview() -> str:
    return PreviewLink.objects.create(practice=make_draft(), by=make_editor()).get_absolute_url()


LINKS: dict[str, Callable[[], str]] = {
    "account_confirm_email": confirmation,
    "account_reset_password_from_key": reset,
    "practices:shared": preview,
}


def without_token(path: str) -> int:
    return Client(enforce_csrf_checks=True).post(path, headers={"Referer": "/"}).status_code


def when_it_is_void(path: str) -> int:
    EmailAddress.objects.update(verified=True)
    User.objects.update(email="moved@city.example")
    PreviewLink.objects.all().delete()
    return Client().get(path).status_code


def mistyped(path: str) -> int:
    return Client().get(path.upper().replace("/", "//")[1:] + "more/").status_code


def away(*asked: Any) -> Any:
    raise OperationalError("the server has gone away")


def during_an_outage(path: str) -> int:
    with connection.execute_wrapper(away):
        return Client(raise_request_exception=False).get(path).status_code


ACTS = [without_token, when_it_is_void, mistyped, during_an_outage]


@pytest.fixture
def log() -> Iterator[logs.Watch]:
    watch = logs.Watch(logs.of_the_site())
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
@pytest.mark.parametrize("name", LINKS)
def test_log_says_the_route_and_not_the_address(
    name: str, act: Callable[[str], int], log: logs.Watch
) -> None:
    path = LINKS[name]()
    secret = path.rstrip("/").rpartition("/")[2]
    assert act(path) in {403, 404, 405, 410, 503, 500}
    said = "\n".join(log.lines)
    assert (name in said, secret.lower() in said.lower()) == (True, False)


def test_every_address_that_opens_something_by_itself_is_declared() -> None:
    """A new route with a text in its address is named here, or in `catalogue.log.SECRET`."""
    assert set(LINKS) == set(SECRET)
    assert {route for route in routes() if "<str:" in route} == {
        "accounts/confirm/<str:key>/",
        "accounts/password/new/<str:key>/",
        "preview/shared/<str:token>/",
        "preview/shared/<str:token>/documents/<digest:digest>",
        "preview/shared/<str:token>/pictures/<digest:digest>-<int:width>.<rendition:kind>",
    }


def test_what_stands_behind_a_secret_is_written_and_the_secret_is_not() -> None:
    assert (
        without_secrets("Gone: /preview/shared/a-token/pictures/0.jpg")
        == "Gone: practices:sharedpictures/0.jpg"
    )


@pytest.mark.parametrize(
    "address", ["/accounts/confirm/", "/accounts/confirm/again/", "/accounts/password/new/sent/"]
)
def test_addresses_without_a_secret_are_said(address: str, log: logs.Watch) -> None:
    logging.getLogger("django.request").warning("Not Found: %s", address)
    assert address in log.lines[0]


@pytest.mark.parametrize(
    ("sent", "kind", "status"),
    [
        ("&".join(f"x{n}=1" for n in range(1001)), "application/x-www-form-urlencoded", 413),
        ("x", "multipart/form-data", 400),
    ],
)
def test_request_that_was_refused_for_what_it_is_makes_one_line(
    sent: str, kind: str, status: int, log: logs.Watch
) -> None:
    assert Client().post("/accounts/login/", sent, content_type=kind).status_code == status
    assert [line.count("\n") for line in log.lines] == [0]


def test_file_of_ours_that_is_refused_shows_where(log: logs.Watch, tmp_path: Path) -> None:
    try:
        FileSystemStorage(tmp_path).path("../outside")
    except SuspiciousFileOperation:
        logging.getLogger("django.security.SuspiciousFileOperation").exception("Outside")
    assert "Traceback" in log.lines[0]


def test_watch_over_the_suite_notices_a_secret() -> None:
    """The same lines, written as Django writes them: were the site's own formatter gone, every test would fail."""
    bare = logging.StreamHandler()
    watch = logs.Watch(bare)
    path, telling = confirmation(), {"Method Not Allowed: %s": 1, "Signed out: %s": 1}
    for message in telling:
        watch.handle(logging.makeLogRecord({"msg": message, "args": (path,)}))
    watch.handle(logging.makeLogRecord({"msg": "Key %s is gone", "args": (path.split("/")[-2],)}))
    watch.handle(logging.makeLogRecord({"msg": "Not Found: %s", "args": ("/practices/no-such-thing/",)}))
    assert len([line for line in watch.telling if not line.startswith("{")]) == 3
    watch.handle(logging.makeLogRecord({"msg": "It says canaryword"}))
    watch.handle(logging.makeLogRecord({"msg": "Well", "said": {"address": "192.0.2.1"}}))
    assert [loads(line)["message"] for line in watch.telling[-2:]] == ["It says canaryword", "Well"]


@pytest.mark.parametrize(
    "piece", ["a", "/", "/accounts", "/accounts/confirm/", "%40", "a@", "a%4", "/preview//shared"]
)
@pytest.mark.parametrize("form", [LineFormatter("{message}", style="{"), JSONFormatter()])
def test_time_of_a_line_grows_as_what_was_asked_for_does(piece: str, form: logging.Formatter) -> None:
    """Sixteen times as long is at most 64 times as dear; what looks back from each sign costs 256 times as much."""

    def cost(length: int) -> float:
        record = logging.makeLogRecord({"msg": "Not Found: /%s", "args": (piece * (length // len(piece)),)})
        return timed(lambda: form.format(record))[1]

    rounds = [
        (cost(4_000), cost(64_000)) for _ in range(5)
    ]  # side by side, as a processor is now slow, now fast
    short, long = map(min, zip(*rounds, strict=True))
    assert long < 64 * short


@pytest.mark.parametrize("form", [LineFormatter("{message}", style="{"), JSONFormatter()])
def test_line_says_no_more_than_a_person_reads(form: logging.Formatter) -> None:
    said = form.format(logging.makeLogRecord({"msg": "Not Found: /%s", "args": ("é" * 16_000,)}))
    assert said.count("é") + said.count("\\u00e9") == LONGEST - len("Not Found: /")


def test_address_is_taken_out_before_a_line_is_cut() -> None:
    for before in range(LONGEST - 30, LONGEST):
        words = f"{'x' * before} somebody@city.example /accounts/confirm/opens-something-by-itself/"
        for form in (LineFormatter("{message}", style="{"), JSONFormatter()):
            said = form.format(logging.makeLogRecord({"msg": words}))
            assert "opens" not in said
        assert "some" not in said

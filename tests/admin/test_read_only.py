"""Does reading go on, and is every write refused with its cure, while the site can only be read (promise R33)?"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from threading import Timer

import pytest
from django.core.files.base import ContentFile
from django.core.management import get_commands
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import Settings

from catalogue import command_line
from catalogue.env import ROOT
from practices.accounts import rate_limits
from practices.admin.read_only import SIGNED_IN
from practices.health import examination
from practices.health.conditions import Fault
from practices.models import Attempt, Practice
from practices.models.database_errors import is_read_only
from practices.worker import commands
from practices.worker.loop import Worker
from tests import kept, ready
from tests.builders import make_draft, make_editor, make_user
from tests.exports.archives.elsewhere import Elsewhere, in_file, on_server
from tests.pages import client_of, form_data
from tests.proof import ALL
from tests.routes import routes
from tests.test_routes import ASKED, ROLES, ROWS, SIGNED, World
from tests.tree import until
from tests.worker.started import KEY, started

pytestmark = [pytest.mark.django_db, pytest.mark.either]

OURS = {"Origin": "http://testserver"}
UNSIGNED = {"visitor", "disabled", "half"}
LEAVING = {"accounts/logout/", "contribute/logout/", "admin/logout/"}
EARLIER = {"livez", "readyz"}
TURNS = 1 if ALL else 2 if connection.vendor == "postgresql" else 4
"""Each so-manieth role asks at one route, others at the next: who may do what there is asked by tests/test_routes.py."""


@contextmanager
def only_reads() -> Iterator[None]:
    """Let the database refuse every write, as it does when the site was started so."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            yield
            transaction.set_rollback(True)
        return
    connection.connection.execute("PRAGMA query_only=ON")
    try:
        yield
    finally:
        connection.connection.execute("PRAGMA query_only=OFF")


def asking(route: str) -> tuple[str, ...]:
    """Return the roles that ask at a route."""
    return ASKED[list(ROWS).index(route) % TURNS :: TURNS]


def cells(world: World, method: str, route: str) -> str:
    cookies = {role: deepcopy(client.cookies) for role, client in world.clients.items()}
    found = "".join(world.cell(role, method, world.address(route)) for role in asking(route))
    for role, client in world.clients.items():
        client.cookies = cookies[role]
    return found


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Elsewhere]:
    """Give another database of the same kind, with its tables."""
    if connection.vendor == "sqlite":
        yield in_file(tmp_path)
        return
    with on_server() as server:
        yield server


def expected(route: str) -> tuple[str, str]:
    get, _post = ROWS[route]
    closed = f"/{route}".startswith(SIGNED_IN)
    answers = dict(zip(ROLES, get, strict=True))
    reads = "".join("U" if closed and role in UNSIGNED else answers[role] for role in asking(route))
    post = "3" if route in LEAVING else "M" if route in EARLIER else "U"
    return reads, post * len(reads)


@pytest.mark.long
@pytest.mark.parametrize("quarter", range(4))
def test_everything_is_read_and_nothing_written_at_every_route_by_every_role(
    quarter: int, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SIGNED, 503, "U")
    world = World()
    settings.READ_ONLY = True
    for client in world.clients.values():
        client.handler.load_middleware()
        client.defaults["HTTP_ORIGIN"] = OURS["Origin"]
    with only_reads():
        found = {
            route: (cells(world, "get", route), cells(world, "post", route))
            for route in list(dict.fromkeys(routes()))[quarter::4]
        }
    assert found == {route: expected(route) for route in found}


def test_words_of_a_form_are_given_back_and_taken_once_writing_is_on(settings: Settings) -> None:
    person = make_user()
    practice, client = make_draft(contributor=person), client_of(person)
    address = f"/contribute/practices/practice/{practice.pk}/change/"
    data = form_data(client.get(address).content, "practice_form") | {"purpose": "Words worth keeping."}
    settings.READ_ONLY = True
    answer = client_of(person).post(address, data, headers=OURS)
    assert (answer.status_code, "Words worth keeping." in answer.text) == (503, True)
    assert (answer.headers["Retry-After"], "no-store" in answer.headers["Cache-Control"]) == ("3600", True)
    again = form_data(answer.content, "again_form")
    assert Practice.objects.get().purpose == practice.purpose
    settings.READ_ONLY = False
    assert client_of(person).post(address, again, headers=OURS).status_code == 302
    assert Practice.objects.get().purpose == "Words worth keeping."


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}])
def test_what_a_stranger_sends_is_not_shown(origin: dict[str, str], settings: Settings) -> None:
    settings.READ_ONLY = True
    answer = Client().post("/report/", {"text": "Click here"}, headers=origin)
    assert (answer.status_code, "Click here" in answer.text) == (503, False)


def test_password_is_not_given_back(settings: Settings) -> None:
    settings.READ_ONLY = True
    answer = Client().post(
        "/accounts/login/", {"login": "a@b.example", "password": "pass word"}, headers=OURS
    )
    assert (answer.status_code, "pass word" in answer.text) == (503, False)


def test_programs_are_told_in_json(settings: Settings) -> None:
    settings.READ_ONLY = True
    answer = Client().post("/api/v1/practices/")
    assert (answer.status_code, answer.json()["status"]) == (503, 503)


def test_file_has_to_be_chosen_again(settings: Settings) -> None:
    client, address = client_of(make_user()), "/contribute/practices/practice/upload/"
    settings.READ_ONLY = True
    client.handler.load_middleware()
    sent = {"key": "a", "note": "Words beside it.", "file": ContentFile(b"PK", "draft.docx")}
    page = client.post(address, sent, headers=OURS).text
    assert "choose the file again" in page
    assert "Words beside it." in page
    assert f'href="{address}"' in page
    assert ("What you wrote is here" in page, "again_form" in page) == (False, False)


def test_a_write_that_was_forgotten_is_refused_by_the_database(settings: Settings) -> None:
    with only_reads(), pytest.raises(DatabaseError) as refused, transaction.atomic():
        Practice(title="x").save()
    assert is_read_only(refused.value)


def test_searches_are_not_counted(settings: Settings) -> None:
    settings.READ_ONLY = True
    for _ in range(50):
        rate_limits.spend("search", ip="192.0.2.1")
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize("address", ["/", "/practices/", "/accounts/details/", "/contribute/", "/nothing/"])
def test_every_page_says_it_and_what_the_operator_says(address: str, settings: Settings) -> None:
    person, said = make_user(), "The site moves on Sunday & <b>rests</b>."
    client = client_of(person)
    before = client.get(address)
    assert b"site-notice" not in before.content
    settings.NOTICE, settings.READ_ONLY = said, True
    kept.forget()
    page = client_of(person).get(address)
    assert "can only be read at the moment: nobody can sign in" in page.text
    assert "The site moves on Sunday &amp; &lt;b&gt;rests&lt;/b&gt;." in page.text
    if "ETag" in before.headers:
        assert client_of(person).get(address, headers={"If-None-Match": before["ETag"]}).status_code == 200


def test_editors_are_told_on_their_own_site(settings: Settings) -> None:
    settings.NOTICE = "The site moves on Sunday."
    assert 'aria-label="Notice"' in client_of(make_editor()).get("/admin/").text


def test_health_and_doctor_say_it(settings: Settings) -> None:
    assert (examination.LOOKS["writing"](), Client().get("/readyz").json()["read_only"]) == (None, False)
    settings.READ_ONLY = True
    found = examination.LOOKS["writing"]()
    assert isinstance(found, Fault)
    assert (found.is_grave, "READ_ONLY=0" in found.cure) == (False, True)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["read_only"]) == (200, True)


def test_worker_waits_and_nobody_is_told(settings: Settings) -> None:
    settings.READ_ONLY, settings.OPERATOR_EMAIL = True, "operator@example.org"
    assert commands.look_command() == []
    worker = Worker(once=False)
    Timer(0.2, setattr, (worker, "stopped", True)).start()
    worker.run()
    assert all(each.due_at == 0 for each in worker.regular)


# Commands

READ = {"check_server", "doctor", "export_catalogue", "prepare", "send_mail", "start", "verify", "version"}
"""What reads, waits, or says itself that nothing is written."""


def test_each_command_of_ours_writes_or_not() -> None:
    ours = {name for name, app in get_commands().items() if app.partition(".")[0] == "practices"}
    parts = [READ, command_line.WRITES, command_line.WRITES_ALL_THE_SAME]
    assert ours == set().union(*parts)
    assert sum(len(part) for part in parts) == len(ours)


def manage(other: Elsewhere, *words: str) -> tuple[int, str]:
    """Run a command there, in a site that can only be read."""
    given = {"ENV_FILE": os.devnull, "SECRET_KEY": KEY, "READ_ONLY": "1", "DATABASE_URL": other.url}
    superuser = {
        "DJANGO_SUPERUSER_EMAIL": "a@city.example",
        "DJANGO_SUPERUSER_PASSWORD": "a long enough pass phrase",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | given | superuser,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.long
@pytest.mark.parametrize(
    "words", [["purge_trash"], ["createsuperuser", "--noinput"], ["send_mail", "--once"]]
)
def test_command_that_writes_is_refused_with_its_cure(words: list[str], other: Elsewhere) -> None:
    code, said = manage(other, *words)
    assert (code, "Set READ_ONLY=0" in said, "Traceback" in said) == (1, True, False)


@pytest.mark.long
def test_what_an_operator_needs_is_done_all_the_same(other: Elsewhere, tmp_path: Path) -> None:
    assert "No migrations to apply" in manage(other, "migrate")[1]
    assert manage(other, "backup", str(tmp_path / "kept.tar.zst"))[0] == 0
    assert manage(other, "prepare") == (0, "")


@pytest.mark.thorough
@pytest.mark.long
@pytest.mark.xdist_group("waits")
def test_site_that_was_started_so_is_read(tmp_path: Path) -> None:
    with started(tmp_path, ready.file_with_tables(), READ_ONLY="1", NOTICE="Back on Sunday.") as site:
        until(site.is_up)
        assert [site.get(path) for path in ("/", "/practices/?q=music", "/accounts/login/")] == [
            200,
            200,
            503,
        ]
        assert site.worker()
        assert "Traceback" not in site.said()

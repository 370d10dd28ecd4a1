"""Does the doctor name each fault with its cure, and say by its exit code how grave it is?"""

import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from json import dumps
from pathlib import Path
from types import MappingProxyType
from typing import override

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings as site
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from practices.health import on_this_machine
from practices.health.examination import LOOKS
from practices.models import Job
from practices.models.last_run import note_run
from tests.mail_server import running

pytestmark = pytest.mark.django_db

GOOD = {
    "/readyz": lambda: dumps({"build": site.RELEASE}),
    "/robots.txt": lambda: f"User-agent: *\nSitemap: {site.SITE_URL}/sitemap.xml\n",
    "/.well-known/security.txt": lambda: security(days=170),
}


def security(*, days: int) -> str:
    return f"Contact: mailto:x@city.example\nExpires: {datetime.now(UTC) + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}\n"


@contextmanager
def answering(
    settings: Settings, certificate: Path | None = None, other: Mapping[str, str] = MappingProxyType({})
) -> Iterator[None]:
    """Answer at SITE_URL, as the site does or with something `other` at an address whose end is named."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = [text for name, text in other.items() if name in self.path]
            self.send_response(200 if found != [""] else 404)
            self.end_headers()
            self.wfile.write((found[0] if found else GOOD[self.path]()).encode())

        @override
        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        settings.SITE_URL = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def certificate(folder: Path, *, days: int) -> Path:
    """Write a certificate for this machine that signs itself, with its key, and return its file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "doctor")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    kept = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / "certificate.pem"
    path.write_bytes(made.public_bytes(kept[0]) + key.private_bytes(*kept))
    return path


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, str]]:
    """Return the exit code, and what is said of each thing."""
    code = 0
    try:
        call_command("doctor", *words)
    except SystemExit as ended:
        code = int(str(ended.code))
    lines = [
        (line[:6].strip(), line[7:20].strip(), line[21:]) for line in capsys.readouterr().out.splitlines()
    ]
    return code, {name: f"{state} {text}".strip() for state, name, text in lines}


@pytest.fixture
def well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what a database of tests and its settings are not: a public site with room on its disk."""
    monkeypatch.setitem(LOOKS, "settings", lambda: None)
    monkeypatch.setitem(LOOKS, "disk", lambda: None)
    for job in Job.values:
        note_run(Job(job))


def test_site_in_good_order_is_well(
    settings: Settings, capsys: pytest.CaptureFixture[str], well: None
) -> None:
    with answering(settings):
        assert said(capsys) == (0, dict.fromkeys(LOOKS, "ok"))


def test_nobody_answers_and_nothing_was_ever_done(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering(settings):
        pass
    code, found = said(capsys)
    assert (code, found["database"], found["indexes"]) == (2, "ok", "ok")
    assert found["address"] == (
        f"FAULT {settings.SITE_URL}/readyz gives no answer: [Errno 111] Connection refused. It is asked at SITE_URL; "
        "without one where ADDR says, so give this command the ADDR of the site. Whoever should answer does not, or refuses: see that it runs, and what"
        " the settings say of it."
    )
    assert found["backup"].startswith("FAULT There is no backup yet. Run `manage.py backup`")
    assert found["verification"].startswith("note No verification has gone well yet. ")


@pytest.mark.parametrize(
    ("other", "name", "says"),
    [
        ({"readyz": '{"build": "another"}'}, "address", "FAULT The build another answers. "),
        ({"readyz": ""}, "address", "FAULT http"),
        ({"readyz": "<html>"}, "address", "FAULT Expecting value"),
        ({"security": ""}, "security.txt", "note security.txt answers 404. Set CONTACT_EMAIL."),
        ({"security": security(days=29)}, "security.txt", "note security.txt ends within a month. "),
        ({"security": "nothing"}, "security.txt", "note security.txt ends within a month. "),
        ({"robots": "User-agent: *\n"}, "robots.txt", "note robots.txt does not lead to the sitemap. "),
    ],
)
def test_what_answers_wrongly_is_named(
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    well: None,
    other: dict[str, str],
    name: str,
    says: str,
) -> None:
    with answering(settings, other=other):
        code, found = said(capsys)
    assert found[name].startswith(says)
    assert code == (2 if says.startswith("FAULT") else 1)
    assert set(found.values()) == {"ok", found[name]}


@pytest.mark.parametrize(
    ("days", "trusted", "says"),
    [
        (60, True, "ok"),
        (13, True, "FAULT The certificate ends on "),
        (-1, True, "FAULT [SSL: CERTIFICATE_VERIFY_FAILED]"),
        (60, False, "FAULT [SSL: CERTIFICATE_VERIFY_FAILED]"),
    ],
)
def test_certificate_that_ends_or_is_not_trusted_is_named(  # noqa: PLR0913  fixtures
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    days: int,
    says: str,
    *,
    trusted: bool,
) -> None:
    made = certificate(tmp_path, days=days)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(made))
    with answering(settings, made):
        _code, found = said(capsys)
    assert found["certificate"].startswith(says)


def test_real_mail_is_sent_and_a_refused_one_named(
    settings: Settings, capsys: pytest.CaptureFixture[str], well: None
) -> None:
    with answering(settings), running() as server:
        options = {"host": "127.0.0.1", "port": server.port, "timeout": 5}
        settings.MAILERS = {"default": {"BACKEND": "practices.mail.smtp.Backend", "OPTIONS": options}}
        assert said(capsys, "--mail", "operator@city.example")[0] == 0
        (mail,) = server.taken
        assert mail["To"] == "operator@city.example"
    with answering(settings):
        code, found = said(capsys, "--mail", "operator@city.example")
    assert (code, found["mail server"][:5], found["mail sent"][:5]) == (2, "FAULT", "FAULT")


def test_what_deploy_warns_of_is_named(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = False
    fault = on_this_machine.deploy_warnings()
    assert fault is not None
    assert "security.W008" in fault.says


def test_migration_that_is_not_applied_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'practices' AND name = '0018_operator_is_told'"
        )
    fault = on_this_machine.unapplied_migrations()
    assert fault is not None
    assert fault.says == "1 migrations are not applied."


def test_index_that_does_not_fit_its_table_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE half (one text, other text)")
        cursor.execute("CREATE INDEX half_made ON half (one)")
        cursor.execute("INSERT INTO half VALUES ('a', 'b')")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA writable_schema = ON")
            cursor.execute(
                "UPDATE sqlite_schema SET sql = replace(sql, 'one', 'other') WHERE name = 'half_made'"
            )
            cursor.execute("PRAGMA writable_schema = RESET")
        else:
            cursor.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'half_made'::regclass")
    fault = on_this_machine.damaged_indexes()
    assert fault is not None
    assert "half_made" in fault.says

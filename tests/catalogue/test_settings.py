"""Is a wrong setting refused with its name and cure, and does the documented environment work?"""

import itertools
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from catalogue import databases, env, mail
from catalogue.env import SettingRefused
from practices.mail.smtp import Backend

STRONG = "0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ"
UNQUOTED = ("p@ss", "p/ss", "12/ss", "p#ss", "12#ss", "p?ss", "12?ss", "p:s/s")
EXAMPLE = env.ROOT / ".env.example"


def site_url() -> str:
    return env.site_url(8000)


def debug() -> bool:
    return env.debug(https=True)


def database() -> object:
    return databases.default_database(Path("/data/own.sqlite3"))


def sender() -> str:
    return mail.sender("Practices", "https://practices.example.org")


def mailer() -> dict[str, Any]:
    return mail.mailer(https=False)


def public_mailer() -> dict[str, Any]:
    return mail.mailer(https=True)


def log_format() -> str:
    return env.one_of("LOG_FORMAT", "line", "json")


def workers() -> int:
    return env.number("WORKERS", 1)


def check(**environment: str) -> subprocess.CompletedProcess[str]:
    """Start Django with nothing but this environment."""
    command = [sys.executable, "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=env.ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("read", "name", "value"),
    [
        (env.secret_key, "SECRET_KEY", ""),
        (env.secret_key, "SECRET_KEY", "short"),
        (env.secret_key, "SECRET_KEY", "abcabcabc" * 9),
        (env.secret_key, "SECRET_KEY", f"django-insecure-{STRONG}"),
        (env.former_keys, "SECRET_KEY_FALLBACKS", f"{STRONG},short"),
        (site_url, "SITE_URL", "practices.example.org"),
        (site_url, "SITE_URL", "ftp://practices.example.org"),
        (site_url, "SITE_URL", "https://"),
        (site_url, "SITE_URL", "https://*"),
        (site_url, "SITE_URL", "https://*.example.org"),
        (site_url, "SITE_URL", "https://me@example.org"),
        (site_url, "SITE_URL", "https://example.org/catalogue"),
        (site_url, "SITE_URL", "https://example.org?x=1"),
        (site_url, "SITE_URL", "https://example.org:port"),
        (site_url, "SITE_URL", "https://[example.org"),
        (debug, "DEBUG", "1"),
        (debug, "DEBUG", "perhaps"),
        (workers, "WORKERS", "0"),
        (workers, "WORKERS", "-1"),
        (workers, "WORKERS", "two"),
        (workers, "WORKERS", "²"),
        (env.address, "ADDR", "localhost"),
        (env.address, "ADDR", "localhost:"),
        (env.address, "ADDR", "localhost:0"),
        (env.address, "ADDR", "localhost:65536"),
        (env.time_zone, "TIME_ZONE", "Europe/Atlantis"),
        (log_format, "LOG_FORMAT", "xml"),
        (databases.database_roles, "DATABASE_ROLES", "web, worker"),
        (databases.database_roles, "DATABASE_ROLES", "web, worker, web"),
        (databases.database_roles, "DATABASE_ROLES", "web, worker, a b"),
        (env.metrics_token, "METRICS_TOKEN", "too short"),
        (env.page_cache, "CACHE_URL", "localhost:6379"),
        (env.page_cache, "CACHE_URL", "memcached://localhost"),
        (env.page_cache, "CACHE_URL", "redis:///0"),
        (env.page_cache, "CACHE_URL", "unix://"),
        (mailer, "MAIL_URL", "mail.example.org"),
        (mailer, "MAIL_URL", "smtp://"),
        (mailer, "MAIL_URL", "imap://mail.example.org"),
        (mailer, "MAIL_URL", "smtp://mail.example.org:0"),
        (mailer, "MAIL_URL", "smtp://mail.example.org:port"),
        (mailer, "MAIL_URL", "smtp://mail.example.org/path"),
        (mailer, "MAIL_URL", "smtp://mail.example.org?tls=perhaps"),
        (mailer, "MAIL_URL", "smtp://mail.example.org?starttls=1"),
        (mailer, "MAIL_URL", "smtp://mail.example.org?tls"),
        (mailer, "MAIL_URL", "smtp://[mail.example.org"),
        (mailer, "MAIL_URL", "smtp://me:secret@mail.example.org"),
        (mailer, "MAIL_URL", "smtp://me:secret@mail.example.org?tls=0"),
        (public_mailer, "MAIL_URL", ""),
        (public_mailer, "MAIL_URL", "console:"),
        (sender, "MAIL_FROM", "nobody"),
        (sender, "MAIL_FROM", "@example.org"),
        (sender, "MAIL_FROM", "a@example.org, b@example.org"),
        (sender, "MAIL_FROM", "Us <us@example.org>"),
        (database, "DATABASE_URL", "catalogue"),
        (database, "DATABASE_URL", "mysql://user@host/name"),
        (database, "DATABASE_URL", "postgres://user:pass[word@host/name"),
        (database, "DATABASE_URL", "postgres://user:password@host"),
        (database, "DATABASE_URL", "postgres://user:password@host/?sslmode=require"),
        *((database, "DATABASE_URL", f"postgres://user:{sign}@host/name") for sign in UNQUOTED),
    ],
)
def test_wrong_setting_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingRefused, match=rf"^{name} "):
        read()


def test_number_that_is_too_small_is_told_what_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRASH_DAYS", "0")
    with pytest.raises(
        SettingRefused, match=r"^TRASH_DAYS is '0'\. Write a whole number of 1 or more, such as 90\.$"
    ):
        env.number("TRASH_DAYS", 90)


@pytest.mark.parametrize(
    ("read", "name", "value", "expected"),
    [
        (env.secret_key, "SECRET_KEY", STRONG, STRONG),
        (env.former_keys, "SECRET_KEY_FALLBACKS", f" {STRONG}, {STRONG}x,", [STRONG, f"{STRONG}x"]),
        (env.former_keys, "SECRET_KEY_FALLBACKS", "", []),
        (site_url, "SITE_URL", "", "http://localhost:8000"),
        (site_url, "SITE_URL", "https://example.org/", "https://example.org"),
        (site_url, "SITE_URL", "https://example.org:8443", "https://example.org:8443"),
        (debug, "DEBUG", "off", False),
        (debug, "DEBUG", "", False),
        (workers, "WORKERS", "", 1),
        (workers, "WORKERS", " 3 ", 3),
        (env.address, "ADDR", "", ("127.0.0.1", 8000)),
        (env.address, "ADDR", "8001", ("127.0.0.1", 8001)),
        (env.address, "ADDR", ":8001", ("127.0.0.1", 8001)),
        (env.address, "ADDR", "0.0.0.0:80", ("0.0.0.0", 80)),  # noqa: S104  read, not listened on
        (env.address, "ADDR", "[::1]:8001", ("::1", 8001)),
        (env.time_zone, "TIME_ZONE", "Europe/Paris", "Europe/Paris"),
    ],
)
def test_good_setting_is_read(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], name: str, value: str, expected: object
) -> None:
    monkeypatch.setenv(name, value)
    assert read() == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost", ("localhost", None, "", "", False, False)),
        ("smtp://me:secret@localhost:25", ("localhost", 25, "me", "secret", False, False)),
        (
            "smtp://m%40x:p%2Fs@mail.example.org:587/?tls=1",
            ("mail.example.org", 587, "m@x", "p/s", True, False),
        ),
        ("smtps://me:secret@mail.example.org", ("mail.example.org", None, "me", "secret", False, True)),
    ],
)
def test_mail_url_is_read(monkeypatch: pytest.MonkeyPatch, url: str, expected: tuple[object, ...]) -> None:
    monkeypatch.setenv("MAIL_URL", url)
    found = mailer()
    names = ("host", "port", "username", "password", "use_tls", "use_ssl")
    assert (found["BACKEND"], tuple(found["OPTIONS"][name] for name in names)) == (
        "practices.mail.smtp.Backend",
        expected,
    )
    assert Backend(alias="default", **found["OPTIONS"]).timeout == 10


def test_mails_go_to_the_console_unless_a_server_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAIL_URL", raising=False)
    assert mailer() == {"BACKEND": "practices.mail.console.Backend"}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Practices", "", "Practices <noreply@practices.example.org>"),
        ("Cities, all", "us@example.org", '"Cities, all" <us@example.org>'),
        ("Pratiques précieuses", "us@example.org", "=?utf-8?q?Pratiques_pr=C3=A9cieuses?= <us@example.org>"),
    ],
)
def test_sender_is_an_address_with_the_site_s_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    monkeypatch.setenv("MAIL_FROM", value)
    assert mail.sender(name, "https://practices.example.org") == expected


def test_debug_is_for_http_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "1")
    assert env.debug(https=False) is True


def test_start_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"SECRET_KEY={STRONG}\nSITE_ULR=https://example.org\n")
    done = check(ENV_FILE=str(tmp_path / ".env"))
    expected = "Not started: .env, line 2: there is no setting SITE_ULR. Did you mean SITE_URL?\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", expected)


@pytest.mark.long
def test_documented_production_environment_is_clean() -> None:
    done = check(ENV_FILE=str(EXAMPLE), SECRET_KEY=STRONG)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.long
def test_steps_of_the_operators_guide_pass_as_they_stand(tmp_path: Path) -> None:
    """What `.env` holds there is production as it is documented; only the key is to be made."""
    guide = (env.ROOT / "docs" / "operators.md").read_text().partition("Write `/srv/catalogue/app/.env`")[2]
    written = textwrap.dedent(guide.partition("```sh\n")[2].partition("   ```")[0])
    (tmp_path / ".env").write_text(written.replace("SECRET_KEY=...", f"SECRET_KEY={STRONG}"))
    done = check(ENV_FILE=str(tmp_path / ".env"))
    assert (done.returncode, done.stderr) == (0, "")


def test_example_is_no_environment_until_it_has_a_key() -> None:
    done = check(ENV_FILE=str(EXAMPLE))
    assert (done.returncode, done.stderr[:38]) == (1, "Not started: SECRET_KEY is not set. Se")


def test_example_lists_every_setting_in_order() -> None:
    lines = EXAMPLE.read_text().splitlines()
    assert [line.partition("=")[0] for line in lines if line and not line.startswith("#")] == list(env.asked)


def test_guide_has_a_row_for_every_setting() -> None:
    guide = (env.ROOT / "docs" / "operators.md").read_text()
    rows = re.findall(r"^\| `([A-Z_]+)` \|", guide, re.MULTILINE)
    assert sorted(rows) == sorted(env.asked)


def test_example_says_a_sentence_about_every_setting() -> None:
    lines = EXAMPLE.read_text().splitlines()
    named = [before for before, line in itertools.pairwise(lines) if line and not line.startswith("#")]
    assert [before for before in named if not before.startswith("# ")] == []


def test_static_files_are_found_in_place(settings: Settings) -> None:
    assert (settings.STATIC_ROOT, settings.WHITENOISE_USE_FINDERS) == (None, True)


@pytest.mark.long
@pytest.mark.parametrize(
    ("site", "preload", "sent"),
    [
        ("https://practices.example.org", "", "max-age=31536000; includeSubDomains"),
        ("https://practices.example.org", "1", "max-age=31536000; includeSubDomains; preload"),
        ("http://practices.example.org", "1", "None"),
    ],
)
def test_preload_is_a_setting_of_its_own(site: str, preload: str, sent: str) -> None:
    code = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "print(Client().get('/livez', secure=True, headers={'host': 'practices.example.org'})"
        ".headers.get('Strict-Transport-Security'))"
    )
    environment = {
        "ENV_FILE": os.devnull,
        "SECRET_KEY": STRONG,
        "SITE_URL": site,
        "HSTS_PRELOAD": preload,
        "MAIL_URL": "smtp://localhost",
        "DJANGO_SETTINGS_MODULE": "catalogue.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=env.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == sent

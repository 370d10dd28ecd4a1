"""The environment: which settings does it give, and what is wrong with them?

Every value comes from the process environment; a file beside `manage.py` fills what is not set there.
An empty value is a value that is not set.
"""

import os
import re
import tomllib
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

from catalogue import hosts

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_KEY = 50
SHORTEST_TOKEN = 20
FEWEST_CHARACTERS = 10
HIGHEST_PORT = 65535
PAGES_BYTES = 24 * 2**20  # what a process keeps of pages
NAME_AND_ADDRESS = re.compile(r"[^<>]*\w[^<>]* <https?://[^<>\s/]+[^<>\s]*>")
LISTENING = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*|[0-9A-Fa-f:]+")
SWITCHES = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}
KEY_MAKER = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
asked: dict[str, None] = {}  # every name that settings asked for, in their order
given: dict[str, str] = {}  # every name that the file gave, and where


class SettingRefused(ImproperlyConfigured):
    """A setting is missing, weak or misspelt; the message names it and the cure."""


def load(path: Path) -> None:
    """Put the `NAME=value` lines of a file into the environment, where the name is not set yet."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise SettingRefused(f"{path} cannot be read: {why}. ENV_FILE names another file.") from error
    for position, line in enumerate(lines, 1):
        where = f"{path.name}, line {position}"
        name, equals, value = (part.strip() for part in line.partition("="))
        if (not name and not equals) or name.startswith("#"):
            continue
        if not equals:
            raise SettingRefused(f"{where}: write NAME=value, or start the line with #.")
        given[name] = where
        os.environ.setdefault(name, value.strip("\"'"))


def refuse_unknown() -> None:
    """Raise `SettingRefused` for a name in the file that no setting asked for: it would do nothing."""
    for name, where in given.items():
        if name not in asked:
            near = get_close_matches(name.upper(), asked, n=1)
            cure = f"Did you mean {near[0]}?" if near else "See .env.example for all names."
            raise SettingRefused(f"{where}: there is no setting {name}. {cure}")


def text(name: str, default: str | None = None) -> str:
    """Return a setting as it stands; without a default it must be there."""
    asked[name] = None
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise SettingRefused(f"{name} is not set. Set it in the environment or in .env; see .env.example.")
    return value


def switch(name: str) -> bool:
    """Return a setting that is on or off; it is off when not set."""
    value = text(name, "0").lower()
    if value not in SWITCHES:
        raise SettingRefused(f"{name} is {value!r}. Write 1 or 0.")
    return SWITCHES[value]


def one_of(name: str, *values: str) -> str:
    """Return a setting that is one of these words; the first when not set."""
    value = text(name, values[0])
    if value not in values:
        raise SettingRefused(f"{name} is {value!r}. Write {' or '.join(values)}.")
    return value


def metrics_token() -> str:
    """Return METRICS_TOKEN, who knows it may read `/metrics`; empty while nobody may."""
    value = text("METRICS_TOKEN", "")
    if value and (len(value) < SHORTEST_TOKEN or not value.isascii()):
        raise SettingRefused(
            f"METRICS_TOKEN is too weak: it needs {SHORTEST_TOKEN} characters. Make one: {KEY_MAKER}"
        )
    return value


def number(name: str, default: int) -> int:
    """Return a setting that is a whole number, one or more."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and int(value)):
        raise SettingRefused(f"{name} is {value!r}. Write a whole number of 1 or more, such as {default}.")
    return int(value)


def page_cache() -> dict[str, Any]:
    """Return where pages are kept, as one of Django's CACHES: in a process, or in the Redis that CACHE_URL names."""
    value = text("CACHE_URL", "")
    if not value:
        return {
            "BACKEND": "practices.public.page_cache.process.ProcessCache",
            "OPTIONS": {"MAX_BYTES": PAGES_BYTES},
        }
    parts = urlsplit(value)
    if not (parts.scheme in {"redis", "rediss"} and parts.netloc) and not (
        parts.scheme == "unix" and parts.path
    ):
        raise SettingRefused("CACHE_URL cannot be read. Write redis://host:6379/0, or leave it out.")
    return {
        "BACKEND": "practices.public.page_cache.redis.SharedCache",
        "LOCATION": value,
        "KEY_PREFIX": "pages",
    }


def version() -> str:
    """Return the version of the release, which stands in `pyproject.toml` alone: nobody has to install it."""
    said: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return said


def release_id() -> str:
    """Return a short text that changes with the code, pages and styles that are served, and is the same on every host."""
    digest = sha256()
    for folder in ("catalogue", "practices", "templates", "static"):
        for path in sorted((ROOT / folder).rglob("*.*")):
            if path.suffix in {".py", ".html", ".css", ".js", ".svg"}:
                digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def secret_key() -> str:
    """Return SECRET_KEY, which signs sessions and links."""
    return _strong("SECRET_KEY", text("SECRET_KEY"))


def former_keys() -> list[str]:
    """Return SECRET_KEY_FALLBACKS: former keys, separated by commas, that still open what they signed."""
    keys = text("SECRET_KEY_FALLBACKS", "").split(",")
    return [_strong("SECRET_KEY_FALLBACKS", key.strip()) for key in keys if key.strip()]


def _strong(name: str, key: str) -> str:
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS or key.startswith("django-insecure-"):
        raise SettingRefused(
            f"{name} is too weak: it needs {SHORTEST_KEY} random characters. Make one: {KEY_MAKER}"
        )
    return key


def address() -> tuple[str, int]:
    """Return ADDR, where `./run` listens, as host and port; the host may be left out."""
    value = text("ADDR", "127.0.0.1:8000")
    host, port = _parts(value)
    named = not host or LISTENING.fullmatch(host)
    if not (named and port.isascii() and port.isdigit() and 0 < int(port) <= HIGHEST_PORT):
        raise SettingRefused(f"ADDR is {value!r}. Write host:port, such as 127.0.0.1:8001.")
    return host or "127.0.0.1", int(port)


def _parts(address: str) -> tuple[str, str]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), port


def site_url(port: int) -> str:
    """Return SITE_URL, the one address of the site: scheme and host without a path; when not set, where it listens."""
    listening = _parts(text("ADDR", ""))[0] or "localhost"
    value = text("SITE_URL", hosts.origin(listening, port)).rstrip("/")
    if not _is_origin(value):
        raise SettingRefused(
            f"SITE_URL is {value!r}. Write scheme and host, such as https://practices.example.org"
        )
    return value


def allowed_hosts(site: str, listening: str) -> list[str]:
    """Return the hosts that are let in: the one of SITE_URL; when not set, those under which this machine is reached."""
    host = urlsplit(site).hostname or ""
    if not text("SITE_URL", ""):
        return hosts.let_in(listening)
    return hosts.let_in(host) if host in hosts.LOOPBACK else [hosts.bracketed(host)]


def _is_origin(value: str) -> bool:
    try:
        parts = urlsplit(value)
        whole = parts.port != 0 and value == f"{parts.scheme}://{parts.netloc}"
    except ValueError:
        return False
    return (
        whole and parts.scheme in {"http", "https"} and bool(parts.hostname) and not set(value) & set("*@ ")
    )


def debug(*, https: bool) -> bool:
    """Return DEBUG; refused on a public site, because its error pages show code and settings."""
    value = switch("DEBUG")
    if value and https:
        raise SettingRefused(
            "DEBUG is on and SITE_URL is https. A public site must not show its code: set DEBUG=0."
        )
    return value


def enforcement_body() -> str:
    """Return ENFORCEMENT_BODY, who people complain to, as `name <address>`; empty while it is not named."""
    value = text("ENFORCEMENT_BODY", "")
    if value and not NAME_AND_ADDRESS.fullmatch(value):
        raise SettingRefused(
            f"ENFORCEMENT_BODY is {value!r}. Write name <address>, such as The ombudsman <https://www.example.org/>"
        )
    return value


def time_zone() -> str:
    """Return TIME_ZONE, a name of the IANA list."""
    value = text("TIME_ZONE", "UTC")
    if value not in available_timezones():
        raise SettingRefused(f"TIME_ZONE is {value!r}. Write a name such as Europe/Paris.")
    return value

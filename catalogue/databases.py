"""The database that the environment names, and how it is talked to."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from catalogue import env

SQLITE = "django.db.backends.sqlite3"
SILENCE: dict[str, str | int] = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""After 11 seconds, or 10,000 milliseconds, a server behind a network that swallows everything is given up."""
ENGINE_OPTIONS: dict[str, dict[str, str | int]] = {
    SQLITE: {
        "transaction_mode": "IMMEDIATE",  # a deferred transaction answers "database is locked" at once
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    },
    "django.db.backends.postgresql": SILENCE | {"connect_timeout": 4},  # /readyz answers within 5 seconds
}
AS_WORKER = "CATALOGUE_AS_WORKER"
"""The name in the environment by which the command line says that the worker's role is wanted."""
AS_SERVER = "CATALOGUE_AS_SERVER"
"""The name by which the server says that somebody waits for each answer."""
READING: dict[str, dict[str, str]] = {
    SQLITE: {"transaction_mode": "DEFERRED", "init_command": "PRAGMA query_only=ON;"},
    "django.db.backends.postgresql": {"options": "-c default_transaction_read_only=on"},
}
"""What lets the database itself refuse every write while the site can only be read."""
ROLES, ROLE = 3, re.compile(r"[a-z_][a-z0-9_]{0,62}")
EXAMPLE_ROLES = "catalogue_web, catalogue_worker, catalogue_history"
CURE = (
    "Write postgres://user:password@host/name, or leave it out for SQLite. In a password percent-encode all but letters "
    "and digits, @ as %40 and / as %2F. This does it: "
    "python3 -c 'import getpass, urllib.parse as u; print(u.quote(getpass.getpass(), \"\"))'"
)


def default_database(own: Path, *, read_only: bool = False) -> dj_database_url.DBConfig:
    """Return what DATABASE_URL names, as Django's dictionary; when not set, an SQLite file of our own.

    The commands of the worker ask WORKER_DATABASE_URL first.
    """
    value, of_the_worker = env.text("DATABASE_URL", ""), env.text("WORKER_DATABASE_URL", "")
    if AS_WORKER in os.environ and of_the_worker:
        value = of_the_worker
    try:
        found = dj_database_url.parse(value) if value else {"ENGINE": SQLITE, "NAME": str(own)}
        is_clear = _is_clear(value) and bool(found["NAME"] or "service" in found.get("OPTIONS", {}))
    except ValueError:
        found, is_clear = {}, False
    if found.get("ENGINE") not in ENGINE_OPTIONS or not is_clear:
        raise env.SettingRefused(f"DATABASE_URL cannot be read. {CURE}")
    options = ENGINE_OPTIONS[found["ENGINE"]] | found.get("OPTIONS", {})
    for name, value in READING[found["ENGINE"]].items() if read_only else ():
        options[name] = f"{options.get(name, '')} {value}".strip() if name == "options" else value
    if found["ENGINE"] != SQLITE and AS_SERVER in os.environ:
        found["ENGINE"] = "catalogue.postgresql"
    return {**found, "OPTIONS": options, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def database_roles() -> tuple[str, ...]:
    """Return DATABASE_ROLES, the names of three roles of PostgreSQL; nothing while one does everything."""
    value = env.text("DATABASE_ROLES", "")
    names = tuple(name.strip() for name in value.split(",")) if value else ()
    if names and (len(set(names)) != ROLES or not all(ROLE.fullmatch(name) for name in names)):
        raise env.SettingRefused(f"DATABASE_ROLES is {value!r}. Write {EXAMPLE_ROLES}.")
    return names


def _is_clear(url: str) -> bool:
    """Say whether the password in it can be told from what stands after it."""
    parts = urlsplit(url)
    return parts.scheme == "sqlite" or url.count("@") == parts.netloc.count("@") <= 1

"""What every test has around it."""

import gc
import logging
import shutil
from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.db import connection
from hypothesis import HealthCheck, settings

from practices.accounts import mfa
from practices.uploads import scanning, storage
from tests import kept, logs, proof, ready

settings.register_profile(
    "patient",
    deadline=None,
    derandomize=not proof.ALL,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("patient")
"""No example has a time to keep: a busy machine is no fault of the code. Nor is a change refused by examples that chance drew."""

ALIKE = ("accounts", "admin", "errors", "styleguide", "mail", "public", "templatetags")
"""Folders whose tests read pages and letters, which are the same on both databases; what of them asks a database for more
than that is marked `either`. Each route is read on PostgreSQL by tests/test_routes.py."""


def pytest_configure() -> None:
    """Make the folder that all workers share before there are any."""
    ready.folder()


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist writes its groups into the names
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Say of each test when `./check` runs it, and begin with what one process has to itself, then with what takes long."""
    of_alike = tuple(f"tests/{folder}/" for folder in ALIKE)
    unknown: dict[str, set[str]] = {}
    seen: Counter[str] = Counter()
    for item in items:
        database, sample = item.get_closest_marker("django_db"), item.get_closest_marker("sampled")
        test, _, example = item.nodeid.removesuffix("]").partition("[")
        is_asking = item.get_closest_marker("either") or (database and database.kwargs.get("transaction"))
        if item.nodeid.startswith(of_alike) and not is_asking:
            item.add_marker(pytest.mark.alike)
        if every := item.get_closest_marker("one_in"):
            if seen[test] % every.args[0]:
                item.add_marker(pytest.mark.thorough)
            seen[test] += 1
        if sample:
            unknown.setdefault(test, set(sample.args)).discard(example)
            if example not in sample.args:
                item.add_marker(pytest.mark.thorough)
    if any(unknown.values()) and not any("::" in each for each in config.args):
        raise pytest.UsageError(f"sampled names examples that are not there: {unknown}")
    items.sort(key=lambda item: [item.get_closest_marker(mark) is None for mark in ("xdist_group", "long")])


def pytest_collection_finish() -> None:
    """Let the collector of garbage walk what tests make, and no more each time all that was loaded for them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Let the test database be a copy; SQLite's is a file outside the work tree, as threads share none in memory."""
    if connection.vendor == "sqlite":
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(shutil.copy(ready.file_with_tables(), path))
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = ready.template()
        if ready.is_superuser():
            vars(connection.ops)["sql_flush"] = ready.emptying


@pytest.fixture(scope="session")
def django_db_keepdb(*, django_db_keepdb: bool) -> bool:
    """Let Django take the copied file for its test database instead of a new one."""
    return connection.vendor == "sqlite" or django_db_keepdb


@pytest.fixture(autouse=True, scope="session")
def fast_codes() -> None:
    """Let recovery codes be digested in no time, as passwords are."""
    mfa.ROUNDS = 1


@pytest.fixture(autouse=True)
def no_files_left() -> Iterator[None]:
    """Delete the files that a test has added to practices: the next one may fill the folder, or count what lies there."""
    yield
    shutil.rmtree(django_settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """A test that is rolled back takes its version with it, and the next one counts it again."""
    kept.forget()


@pytest.fixture(autouse=True)
def nothing_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the store and the scanner anew: on a busy machine an earlier test's failure may have taken so long that they rest."""
    monkeypatch.setattr(storage.STORE_BREAKER, "is_silent", False)
    monkeypatch.setattr(scanning.SCAN_BREAKER, "is_silent", False)


@pytest.fixture(autouse=True)
def nothing_secret_in_the_log() -> Iterator[None]:
    """Fail whatever test makes the site write an address into its log that opens something by itself."""
    watch = logs.Watch(logs.of_the_site())
    logging.getLogger().addHandler(watch)
    yield
    logging.getLogger().removeHandler(watch)
    assert watch.telling == []

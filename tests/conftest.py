"""What every test has around it."""

import logging
from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.db import connection
from hypothesis import HealthCheck, is_hypothesis_test, settings

from practices.accounts import mfa
from practices.search import city_names
from tests import logs

settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("patient")
"""No example has a time to keep: a busy machine is no fault of the code."""

HEART = (
    "tests/test_permissions",
    "tests/test_period",
    "tests/answers/",
    "tests/entries/",
    "tests/admin/entry/test_long_words",
)
"""Where every branch of what they try is promised to be reached."""
COUNTED = 12
"""Elsewhere, how many examples of a test are asked which branches they reach, which costs nearly as much as to run them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long; count no branches there, nor in what tries one thing over and over."""
    seen = Counter[str]()
    for item in items:
        name = item.nodeid.partition("[")[0]
        seen[name] += 1
        is_long = item.get_closest_marker("long") is not None
        is_more = seen[name] > COUNTED or is_hypothesis_test(getattr(item, "obj", None))
        if is_long or (is_more and not name.startswith(HEART)):
            item.add_marker(pytest.mark.no_cover)
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Keep SQLite's test database in a file outside the work tree: threads share no database in memory."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True, scope="session")
def fast_codes() -> None:
    """Let recovery codes be digested in no time, as passwords are."""
    mfa.ROUNDS = 1


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Forget kept pages and names: a test that is rolled back takes its version with it, and the next one counts it again."""
    caches["pages"].clear()
    city_names.forget_names()


@pytest.fixture(autouse=True)
def nothing_secret_in_the_log() -> Iterator[None]:
    """Fail whatever test makes the site write an address into its log that opens something by itself."""
    watch = logs.Watch(logs.of_the_site())
    logging.getLogger().addHandler(watch)
    yield
    logging.getLogger().removeHandler(watch)
    assert watch.telling == []

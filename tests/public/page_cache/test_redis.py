"""Does a page come although the Redis that keeps pages does not answer?"""

import logging

import pytest

from practices.public.page_cache import redis
from practices.public.page_cache.redis import SharedCache
from tests.ports import free_port


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> SharedCache:
    """A Redis that is not there."""
    monkeypatch.setattr(redis, "_away", {})
    return SharedCache(f"redis://:secret@127.0.0.1:{free_port()}/0", {})


def test_redis_that_is_away_is_said_once_and_left_alone(
    nobody: SharedCache, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis, "REST", 3600)
    with caplog.at_level(logging.INFO):
        nobody.set("page", "text", 60)
        since = dict(redis._away)  # noqa: SLF001  the moment is nowhere else
        assert [nobody.get("page"), nobody.get("page", "nothing")] == [None, "nothing"]
    assert redis._away == since  # noqa: SLF001  it was not asked again
    said = [record.getMessage().partition(",")[0] for record in caplog.records]
    assert said == [f"Redis at {nobody.name} is away"]
    assert "secret" not in caplog.text


def test_redis_is_asked_again_after_a_rest(nobody: SharedCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis, "REST", 0)
    nobody.get("page")
    first = dict(redis._away)  # noqa: SLF001  the moment is nowhere else
    nobody.get("page")
    assert redis._away != first  # noqa: SLF001

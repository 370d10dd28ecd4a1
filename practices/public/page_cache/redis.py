"""The page cache of several processes, in Redis; while it is away, each page is made anew."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

PATIENCE = 0.25
"""Seconds that a page may wait for Redis."""
REST = 5.0
"""Seconds for which a Redis that did not answer is not asked again by this process."""
OPTIONS = {
    "socket_connect_timeout": PATIENCE,
    "socket_timeout": PATIENCE,
    "retry": Retry(NoBackoff(), 0),
}

logger = logging.getLogger(__name__)
_away: dict[str, float] = {}
"""Until when each Redis is left alone; what is not named here answered last time."""


class SharedCache(RedisCache):
    """Django's own Redis cache, whose faults nobody sees: an outage is said once in the log, and its end."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, {**params, "OPTIONS": OPTIONS | params.get("OPTIONS", {})})
        self.name = server.rpartition("@")[2]  # a password is nobody's business

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._tried(lambda: super(SharedCache, self).get(key, default, version), default)

    def set(self, key: str, value: Any, *args: Any, **given: Any) -> None:
        self._tried(lambda: super(SharedCache, self).set(key, value, *args, **given), None)

    def _tried(self, ask: Callable[[], Any], otherwise: Any) -> Any:
        if time.monotonic() < _away.get(self.name, 0):
            return otherwise
        try:
            answer = ask()
        except (RedisError, OSError) as error:
            if self.name not in _away:
                logger.warning("Redis at %s is away, pages are made anew: %s", self.name, error)
            _away[self.name] = time.monotonic() + REST
            return otherwise
        if _away.pop(self.name, None):
            logger.warning("Redis at %s is back", self.name)
        return answer

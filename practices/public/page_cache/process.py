"""The page cache of one process, in its own memory: what was made last, up to so many bytes."""

from threading import Lock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

ENTRY = 5 * 1024
"""Bytes that an entry takes besides what it holds, rather more than less: its key and a page's headers."""

_kept: dict[str, Any] = {}
_sizes: dict[str, int] = {}
_lock = Lock()


class ProcessCache(BaseCache):
    """Keeps immutable things that have a length, as they are; Django's own would pack and unpack them each time.

    Nothing grows old: what it is good for stands in its key. The oldest makes room for the newest.
    """

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.most: int = params["OPTIONS"]["MAX_BYTES"]

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return _kept.get(key, default)

    def set(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        with _lock:
            _forget(key)
            _kept[key], _sizes[key] = value, len(value) + ENTRY
            while sum(_sizes.values()) > self.most:
                _forget(next(iter(_kept)))

    def clear(self) -> None:
        with _lock:
            _kept.clear()
            _sizes.clear()


def _forget(key: str) -> None:
    _kept.pop(key, None)
    _sizes.pop(key, None)

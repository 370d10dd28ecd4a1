"""What is made once for a version of the catalogue: is it there already, for the page that is being made?"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import update_wrapper
from threading import Lock
from typing import Any

_version: ContextVar[str] = ContextVar("version", default="")
_made: dict[str, dict[Hashable, "_Once"]] = {}
"""By version: one, or two while the first page of a new one is made."""
_carried: dict[Hashable, Any] = {}
"""What was made last of what is carried on, by its maker."""
LONGEST_WAIT = 1.0
"""Seconds for another page that makes the same: whoever waits for a database that says nothing keeps nobody longer."""


@contextmanager
def making_for(version: str) -> Iterator[None]:
    """Make a page for a version, which was looked up before: what is found now is at least as new."""
    token = _version.set(version)
    try:
        yield
    finally:
        _version.reset(token)


def once_a_version[**Given, Made](make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Return a function that makes its answer once for all pages of a version; who makes no page gets it anew each time.

    What it is given can be hashed, and is one of few; nobody writes in what it returns.
    """

    def made(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        if not (version := _version.get()):
            return make(*args, **kwargs)
        if version not in _made:
            _forget_all_but(version)
        kept = _made.setdefault(version, {})
        key = (made, args, *sorted(kwargs.items()))
        answer: Made = kept.setdefault(key, _Once()).made_by(lambda: make(*args, **kwargs))
        return answer

    return update_wrapper(made, make)


def carried_on[Made](make: Callable[[Made | None, str], Made]) -> Callable[[], Made]:
    """Return a function that makes its answer once a version, of the last answer if there is one, and of which version it is."""

    @once_a_version
    def made() -> Made:
        if not (version := _version.get()):
            return make(None, version)
        answer = _carried[make] = make(_carried.get(make), version)
        return answer

    return update_wrapper(made, make)


class _Once:
    """One answer, which one page makes while others that need it wait for it."""

    def __init__(self) -> None:
        self.lock, self.is_made, self.answer = Lock(), False, None

    def made_by(self, make: Callable[[], Any]) -> Any:
        if not self.is_made:
            has_turn = self.lock.acquire(timeout=LONGEST_WAIT)
            try:
                if not self.is_made:
                    self.answer, self.is_made = make(), True
            finally:
                if has_turn:
                    self.lock.release()
        return self.answer


def forget_versions() -> None:
    """Forget what was made for all versions."""
    _made.clear()
    _carried.clear()


def _forget_all_but(version: str) -> None:
    """Keep what was made for the last version: a page of it may still be under way."""
    for old in list(_made)[:-1]:
        if old != version:
            _made.pop(old, None)

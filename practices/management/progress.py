"""The progress of a long command: which kind it is at, how many rows are through, and what is left, on a terminal alone."""

from time import monotonic
from typing import Any, Self

EVERY, SURE = 0.2, 2.0
"""Seconds from one line to the next; and until a rate says something."""


class Progress:
    """One line that is written over and over, and taken away at the end."""

    def __init__(self, out: Any) -> None:
        self.out, self.said_at, self.began_at = out, 0.0, monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self._write("")

    def say(self, kind: str, number: int, total: int = 0) -> None:
        """Say that so many rows are through, and of a known total how fast they go and how long it takes from now on."""
        if (now := monotonic()) - self.said_at >= EVERY:
            self.said_at = now
            self._write(
                f"{kind} {number:,}" + (self._rest(number, total, now - self.began_at) if total else "")
            )

    def _rest(self, number: int, total: int, seconds: float) -> str:
        if seconds < SURE or not number:
            return f" of {total:,}"
        rate = number / seconds
        minutes, left = divmod(round((total - number) / rate), 60)
        return f" of {total:,}, {rate:,.0f} a second, {minutes}:{left:02} left"

    def _write(self, text: str) -> None:
        if self.out.isatty():
            self.out.write(f"\r\x1b[K{text}", ending="")
            self.out.flush()

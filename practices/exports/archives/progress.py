"""The progress of a long command: which kind it is at, and how many rows are through, on a terminal alone."""

from time import monotonic
from typing import Any, Self

EVERY = 0.2


class Progress:
    """One line that is written over and over, and taken away at the end."""

    def __init__(self, out: Any) -> None:
        self.out, self.said_at = out, 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self._write("")

    def say(self, kind: str, number: int) -> None:
        if (now := monotonic()) - self.said_at >= EVERY:
            self.said_at = now
            self._write(f"{kind} {number:,}")

    def _write(self, text: str) -> None:
        if self.out.isatty():
            self.out.write(f"\r\x1b[K{text}", ending="")
            self.out.flush()

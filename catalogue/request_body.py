"""A request's body, read whole in the event loop within bounds of size and time, before any thread waits for it."""

import asyncio
from collections.abc import AsyncIterable, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Self


class TooLarge(Exception):
    """The body is longer than anything that the site takes."""


class TooSlow(Exception):
    """The body did not arrive in time, or stopped on the way."""


@dataclass(frozen=True)
class Bounds:
    """How much of a body is taken, in bytes and seconds, and how much of it lies in memory meanwhile."""

    size: int
    seconds: float
    grace: float = 5
    """Seconds after which `slowest` is asked for."""
    slowest: int = 1024
    """Bytes a second."""
    memory: int = 2**20
    folder: Path | None = None
    """Where the rest lies; None for where the system has such a place."""
    crowd: int = 32
    """Of more bodies at hand each has but `crowded_memory`, so that a thousand half-sent ones do not fill the memory."""
    crowded_memory: int = 2**14


class Chunks:
    """What arrives of a body; unlike granian's own iterator it may be left, and gone on with."""

    def __init__(self, protocol: AsyncIterable[bytes]) -> None:
        self._chunks = aiter(protocol)

    def __aiter__(self) -> Self:
        return self

    def __anext__(self) -> Awaitable[bytes]:
        return anext(self._chunks)


class Body(SpooledTemporaryFile[bytes]):
    """A body as a file; it is one of those at hand until it is closed, also while it waits for a thread."""

    at_hand = 0
    """Only the one event loop of a process opens and closes them."""

    def __init__(self, bounds: Bounds) -> None:
        is_crowded = Body.at_hand >= bounds.crowd
        if bounds.folder:
            bounds.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(
            bounds.crowded_memory if is_crowded else bounds.memory,
            dir=str(bounds.folder) if bounds.folder else None,
        )
        Body.at_hand += 1

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        Body.at_hand -= not self.closed
        super().close()


async def read_body(chunks: Chunks, length: int | None, bounds: Bounds) -> IO[bytes]:
    """Return a body as a file; `length` is what its sender said, if anything.

    Raises `TooLarge`, or `TooSlow`: also for what is cut off, as nobody is there any more to be told more.
    """
    if length is not None and length > bounds.size:
        raise TooLarge
    file = Body(bounds)
    try:
        await _each(chunks, file.write, bounds, length)
    except BaseException:
        file.close()
        raise
    return file


async def drain(chunks: Chunks, bounds: Bounds) -> None:
    """Let the rest of a refused body come, within bounds: who is cut off while sending never reads the answer."""
    with suppress(TooLarge, TooSlow):
        await _each(chunks, len, replace(bounds, size=10 * bounds.size), None)


async def _each(chunks: Chunks, take: Callable[[bytes], int], bounds: Bounds, length: int | None) -> None:
    """Take each chunk as it comes.

    granian gives an empty chunk at the end of a body, and one more before it when the sender broke off.
    """
    size, is_over, began = 0, False, asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(bounds.grace) as limit:
            async for chunk in chunks:
                if is_over:
                    raise TooSlow
                is_over = not chunk
                size += take(chunk)
                if size > bounds.size:
                    raise TooLarge
                limit.reschedule(began + min(bounds.grace + size / bounds.slowest, bounds.seconds))
    except TimeoutError as error:
        raise TooSlow from error
    if length is not None and size != length:
        raise TooSlow

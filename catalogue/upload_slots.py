"""The few places of a process for large bodies: who may have one, and how long does she wait for it?"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Crowded(Exception):
    """All places are taken, and have been for as long as anybody waits."""


class UploadSlots:
    """So many bodies are read and answered at once, one of a person; others wait with theirs unsent."""

    def __init__(self, most: int, seconds: float) -> None:
        self.places, self.seconds = asyncio.Semaphore(most), seconds
        self.people: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def place(self, person: str) -> AsyncIterator[None]:
        """Hold a place for a person, however often she is signed in; raises `Crowded`."""
        own = self.people.setdefault(person, asyncio.Lock())
        try:
            async with asyncio.timeout(self.seconds):
                await own.acquire()
                try:
                    await self.places.acquire()
                except BaseException:
                    own.release()
                    raise
        except TimeoutError as error:
            raise Crowded from error
        try:
            yield
        finally:
            self.places.release()
            own.release()

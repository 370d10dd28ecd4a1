"""The few places of a process for large bodies: who may have one, and how long does she wait for it?"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Crowded(Exception):
    """All places are taken, and have been for as long as anybody waits."""


class UploadSlots:
    """So many bodies are read and answered at once, one of a session; others wait with theirs unsent."""

    def __init__(self, most: int, seconds: float) -> None:
        self.places, self.seconds = asyncio.Semaphore(most), seconds
        self.sessions: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def place(self, session: str) -> AsyncIterator[None]:
        """Hold a place for somebody's session; raises `Crowded`."""
        own = self.sessions.setdefault(session, asyncio.Lock())
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

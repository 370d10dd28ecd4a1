"""Is a body taken as long as it keeps within the bounds, and no longer?"""

import asyncio
import selectors
from collections.abc import Coroutine
from contextlib import ExitStack
from dataclasses import replace
from typing import IO, Any, Self

import pytest
from django.conf import settings

from catalogue.request_body import Bounds, Chunks, TooLarge, TooSlow, drain, read_body

BOUNDS = Bounds(size=100, seconds=0.3, grace=0.1, slowest=1000, memory=50, crowd=2, crowded_memory=10)
OVER = b"over"
END = (b"", OVER)
BROKEN_OFF = (b"", b"", OVER)


class Loop(asyncio.SelectorEventLoop):
    """An event loop whose clock goes on to the next thing to do, so that nothing depends on the machine."""

    def __init__(self) -> None:
        self.now = 0.0
        super().__init__(Selector(self))

    def time(self) -> float:
        return self.now


class Selector(selectors.DefaultSelector):
    def __init__(self, loop: Loop) -> None:
        super().__init__()
        self.loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.loop.now += timeout or 0
        return super().select(0)


class Sender:
    """Chunks as granian gives them, each after a pause; they can be begun but once, and wait where no end is given."""

    def __init__(self, *sent: bytes, pause: float = 0) -> None:
        self.sent, self.pause, self.is_begun = [*sent], pause, False

    def __aiter__(self) -> Self:
        assert not self.is_begun
        self.is_begun = True
        return self

    async def __anext__(self) -> bytes:
        if not self.sent:
            await asyncio.sleep(1000)
        chunk = self.sent.pop(0)
        if chunk is OVER:
            raise StopAsyncIteration
        await asyncio.sleep(self.pause if chunk else 0)
        return chunk


def run[Result](doing: Coroutine[Any, Any, Result]) -> Result:
    with asyncio.Runner(loop_factory=Loop) as runner:
        return runner.run(doing)


def taken(sender: Sender, length: int | None = None, bounds: Bounds = BOUNDS) -> bytes:
    async def take() -> bytes:
        with await read_body(Chunks(sender), length, bounds) as file:
            file.seek(0)
            return file.read()

    return run(take())


def test_site_takes_3_mb_in_30_seconds_and_a_kilobyte_in_each_after_the_fifth() -> None:
    bounds = Bounds(settings.BODY_BYTES, settings.BODY_SECONDS)
    assert (bounds.size, bounds.memory) == (3 * 2**20, 2**20)
    assert len(taken(Sender(*[b"a" * 880] * 29, *END, pause=1), bounds=bounds)) == 29 * 880
    for rate, seconds in ((870, 29), (5000, 31)):
        with pytest.raises(TooSlow):
            taken(Sender(*[b"a" * rate] * seconds, *END, pause=1), bounds=bounds)


def test_body_is_taken_up_to_its_bound() -> None:
    assert taken(Sender(b"a" * 60, b"b" * 40, *END), 100) == b"a" * 60 + b"b" * 40
    assert taken(Sender(*END)) == b""


@pytest.mark.parametrize(("sent", "length"), [([b"a" * 60, b"b" * 41], None), ([], 101)])
def test_body_beyond_it_is_refused_before_its_end(sent: list[bytes], length: int | None) -> None:
    with pytest.raises(TooLarge):
        taken(Sender(*sent), length)


@pytest.mark.parametrize(
    ("sent", "length"),
    [
        ([b"half"], 8),
        ([b"half", *END], 8),
        ([b"whole", *BROKEN_OFF], None),
    ],
    ids=["waits", "ends early", "breaks off"],
)
def test_body_that_does_not_come_whole_is_refused(sent: list[bytes], length: int | None) -> None:
    with pytest.raises(TooSlow):
        taken(Sender(*sent), length)


def test_sender_has_as_long_as_the_slowest_rate_allows() -> None:
    assert (
        taken(Sender(b"a" * 40, b"a" * 40, *END, pause=0.06)) == b"a" * 80
    )  # the second after 0.12 s of 0.14
    slow = Sender(*[b"a"] * 90, pause=0.03)
    with pytest.raises(TooSlow):
        taken(slow)
    assert len(slow.sent) == 86  # the fourth would have come after 0.12 s, where 0.103 are allowed


def test_nobody_has_longer_than_all_may_take() -> None:
    endless = Sender(*[b"a" * 100] * 90, pause=0.04)
    with pytest.raises(TooSlow):
        taken(endless, bounds=replace(BOUNDS, size=10**6))
    assert len(endless.sent) == 82


def test_many_at_once_have_little_memory_each() -> None:
    async def three() -> list[IO[bytes]]:
        senders = [Sender(b"a" * 20, *END, pause=0.01) for _ in range(3)]
        return await asyncio.gather(*(read_body(Chunks(sender), None, BOUNDS) for sender in senders))

    with ExitStack() as stack:
        files = [stack.enter_context(file) for file in run(three())]
        assert [file.name is not None for file in files] == [False, False, True]  # has a place on the disk


def test_bodies_that_wait_for_a_thread_count_among_the_many() -> None:
    def another() -> IO[bytes]:
        return run(read_body(Chunks(Sender(b"a" * 20, *END)), None, BOUNDS))

    with ExitStack() as stack:
        files = [stack.enter_context(another()) for _ in range(3)]
        assert [file.name is not None for file in files] == [False, False, True]
        for file in (files[0], files[0], files[1]):
            file.close()
        assert [stack.enter_context(another()).name is not None for _ in range(2)] == [False, True]


def test_rest_of_a_refused_body_is_let_come() -> None:
    async def refuse(sender: Sender) -> None:
        chunks = Chunks(sender)
        with pytest.raises(TooLarge):
            await read_body(chunks, None, BOUNDS)
        await drain(chunks, BOUNDS)

    for rest, left in (([b"b" * 50, *END], 0), ([b"b" * 50], 0), ([b"b" * 600] * 9, 7)):
        sender = Sender(b"a" * 101, *rest)
        run(refuse(sender))
        assert len(sender.sent) == left

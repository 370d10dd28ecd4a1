"""A real mail server on the loopback for a while: it keeps what it takes, and may be in a mood at any stage."""

import asyncio
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, AnyStr

from aiosmtpd.smtp import SMTP, Envelope, Session

type Mood = Callable[["Protocol"], Awaitable[str | None]]
"""What happens at a stage: an answer in place of the usual one, or None."""


class Server:
    """`stages` are all commands that came, `taken` all whole texts; `moods` says what happens at which stage."""

    def __init__(self, **moods: Mood) -> None:
        self.moods = moods
        self.stages: list[str] = []
        self.taken: list[EmailMessage] = []
        self.port = 0
        self.met: list[Protocol] = []

    async def hang_up(self) -> None:
        """End what is still open, so that no socket outlives the server."""
        for protocol in self.met:
            protocol.hang_up()
        await asyncio.sleep(0.02)

    async def at(self, stage: str, protocol: "Protocol") -> str | None:
        self.stages.append(stage)
        mood = self.moods.get(stage)
        return await mood(protocol) if mood else None

    async def handle_DATA(self, protocol: "Protocol", session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return await self.at("text", protocol) or "250 OK"

    def counted(self) -> Counter[str]:
        """Return how often each mail came, by its Message-ID."""
        return Counter(str(message["Message-ID"]) for message in self.taken)


class Protocol(SMTP):
    event_handler: Any
    greeted = False

    async def push(self, status: AnyStr) -> None:
        answer = None
        if not self.greeted:
            self.greeted = True
            self.event_handler.met.append(self)
            answer = await self.event_handler.at("greet", self)
        await (super().push(answer) if answer else super().push(status))

    def hang_up(self) -> None:
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    async def _do(self, stage: str, usual: Callable[[str], Awaitable[Any]], arg: str) -> None:
        answer = await self.event_handler.at(stage, self)
        await (self.push(answer) if answer else usual(arg))

    async def smtp_EHLO(self, arg: str) -> None:  # noqa: N802
        await self._do("ehlo", super().smtp_EHLO, arg)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802
        await self._do("mail", super().smtp_MAIL, arg)

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802
        await self._do("rcpt", super().smtp_RCPT, arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        await self._do("data", super().smtp_DATA, arg)

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802
        await self._do("quit", super().smtp_QUIT, arg)


async def hang(protocol: Protocol) -> str | None:
    await asyncio.sleep(600)
    return None


async def die(protocol: Protocol) -> str | None:
    protocol.hang_up()
    return await hang(protocol)


async def slow(protocol: Protocol) -> str | None:
    await asyncio.sleep(0.15)
    return None


async def take_it(protocol: Protocol) -> str | None:
    return None


def answers(text: str) -> Mood:
    async def answer(protocol: Protocol) -> str | None:
        return text

    return answer


def does(act: Callable[[], object], then: Mood = hang) -> Mood:
    """Return the mood of a server that does something first."""

    async def do(protocol: Protocol) -> str | None:
        act()
        return await then(protocol)

    return do


@contextmanager
def running(**moods: Mood) -> Iterator[Server]:
    """Run a server on a free port of the loopback."""
    server, ready, loop = Server(**moods), threading.Event(), asyncio.new_event_loop()
    ended = asyncio.Event()

    async def serve() -> None:
        listening = await loop.create_server(
            lambda: Protocol(server, hostname="mail.test", ident="test", loop=loop), "127.0.0.1", 0
        )
        server.port = listening.sockets[0].getsockname()[1]
        ready.set()
        await ended.wait()
        listening.close()
        await server.hang_up()

    thread = threading.Thread(target=_run, args=(loop, serve()))
    thread.start()
    ready.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(10)


def _run(loop: asyncio.AbstractEventLoop, serving: Any) -> None:
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(serving)

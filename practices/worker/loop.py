"""The worker's rounds: mails, what strangers asked for, renames, the verification, and the work of each minute and each day."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from django.conf import settings
from django.db import close_old_connections, connections

from practices.accounts import mail_requests
from practices.mail import outbox
from practices.models.database_errors import DATABASE_AWAY
from practices.search import renames
from practices.verify import daily
from practices.worker import maintenance, rendering

log = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds between two rounds without work, and after a failure."""
MINUTE, DAY = 60.0, 24 * 3600.0
PIECES: tuple[Callable[[], bool], ...] = (
    mail_requests.answer_next,
    outbox.send_next,
    renames.follow_next,
    daily.look_on,
)
"""Each does the next piece of its work and says whether there was one. Pictures and the work of the day take long, and are done beside all of these."""


@dataclass
class Regular:
    """Work that is done at the start and then each so many seconds, however much else there is to do."""

    seconds: float
    work: Callable[[], object]
    due_at: float = 0.0

    def do_if_due(self) -> None:
        """Do it when its time has come. The clock is one that nobody sets."""
        if time.monotonic() >= self.due_at:
            self.due_at = time.monotonic() + self.seconds
            self.work()


class Worker:
    """Works until it is stopped, or, if `once`, until nothing is due any more; then the day's work is not done.

    While the site can only be read it waits.
    """

    def __init__(self, *, once: bool) -> None:
        self.once, self.stopped = once, False
        self.silent_until: dict[Callable[[], bool], float] = {}
        self.beside, self.daily = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
        self.rendered: Future[None] | None = None
        daily = [] if once else [Regular(DAY, lambda: self.daily.submit(_do_daily_work))]
        self.regular = [Regular(MINUTE, maintenance.each_minute), *daily]

    def run(self) -> None:
        while not self.stopped:
            if settings.READ_ONLY:  # the supervisor would start it again and again if it ended
                time.sleep(PAUSE)
                continue
            close_old_connections()
            for each in self.regular:
                each.do_if_due()
            worked = [self._has_done(next_piece) for next_piece in PIECES] + [self._has_rendered()]
            if any(worked):
                continue
            if self.once:
                return
            time.sleep(PAUSE)

    def _has_rendered(self) -> bool:
        """Let pictures be made while mails go out; if `once`, make one and say whether one waited."""
        if self.once:
            return self._has_done(rendering.render_next)
        if self.rendered is None or self.rendered.done():
            self.rendered = self.beside.submit(self._render)
        return False

    def _render(self) -> None:
        close_old_connections()
        while self._has_done(rendering.render_next):
            pass

    def _has_done(self, next_piece: Callable[[], bool]) -> bool:
        """Do the next piece of a kind and say whether there was one.

        What fails holds no other kind up, and is logged, though not each second anew.
        """
        try:
            return not self.stopped and next_piece()
        except DATABASE_AWAY as error:
            log.warning("The database is away or busy: %s", str(error).partition("\n")[0])
        except Exception:
            now = time.monotonic()
            if now >= self.silent_until.get(next_piece, 0.0):
                self.silent_until[next_piece] = now + MINUTE
                log.exception("A piece of %s has failed", next_piece.__module__)
        return False


def _do_daily_work() -> None:
    """Do the work of the day in a thread of its own, as a store of files that says nothing is waited for."""
    try:
        maintenance.each_day()
    finally:
        connections.close_all()

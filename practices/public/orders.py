"""Files that take longer to make than anybody should hold a thread for: each is made once, beside the requests.

Who asks waits a moment; after that she is told to come back, and finds it made. One is made at a time, so that pages
keep a processor and memory is taken once.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from threading import Lock

from django.conf import settings

from practices.public.streams import Busy

MOST_WAITING = 6
"""So many are made or wait for their turn at most."""
MOST_LEFT = 2
"""So many are held that nobody has come back for."""


class Orders:
    """The files that are being made by one thread, by the name of each."""

    def __init__(self) -> None:
        self._maker = ThreadPoolExecutor(1, "maker")
        self._orders: dict[str, Future[bytes]] = {}
        self._lock = Lock()

    def is_known(self, name: str) -> bool:
        """Say whether a file is being made, or made and not fetched."""
        return name in self._orders

    def place(self, name: str, make: Callable[[], bytes]) -> None:
        """Have a file made, unless it is; `make` asks no database. Raises `Busy` when too many wait."""
        with self._lock:
            if name in self._orders:
                return
            done = [known for known, order in self._orders.items() if order.done()]
            for forgotten in done[: max(0, len(done) - MOST_LEFT + 1)]:
                del self._orders[forgotten]
            if len(self._orders) >= MOST_WAITING:
                raise Busy
            self._orders[name] = self._maker.submit(copy_context().run, make)

    def fetch(self, name: str, patience: float | None = None) -> bytes | None:
        """Return a file that was ordered, or None while it is being made; raises what `make` raised."""
        order = self._orders.get(name)
        if order is None:
            return None
        try:
            made = order.result(settings.MADE_SECONDS if patience is None else patience)
        except TimeoutError:
            return None
        except BaseException:
            self._orders.pop(name, None)
            raise
        self._orders.pop(name, None)
        return made


BOOKS, SHEETS = Orders(), Orders()
"""Of many practices, which take seconds, and of one, which is nobody's to wait for behind them."""

"""Files that take longer to make than anybody should hold a thread for: each is made once, beside the requests.

Who asks waits a moment; after that she is told to come back, and finds it made. A process makes one at a time, so that pages
keep a processor and memory is taken once; which, the processes of a server agree on in `settings.MADE_FOLDER`.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from threading import Lock

from django.conf import settings

from practices.public.shared_files import SharedFiles
from practices.public.streams import Busy

MOST_WAITING = 6
"""So many are made or wait for their turn at most."""
MOST_LEFT = 2
"""So many are held that nobody has come back for."""


class Unfinished(Exception):
    """A file lacks what could not be had in this moment: it is for who asked, and kept for nobody."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.content = content


class FileJobs:
    """The files that are being made by one thread, by the name of each; none that another process makes for all."""

    def __init__(self, shared: SharedFiles | None = None) -> None:
        self._shared = shared
        self._maker = ThreadPoolExecutor(1, "maker")
        self._jobs: dict[str, Future[bytes]] = {}
        self._lock = Lock()

    def is_known(self, name: str) -> bool:
        """Say whether a file is being made, or made and there to be fetched."""
        return name in self._jobs or (self._shared is not None and self._shared.is_known(name))

    def submit(self, name: str, make: Callable[[], bytes]) -> None:
        """Have a file made, unless it is; `make` asks no database. Raises `Busy` when too many wait."""
        with self._lock:
            if name in self._jobs:
                return
            done = [known for known, job in self._jobs.items() if job.done()]
            for forgotten in done[: max(0, len(done) - MOST_LEFT + 1)]:
                del self._jobs[forgotten]
            if len(self._jobs) >= MOST_WAITING:
                raise Busy
            job = self._shared.claimed(name, make) if self._shared else make
            if job is not None:
                self._jobs[name] = self._maker.submit(copy_context().run, job)

    def fetch(self, name: str, patience: float | None = None) -> bytes | None:
        """Return a file that was ordered, or None while it is being made; raises what `make` raised."""
        patience = settings.MADE_SECONDS if patience is None else patience
        job = self._jobs.get(name)
        if job is None:
            return self._shared.fetch(name, patience) if self._shared else None
        try:
            made = job.result(patience)
        except TimeoutError:
            return None
        except BaseException:
            self._jobs.pop(name, None)
            raise
        self._jobs.pop(name, None)
        return made


def _jobs(kind: str) -> FileJobs:
    return FileJobs(SharedFiles(Path(settings.MADE_FOLDER) / kind) if settings.MADE_FOLDER else None)


BOOKS, SHEETS = _jobs("books"), _jobs("sheets")
"""Of many practices, which take seconds, and of one, which is nobody's to wait for behind them."""

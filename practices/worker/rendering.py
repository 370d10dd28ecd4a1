"""The making of what readers see of pictures, one at a time."""

import logging
import time
from operator import attrgetter

from practices.entries.files.readers import is_on_line
from practices.entries.files.receiving import delete_unless_known
from practices.models import Upload, version
from practices.models.upload import Readiness
from practices.uploads import renditions, storage
from practices.uploads.kinds import FILE_KINDS
from practices.uploads.renditions import Rendition, RenditionCutOff, RenditionFailed

log = logging.getLogger(__name__)
KINDS = {kind.name: kind for kind in FILE_KINDS}
PAUSE = 60.0
"""Seconds until a picture is tried again that could not be read, or, for each try so far, whose making was cut off."""
MOST_TRIES = 4
"""Of what is cut off; who cannot read tries as long as it takes."""


class Later:
    """The pictures that are tried again later, while others have their turn; a worker that starts anew has none."""

    def __init__(self) -> None:
        self.tries: dict[str, int] = {}
        self.due: dict[str, float] = {}

    def resting(self) -> list[str]:
        """Return the digests of those whose time has not come."""
        now = time.monotonic()
        return [digest for digest, due in self.due.items() if due > now]

    def put_off(self, digest: str) -> None:
        """Let a picture rest that could not be read."""
        self.due[digest] = time.monotonic() + PAUSE

    def has_put_off_once_more(self, digest: str) -> bool:
        """Let a picture rest whose making was cut off, the longer the more often; say no once that was often enough."""
        self.tries[digest] = tries = self.tries.get(digest, 0) + 1
        self.due[digest] = time.monotonic() + PAUSE * tries
        return tries < MOST_TRIES

    def forget(self, digest: str) -> None:
        """Count anew, should a picture be sent again."""
        self.tries.pop(digest, None), self.due.pop(digest, None)


LATER = Later()


def render_next() -> bool:
    """Make the next picture that waits ready to be shown, and say whether one waited.

    What cannot be made is marked so, and its page shows its place; what cannot be read, or was cut off, waits for another turn.
    """
    waiting = Upload.objects.waiting().exclude(file__in=LATER.resting()).first()
    if waiting is None:
        return False
    try:
        made = _made(waiting)
    except storage.StorageUnavailable as error:
        log.warning("Picture %s cannot be read or kept now: %s", waiting, error.__cause__)
        LATER.put_off(waiting.file)
    except RenditionCutOff as error:
        if not LATER.has_put_off_once_more(waiting.file):
            _give_up(waiting, error)
    except (RenditionFailed, FileNotFoundError) as error:
        _give_up(waiting, error)
    else:
        _show(waiting, made)
    return True


def _made(row: Upload) -> list[Rendition]:
    with storage.open_stored(row.file) as file:
        made = renditions.render(file, KINDS[row.kind])
    storage.store_renditions(row.file, made)
    return made


def _show(row: Upload, made: list[Rendition]) -> None:
    """Note for each entry that has a picture how wide and high readers see it; if none has it any more, nothing is left of it.

    Pages that kept its place are made anew.
    """
    LATER.forget(row.file)
    widest = max(made, key=attrgetter("width"))
    same = Upload.objects.filter(file=row.file)
    if not same.update(readiness=Readiness.READY, width=widest.width, height=widest.height):
        delete_unless_known(row.file)
    elif is_on_line(row.file):
        version.invalidate_pages(only_adds=True)


def _give_up(row: Upload, error: Exception) -> None:
    """Mark a picture as one that cannot be shown, except where it is shown already."""
    LATER.forget(row.file)
    log.warning("Picture %s cannot be shown: %s", row, error)
    Upload.objects.filter(file=row.file).exclude(readiness=Readiness.READY).update(readiness=Readiness.FAILED)

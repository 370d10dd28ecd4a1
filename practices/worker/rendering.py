"""The making of what readers see of pictures, one at a time."""

import logging
import time
from operator import attrgetter

from practices.entries.files.readers import is_on_line
from practices.entries.files.receiving import delete_unless_known
from practices.models import brought_files, version
from practices.models.upload import MOST_TRIES, BroughtFile, Readiness
from practices.uploads import renditions, storage
from practices.uploads.kinds import DOCUMENT_KINDS, FILE_KINDS
from practices.uploads.renditions import Rendition, RenditionCutOff, RenditionFailed

log = logging.getLogger(__name__)
KINDS = {kind.name: kind for kind in FILE_KINDS}
PAUSE = 60.0
"""Seconds until a picture is tried again that could not be read, or, for each try so far, whose making was cut off."""


class Later:
    """The pictures that rest until they are tried again, while others have their turn; a worker that starts anew has none."""

    def __init__(self) -> None:
        self.due: dict[str, float] = {}

    def resting(self) -> list[str]:
        """Return the digests of those whose time has not come."""
        now = time.monotonic()
        return [digest for digest, due in self.due.items() if due > now]

    def put_off(self, digest: str, times: int = 1) -> None:
        """Let a picture rest, the longer the more often it was tried."""
        self.due[digest] = time.monotonic() + PAUSE * times

    def forget_files(self, digest: str) -> None:
        self.due.pop(digest, None)


LATER = Later()


def render_next() -> bool:
    """Make the next picture that waits ready to be shown, and say whether one waited.

    What cannot be made is marked so, and its page shows its place; what cannot be read, or was cut off, waits for another turn.
    A try is counted before it begins, so that a picture that ends the worker is given up like any other.
    """
    waiting = brought_files.next_waiting_file(LATER.resting())
    if waiting is None or _is_as_it_came(waiting):
        return waiting is not None
    before = max((row.tries for row in brought_files.rows_of_file(waiting.file)), default=0)
    if before >= MOST_TRIES:
        _give_up(waiting, "it was tried often enough")
        return True
    brought_files.note_file(waiting.file, tries=before + 1)
    try:
        made = _made(waiting)
    except storage.StorageUnavailable as error:
        log.warning("Picture %s cannot be read or kept now: %s", waiting, error.__cause__)
        brought_files.note_file(waiting.file, tries=before)
        LATER.put_off(waiting.file)
    except RenditionCutOff as error:
        if before + 1 < MOST_TRIES:
            LATER.put_off(waiting.file, before + 1)
        else:
            _give_up(waiting, error)
    except (RenditionFailed, FileNotFoundError) as error:
        _give_up(waiting, error)
    else:
        _show(waiting, made)
    return True


def _is_as_it_came(row: BroughtFile) -> bool:
    """Say whether a file is a document, of which nothing is made: an archive, which brings it, does not say so."""
    if row.kind not in DOCUMENT_KINDS:
        return False
    brought_files.note_file(row.file, readiness=Readiness.READY)
    return True


def _made(row: BroughtFile) -> list[Rendition]:
    with storage.open_stored(row.file) as file:
        made = renditions.render(file, KINDS[row.kind])
    storage.store_renditions(row.file, made)
    return made


def _show(row: BroughtFile, made: list[Rendition]) -> None:
    """Note for each place that has a picture how wide and high readers see it; if none has it any more, nothing is left of it.

    Pages that kept its place are made anew.
    """
    LATER.forget_files(row.file)
    widest = max(made, key=attrgetter("width"))
    told_of = brought_files.note_file(
        row.file, readiness=Readiness.READY, tries=0, width=widest.width, height=widest.height
    )
    if not told_of:
        delete_unless_known(row.file)
    elif is_on_line(row.file):
        version.invalidate_pages(only_adds=True)


def _give_up(row: BroughtFile, why: object) -> None:
    """Mark a picture as one that cannot be shown, except where it is shown already."""
    LATER.forget_files(row.file)
    log.warning("Picture %s cannot be shown: %s", row, why)
    brought_files.note_file(row.file, unless=Readiness.READY, readiness=Readiness.FAILED)

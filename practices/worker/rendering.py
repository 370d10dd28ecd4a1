"""The making of what readers see of pictures, one at a time."""

import logging
from operator import attrgetter

from practices.models import Upload
from practices.models.upload import Readiness
from practices.uploads import renditions, storage
from practices.uploads.kinds import FILE_KINDS
from practices.uploads.renditions import Rendition, RenditionFailed

log = logging.getLogger(__name__)
KINDS = {kind.name: kind for kind in FILE_KINDS}


def render_next() -> bool:
    """Make the next picture that waits ready to be shown, and say whether one did.

    What cannot be made is marked so, and its page shows its place; while the storage is away, it waits.
    """
    waiting = Upload.objects.waiting().first()
    if waiting is None:
        return False
    same = Upload.objects.filter(file=waiting.file)
    try:
        with storage.open_stored(waiting.file) as file:
            made = renditions.render(file, KINDS[waiting.kind])
        storage.store_renditions(waiting.file, made)
    except (RenditionFailed, FileNotFoundError) as error:
        log.warning("Picture %s cannot be shown: %s", waiting, error)
        same.update(readiness=Readiness.FAILED)
    else:
        widest = max(made, key=attrgetter("width"))
        width, height = _upright(waiting, widest)
        same.update(readiness=Readiness.READY, width=width, height=height)
    return True


def _upright(row: Upload, made: Rendition) -> tuple[int, int]:
    """Return width and height of a picture as it is seen: a camera that was held upright says so beside its dots."""
    is_turned = (row.width > row.height) != (made.width > made.height)
    return (row.height, row.width) if is_turned else (row.width, row.height)

"""The backups that are kept in a folder: the last of each of 7 days, 4 weeks and 12 months."""

import re
import shutil
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.backup.create import PART
from practices.backup.refusals import BackupRefused

PERIODS = ((7, "%Y-%m-%d"), (4, "%G-W%V"), (12, "%Y-%m"))
"""How many of which periods, by what their days have in common."""
STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"practices-(\d{8}T\d{6}Z)\.tar\.zst(\.age|\.gpg)?")
DAY = 24 * 3600


def name_at(moment: datetime, ending: str) -> str:
    """Return what a backup of a moment is called."""
    return f"practices-{moment.astimezone(UTC):{STAMP}}.tar.zst{ending}"


def superfluous(moments: Iterable[datetime]) -> set[datetime]:
    """Return the moments whose backups need not be kept."""
    known = sorted(set(moments))
    wanted: set[datetime] = set()
    for count, period in PERIODS:
        last = {at.strftime(period): at for at in known}
        wanted.update(list(last.values())[-count:])
    return set(known) - wanted


def remove_superfluous(folder: Path) -> int:
    """Remove from a folder the backups of ours that are not kept, and what killed ones left; return how many stay."""
    found = _ours(folder)
    for moment in superfluous(found):
        found.pop(moment).unlink()
    for room in folder.glob(f".practices-*{PART}"):
        if room.is_dir() and time.time() - room.stat().st_mtime > DAY:
            shutil.rmtree(room)
    return len(found)


def how_many(count: int, folder: Path) -> str:
    """Say how many backups stay in a folder."""
    said = ngettext(
        "%(count)d backup is kept in %(folder)s", "%(count)d backups are kept in %(folder)s", count
    )
    return said % {"count": count, "folder": folder}


def newest(folder: Path) -> Path:
    """Return the last backup of a folder; raise `BackupRefused` when there is none."""
    if found := _ours(folder):
        return found[max(found)]
    raise BackupRefused(
        _(
            "%(folder)s holds no backup that `manage.py backup --keep` made. Name any other by its file: "
            "`manage.py restore FILE`. "
            "A folder of export_catalogue is brought in with `manage.py import_catalogue`."
        )
        % {"folder": folder}
    )


def _ours(folder: Path) -> dict[datetime, Path]:
    """Return the backups of a folder by their moments: whatever has another name is somebody else's."""
    named = {path: NAME.fullmatch(path.name) for path in folder.iterdir() if path.is_file()}
    return {
        datetime.strptime(match[1], STAMP).replace(tzinfo=UTC): path for path, match in named.items() if match
    }

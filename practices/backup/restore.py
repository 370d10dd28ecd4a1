"""Restoring a backup into an empty place, and looking whether all is as it was."""

import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from practices.backup import bundle, kept
from practices.backup.contents import Contents, contents, is_shown_alike, totals, unlike_parts
from practices.backup.database import bring_in_database, refuse_full_database, refuse_other_database
from practices.backup.refusals import BackupRefused, told_in_words
from practices.exports.archives.archive import Say
from practices.models import version

STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Target:
    """Where files go beside the database, and whether what is there then is compared."""

    media: Path | None
    is_compared: bool


def restore_backup(file: str, target: Target, say: Say) -> tuple[bundle.Manifest, Contents | None]:
    """Restore a backup, all of it or nothing, and return its manifest, and what is there now if that was compared.

    `file` may be a folder of kept backups, whose newest is taken, or `-`. Raises `BackupRefused`.
    """
    with told_in_words(Path(gettempdir())):
        refuse_full_database()
        _refuse_full_folder(target.media)
    with (
        told_in_words(Path(gettempdir())),
        TemporaryDirectory(prefix="restore-") as name,
        _source(file) as source,
    ):
        folder = Path(name)
        manifest = bundle.unpack(source, folder, lambda said: _refuse(said, target), say)
        _bring_in_media(folder / bundle.MEDIA, target.media)
        try:
            bring_in_database(folder / bundle.DATABASE, say)
        except BaseException:
            if manifest["media"] and target.media:
                shutil.rmtree(target.media, ignore_errors=True)
            raise
        version.begin_anew()
        if not target.is_compared:
            return manifest, None
        here = contents(target.media, say, list(manifest["pages"]))
    if unlike := unlike_parts(manifest, here):
        words = {"count": len(unlike), "names": ", ".join(unlike[:5])}
        raise BackupRefused(
            _("Restored, but %(count)d parts are not as they were: %(names)s. Take another backup.") % words
        )
    return manifest, here


def report(manifest: bundle.Manifest, here: Contents | None) -> Iterator[str]:
    """Give the lines that say what was restored, what was compared, and what is to be done."""
    words = {"moment": manifest["made_at"], "contents": totals(manifest)}
    yield _("Restored as of %(moment)s: %(contents)s") % words
    if here:
        yield _("All of this was compared with what is here now, and is the same.")
        if not is_shown_alike(manifest, here):
            yield _("But no pages: they are shown here by another release, or under another address or name.")
    if _older(manifest):
        yield _("It is of an older release: run `manage.py migrate` now.")


@contextmanager
def _source(file: str) -> Iterator[BufferedReader]:
    if file == STANDARD_INPUT:
        yield sys.stdin.buffer  # type: ignore[misc]  # it is one
        return
    path = Path(file)
    found = kept.newest(path) if path.is_dir() else path
    try:
        source = found.open("rb")
    except OSError as error:
        raise BackupRefused(f"{found}: {error.strerror}.") from error
    with source:
        yield source


def _refuse(manifest: bundle.Manifest, target: Target) -> None:
    """Raise `BackupRefused` for a backup that does not fit here, before anything of it is unpacked."""
    refuse_other_database(manifest["database"], manifest["server"])
    if manifest["media"] and not target.media:
        raise BackupRefused(
            _("This backup holds files: set STORAGE_URL to the folder where they go, file:///FOLDER.")
        )
    graph = MigrationLoader(None).graph
    if newer := _named(each for each in manifest["migrations"].items() if each not in graph.nodes):
        words = {"release": manifest["release"], "names": newer}
        raise BackupRefused(
            _(
                "This backup is of another release, %(release)s, and its tables are not known here (%(names)s): "
                "restore it with that release."
            )
            % words
        )
    if target.is_compared and (older := _older(manifest)):
        words = {"release": manifest["release"], "names": older}
        raise BackupRefused(
            _(
                "This backup is of an older release, %(release)s (%(names)s), and only that one can compare it: "
                "restore it without --verify."
            )
            % words
        )


def _refuse_full_folder(media: Path | None) -> None:
    if media and media.exists() and any(media.iterdir()):
        raise BackupRefused(
            _("%(folder)s is not empty: move it away, and restore again.") % {"folder": media}
        )


def _older(manifest: bundle.Manifest) -> str:
    """Return the migrations at which the tables of a backup stand, where `migrate` has more."""
    return _named(manifest["migrations"].items() - dict(MigrationLoader(None).graph.leaf_nodes()).items())


def _named(migrations: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{app} {name}" for app, name in sorted(migrations))


def _bring_in_media(found: Path, media: Path | None) -> None:
    """Put the files where they belong, all of them at once."""
    if not media or not found.exists():
        return
    part = media.with_name(f".{media.name}.part")
    with told_in_words(media):
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(found, part)
        part.replace(media)

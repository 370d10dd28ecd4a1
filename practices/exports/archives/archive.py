"""An archive: a folder of JSON Lines, a file a kind, with a schema, and a manifest that is written last."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.exports.archives.lines import Damaged, line_of, row_of

FORMAT, VERSION = "intercultural good practices", 1
"""A later version holds what this one cannot read."""
MANIFEST, SCHEMA = "manifest.json", "schema.json"
WHOLE, PUBLIC = "whole", "public"
OTHERWISE = {
    WHOLE: gettext_lazy("%(path)s holds what the public may read: no catalogue can be made of that."),
    PUBLIC: gettext_lazy("%(path)s holds a whole catalogue, not its public part."),
}

type Say = Callable[[str, int], None]
"""Hears the name of a kind, and how many of its rows are through."""


class ArchiveRefused(Exception):
    """A folder is no archive that can be written or read; the text says why, where, and what to do."""


@dataclass
class Archive:
    """What a manifest says: `files` maps each to its number of rows and its digest, `about` is what else it tells."""

    folder: Path
    part: str
    about: dict[str, Any] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """One digest of all rows: two catalogues that have the same hold the same."""
        known = "".join(f"{name} {about['sha256']}\n" for name, about in sorted(self.files.items()))
        return sha256(known.encode()).hexdigest()

    @property
    def rows(self) -> int:
        return sum(about["rows"] for about in self.files.values())

    def read(self, kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Give the rows of a file with their line numbers; raise `ArchiveRefused` with the line that is damaged."""
        name = file_of(kind)
        about, digest, number = self.files[name], sha256(), 0
        with (self.folder / name).open(encoding="ascii", errors="surrogateescape", newline="\n") as file:
            for number, line in enumerate(file, 1):
                try:
                    yield number, row_of(line)
                except Damaged as fault:
                    raise self.refused(kind, number, str(fault)) from fault
                digest.update(line.encode(errors="surrogateescape"))
        if number != about["rows"]:
            said = _("it ends here, but %(rows)d lines were written") % {"rows": about["rows"]}
            raise self.refused(kind, number, said)
        if digest.hexdigest() != about["sha256"]:
            raise self.refused(kind, number, _("its lines were changed, or stand in another order"))

    def refused(self, kind: str, number: int, why: str) -> ArchiveRefused:
        """Return the refusal that names a line."""
        words = {"file": self.folder / file_of(kind), "line": number, "why": why}
        return ArchiveRefused(_("%(file)s, line %(line)d: %(why)s. Nothing was brought in.") % words)


def file_of(kind: str) -> str:
    return f"{kind}.jsonl"


def write_archive(
    folder: Path,
    part: str,
    schema: dict[str, Any],
    kinds: Iterable[tuple[str, Iterable[dict[str, Any]]]],
    say: Say,
    about: dict[str, Any] | None = None,
) -> Archive:
    """Write an archive into a new folder; one that is broken off has no manifest, and is none."""
    try:
        folder.mkdir(parents=True, mode=0o700)
    except FileExistsError as error:
        raise ArchiveRefused(
            _("%(folder)s is there already: name a new folder.") % {"folder": folder}
        ) from error
    archive = Archive(folder, part, about or {})
    try:
        for kind, rows in kinds:
            archive.files[file_of(kind)] = _write_file(folder / file_of(kind), kind, rows, say)
        _write_text(folder / SCHEMA, schema)
        _write_text(folder / MANIFEST, _manifest(archive))
    except OSError as error:
        words = {"folder": folder, "why": error.strerror}
        raise ArchiveRefused(
            _("%(folder)s: %(why)s. What stands there is no archive: delete it, and begin again.") % words
        ) from error
    return archive


def _write_file(path: Path, kind: str, rows: Iterable[dict[str, Any]], say: Say) -> dict[str, Any]:
    digest, number = sha256(), 0
    with path.open("wb") as file:
        _keep_to_oneself(file)
        for number, row in enumerate(rows, 1):
            line = line_of(row).encode()
            digest.update(line)
            file.write(line)
            say(kind, number)
        file.flush()
        os.fsync(file.fileno())
    return {"rows": number, "sha256": digest.hexdigest()}


def _manifest(archive: Archive) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "part": archive.part,
        "made_at": timezone.now().isoformat(),
        "made_from": settings.SITE_URL,
        **archive.about,
        "files": archive.files,
        "digest": archive.digest,
    }


def _write_text(path: Path, said: dict[str, Any]) -> None:
    """Write a file under another name first, so that it is there whole or not at all."""
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        _keep_to_oneself(file)
        json.dump(said, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)


def _keep_to_oneself(file: IO[Any]) -> None:
    """Let nobody else read a file: an archive holds addresses, and hashes of passwords."""
    os.fchmod(file.fileno(), 0o600)


def open_archive(folder: Path, part: str) -> Archive:
    """Return the archive of a folder; raise `ArchiveRefused` when it is none, of another kind, or newer than we."""
    path = folder / MANIFEST
    said = _said(path)
    if said.get("format") != FORMAT:
        raise ArchiveRefused(_("%(path)s is of something else than a catalogue of ours.") % {"path": path})
    if said.get("version") != VERSION:
        words = {"path": path, "version": said.get("version"), "known": VERSION}
        raise ArchiveRefused(
            _(
                "%(path)s has version %(version)s, and this release reads %(known)s: "
                "bring it in with the release that wrote it, and upgrade that."
            )
            % words
        )
    try:
        archive = Archive(folder, str(said["part"]), said, dict(said["files"]))
        is_sound = archive.digest == said["digest"] and archive.rows >= 0
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveRefused(_("%(path)s cannot be read: it is damaged.") % {"path": path}) from error
    if not is_sound:
        raise ArchiveRefused(_("%(path)s was changed: its digests do not fit.") % {"path": path})
    if archive.part != part:
        raise ArchiveRefused(OTHERWISE[part] % {"path": path})
    return archive


def _said(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        words = {"folder": path.parent, "name": path.name}
        raise ArchiveRefused(
            _("%(folder)s is no archive, or one that was broken off: it has no %(name)s.") % words
        ) from error
    except (ValueError, RecursionError) as error:
        raise ArchiveRefused(_("%(path)s cannot be read: it is damaged.") % {"path": path}) from error
    return said if isinstance(said, dict) else {}

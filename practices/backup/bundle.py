"""The file of a backup: a tar in zstd, which anybody's tools can open, with the manifest first and all digests last."""

import json
import os
import sys
import tarfile
from collections.abc import Callable, Iterable
from hashlib import file_digest, sha256
from io import BufferedReader, BufferedWriter, BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from practices.backup.refusals import BackupRefused
from practices.exports.archives.archive import Say

if sys.version_info >= (3, 14):
    from compression.zstd import CompressionParameter, ZstdError, ZstdFile
else:
    from backports.zstd import CompressionParameter, ZstdError, ZstdFile

FORMAT, VERSION = "backup of intercultural good practices", 1
"""A later version holds what this one cannot read."""
MANIFEST, DATABASE, MEDIA, SUMS = "manifest.json", "database", "media", "SHA256SUMS"
OPTIONS: dict[int, int] = {CompressionParameter.checksum_flag: 1}
BLOCK = 2**20
LARGEST_MANIFEST = 2**28
ZSTD, AGE, OPENPGP = b"\x28\xb5\x2f\xfd", b"age-encryption.org/", 0x80
"""How files begin; the first byte of OpenPGP has its highest bit set."""

type Manifest = dict[str, Any]


def pack(
    out: BufferedWriter, manifest: Manifest, database: Path, media: Iterable[tuple[str, Path]], say: Say
) -> None:
    """Write a backup: what it is, the copy of the database, and the files by their names."""
    sums: list[str] = []

    def add(name: str, file: BufferedReader | BytesIO) -> None:
        digest = file_digest(file, "sha256").hexdigest()
        info = tarfile.TarInfo(name)
        info.size, info.mode = file.seek(0, os.SEEK_END), 0o600
        file.seek(0)
        tar.addfile(info, file)
        sums.append(f"{digest}  {name}\n")
        say(name, info.size)

    with (
        ZstdFile(out, "w", options=OPTIONS) as packed,
        tarfile.open(fileobj=packed, mode="w|", bufsize=BLOCK) as tar,
    ):
        add(MANIFEST, BytesIO(json.dumps(manifest, indent=1).encode()))
        with database.open("rb") as file:
            add(DATABASE, file)
        for name, path in media:
            with path.open("rb") as file:
                add(f"{MEDIA}/{name}", file)
        add(SUMS, BytesIO("".join(sums).encode()))


def unpack(source: BufferedReader, folder: Path, accept: Callable[[Manifest], None], say: Say) -> Manifest:
    """Unpack a backup into an empty folder of one's own, all of it or a `BackupRefused`, and return its manifest.

    `accept` hears the manifest before anything else is read, and refuses what is not wanted.
    """
    _refuse_others(source)
    try:
        with ZstdFile(source) as packed, tarfile.open(fileobj=packed, mode="r|", bufsize=BLOCK) as tar:
            members = iter(tar)
            manifest, digest = _manifest(tar, next(members, None))
            accept(manifest)
            found = {MANIFEST: digest}
            for member in members:
                if not member.isreg() or member.name in found:
                    raise BackupRefused(_damaged())
                tar.extract(member, folder, filter="data")
                with (folder / member.name).open("rb") as file:
                    found[member.name] = file_digest(file, "sha256").hexdigest()
                say(member.name, member.size)
            while packed.read(BLOCK):  # to its end, where zstd looks at its own checksum
                pass
    except (ZstdError, EOFError, tarfile.TarError, ValueError, KeyError, RecursionError) as error:
        raise BackupRefused(_damaged()) from error
    _compare_sums(folder, found)
    return manifest


def _refuse_others(source: BufferedReader) -> None:
    """Raise `BackupRefused` for what begins like something else."""
    first = source.peek(len(AGE))[: len(AGE)]
    if first.startswith(ZSTD):
        return
    if first.startswith(AGE):
        tool = "age --decrypt --identity KEYFILE"
    elif first and first[0] & OPENPGP:
        tool = "gpg --decrypt"
    else:
        raise BackupRefused(
            _(
                "This is no backup of ours. A folder of export_catalogue is brought in with `manage.py import_catalogue`."
            )
        )
    raise BackupRefused(
        _("This is encrypted. Where its key is: `%(tool)s FILE | manage.py restore -`.") % {"tool": tool}
    )


def _manifest(tar: tarfile.TarFile, first: tarfile.TarInfo | None) -> tuple[Manifest, str]:
    if not first or first.name != MANIFEST or first.size > LARGEST_MANIFEST:
        raise BackupRefused(_("This is no backup of ours."))
    file = tar.extractfile(first)
    text = file.read() if file else b""
    said = json.loads(text)
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise BackupRefused(_("This is no backup of ours."))
    if said.get("version") != VERSION:
        words = {"version": said.get("version"), "known": VERSION}
        raise BackupRefused(
            _(
                "This backup has version %(version)s, and this release reads %(known)s: restore it with the release that wrote it."
            )
            % words
        )
    return said, sha256(text).hexdigest()


def _compare_sums(folder: Path, found: dict[str, str]) -> None:
    """Raise `BackupRefused` unless the last part names all others with their digests."""
    found.pop(SUMS, None)
    try:
        lines = [line.split("  ", 1) for line in (folder / SUMS).read_text().splitlines()]
        said = {name: digest for digest, name in lines}
    except (OSError, ValueError) as error:
        raise BackupRefused(_damaged()) from error
    if said != found or DATABASE not in found:
        raise BackupRefused(_damaged())


def _damaged() -> str:
    return _("This backup is damaged, or was broken off. Nothing was restored: take another one.")

"""The contents of a catalogue as digests: every table, every file, and up to 50 pages as anybody reads them."""

from collections.abc import Iterator
from hashlib import file_digest, sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from practices.exports.archives.archive import WHOLE, Archive, Say, file_of
from practices.exports.archives.catalogue import digest_of
from practices.exports.archives.tables import TABLES, name_of
from practices.models import Edition

PAGES = 50
SHOWN_BY = ("RELEASE", "SITE_URL", "SITE_NAME", "TIME_ZONE", "STATIC_ROOT", "DEBUG")
"""What pages depend on besides the rows: with another value they are other pages."""

type Contents = dict[str, Any]


def contents(media: Path | None, say: Say, pages: list[str] | None = None) -> Contents:
    """Return what is kept here, each thing by its digest; without `pages`, some are chosen."""
    return {
        "tables": {name_of(model): digest_of(model, say) for model in TABLES},
        "media": {name: digest_of_file(path) for name, path in media_files(media)},
        "shown_by": {name: getattr(settings, name) for name in SHOWN_BY},
        "pages": _bodies(_addresses() if pages is None else pages, say),
    }


def unlike_parts(there: Contents, here: Contents) -> list[str]:
    """Return the names of what is not the same; pages count where the same release shows them at the same address."""
    parts = ["tables", "media", *(["pages"] if is_shown_alike(there, here) else [])]
    return [
        f"{part}: {name}"
        for part in parts
        for name in sorted(there[part].keys() | here[part].keys())
        if there[part].get(name) != here[part].get(name)
    ]


def is_shown_alike(there: Contents, here: Contents) -> bool:
    """Say whether pages can be compared: shown by the same release, under the same address and name."""
    return bool(there["shown_by"] == here["shown_by"])


def totals(found: Contents) -> str:
    """Return what was looked at, in a line; the digest of all rows is the one that `export_catalogue` prints."""
    archive = Archive(Path(), WHOLE, files={file_of(name): about for name, about in found["tables"].items()})
    words = {"rows": archive.rows, "tables": len(archive.files), "digest": archive.digest}
    words |= {"files": len(found["media"]), "pages": len(found["pages"])}
    return (
        _(
            "%(rows)d rows of %(tables)d tables, %(files)d files, %(pages)d pages; digest of the rows %(digest)s"
        )
        % words
    )


def media_files(folder: Path | None) -> Iterator[tuple[str, Path]]:
    """Give the files of a folder by their names within it: immutable ones, so that a moment later they are the same.

    What is being written has no name yet, and lies in a hidden folder.
    """
    if folder:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.relative_to(folder).parts[0].startswith("."):
                yield path.relative_to(folder).as_posix(), path


def digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _addresses() -> list[str]:
    """Return the addresses of pages of practices, from all over the catalogue, and of what leads to them."""
    found = [reverse(f"practices:{name}") for name in ("home", "places", "topics")]
    slugs = list(Edition.objects.order_by("practice_id").values_list("practice__slug", flat=True))
    count = min(len(slugs), PAGES - len(found))
    spread = (slugs[number * len(slugs) // count] for number in range(count))
    return found + [reverse("practices:detail", args=[slug]) for slug in spread]


def _bodies(addresses: list[str], say: Say) -> dict[str, str]:
    """Return the digest of what each address answers, until one fails: it is left out then, with all after it."""
    host = urlsplit(settings.SITE_URL)
    visitor = Client(raise_request_exception=False, headers={"host": host.netloc})  # keeps the connection
    found = {}
    for number, address in enumerate(addresses):
        say("pages", number)
        answer = visitor.get(address, secure=host.scheme == "https")
        if answer.status_code != HTTPStatus.OK:
            break
        found[address] = sha256(answer.content).hexdigest()
    return found

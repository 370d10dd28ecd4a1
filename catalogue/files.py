"""The settings of the files that people add: where are they kept, and who looks through them?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from catalogue import env
from practices.uploads import PARTIAL

FOLDER = "uploads"
SCANNER_PORT = 3310
CURE = "Write s3://key:secret@host/bucket?region=eu-west-1 or file:///srv/catalogue/uploads (# is %23, ? is %3F), or leave it out."
SCAN_CURE = "Write tcp://host:3310 or unix:///run/clamav/clamd.ctl (# is %23, ? is %3F) and nothing more, or leave it out."

type Address = tuple[str, int] | str
"""A host and port, or a path; empty for nobody."""


def folder(database: Mapping[str, Any], base: Path) -> Path | str:
    """Return the folder of files that STORAGE_URL names; when not set, beside the SQLite file or else `manage.py`.

    Where they are kept in a bucket, there is none.
    """
    parts = _storage()
    if parts.scheme == "s3":
        return ""
    if parts.scheme:
        return Path(unquote(parts.path))
    is_file = database["ENGINE"].endswith("sqlite3")
    return (Path(database["NAME"]).parent if is_file else base) / FOLDER


def arriving(folder: Path | str) -> Path | None:
    """Return where files lie while they are sent: on the disk of those that are kept; None for where the system has such a place."""
    return Path(folder) / PARTIAL if folder else None


def storage() -> dict[str, Any]:
    """Return the store of files as one of Django's STORAGES: a folder, or the S3-compatible one of STORAGE_URL."""
    parts = _storage()
    if parts.scheme != "s3":
        return {"BACKEND": "practices.uploads.folder.WholeFiles"}
    asked = dict(parse_qsl(parts.query))
    bucket, _slash, prefix = parts.path.strip("/").partition("/")
    scheme = "https" if env.SWITCHES[asked.get("tls", "1")] else "http"
    options = {
        "bucket_name": unquote(bucket),
        "location": unquote(prefix),
        "endpoint_url": f"{scheme}://{parts.netloc.rpartition('@')[2]}",
        "region_name": asked.get("region", "us-east-1"),
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
    }
    return {"BACKEND": "practices.uploads.bucket.Bucket", "OPTIONS": options}


def scanner() -> Address:
    """Return where the clamd of SCAN_URL listens, a host and port or a path; when not set, nobody scans."""
    value = env.text("SCAN_URL", "")
    if not value:
        return ""
    parts = _parts("SCAN_URL", value, SCAN_CURE)
    is_bare = not set("?#") & set(value) and "@" not in parts.netloc
    if is_bare and parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1:
        return unquote(parts.path)
    if is_bare and parts.scheme == "tcp" and parts.hostname and parts.path in {"", "/"} and parts.port != 0:
        return parts.hostname, parts.port or SCANNER_PORT
    raise env.SettingRefused(f"SCAN_URL cannot be read. {SCAN_CURE}")


def _storage() -> SplitResult:
    """Return the parts of STORAGE_URL; those of nothing when it is not set."""
    value = env.text("STORAGE_URL", "")
    parts = _parts("STORAGE_URL", value, CURE)
    is_folder = parts.scheme == "file" and not parts.netloc and len(parts.path) > 1 and "?" not in value
    if value and ("#" in value or not (is_folder or _is_bucket(parts))):
        raise env.SettingRefused(f"STORAGE_URL cannot be read. {CURE}")
    return parts


def _is_bucket(parts: SplitResult) -> bool:
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    is_known = asked.keys() <= {"region", "tls"} and asked.get("tls", "1") in env.SWITCHES
    has_place = parts.scheme == "s3" and parts.hostname and parts.path.strip("/") and parts.port != 0
    has_both = bool(parts.username) == bool(parts.password)
    return bool(has_place and is_known and asked.get("region", "?") and has_both)


def _parts(name: str, value: str, cure: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as error:  # a bracket or a port that is none; the value holds a secret
        raise env.SettingRefused(f"{name} cannot be read. {cure}") from error
    return parts

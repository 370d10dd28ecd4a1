"""An S3-compatible store of the files that people add, as one of Django's storages.

What such a store cannot do is an `OSError` here, as it is in a folder. A file is there whole, or not at all: each is sent at once,
never in parts that could be left over.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, override

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

if TYPE_CHECKING:  # only there it says of what it is a file
    from django.core.files.base import File

CONNECT_SECONDS, READ_SECONDS, TRIES = 5, 20, 2
HURRIED_CONNECT_SECONDS, HURRIED_READ_SECONDS = 1, 3
"""Where a page waits, which asks once: its thread is one of four."""
IN_MEMORY = 2 * 2**20
"""Bytes of a file that are kept in memory while it is read; a larger one lies on the disk."""
AT_ONCE = 64 * 2**20
"""Bytes that are sent in one request: more than any file has."""


class Bucket(S3Storage):
    """A bucket, or what begins with a folder's name in it; the options are those of django-storages."""

    def __init__(self, *, is_hurried: bool = False, **options: Any) -> None:
        self.asked = options
        tries = 1 if is_hurried else TRIES
        super().__init__(
            client_config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                connect_timeout=HURRIED_CONNECT_SECONDS if is_hurried else CONNECT_SECONDS,
                read_timeout=HURRIED_READ_SECONDS if is_hurried else READ_SECONDS,
                retries={"total_max_attempts": tries},
                request_checksum_calculation="when_required",  # others than Amazon do not know the newer ones
                response_checksum_validation="when_required",
            ),
            transfer_config=TransferConfig(
                multipart_threshold=AT_ONCE, use_threads=False, num_download_attempts=tries
            ),
            max_memory_size=IN_MEMORY,
            file_overwrite=True,
            **options,
        )

    @cached_property
    def hurried(self) -> "Bucket":
        """The same bucket for pages: it is given up after seconds."""
        return Bucket(is_hurried=True, **self.asked)

    @override
    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        """Return a file that has been fetched: nothing can go wrong any more while it is read."""
        with _as_os_error():
            found: File[bytes] = super()._open(name, mode)
            found.seek(0)
            return found

    @override
    def _save(self, name: str, content: "File[bytes]") -> str:
        with _as_os_error():
            return str(super()._save(name, content))

    @override
    def delete(self, name: str) -> None:
        with _as_os_error():
            super().delete(name)

    @override
    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _as_os_error():
            folders, files = super().listdir(path)
            return folders, files

    @override
    def get_modified_time(self, name: str) -> datetime:
        with _as_os_error():
            found: datetime = super().get_modified_time(name)
            return found


@contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise OSError(str(error)) from error

"""The files of a form while they arrive: those that are more together than a form may have, or that no disk keeps, are let go, and the words stay."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler

log = logging.getLogger(__name__)

LET_GO, NOT_KEPT = "practices.files_let_go", "practices.files_not_kept"
"""Where a request says, beside its headers, that its files were not taken, and how those are called that no disk kept."""


def were_let_go(meta: Mapping[str, Any]) -> bool:
    """Say whether files came with a form that were too much together, of which nothing is left; `meta` is a request's."""
    return LET_GO in meta


def lost_on_arrival(meta: Mapping[str, Any]) -> list[str]:
    """Return the names of the files of a form that no disk kept while they arrived; `meta` is a request's."""
    return list(meta.get(NOT_KEPT, ()))


class BoundedFiles(FileUploadHandler):
    """Stands before those that keep files. Its answers are Django's: None leaves a file to the next one."""

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self.meta, self.is_too_much = meta, content_length > settings.UPLOAD_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.is_too_much:
            self.meta[LET_GO] = True
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class FilesOnDisk(TemporaryFileUploadHandler):
    """Keeps files, without a name that could be left over, on the disk on which they are to stay."""

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self.meta = meta

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        vars(self).pop("file", None)  # Django closes it when this one is let go
        with self._or_let_go():
            if folder := settings.ARRIVING_FOLDER:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            kept = TemporaryFile(dir=folder)  # noqa: SIM115  Django closes it with the request
        self.file: Any = UploadedFile(
            kept, self.file_name, self.content_type, 0, self.charset, self.content_type_extra
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        with self._or_let_go():
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> Any:
        try:
            with self._or_let_go():
                return super().file_complete(file_size)
        except SkipFile:
            self.file.close()
            return None

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()

    @contextmanager
    def _or_let_go(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            log.warning("A file that was sent could not be kept: %s", error)
            self.meta[NOT_KEPT] = [*self.meta.get(NOT_KEPT, ()), self.file_name]
            raise SkipFile from error

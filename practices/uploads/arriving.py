"""The files of a form while they arrive: those that are more together than a form may have are let go, and the words stay."""

from collections.abc import Mapping
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler

LET_GO = "practices.files_let_go"
"""Where a request says, beside its headers, that its files were not taken."""


def were_let_go(meta: Mapping[str, Any]) -> bool:
    """Say whether files came with a form that were too much together, of which nothing is left; `meta` is a request's."""
    return LET_GO in meta


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

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        if folder := settings.ARRIVING_FOLDER:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = TemporaryFile(dir=folder)  # noqa: SIM115  Django closes it with the request
        self.file: Any = UploadedFile(
            kept, self.file_name, self.content_type, 0, self.charset, self.content_type_extra
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()

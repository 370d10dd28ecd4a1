"""The field of the form that asks for documents to download."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from practices.admin.files.fields import FilesField, FilesInput
from practices.answers.attachments import flaws_of_attachment, shown_attachments
from practices.answers.file_places import preview_attachment_address
from practices.answers.uploaded import FileRow
from practices.question_kinds import Kind


class AttachmentsInput(FilesInput):
    """The documents of an entry."""

    template_name = "admin/widgets/attachments.html"
    kind = Kind.ATTACHMENTS

    def shown(self, rows: Sequence[FileRow]) -> list[tuple[FileRow, Any]]:
        return list(zip(rows, shown_attachments(rows, preview_attachment_address), strict=True))

    def wanted(self, row: FileRow) -> set[str]:
        return {name for name, _why in flaws_of_attachment(row)}


class AttachmentsField(FilesField):
    """The documents of an entry."""

    widget: Any = AttachmentsInput
    gone = _("A document is not kept any more: add it once more. You wrote of it: %(words)s")

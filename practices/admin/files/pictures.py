"""The field of the form that asks for pictures, one of which can stand in lists."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from practices.admin.files.fields import FilesField, FilesInput
from practices.answers.pictures import UNSHOWABLE, Picture, flaws_of, preview_picture_address, shown_pictures
from practices.question_kinds import Kind

THUMBNAIL = "10rem"


class PicturesInput(FilesInput):
    """The pictures of an entry."""

    template_name = "admin/widgets/pictures.html"
    kind = Kind.PICTURES

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        card = data.get(f"{name}-card", "")
        return [row | {"card": row["file"] == card} for row in super().value_from_datadict(data, files, name)]

    def shown(self, rows: Sequence[Picture]) -> list[tuple[Picture, Any]]:
        return list(zip(rows, shown_pictures(rows, preview_picture_address, THUMBNAIL), strict=True))

    def wanted(self, row: Picture) -> set[str]:
        return {name for name, _why in flaws_of(row)}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"unshowable": capfirst(UNSHOWABLE)}


class PicturesField(FilesField):
    """The pictures of an entry."""

    widget: Any = PicturesInput
    gone = _("A picture is not kept any more: add it once more. You wrote of it: %(words)s")

"""The places where readers find the files of an entry: anybody's, that of its preview, and that of its secret preview."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from django.urls import reverse

from practices.answers.attachments import (
    AttachmentAddress,
    ShownAttachment,
    public_attachment_address,
    shown_attachments,
)
from practices.answers.pictures import (
    Address,
    ShownPicture,
    preview_picture_address,
    public_picture_address,
    secret_picture_address,
    shown_pictures,
)
from practices.answers.uploaded import FileRow, is_picture


class FilePlaces(NamedTuple):
    """Where pictures are found, in a width and a kind, and where documents are."""

    picture: Address
    attachment: AttachmentAddress


def preview_attachment_address(digest: str) -> str:
    """Return where those find a document who may see an entry that has it."""
    return reverse("practices:preview_attachment", args=[digest])


def secret_places(token: str) -> FilePlaces:
    """Return where those find the files of an entry who have the secret address of its preview."""
    return FilePlaces(secret_picture_address(token), partial(_secret_attachment, token))


def _secret_attachment(token: str, digest: str) -> str:
    return reverse("practices:shared_attachment", args=[token, digest])


PUBLIC_PLACES = FilePlaces(public_picture_address, public_attachment_address)
PREVIEW_PLACES = FilePlaces(preview_picture_address, preview_attachment_address)


class ShownFiles(NamedTuple):
    """Pictures and documents as a page shows them."""

    pictures: list[ShownPicture]
    attachments: list[ShownAttachment]

    def named(self, digests: frozenset[str]) -> "ShownFiles":
        """Return those that have these names."""
        return ShownFiles(
            [each for each in self.pictures if each.picture["file"] in digests],
            [each for each in self.attachments if each.row["file"] in digests],
        )

    @property
    def digests(self) -> list[str]:
        pictures = [each.picture["file"] for each in self.pictures]
        return pictures + [each.row["file"] for each in self.attachments]


def shown_files(rows: Sequence[FileRow], sizes: str) -> ShownFiles:
    """Return files of any kind as those see them who may see the entry; `sizes` says how wide pictures stand."""
    return ShownFiles(
        shown_pictures([row for row in rows if is_picture(row)], PREVIEW_PLACES.picture, sizes),
        shown_attachments([row for row in rows if not is_picture(row)], PREVIEW_PLACES.attachment),
    )

"""The field of the form that asks for pictures: new ones are chosen, and those that are there described, ordered and taken out.

Each picture is sent by its digest, and what is said of it under names that begin with that; no script is needed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from practices.answers.pictures import (
    UNSHOWABLE,
    WORDS,
    Picture,
    ShownPicture,
    digests,
    preview_picture_address,
    shown_pictures,
)
from practices.choices import Licence, licences
from practices.uploads.kinds import FILE_KINDS

ACCEPTED = ",".join(kind.media_type for kind in FILE_KINDS if kind.picture)
THUMBNAIL = "10rem"
SIGNS = 3
"""Of the number of a place."""


class PicturesInput(forms.Widget):
    """The pictures of an entry with what is said of each, and where to choose more."""

    template_name = "admin/widgets/pictures.html"
    use_fieldset = True
    needs_multipart_form = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        """Return the pictures as they were sent, in their new order, without those that are to go."""
        sent = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        rows = [_row(data, f"{name}-{digest}", digest) for digest in dict.fromkeys(sent) if digest]
        card = data.get(f"{name}-card", "")
        return [row | {"card": row["file"] == card} for row in _in_order(rows) if not row["removed"]]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = shown_pictures(value or (), preview_picture_address, THUMBNAIL)
        return context | {
            "accepted": ACCEPTED,
            "pictures": [_shown(name, each, number, len(shown)) for number, each in enumerate(shown, 1)],
            "most": settings.UPLOAD_MEGABYTES,
            "licences": licences(),
            "unshowable": capfirst(UNSHOWABLE),
        }


class PicturesField(forms.Field):
    """The pictures of an entry as its answers have them.

    Which may be named: those that it has, and those that were brought to it, by `admit`.
    """

    widget: Any = PicturesInput

    def __init__(self, answer: Sequence[Picture] | None) -> None:
        self.known = digests(answer or ())
        super().__init__()

    def admit(self, brought: set[str]) -> None:
        self.known |= brought

    def lacks(self, data: Any, name: str) -> bool:
        """Say whether pictures were sent that the entry does not have."""
        return any(row["file"] not in self.known for row in self.widget.value_from_datadict(data, None, name))

    def bound_data(self, data: Any, initial: Any) -> list[Picture]:
        return self.to_python(data)

    def to_python(self, value: Any) -> list[Picture]:
        return [_answer(row) for row in value or [] if row["file"] in self.known]

    def clean(self, value: Any) -> list[Picture]:
        """Return the pictures that are there; words of one that is gone are given back, never dropped in silence."""
        rows = [row for row in value or [] if row["file"] not in self.known]
        if lost := [words for row in rows if (words := "; ".join(filter(None, map(row.get, WORDS))))]:
            said = _("A picture is not kept any more: add it once more. You wrote of it: %(words)s")
            raise ValidationError([said % {"words": words} for words in lost])
        return self.to_python(value)


def _row(data: Any, name: str, digest: str) -> dict[str, Any]:
    return {
        "file": digest,
        **{word: str(data.get(f"{name}-{word}", "")) for word in (*WORDS, "licence", "place")},
        "consent": f"{name}-consent" in data,
        "removed": f"{name}-removed" in data,
    }


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return pictures with each that was given another place put there."""
    ordered = list(rows)
    for number, row in enumerate(rows, 1):
        text = row["place"]
        if text.isascii() and text.isdigit() and int(text[:SIGNS]) != number:
            ordered.remove(row)
            ordered.insert(int(text[:SIGNS]) - 1, row)
    return ordered


def _answer(row: Mapping[str, Any]) -> Picture:
    words = {name: row[name].replace("\0", "").replace("\r\n", "\n").strip() for name in WORDS}
    return {
        "file": row["file"],
        **words,
        "licence": row["licence"] if row["licence"] in Licence.values else "",
        "consent": row["consent"],
        "card": row["card"],
    }


def _shown(name: str, shown: ShownPicture, number: int, of: int) -> dict[str, Any]:
    """Return a picture with the names of its inputs."""
    picture = shown.picture
    begins = f"{name}-{picture['file']}"
    return {
        "shown": shown,
        "file": picture["file"],
        "number": number,
        "places": range(1, of + 1),
        "begins": begins,
        "card": picture["card"],
        "consent": picture["consent"],
        "words": [
            {"name": f"{begins}-{word}", "label": label, "value": picture[word], "needed": word != "caption"}
            for word, label in WORDS.items()
        ],
        "title": _("Picture %(number)d") % {"number": number},
    }

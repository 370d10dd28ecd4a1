"""The fields of the form that ask for files: new ones are chosen, and those that are there described, ordered and taken out.

Each file is sent by its digest, and what is said of it under names that begin with that; no script is needed.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from practices.answers.uploaded import SAID_OF, FileRow, digests
from practices.models import Practice
from practices.question_kinds import Kind
from practices.text import legible
from practices.uploads.kinds import FILE_KINDS

SIGNS = 3
"""Of the number of a place."""


class FilesInput(forms.Widget):
    """The files of an entry with what is said of each, and where to choose more."""

    kind: Kind
    names: Mapping[str, str] = MappingProxyType({})
    """How the files were called where they came from, by their digests."""
    use_fieldset = True
    needs_multipart_form = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        """Return the files as they were sent, in their new order, without those that are to go."""
        sent = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        rows = [self._row(data, name, digest) for digest in dict.fromkeys(sent) if digest]
        return [row for row in _in_order(rows) if not row["removed"]]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def _row(self, data: Any, name: str, digest: str) -> dict[str, Any]:
        said, begins = SAID_OF[self.kind], f"{name}-{digest}"
        return {
            "file": digest,
            **{each: str(data.get(f"{begins}-{each}", "")) for each in (*said.words, *said.choices, "place")},
            **{each: f"{begins}-{each}" in data for each in (*said.ticks, "removed")},
        }

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        shown, is_refused = self.shown(value or ()), "aria-invalid" in (attrs or {})
        return super().get_context(name, value, attrs) | {
            "accepted": ",".join(
                each.media_type for each in FILE_KINDS if each.picture is (self.kind is Kind.PICTURES)
            ),
            "entries": [
                self._entry(name, each, number, len(shown), self.wanted(each[0]) if is_refused else set())
                for number, each in enumerate(shown, 1)
            ],
            "most": settings.UPLOAD_MEGABYTES,
        }

    def shown(self, rows: Sequence[FileRow]) -> list[tuple[FileRow, Any]]:
        """Return what is said of each file, with the file as a page shows it."""
        raise NotImplementedError

    def wanted(self, row: FileRow) -> set[str]:
        """Return the names of what is still to be said of a file, or to be mended."""
        raise NotImplementedError

    def _entry(
        self, name: str, shown: tuple[FileRow, Any], number: int, of: int, wanted: set[str]
    ) -> dict[str, Any]:
        """Return a file with the names of its inputs; what was just added is no error before it is told once."""
        row, said = shown[0], SAID_OF[self.kind]
        begins = f"{name}-{row['file']}"
        return {
            "shown": shown[1],
            "row": row,
            "name": self.names.get(row["file"], ""),
            "number": number,
            "places": range(1, of + 1),
            "begins": begins,
            "wanted": wanted,
            "words": [
                {
                    "name": f"{begins}-{word}",
                    "label": label,
                    "value": row[word],
                    "needed": word in said.needed,
                    "wanted": word in wanted,
                }
                for word, label in said.words.items()
            ],
            "choices": {
                choice: {
                    "name": f"{begins}-{choice}",
                    "value": row[choice],
                    "options": options(),
                    "wanted": choice in wanted,
                }
                for choice, options in said.choices.items()
            },
        }


class FilesField(forms.Field):
    """The files of an entry as its answers have them.

    Which may be named: those that it has, and those that were brought to it, by `admit`.
    """

    widget: Any = FilesInput
    gone: str | Promise = gettext_lazy(
        "A file is not kept any more: add it once more. You wrote of it: %(words)s"
    )

    def __init__(self, answer: Sequence[FileRow] | None) -> None:
        self.known = digests(answer or ())
        super().__init__()

    def admit(self, brought: set[str]) -> None:
        self.known |= brought

    def tell_names(self, practice: Practice) -> None:
        """Let the files be called as they were when they were brought to this entry: what they were called elsewhere is nobody's here."""
        if self.known:
            self.widget.names = dict(practice.uploads.values_list("file", "name"))

    def lacks(self, data: Any, name: str) -> bool:
        """Say whether files were sent that the entry does not have."""
        return any(row["file"] not in self.known for row in self.widget.value_from_datadict(data, None, name))

    def bound_data(self, data: Any, initial: Any) -> list[FileRow]:
        return self.to_python(data)

    def to_python(self, value: Any) -> list[FileRow]:
        return [self._answer(row) for row in value or [] if row["file"] in self.known]

    def clean(self, value: Any) -> list[FileRow]:
        """Return the files that are there; words of one that is gone are given back, never dropped in silence."""
        words = SAID_OF[self.widget.kind].words
        rows = [row for row in value or [] if row["file"] not in self.known]
        if lost := [typed for row in rows if (typed := "; ".join(filter(None, map(row.get, words))))]:
            raise ValidationError([str(self.gone) % {"words": typed} for typed in lost])
        return self.to_python(value)

    def _answer(self, row: Mapping[str, Any]) -> FileRow:
        said = SAID_OF[self.widget.kind]
        return {
            "file": row["file"],
            **{name: legible(row[name]).strip() for name in said.words},
            **{
                name: row[name] if row[name] in dict(options()) else ""
                for name, options in said.choices.items()
            },
            **{name: row[name] for name in said.ticks},
        }


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return files with each that was given another place put there."""
    ordered = list(rows)
    for number, row in enumerate(rows, 1):
        text = row["place"]
        if text.isascii() and text.isdigit() and int(text[:SIGNS]) != number:
            ordered.remove(row)
            ordered.insert(int(text[:SIGNS]) - 1, row)
    return ordered

"""The files that answers name, of any kind: they are brought to an entry before it names them."""

from collections.abc import Mapping
from typing import Any

from practices.answers.uploaded import is_picture, named_in
from practices.entries.files.receiving import receive
from practices.models import Practice, Upload, User
from tests.entry_documents import NUMBERS, sent_document
from tests.entry_pictures import COLOURS, sent_picture


def bring_all(practice: Practice, answers: Mapping[str, Any], *, by: User) -> None:
    """Bring the files that answers name to an entry, as a form does before it saves."""
    for row in named_in(answers):
        if is_picture(row):
            receive(practice, sent_picture(colour=COLOURS[row["file"]]), by=by)
        else:
            receive(practice, sent_document(number=NUMBERS[row["file"]]), by=by, picture=False)


def note_brought(practice: Practice, answers: Mapping[str, Any]) -> None:
    """Let an entry name files as if they had been brought to it; nobody has their bytes."""
    for row in named_in(answers):
        measures = {"kind": "PNG", "width": 4, "height": 3} if is_picture(row) else {"kind": "PDF"}
        Upload.objects.get_or_create(practice=practice, file=row["file"], defaults={"size": 1, **measures})

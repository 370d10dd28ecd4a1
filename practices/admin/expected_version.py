"""What a page sends back with its words: the version of the entry that it showed, and the key of the form."""

import re
from uuid import UUID, uuid4

from django import forms

LONGEST_NUMBER = 9  # figures of a number that every database holds
NUMBER_WORD = re.compile(r"^\s*(?:(?:No|Nr|Number|n°|№)\.?|#)\s*(?=\d)", re.IGNORECASE)
"""What people write before the number of an entry, as its mails do."""


class VersionedForm(forms.Form):
    """A form that carries the version of the entry that its page showed; of a part of it, also the mark of its answers."""

    seen = forms.Field(required=False, widget=forms.HiddenInput)

    @property
    def version(self) -> int:
        """Return the version, or 0, which no entry has, when none is given."""
        return read_version(self.data.get("seen", ""))


def is_whole_number(sent: str) -> bool:
    """Say whether a text is a number, and one that every database holds."""
    return sent.isascii() and sent.isdecimal() and len(sent) <= LONGEST_NUMBER


def read_number(seen: str) -> int:
    """Read a version, or another number, as a page carried it; what is none is 0."""
    return int(seen) if is_whole_number(seen) else 0


def read_version(seen: str) -> int:
    """Read the version of what a page carried."""
    return read_number(seen.partition(".")[0])


def key(sent: str) -> UUID:
    """Read the key of a form; a form without one is a form of its own."""
    try:
        return UUID(sent)
    except ValueError:
        return uuid4()

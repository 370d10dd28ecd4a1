"""The table of formats: in which forms can a list or an entry be taken along?

Addresses, links, tests and the rest loop over `FORMATS`: one more is one more row.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.exports.formats.separated import write_csv
from practices.exports.formats.structured import write_json
from practices.exports.formats.taken import Taken


@dataclass(frozen=True)
class Format:
    """`ending` stands at the end of an address; `most` is how many practices a file holds at most.

    What `is_saved` goes to a file, other forms open where they are asked for.
    """

    ending: str
    label: str | Promise
    media_type: str
    write: Callable[[Taken], Iterator[bytes]]
    most: int | None = None
    is_saved: bool = True
    of_entry: bool = True

    @property
    def list_name(self) -> str:
        """The name of the route of lists in this form."""
        return f"list_{self.ending}"

    @property
    def entry_name(self) -> str:
        """The name of the route of one practice in this form."""
        return f"entry_{self.ending}"

    @property
    def type(self) -> str:
        """The media type alone."""
        return self.media_type.partition(";")[0]

    def fits(self, total: int) -> bool:
        """Say whether so many practices can be had in this form."""
        return self.most is None or total <= self.most


FORMATS: dict[str, Format] = {
    each.ending: each
    for each in (
        Format("csv", _("CSV"), "text/csv; charset=utf-8", write_csv),
        Format("json", _("JSON"), "application/json", write_json, is_saved=False),
    )
}
"""Every form, by its ending."""

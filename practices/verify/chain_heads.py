"""The heads of all chains, noted outside of the database: was history written anew since, as its owner could?"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import batched
from pathlib import Path

from django.utils.translation import gettext as _

from practices.models import Event, Practice, Snapshot
from practices.verify.findings import Finding, name_of_entry

AT_ONCE, WORDS = 500, 3
END = "digest"

type Head = tuple[int, int, str]
"""The number of an entry, how long its history is, and the link that it ends with."""


class HeadsRefused(Exception):
    """A file holds no heads, or not all of them; the text says why."""


def note_heads(path: Path) -> str:
    """Write the heads of all entries into a new file, a line each, and their digest as its last line; return the digest."""
    digest = sha256()
    rows = Practice.all_objects.filter(chain_length__isnull=False).order_by("pk")
    with path.open("x", encoding="ascii") as file:
        for head in rows.values_list("pk", "chain_length", "chain_head").iterator():
            line = "{} {} {}\n".format(*head)
            digest.update(line.encode())
            file.write(line)
        file.write(f"{END} {digest.hexdigest()}\n")
    return digest.hexdigest()


def read_heads(path: Path) -> Iterator[Head]:
    """Give the heads of a file; raise `HeadsRefused` when it is not whole, at its end."""
    digest, last = sha256(), ""
    with path.open(encoding="ascii", errors="replace") as file:
        for line in file:
            number, _blank, rest = line.partition(" ")
            if number == END:
                last = rest.strip()
                break
            length, _blank, link = rest.strip().partition(" ")
            if not (number.isdecimal() and length.isdecimal()):
                break
            digest.update(line.encode())
            yield int(number), int(length), link
    if last != digest.hexdigest():
        raise HeadsRefused(
            _("%(path)s holds no heads, or was changed: its digest does not fit.") % {"path": path}
        )


def rewritten_since(heads: Iterable[Head]) -> Iterator[Finding]:
    """Find entries whose history does not go on from where it ended when the heads were noted."""
    for some in batched(heads, AT_ONCE, strict=False):
        numbers = [number for number, _length, _link in some]
        links = {
            (number, position): link
            for model in (Event, Snapshot)
            for number, position, link in model.objects.filter(practice__in=numbers)
            .exclude(link=None)
            .order_by()
            .values_list("practice", "position", "link")
        }
        there = Practice.all_objects.only("slug").in_bulk(numbers)
        for number, length, link in some:
            if links.get((number, length)) != link:
                what = (
                    name_of_entry(there[number])
                    if number in there
                    else _("No. %(number)d") % {"number": number}
                )
                says = _("its history is not the one whose head was noted")
                yield Finding(what, says, _("Compare it with a backup of that time."))

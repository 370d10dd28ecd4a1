"""Packed office files as they say what they are: the kinds of their parts, and where these lead."""

from zipfile import ZipFile

from practices.uploads.elements import MOST_ELEMENTS, Attributes, Handler, TooComplex, hear
from practices.uploads.packed import part_of

LARGEST_PART = 8 * 2**20
"""Bytes of a part that is read as XML."""
TYPES, ROOTS, SAID = "[Content_Types].xml", "_rels/.rels", "mimetype"
WHERE = "/officeDocument"
LONGEST_TYPE = 200


class PartKinds(Handler):
    """The media type of each part that says its own, in small letters."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}

    def start(self, name: str, given: Attributes) -> None:
        if name == "Override":
            self.of[given.get("PartName", "").lstrip("/")] = given.get("ContentType", "").lower()


class Links(Handler):
    """Where the links of one kind lead, by number."""

    def __init__(self, kind: str) -> None:
        self.kind, self.targets = kind, dict[str, str]()

    def start(self, name: str, given: Attributes) -> None:
        if name == "Relationship" and given.get("Type", "").endswith(self.kind):
            self.targets[given.get("Id", "")] = given.get("Target", "")


def said_type(archive: ZipFile) -> str:
    """Return the media type of a file's main part, or the one that an OpenDocument says of itself; empty for neither.

    Raises what `elements.hear` raises, or one of `packed.BROKEN_ZIP`.
    """
    if archive.namelist()[:1] == [SAID]:
        with archive.open(SAID) as stream:
            return stream.read(LONGEST_TYPE).decode("ascii", "replace")
    kinds, roots = PartKinds(), Links(WHERE)
    hear_part(archive, TYPES, kinds)
    hear_part(archive, ROOTS, roots)
    main = next((target.lstrip("/") for target in roots.targets.values()), "")
    return kinds.of.get(main, "") if main in archive.namelist() else ""


def hear_part(archive: ZipFile, name: str, handler: Handler, most: int = MOST_ELEMENTS) -> int:
    """Let a handler hear the elements of a part, and return how many there are; none where there is no such part.

    Raises `TooComplex` for a part that is too large, as for one with more elements.
    """
    stream = part_of(archive, name)
    if stream is None:
        return 0
    with stream:
        if archive.getinfo(name).file_size > LARGEST_PART:
            raise TooComplex
        return hear(stream, handler, most)

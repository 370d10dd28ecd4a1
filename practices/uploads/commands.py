"""The commands in office files: does a text or sheet ask for another program when it is opened (DDE, listeners of events)?

Names of elements are found in their bytes, as an encoding that would hide them is refused, and so is a type that could make them up.
"""

import re
from zipfile import ZipFile

from practices.uploads.elements import Attributes, Handler, hear
from practices.uploads.kinds import DOCX, ODT, XLSX, FileKind

OVERLAP = 64
"""Bytes of a piece that are looked at again with the next: more than any name that is sought."""
MOST_HEARD = 1_000_000
"""Elements of all parts that have fields, some 600 pages of Word."""
NEVER = re.compile(rb"(?!)")
COMMANDS = {
    ODT: re.compile(rb"[<:](?:event-listener|dde-connection-decl|dde-source|dde-link)[\s/>]"),
    XLSX: re.compile(rb"[<:]ddeLink[\s/>]"),
}
"""Elements that no document needs."""
FIELDS = re.compile(rb"[<:](?:instrText|delInstrText)[\s/>]|[\s:]instr\s*=")
ENCODED = re.compile(
    rb"(?:\xff\xfe|\xfe\xff)?(?:<\0|\0<)|\x4c\x6f\xa7\x94|(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\sencoding\s*=\s*"
    rb"[\"'](?!utf-8[\"']|(?:us-)?ascii[\"']|iso-8859-|windows-125)",
    re.IGNORECASE,
)
"""How a part begins whose letters are no bytes of ASCII."""
TYPED = b"<!DOCTYPE"
TYPED_PARTS = ("content.xml", "styles.xml")
"""The parts of an OpenDocument that no program gives a type; the lists beside them have had one."""
DDE = re.compile(r"DDE(?:AUTO)?(?:\s|\Z)", re.IGNORECASE)
INSTRUCTIONS = {"w:instrText", "w:delInstrText"}
LONGEST_WORD = 20


def commands_of(kind: FileKind) -> re.Pattern[bytes]:
    """Return what stands in no part of a file of a kind."""
    return COMMANDS.get(kind, NEVER)


def may_have_fields(kind: FileKind, piece: bytes) -> bool:
    """Say whether a piece of a part has a field, which calculates something."""
    return kind == DOCX and FIELDS.search(piece) is not None


def has_type(kind: FileKind, name: str, beginning: bytes) -> bool:
    """Say whether a part has a type that none should have; `name` is in small letters."""
    return TYPED in beginning and name.endswith(TYPED_PARTS if kind == ODT else (".xml", ".rels"))


def asks_a_program(archive: ZipFile, names: list[str]) -> bool:
    """Say whether a field of these parts of a Word file asks another program; raises what `elements.hear` raises."""
    fields, room = _Fields(), MOST_HEARD
    for name in names:
        with archive.open(name) as stream:
            room -= hear(stream, fields, room)
        fields.close()
    return fields.is_dde


class _Fields(Handler):
    """Hears the first word of each field, which may be spread over many runs."""

    def __init__(self) -> None:
        self.is_dde, self.word, self.is_heard = False, "", False

    def start(self, name: str, given: Attributes) -> None:
        if name in INSTRUCTIONS:
            self.is_heard = True
        elif name == "w:fldChar":
            self.close()
        elif name == "w:fldSimple":
            self.close()
            self.word = _first_of(given.get("w:instr", ""))
            self.close()

    def end(self, name: str) -> None:
        if name in INSTRUCTIONS:
            self.is_heard = False

    def text(self, text: str) -> None:
        if self.is_heard and len(self.word) < LONGEST_WORD:
            self.word = _first_of(self.word + text)

    def close(self) -> None:
        """Look at the word that is heard: its field ends, or another begins."""
        self.is_dde = self.is_dde or DDE.match(self.word) is not None
        self.word = ""


def _first_of(text: str) -> str:
    return text.lstrip()[:LONGEST_WORD]

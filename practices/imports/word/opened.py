"""A Word file as it was sent: is it one, and which of its parts are read? Nothing is written, and nothing is fetched."""

from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import ZipFile

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.imports.tables import Unreadable
from practices.uploads.elements import Handler, TooComplex, hear
from practices.uploads.office import Links, PartKinds
from practices.uploads.packed import BROKEN_ZIP, OLD, ZIP, PackedOtherwise, TooMuch, open_packed, part_of

LARGEST, LARGEST_PART, MOST_PARTS = 100 * 2**20, 8 * 2**20, 2_000
"""Bytes that a file may unpack to, pictures too, and a part of it that is read; parts of a file."""
MAIN = "wordprocessingml."
MACROS = ("vbaproject.bin", "vbadata.xml")
SECRET, OLD_TEXT = "EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
WHERE = "/officeDocument"

PASSWORD = gettext_lazy(
    "It has a password. Take the password off in Word (File, Info, Protect document), and save it again."
)
BROKEN = gettext_lazy(
    "It is broken or was cut off on its way. Open it in Word, save it anew as .docx, and upload that."
)
TOO_MUCH = gettext_lazy(
    "It holds more than a text of this kind can. Copy the answers into the form of the template, and upload that."
)
BEGINNINGS: dict[bytes, str | Promise] = {
    b"%PDF": gettext_lazy("This is a PDF. Upload the Word file (.docx) that it was made of."),
    b"{\\rtf": gettext_lazy("This is a rich text file (.rtf): open it in Word and save it as .docx."),
    b"<": gettext_lazy(
        "This is a web page or another text with marks: open it in Word and save it as .docx."
    ),
}
OFFICE: dict[str, str | Promise] = {
    "spreadsheetml.": gettext_lazy("This is a spreadsheet (.xlsx). Upload a Word file (.docx)."),
    "presentationml.": gettext_lazy("These are slides (.pptx). Upload a Word file (.docx)."),
}
NO_WORD_FILE = gettext_lazy("This is no Word file. Save it as “Word document (.docx)”, and upload that.")


class WordFile:
    """The parts of one file; each is read as it is unpacked, and never more of it than its bound."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self.main = ""

    def read(self, name: str, handler: Handler) -> bool:
        """Let a handler hear the elements of a part; say whether there is such a part."""
        stream = part_of(self._archive, name)
        if stream is None:
            return False
        with stream:
            if self._archive.getinfo(name).file_size > LARGEST_PART:
                raise Unreadable(TOO_MUCH)
            hear(stream, handler)
        return True

    def beside(self, name: str) -> str:
        """Return the name of a part in the folder of the text."""
        return f"{self.main.rpartition('/')[0]}/{name}".lstrip("/")

    @property
    def links(self) -> str:
        """The name of the part that says where the links of the text lead."""
        folder, _slash, file = self.main.rpartition("/")
        return f"{folder}/_rels/{file}.rels".lstrip("/")


@contextmanager
def word_file(raw: bytes) -> Iterator[WordFile]:
    """Give a Word file to read from; raises `Unreadable`, which says to its sender what it is instead, and what helps."""
    if not raw.startswith(ZIP):
        raise Unreadable(_otherwise(raw))
    try:
        with open_packed(raw, largest=LARGEST, most_parts=MOST_PARTS) as archive:
            file = WordFile(archive)
            file.main = _main_part(file, archive)
            yield file
    except PackedOtherwise as error:
        raise Unreadable(PASSWORD) from error
    except (TooMuch, TooComplex) as error:
        raise Unreadable(TOO_MUCH) from error
    except BROKEN_ZIP as error:
        raise Unreadable(BROKEN) from error


def _otherwise(raw: bytes) -> str | Promise:
    """Return what a file is that is no zip, and what to do with it."""
    if not raw.strip():
        return _("It is empty.")
    if raw.startswith(OLD):
        if SECRET in raw:
            return PASSWORD
        if OLD_TEXT in raw:
            return _("This is an old Word file (.doc): save it as .docx.")
        return _("This is an old Office file, or has a password: save it as .docx without one.")
    text = raw[:1000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return next((said for beginning, said in BEGINNINGS.items() if text.startswith(beginning)), NO_WORD_FILE)


def _main_part(file: WordFile, archive: ZipFile) -> str:
    """Return the name of the part that holds the text."""
    names = [name.lower() for name in archive.namelist()]
    if any(name.endswith(MACROS) for name in names):
        raise Unreadable(
            _("It holds macros, which are programs. Save it as “Word document (.docx)”, without them.")
        )
    kinds, roots = PartKinds(), Links(WHERE)
    file.read("[Content_Types].xml", kinds)
    if not file.read("_rels/.rels", roots):
        raise Unreadable(_other_zip(archive))
    main = next((target.lstrip("/") for target in roots.targets.values()), "")
    kind = kinds.of.get(main, "")
    if ".macroenabled" in kind:
        raise Unreadable(_("It can hold macros (.docm). Save it as “Word document (.docx)”, without them."))
    if said := next((said for name, said in OFFICE.items() if name in kind), ""):
        raise Unreadable(said)
    if MAIN not in kind or part_of(archive, main) is None:
        raise Unreadable(NO_WORD_FILE)
    return main


def _other_zip(archive: ZipFile) -> str | Promise:
    kind = archive.read("mimetype")[:100] if _is_small(archive, "mimetype") else b""
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return _("This is an OpenDocument text (.odt): save it as .docx.")
    if any(name.startswith("Index/") for name in archive.namelist()):
        return _("This is a file of Pages: export it as Word (.docx).")
    return NO_WORD_FILE


def _is_small(archive: ZipFile, name: str) -> bool:
    return name in archive.namelist() and archive.getinfo(name).file_size < 1000  # noqa: PLR2004  a line

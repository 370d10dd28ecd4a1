"""The list of leaked passwords: is one among those that are tried first?

`bin/derive-passwords` writes the file: of each password the first bytes of its SHA-256, sorted, so that nobody reads
passwords in it, and nothing of it is kept in memory. Of ten million passwords that are not in the list, one is taken for
one that is.
"""

import hashlib
import unicodedata
from bisect import bisect_left
from pathlib import Path

from django.conf import settings

LIST = Path(settings.BASE_DIR) / "fixtures" / "leaked_passwords.bin"
WIDTH = 5
"""How many bytes are kept of each."""


def is_leaked(password: str) -> bool:
    """Say whether a password is in the list: as typed, in other letters of the same meaning, or without its blanks."""
    plain = spelling(password)
    return any(_is_listed(digest(each)) for each in {plain, plain.replace(" ", "")})


def spelling(password: str) -> str:
    """Return the one spelling of a password in which the list has it: who guesses tries capital letters as well."""
    return unicodedata.normalize("NFKC", password).casefold().strip()


def digest(plain: str) -> bytes:
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).digest()[:WIDTH]


def _is_listed(wanted: bytes) -> bool:
    with LIST.open("rb") as file:
        number = file.seek(0, 2) // WIDTH

        def read(at: int) -> bytes:
            file.seek(at * WIDTH)
            return file.read(WIDTH)

        at = bisect_left(range(number), wanted, key=read)
        return at < number and read(at) == wanted

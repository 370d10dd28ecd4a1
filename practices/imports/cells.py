"""The cells of a spreadsheet: what do people see in one, of whose value and format the file tells?"""

import re
from datetime import date, datetime, time
from typing import Any

from practices.answers.cells import read_out

PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\[\$(?P<currency>[^-\]]*)[^\]]*\]|\[[^\]]*\]|\\(?P<literal>.)|[_*].|(?P<digits>[#0?][#0?.,]*)'
)
"""The pieces of a format: words, a currency, conditions and colours, one sign, blanks, and the digits."""
SCIENTIFIC = re.compile(r"general|[#0?][eE][+-]|[#0?]\s*/\s*[#0?\d]|@", re.IGNORECASE)
"""Formats that are read as if there were none."""
CLOCK = re.compile(r"h+(:m+)?(:s+)?(\s*am/pm)?|m+:s+", re.IGNORECASE)
"""The part of a format that tells the time."""


def as_seen(value: Any, number_format: str | None) -> str:
    """Return the value of a cell as a text: a number by its format, a date by the parts that are shown of it.

    A date is written as ISO 8601 has it: what a person sees depends on where she sits.
    """
    if value is None:
        return ""
    shown = (number_format or "General").partition(";")[0]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, shown)
    if isinstance(value, date | time):
        return _moment(value, shown)
    return read_out(str(value)).replace("\r", "")


def _number(value: float, shown: str) -> str:
    figures = [piece for piece in PIECE.finditer(shown) if piece["digits"]]
    if len(figures) != 1 or SCIENTIFIC.search(PIECE.sub(lambda piece: piece["digits"] or "", shown)):
        return str(value) if isinstance(value, int) else f"{value:.15g}"
    bare = PIECE.sub(lambda piece: "\0" if piece["digits"] else _said(piece), shown)
    if "%" in bare:
        value *= 100
    return bare.replace("\0", _digits(value, figures[0]["digits"])).strip()


def _said(piece: re.Match[str]) -> str:
    return piece["quoted"] or piece["currency"] or piece["literal"] or ""


def _digits(value: float, digits: str) -> str:
    whole, _point, decimals = digits.partition(".")
    grouped = "," if "," in whole else ""
    text = f"{value:{grouped}.{len(decimals)}f}"
    wanted = decimals.count("0")
    if "." in text and wanted < len(decimals):
        before, _point, after = text.partition(".")
        text = f"{before}.{after[:wanted]}{after[wanted:].rstrip('0')}".rstrip(".")
    return text if grouped else text.zfill(whole.count("0") + len(text) - len(text.partition(".")[0]))


def _moment(value: date | time, shown: str) -> str:
    """Return the parts of a date that its format shows: a year alone, year and month, or all; then the time."""
    letters = PIECE.sub("", shown).lower()
    clock = value.strftime("%H:%M") if isinstance(value, datetime | time) and CLOCK.search(letters) else ""
    if isinstance(value, time):
        return clock or value.strftime("%H:%M")
    days = CLOCK.sub("", letters)
    day = "%Y-%m-%d" if "d" in days else "%Y-%m" if "m" in days else "%Y"
    return f"{value.strftime(day)} {clock}".strip()

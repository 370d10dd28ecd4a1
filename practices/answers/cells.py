"""The texts that stand in cells of tables: what keeps a spreadsheet from taking one for a formula, or refusing it?

A sign that begins formulas gets an apostrophe before it (OWASP ASVS 5.0, 1.2.10), and so does one that has one already:
nothing is lost, and what is read again is what was written.
"""

import re

STARTS = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
"""The signs that spreadsheets begin formulas with, or pass over at the start; also as wide as those of Asian scripts."""
DANGEROUS = re.compile(f"'*[{STARTS}]")
DISARMED = re.compile(f"''*[{STARTS}]")


def disarmed(text: str) -> str:
    """Return a text that is no formula in any cell."""
    return f"'{text}" if DANGEROUS.match(text) else text


UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What an .xlsx file spells out by its number: signs that XML cannot hold, and what looks spelt out already."""
SPELT_OUT = re.compile("_x([0-9A-Fa-f]{4})_")


def spelt_out(text: str) -> str:
    """Return a text as .xlsx files have it (ECMA-376, 22.9.2.19)."""
    return UNPRINTED.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)


def read_out(text: str) -> str:
    """Return the text that was spelt out in an .xlsx file."""
    return SPELT_OUT.sub(lambda sign: chr(int(sign[1], 16)), text)


def rearmed(cell: str) -> str:
    """Return the text that was disarmed into a cell; any other stays as it is."""
    return cell[1:] if DISARMED.match(cell) else cell

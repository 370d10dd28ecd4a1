"""The texts that stand in cells of tables: what keeps a spreadsheet from taking one for a formula?

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


def rearmed(cell: str) -> str:
    """Return the text that was disarmed into a cell; any other stays as it is."""
    return cell[1:] if DISARMED.match(cell) else cell

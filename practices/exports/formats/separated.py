"""CSV: a table for any spreadsheet or program (RFC 4180), in UTF-8 with the mark by which spreadsheets know it."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from practices.exports.formats import rows
from practices.exports.formats.taken import Taken

MARK = "\ufeff"


def write_csv(taken: Taken) -> Iterator[bytes]:
    """Give a line for the columns, then one for each practice."""
    return separated(rows.columns(), rows.rows(taken))


def separated(columns: list[str], lines: Iterable[Sequence[rows.Cell]]) -> Iterator[bytes]:
    """Give a table, piece by piece."""
    buffer = io.StringIO(MARK, newline="")
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in lines:
        writer.writerow(row)
        if buffer.tell() > ENOUGH:
            yield _emptied(buffer)
    yield _emptied(buffer)


ENOUGH = 64 * 1024
"""Bytes worth sending at once."""


def _emptied(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()

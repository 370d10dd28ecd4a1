"""The engine of SQLite: lexemes in an FTS5 table, cut at blanks alone."""

import json
from collections import defaultdict
from collections.abc import Mapping

from django.db import connection

from practices.search.document import LexemeSequence
from practices.search.query import Groups

FOUND = "SELECT rowid FROM practices_searchentry WHERE practices_searchentry MATCH %s"
FIRST = f"{FOUND} LIMIT 1"
SOME = FOUND.replace("rowid FROM", "rowid AS found FROM", 1) + " LIMIT {most}"
ALL_KEYS, NO_KEYS = "json_group_array(%(expressions)s)", "[]"
KEYS = "SELECT value FROM json_each(%s)"
AMONG_KEYS = f" IN ({KEYS})"
TEXTS = KEYS
ROWS = """
SELECT json_extract(value, '$[0]') AS a, json_extract(value, '$[1]') AS b, json_extract(value, '$[2]') AS c
FROM json_each(%s)
"""

SIZES = "SELECT id, sz FROM practices_searchentry_docsize WHERE id IN (SELECT value FROM json_each(%s))"
HAVING = """
SELECT found.rowid, said.value FROM json_each(%s) AS said JOIN practices_searchentry AS found
ON found.practices_searchentry MATCH '"' || said.value || '"' AND found.rowid BETWEEN %s AND %s
"""


def entry(lexemes: LexemeSequence) -> str:
    """Return what is written into the table."""
    return " ".join([*lexemes.sequence, *sorted(lexemes.marks)])


def same(said: Mapping[int, LexemeSequence]) -> set[int]:
    """Return the keys under which the table holds as many words as are said, and just these.

    It does not give back what it holds, so it is asked for each lexeme; in which order they stand is not looked at.
    """
    wanted = {key: {*lexemes.sequence, *lexemes.marks} for key, lexemes in said.items()}
    found = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(SIZES, [json.dumps([*said])])
        sizes = {key: _number(size) for key, size in cursor.fetchall()}
        every = sorted(set().union(*wanted.values()))
        cursor.execute(HAVING, [json.dumps(every), min(said), max(said)])
        for key, lexeme in cursor:
            found[key].add(lexeme)
    return {
        key
        for key, lexemes in said.items()
        if sizes.get(key) == len(lexemes.sequence) + len(lexemes.marks) and found[key] == wanted[key]
    }


def _number(size: bytes) -> int:
    """Return what SQLite has written as a number of as many bytes as it needs, seven bits in each."""
    number = 0
    for byte in size:
        number = number << 7 | byte & 0x7F
    return number


def expression(groups: Groups) -> str:
    """Return an FTS5 query."""
    return " AND ".join(
        "(" + " OR ".join(f'"{" ".join(alternative)}"' for alternative in group) + ")" for group in groups
    )

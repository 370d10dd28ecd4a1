"""The engine of SQLite: lexemes in an FTS5 table, cut at blanks alone."""

import json
from collections import defaultdict
from collections.abc import Mapping
from random import sample

from django.db import connection

from practices.search.document import LexemeSequence
from practices.search.query import Groups

FOUND = "SELECT rowid FROM practices_searchentry WHERE practices_searchentry MATCH %s"
FIRST = f"{FOUND} LIMIT 1"
SOME = "SELECT rowid AS found FROM practices_searchentry WHERE practices_searchentry MATCH b LIMIT {most}"
FREQUENT = "false"
"""Nobody has to know which words many have: the index stops at the first so many."""
ALL_KEYS, ALL = "json_group_array(%(expressions)s)", "[{}]"
KEYS = "SELECT value FROM json_each(%s)"
KEYS_AS_JSON = "json_group_array(found)"
AMONG_KEYS = f" IN ({KEYS})"
TEXTS = KEYS
FORGET = "DELETE FROM practices_searchentry WHERE rowid IN ({keys})"
KEEPS_WHAT_IS_SAID = False
ROWS = """
SELECT json_extract(value, '$[0]') AS a, json_extract(value, '$[1]') AS b, json_extract(value, '$[2]') AS c
FROM json_each(%s)
"""

SIZES = "SELECT id, sz FROM practices_searchentry_docsize WHERE id IN (SELECT value FROM json_each(%s))"
HAVING = """
SELECT found.rowid, said.value FROM json_each(%s) AS said JOIN practices_searchentry AS found
ON found.practices_searchentry MATCH '"' || said.value || '"' AND found.rowid BETWEEN %s AND %s
"""
INSTANCES = """
CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_instances USING fts5vocab('main', 'practices_searchentry', 'instance')
"""
ASKED = 40
"""So many lexemes of a row are asked for: each takes 20 µs, and longer in a large table."""


def entry(lexemes: LexemeSequence) -> str:
    """Return what is written into the table."""
    return " ".join([*lexemes.sequence, *sorted(lexemes.marks)])


def take_out(entries: Mapping[int, str]) -> None:
    """Take out what the table holds, which it does not give back to be compared."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET.format(keys=KEYS), [json.dumps([*entries])])


def same(said: Mapping[int, LexemeSequence], held_back: dict[int, int] | None = None) -> set[int]:
    """Return the keys under which the table holds as many words as are said, and some of these, others each time.

    The table does not give a row back, and to ask it for each lexeme takes the longer the more rows it has. With
    `held_back` it is asked nothing yet: `unlike` then reads all of it at once.
    """
    if held_back is not None:
        held_back |= {
            key: _digest([*lexemes.sequence, *sorted(lexemes.marks)]) for key, lexemes in said.items()
        }
        return {*said}
    wanted = {key: _some(lexemes) for key, lexemes in said.items()}
    found = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(SIZES, [json.dumps([*said])])
        sizes = {key: _number(size) for key, size in cursor.fetchall()}
        cursor.execute(HAVING, [json.dumps(sorted(set().union(*wanted.values()))), min(said), max(said)])
        for key, lexeme in cursor:
            found[key].add(lexeme)
    return {
        key
        for key, lexemes in said.items()
        if sizes.get(key) == len(lexemes.sequence) + len(lexemes.marks) and wanted[key] <= found[key]
    }


def unlike(held_back: Mapping[int, int]) -> set[int]:
    """Return the keys under which the table holds anything else than was said, in another order, or nothing."""
    held: dict[int, int] = defaultdict(int)
    with connection.cursor() as cursor:
        cursor.execute(INSTANCES)
        cursor.execute("SELECT term, doc, offset FROM temp.search_instances")
        for term, key, place in cursor:
            held[key] += hash((term, place))
    return {key for key, digest in held_back.items() if held.get(key) != digest}


def _digest(words: list[str]) -> int:
    return sum(hash((word, place)) for place, word in enumerate(words))


def _some(lexemes: LexemeSequence) -> set[str]:
    every = sorted({*lexemes.sequence, *lexemes.marks})
    return set(sample(every, min(ASKED, len(every))))


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

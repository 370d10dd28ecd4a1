"""The engine of PostgreSQL: lexemes in a `tsvector` with a GIN index, through a function of its own.

The function (migration 0002) is a fence: the planner, who does not know what it costs to unpack a vector, would read
all of them for a frequent word. A mark has no position: the index alone then answers without a look at the vector.
"""

import json
from collections import defaultdict
from collections.abc import Mapping

from django.db import connection

from practices.search.document import BREAK, LexemeSequence
from practices.search.query import Groups

FOUND = "SELECT found FROM practices_found(%s::tsquery) AS found"
FIRST = "SELECT practices_found(%s::tsquery) LIMIT 1"
"""In this place PostgreSQL calls the function row by row: slower for all of them, at once for the first few."""
SOME = "SELECT rowid AS found FROM practices_searchentry WHERE lexemes @@ b::tsquery LIMIT {most}"
"""Of an expression in a row: the planner, who does not see it, takes the index, without a call of the function each time."""
FREQUENT = """string_to_array(c, ' ') && (
SELECT coalesce(array_agg(lexeme), '{{}}') FROM pg_class, pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs)
AS common (lexeme, share) WHERE pg_class.oid = 'practices_searchentry'::regclass AND schemaname = relnamespace::regnamespace::text
AND tablename = relname AND attname = 'lexemes' AND share * reltuples > 3 * {most})"""
"""Whether a lexeme of a row is one that surely more than so many have, by PostgreSQL's own statistics: its index has to read all
that have a word, however few are wanted. Without statistics none is."""
ALL_KEYS, ALL = "array_agg(%(expressions)s)::text", "{{{}}}"
TEXTS = "SELECT jsonb_array_elements_text(%s::jsonb)"
ROWS = "SELECT value ->> 0 AS a, value ->> 1 AS b, value ->> 2 AS c FROM jsonb_array_elements(%s::jsonb)"
SAME = "SELECT rowid FROM ({rows}) AS said JOIN practices_searchentry ON rowid = a::bigint AND lexemes = b::tsvector"
OTHERS = "DELETE FROM practices_searchentry USING ({rows}) AS said WHERE rowid = a::bigint AND lexemes <> b::tsvector"
KEEPS_WHAT_IS_SAID = True
KEYS_AS_JSON = "json_agg(found)::text"
KEYS, AMONG_KEYS = "SELECT unnest(%s::bigint[])", " = ANY(%s::bigint[])"


def entry(lexemes: LexemeSequence) -> str:
    """Return what is written into the table."""
    positions: defaultdict[str, list[str]] = defaultdict(list)
    for position, lexeme in enumerate(lexemes.sequence, 1):
        if lexeme != BREAK:
            positions[lexeme].append(str(position))
    placed = (f"'{lexeme}':{','.join(where)}" for lexeme, where in positions.items())
    return " ".join([*placed, *(f"'{mark}'" for mark in lexemes.marks)])


def take_out(entries: Mapping[int, str]) -> None:
    """Take out what the table holds otherwise: to write a row anew costs ten times what it costs to compare it."""
    with connection.cursor() as cursor:
        said = [[key, entry, ""] for key, entry in entries.items()]
        cursor.execute(OTHERS.format(rows=ROWS), [json.dumps(said)])


def same(said: Mapping[int, LexemeSequence], held_back: object = None) -> set[int]:
    """Return the keys under which the table holds just what is said."""
    with connection.cursor() as cursor:
        cursor.execute(
            SAME.format(rows=ROWS), [json.dumps([[key, entry(lexemes), ""] for key, lexemes in said.items()])]
        )
        return {key for (key,) in cursor.fetchall()}


def unlike(held_back: object) -> set[int]:
    """Return nothing: `same` has compared whole rows."""
    return set()


def expression(groups: Groups) -> str:
    """Return a `tsquery`."""
    return " & ".join(
        "(" + " | ".join(" <-> ".join(f"'{lexeme}'" for lexeme in alternative) for alternative in group) + ")"
        for group in groups
    )

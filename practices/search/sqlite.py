"""The engine of SQLite: lexemes in an FTS5 table, cut at blanks alone."""

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


def entry(lexemes: LexemeSequence) -> str:
    """Return what is written into the table."""
    return " ".join([*lexemes.sequence, *sorted(lexemes.marks)])


def expression(groups: Groups) -> str:
    """Return an FTS5 query."""
    return " AND ".join(
        "(" + " OR ".join(f'"{" ".join(alternative)}"' for alternative in group) + ")" for group in groups
    )

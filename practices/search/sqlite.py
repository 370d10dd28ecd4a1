"""How does SQLite keep and match lexemes? In an FTS5 table, cut at blanks alone."""

from practices.search.document import Lexemes
from practices.search.query import Groups

FOUND = "SELECT rowid FROM practices_searchentry WHERE practices_searchentry MATCH %s"
FIRST = f"{FOUND} LIMIT 1"


def entry(lexemes: Lexemes) -> str:
    """Return what is written into the table."""
    return " ".join([*lexemes.sequence, *sorted(lexemes.marks)])


def expression(groups: Groups) -> str:
    """Return an FTS5 query."""
    return " AND ".join(
        "(" + " OR ".join(f'"{" ".join(alternative)}"' for alternative in group) + ")" for group in groups
    )

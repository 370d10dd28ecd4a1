"""The plans of the statements of a page: what does the database read for it, and why does it take so long?"""

from collections.abc import Iterable
from time import perf_counter
from typing import Any

from django.db import connection

SHOWN, LINES = 2, 60
"""How many statements of a page are explained, the slowest, and how much of a plan is shown."""
EXPLAIN = {"postgresql": "EXPLAIN (ANALYZE, BUFFERS) ", "sqlite": "EXPLAIN QUERY PLAN "}


def slowest(statements: Iterable[tuple[str, Any]]) -> list[dict[str, Any]]:
    """Return the slowest statements that read, the slowest first: what was asked, for how many ms, and its plan."""
    found = [
        _explained(sql, params) for sql, params in statements if sql.lstrip().startswith(("SELECT", "WITH"))
    ]
    return sorted(found, key=lambda each: -each["ms"])[:SHOWN]


def _explained(sql: str, params: Any) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        began = perf_counter()
        cursor.execute(sql, params)
        cursor.fetchall()
        took = (perf_counter() - began) * 1000
        cursor.execute(EXPLAIN[connection.vendor] + sql, params)
        plan = [str(row[-1]) for row in cursor.fetchall()]
    return {"ms": round(took, 2), "sql": sql, "plan": plan[:LINES]}


def told(pages: dict[str, Any]) -> str:
    """Return the plans of pages for people."""
    lines = []
    for name, page in pages.items():
        for each in page["plans"]:
            asked = " ".join(each["sql"].split())
            lines += ["", f"{name}: {each['ms']:g} ms: {asked}", *(f"    {line}" for line in each["plan"])]
    return "\n".join(lines)

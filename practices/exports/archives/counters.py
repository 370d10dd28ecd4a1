"""The counters of tables: which number comes next, so that no number of a row that is gone is given again?"""

from django.db import connection
from django.db.models import Model

from practices.exports.archives.tables import TABLES, name_of

OF_POSTGRESQL = """SELECT coalesce(last_value, 0) FROM pg_sequences
    WHERE format('%%I.%%I', schemaname, sequencename)::regclass = pg_get_serial_sequence(%s, 'id')::regclass"""


def counters() -> dict[str, int]:
    """Return the last number that each table has given, also of rows that are deleted; 0 where it gave none."""
    return {name_of(model): _last(model) for model in TABLES}


def count_on(last: dict[str, int]) -> None:
    """Let each table number its next row after what another catalogue has given."""
    for model in TABLES:
        if number := max(last.get(name_of(model), 0), _last(model)):
            _set(model, number)


def _last(model: type[Model]) -> int:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(OF_POSTGRESQL, [table])
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        return int((cursor.fetchone() or [0])[0])


def _set(model: type[Model], number: int) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, number])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])

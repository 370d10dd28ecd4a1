"""The whole catalogue, out and in: every row of every table that is kept, from one database into another one."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import batched
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from practices.exports.archive import WHOLE, Archive, ArchiveRefused, Say, open_archive, write_archive
from practices.exports.lines import line_of
from practices.exports.schema import schema_of, table_schema
from practices.exports.tables import PORTION, TABLES, columns_of, name_of, row_to_model, rows_of
from practices.models import City, OldSlug, Rename, Topic, version
from practices.search import engine

SHIPPED = {City, Topic, OldSlug, Rename}
"""What `load_cities` writes into a new database: an archive brings its own."""


@contextmanager
def one_moment() -> Iterator[None]:
    """Let all that is read meanwhile be of one moment, while others go on writing."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    elif not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")  # deferred, unlike Django's own on SQLite: no writer waits for it
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        yield


def export_catalogue(folder: Path, say: Say) -> Archive:
    """Write everything that is kept into a folder, as of one moment; raise `ArchiveRefused` when it is not empty."""
    schema = schema_of({name_of(model): table_schema(model) for model in TABLES})
    with one_moment():
        return write_archive(folder, WHOLE, schema, ((name_of(each), rows_of(each)) for each in TABLES), say)


def import_catalogue(folder: Path, say: Say) -> Archive:
    """Bring an archive into an empty catalogue, all of it or nothing, and read it again to be sure.

    Empty is a database after `migrate`, or after `load_cities`. Raises `ArchiveRefused`.
    """
    archive = open_archive(folder, WHOLE)
    if missing := {f"{name_of(model)}.jsonl" for model in TABLES} ^ archive.files.keys():
        words = {"folder": folder, "names": ", ".join(sorted(missing))}
        raise ArchiveRefused(_("%(folder)s has other files than this release reads: %(names)s.") % words)
    try:
        with transaction.atomic():
            _empty()
            for model in TABLES:
                _bring_in(archive, model, say)
            _count_on()
            engine.rebuild()
            version.invalidate_pages()
            _read_again(archive)
    except IntegrityError as error:
        said = str(error).partition("\n")[0]
        raise ArchiveRefused(
            _("The database does not take it: %(why)s. Nothing was brought in.") % {"why": said}
        ) from error
    return archive


def _empty() -> None:
    """Take out what a new database is shipped with; refuse one in which somebody has written."""
    for model in TABLES:
        if model not in SHIPPED and (count := model._base_manager.count()):
            words = {"count": count, "name": model._meta.verbose_name_plural}
            raise ArchiveRefused(
                _(
                    "This catalogue is not empty: it has %(count)d %(name)s. "
                    "Name a new database in DATABASE_URL, and run `manage.py migrate` first."
                )
                % words
            )
    for model in SHIPPED:
        model._default_manager.all().delete()


def _bring_in(archive: Archive, model: type[Model], say: Say) -> None:
    name, columns = name_of(model), set(columns_of(model))
    for some in batched(archive.read(name), PORTION, strict=False):
        rows = [_model(archive, model, number, row, columns) for number, row in some]
        model._base_manager.bulk_create(rows)
        say(name, some[-1][0])


def _model(
    archive: Archive, model: type[Model], number: int, row: dict[str, Any], columns: set[str]
) -> Model:
    file = f"{name_of(model)}.jsonl"
    if odd := columns ^ row.keys():
        said = _("it has other columns than this release: %(names)s") % {"names": ", ".join(sorted(odd))}
        raise archive.refused(file, number, said)
    try:
        return row_to_model(model, row)
    except ValidationError as error:
        raise archive.refused(file, number, " ".join(error.messages)) from error


def _count_on() -> None:
    """Let PostgreSQL number new rows after those that were brought in; SQLite does by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(TABLES)):
            cursor.execute(statement)


def _read_again(archive: Archive) -> None:
    """Raise `ArchiveRefused` when the database gives back anything else than it was given."""
    for model in TABLES:
        name = f"{name_of(model)}.jsonl"
        if digest_of(model) != archive.files[name]["sha256"]:
            words = {"name": archive.folder / name}
            raise ArchiveRefused(
                _("The database does not give %(name)s back as it was. Nothing was brought in.") % words
            )


def digest_of(model: type[Model]) -> str:
    """Return the digest of a table's rows, which is that of its file in an archive."""
    digest = sha256()
    for row in rows_of(model):
        digest.update(line_of(row).encode())
    return digest.hexdigest()

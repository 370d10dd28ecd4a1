"""The whole catalogue, out and in: every row of every table that is kept, from one database into another one."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import batched
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.utils.translation import gettext as _

from practices.exports.archives.archive import (
    WHOLE,
    Archive,
    ArchiveRefused,
    Say,
    file_of,
    open_archive,
    write_archive,
)
from practices.exports.archives.counters import count_on, counters
from practices.exports.archives.files import bring_in_files, refuse_damaged_files, write_files
from practices.exports.archives.lines import line_of
from practices.exports.archives.schema import schema_of, table_schema
from practices.exports.archives.tables import PORTION, TABLES, Row, columns_of, name_of, row_to_model, rows_of
from practices.models import City, OldSlug, Rename, Topic, version
from practices.search import engine

SHIPPED = {City, Topic, OldSlug, Rename}
"""What `load_cities` writes into a new database: an archive brings its own."""


@contextmanager
def one_moment() -> Iterator[None]:
    """Let all that is read meanwhile be of one moment, while others go on writing; within no other transaction."""
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")  # deferred, unlike Django's own on SQLite: no writer waits for it
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def migrations() -> dict[str, str]:
    """Return the last migration of each app whose tables leave: what says which columns there are."""
    apps = {model._meta.app_label for model in TABLES}
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return {app: name for app, name in applied if app in apps}


def export_catalogue(folder: Path, say: Say) -> Archive:
    """Write everything that is kept into a new folder, as of one moment; raise `ArchiveRefused` when it is there."""
    schema = schema_of({name_of(model): table_schema(model) for model in TABLES})
    with one_moment():
        about = {"release": settings.RELEASE, "migrations": migrations(), "counters": counters()}
        return write_archive(folder, WHOLE, schema, _kinds(folder, about, say), say, about)


def _kinds(folder: Path, about: dict[str, Any], say: Say) -> Iterator[tuple[str, Iterator[Row]]]:
    """Give all tables, and write the files once their rows are written: an archive without them gets no manifest."""
    for model in TABLES:
        yield name_of(model), rows_of(model)
    about["lost_files"] = write_files(folder, say)


def import_catalogue(folder: Path, say: Say) -> Archive:
    """Bring an archive into an empty catalogue, all of it or nothing, and read it again to be sure.

    Empty is a database after `migrate`, or after `load_cities`. Raises `ArchiveRefused`.
    """
    archive = open_archive(folder, WHOLE)
    _fits(archive)
    _refuse_unless_empty()
    refuse_damaged_files(archive)
    bring_in_files(folder, say)
    try:
        with transaction.atomic(durable=True):
            _empty()
            for model in TABLES:
                _bring_in(archive, model, say)
            count_on(archive.about["counters"])
            say(_("search index"), 0)
            engine.rebuild()
            version.begin_anew()
            _read_again(archive, say)
    except IntegrityError as error:
        words = {"why": _first_line(error)}
        raise ArchiveRefused(
            _("The database refuses it: %(why)s. Nothing was brought in.") % words
        ) from error
    return archive


def _fits(archive: Archive) -> None:
    """Raise `ArchiveRefused` when the tables here have other columns than those of the archive."""
    here, there = migrations(), archive.about.get("migrations")
    if not here:
        raise ArchiveRefused(_("This database has no tables yet: run `manage.py migrate` first."))
    if here != there:
        words = {
            "folder": archive.folder,
            "release": archive.about.get("release"),
            "there": there,
            "here": here,
        }
        raise ArchiveRefused(
            _(
                "%(folder)s was written by release %(release)s, whose tables are of %(there)s; here they are of %(here)s. "
                "Bring it in with that release, and upgrade that catalogue then."
            )
            % words
        )
    if archive.files.keys() != {file_of(name_of(model)) for model in TABLES}:
        raise ArchiveRefused(_("%(folder)s lacks files.") % {"folder": archive.folder})
    counted = archive.about.get("counters")
    if not isinstance(counted, dict) or {type(number) for number in counted.values()} != {int}:
        raise ArchiveRefused(
            _("%(folder)s does not say how far its tables had counted.") % {"folder": archive.folder}
        )


def _empty() -> None:
    """Take out what a new database is shipped with, and let nobody write; refuse one in which somebody has written."""
    if connection.vendor == "postgresql":  # on SQLite this transaction is the only writer already
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in TABLES)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
    _refuse_unless_empty()
    for model in SHIPPED:
        model._default_manager.all().delete()


def _refuse_unless_empty() -> None:
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


def _bring_in(archive: Archive, model: type[Model], say: Say) -> None:
    name, columns = name_of(model), set(columns_of(model))
    for some in batched(archive.read(name), PORTION, strict=False):
        rows = [_model(archive, model, number, row, columns) for number, row in some]
        try:
            model._base_manager.bulk_create(rows)
        except (DataError, IntegrityError, OverflowError, ValueError) as error:
            words = {"why": _first_line(error), "last": some[-1][0]}
            said = _("the database refuses what stands from here to line %(last)d: %(why)s") % words
            raise archive.refused(name, some[0][0], said) from error
        say(name, some[-1][0])


def _model(
    archive: Archive, model: type[Model], number: int, row: dict[str, Any], columns: set[str]
) -> Model:
    if odd := columns ^ row.keys():
        said = _("it has other columns than the table: %(names)s") % {"names": ", ".join(sorted(odd))}
        raise archive.refused(name_of(model), number, said)
    try:
        return row_to_model(model, row)
    except ValidationError as error:
        raise archive.refused(name_of(model), number, " ".join(error.messages)) from error


def _read_again(archive: Archive, say: Say) -> None:
    """Raise `ArchiveRefused` when the database gives back anything else than it was given."""
    for model in TABLES:
        name = file_of(name_of(model))
        if digest_of(model, say) != archive.files[name]:
            words = {"name": archive.folder / name}
            raise ArchiveRefused(
                _("The database does not give %(name)s back as it was. Nothing was brought in.") % words
            )


def digest_of(model: type[Model], say: Say) -> dict[str, Any]:
    """Return the number of a table's rows and their digest, as a manifest has them of its file in an archive."""
    digest, number = sha256(), 0
    for number, row in enumerate(rows_of(model), 1):
        digest.update(line_of(row).encode())
        say(name_of(model), number)
    return {"rows": number, "sha256": digest.hexdigest()}


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")

"""The rules of migrations: which operation could the code of the last release not live beside (promise R11)?

First a release adds what the next one needs (expand); the release after takes away what nobody reads any more (contract).
"""

from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import connection, models
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    AlterModelTable,
    AlterOrderWithRespectTo,
    AlterUniqueTogether,
    DeleteModel,
    Migration,
    RemoveConstraint,
    RemoveField,
    RenameField,
    RenameModel,
    SeparateDatabaseAndState,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

type Column = models.Field[Any, Any]

CURE = {
    RenameField: "the last release reads the old name: add a column, fill it, take the old one away in the next release",
    RenameModel: "the last release reads the old name: add a table, fill it, take the old one away in the next release",
    AlterModelTable: "the last release reads the old name: it stays",
    AlterOrderWithRespectTo: "it adds a column that the last release does not fill",
    AlterUniqueTogether: "write a UniqueConstraint instead",
}
STILL_READ = "the last release reads it: take it out of the state alone (SeparateDatabaseAndState), drop it in the next"


def faults(migration: Migration, before: ProjectState, released: ProjectState) -> Iterator[str]:
    """Give what is wrong with a migration; `before` becomes the state after it, `released` is what the last release knows."""
    removed: set[str] = set()
    for operation in migration.operations:
        if isinstance(operation, RemoveConstraint):
            removed.add(operation.name)
        is_wider = isinstance(operation, AddConstraint) and operation.constraint.name in removed
        for found in () if is_wider else _found(operation, before, released):
            yield f"{migration.name}: {operation.describe()}: {found}"
        operation.state_forwards(migration.app_label, before)


@singledispatch
def _found(operation: Operation, before: ProjectState, released: ProjectState) -> Iterator[str]:
    if cure := CURE.get(type(operation)):
        yield cure


@_found.register
def _of_both(
    operation: SeparateDatabaseAndState, before: ProjectState, released: ProjectState
) -> Iterator[str]:
    for each in operation.database_operations:
        yield from _found(each, before, released)
    for each in operation.state_operations:
        if isinstance(each, RemoveField) and not _may_be_left_out(_field(before, each)):
            yield "this release leaves it empty: make it null, or give it a db_default, before"


@_found.register
def _of_added(operation: AddField, before: ProjectState, released: ProjectState) -> Iterator[str]:
    if not _may_be_left_out(operation.field):
        yield "the last release leaves it empty: null=True, or a db_default"


@_found.register
def _of_removed(operation: RemoveField, before: ProjectState, released: ProjectState) -> Iterator[str]:
    known = released.models.get(("practices", operation.model_name_lower))
    if known and operation.name in known.fields:
        yield STILL_READ


@_found.register
def _of_deleted(operation: DeleteModel, before: ProjectState, released: ProjectState) -> Iterator[str]:
    if ("practices", operation.name_lower) in released.models:
        yield STILL_READ


@_found.register
def _of_altered(operation: AlterField, before: ProjectState, released: ProjectState) -> Iterator[str]:
    yield from _narrowed(_field(before, operation), operation.field)


@_found.register(AddIndex)
@_found.register(AddConstraint)
def _of_built(
    operation: AddIndex | AddConstraint, before: ProjectState, released: ProjectState
) -> Iterator[str]:
    is_new = ("practices", operation.model_name_lower) not in released.models
    if not is_new and not isinstance(operation, AddIndexConcurrently):
        yield "the table is locked while all its rows are read: on PostgreSQL CONCURRENTLY, or NOT VALID and VALIDATE"


def _field(state: ProjectState, operation: AlterField | RemoveField) -> Column:
    found: Column = state.models["practices", operation.model_name_lower].fields[operation.name]
    return found


def _may_be_left_out(field: Column) -> bool:
    return field.null or field.many_to_many or field.has_db_default()


def _narrowed(before: Column, after: Column) -> Iterator[str]:
    if before.null and not after.null:
        yield "the last release may leave it empty"
    if before.has_db_default() and not _may_be_left_out(after):
        yield "the last release leaves it to the database"
    if after.unique and not before.unique:
        yield "the last release may write it twice"
    if before.get_attname_column()[1] != after.get_attname_column()[1]:
        yield CURE[RenameField]
    if not _is_wider(before, after):
        yield "the whole table is written anew, or the last release writes what does not fit: add a column instead"


def _is_wider(before: Column, after: Column) -> bool:
    """Say whether the type is the same, or a text that may be longer."""
    if before.db_type(connection) == after.db_type(connection):
        return True
    longest = after.max_length if type(after) is models.CharField else 2**31
    return (
        isinstance(before, models.CharField)
        and isinstance(after, (models.CharField, models.TextField))
        and ((before.max_length or 0) <= (longest or 0))
    )

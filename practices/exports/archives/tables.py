"""The tables whose rows leave the catalogue whole, each after those that its rows name; and those that stay, and why."""

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.db.models import Model

from practices.models import (
    Ask,
    AuditEvent,
    Batch,
    BatchEntry,
    City,
    CoAuthor,
    Comment,
    Edition,
    Event,
    FormKey,
    Mail,
    Merge,
    OldSlug,
    Place,
    Practice,
    PreviewLink,
    ReadyNote,
    Rename,
    Report,
    Snapshot,
    Topic,
    User,
)
from practices.models.brought_files import TABLES_OF_FILES

type Row = dict[str, Any]

TABLES: tuple[type[Model], ...] = (
    City,
    Topic,
    OldSlug,
    User,
    EmailAddress,
    EmailConfirmation,
    Authenticator,
    Practice,
    Practice.topics.through,
    Practice.partner_cities.through,
    Edition,
    Edition.topics.through,
    Edition.partner_cities.through,
    Place,
    Snapshot,
    Event,
    CoAuthor,
    Comment,
    Batch,
    BatchEntry,
    PreviewLink,
    FormKey,
    Rename,
    Merge,
    Mail,
    Mail.practices.through,
    Ask,
    AuditEvent,
    Report,
    ReadyNote,
    *TABLES_OF_FILES,
)

STAYS = {
    "practices.SearchEntry": "made anew from the editions",
    "practices.Word": "made anew from the editions",
    "practices.Trigram": "made anew from the editions",
    "practices.LastChange": "made anew from the editions",
    "practices.Version": "counts on where it is: kept pages of another catalogue are none of this one",
    "practices.LastRead": "what an editor has read: she reads it anew",
    "practices.Attempt": "counts of the last minutes",
    "practices.LastRun": "tells of where it is",
    "practices.Told": "tells of where it is",
    "practices.Verification": "looks at this database alone",
    "sessions.Session": "everybody signs in again",
    "usersessions.UserSession": "everybody signs in again",
    "admin.LogEntry": "not used: records of deeds stand in its place",
    "auth.Group": "not used: a role is a column of the account",
    "auth.Permission": "made by migrations",
    "auth.Group_permissions": "not used",
    "contenttypes.ContentType": "made by migrations",
}
"""Why no archive holds these, by the label of the model."""

MADE_ANEW: dict[type[Model], set[str]] = {model: {"readiness", "tries"} for model in TABLES_OF_FILES}
"""Columns that no archive holds: where it is brought in, what readers see of pictures is made anew."""

PORTION = 500


def name_of(model: type[Model]) -> str:
    """Return what an archive calls a table: the name of its model."""
    return str(model._meta.model_name)


def columns_of(model: type[Model]) -> tuple[str, ...]:
    left_out = MADE_ANEW.get(model, set())
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname not in left_out)


def rows_of(model: type[Model]) -> Iterator[Row]:
    """Give all rows of a table in the order of their keys, some at a time."""
    rows = model._base_manager.order_by("pk").values(*columns_of(model))
    yield from rows.iterator(chunk_size=PORTION)


def row_to_model(model: type[Model], row: Row) -> Model:
    """Return the row as a model that can be written as it was; raise `ValidationError` for what fits no column."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in row.items()})

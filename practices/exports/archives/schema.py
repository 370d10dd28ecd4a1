"""The JSON Schema of an archive: which columns has a row of each kind, and what stands in them?"""

from typing import Any

from django.db import models

from practices.exports.archives.archive import VERSION
from practices.exports.archives.lines import DIGEST
from practices.exports.archives.tables import columns_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TYPES: tuple[tuple[type[Any], dict[str, Any]], ...] = (
    (models.BooleanField, {"type": "boolean"}),
    (models.IntegerField, {"type": "integer"}),
    (models.FloatField, {"type": "number"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.UUIDField, {"type": "string", "format": "uuid"}),
    (models.JSONField, {}),
    (models.CharField, {"type": "string"}),
    (models.TextField, {"type": "string"}),
)


def schema_of(kinds: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the schema of all kinds: the lines of `city.jsonl` are each a `#/$defs/city`."""
    return {
        "$schema": DIALECT,
        "title": f"A catalogue of good practices, version {VERSION}",
        "description": "Each line of NAME.jsonl is valid by #/$defs/NAME.",
        "version": VERSION,
        "$defs": kinds,
    }


def object_of(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a row with these columns, all of them there, and its digest."""
    properties |= {DIGEST: {"type": "string", "pattern": "^[0-9a-f]{32}$"}}
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def table_schema(model: type[models.Model]) -> dict[str, Any]:
    """Return the schema of a table's rows."""
    return object_of({name: _column(model._meta.get_field(name)) for name in columns_of(model)})


def _column(field: Any) -> dict[str, Any]:
    target = field.target_field if field.is_relation else field
    found = next(said for kind, said in TYPES if isinstance(target, kind))
    if not field.null or not found:
        return dict(found)
    return found | {"type": [found["type"], "null"]}

"""The JSON Schemas of what the API answers, and the parameters that it reads: each declared where it is read."""

from typing import Any

from practices.answers import codec
from practices.exports.archives.public import KINDS
from practices.exports.formats.taken import ABOUT
from practices.exports.record import (
    COLUMNS,
    MOMENT_OR_NONE,
    NUMBER,
    NUMBER_OR_NONE,
    TEXT,
    Schema,
    answers_schema,
)
from practices.public.parts.facets import CHOICE_LISTS

TEXT_OR_NONE = TEXT | {"type": ["string", "null"]}
EDITION = {name: column for name, column in KINDS["earlier_edition"].columns.items() if name != "answers"}
"""What is said of an edition in a list of them: how its schema is, and how it is read of its snapshot."""


def object_of_these(properties: dict[str, Schema]) -> Schema:
    """Return the schema of an object that has these and nothing else."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def listed(name: str, each: Schema, **besides: Schema) -> Schema:
    """Return the schema of an answer with a list: what it is, and one of these each."""
    return object_of_these(ABOUT | besides | {name: {"type": "array", "items": each}})


def reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def of_columns(columns: dict[str, Any], **besides: Schema) -> dict[str, Schema]:
    return {name: schema for name, (schema, _read) in columns.items()} | besides


COUNTED: dict[str, Schema] = {"address": TEXT, "count": NUMBER}
PAGED: dict[str, Schema] = {"page": NUMBER, "pages": NUMBER, "next": TEXT_OR_NONE, "previous": TEXT_OR_NONE}
STATES = ("published", "withdrawn", "removed", "taken_down")

COMPONENTS: dict[str, Schema] = {
    "Practice": object_of_these(of_columns(COLUMNS)),
    "Edition": object_of_these(of_columns(EDITION, removed_at=MOMENT_OR_NONE, address=TEXT)),
    "Country": object_of_these({"code": TEXT, "name": TEXT} | COUNTED),
    "City": object_of_these(of_columns(KINDS["city"].columns) | COUNTED),
    "Topic": object_of_these(of_columns(KINDS["topic"].columns) | COUNTED),
    "Facet": object_of_these(
        {
            "name": TEXT,
            "label": TEXT,
            "values": {
                "type": "array",
                "items": object_of_these({"value": TEXT, "text": TEXT, "count": NUMBER}),
            },
        }
    ),
    "Change": object_of_these(
        {
            "number": NUMBER,
            "state": {"type": "string", "enum": list(STATES)},
            "edition": NUMBER_OR_NONE,
            "address": TEXT_OR_NONE,
        }
    ),
    "Problem": {
        "type": "object",
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": NUMBER,
            "detail": TEXT,
            "removed_at": MOMENT_OR_NONE,
            "reference": TEXT,
        },
        "required": ["type", "title", "status", "detail"],
    },
}
ANSWERS: dict[str, Schema] = {
    "practices": listed("practices", reference("Practice"), **PAGED),
    "practice": object_of_these(ABOUT | {"practice": reference("Practice")}),
    "editions": listed("editions", reference("Edition")),
    "edition": object_of_these(
        ABOUT | {"edition": object_of_these(of_columns(EDITION, answers=answers_schema(*codec.CONTACT)))}
    ),
    "countries": listed("countries", reference("Country")),
    "cities": listed("cities", reference("City")),
    "topics": listed("topics", reference("Topic")),
    "counts": listed("facets", reference("Facet")),
    "changes": listed("changes", reference("Change"), since=TEXT, next=TEXT_OR_NONE),
}
"""The schema of each answer, by the last word of its route's name."""

FEW: dict[str, list[str]] = {
    name: [value for value, _label in choices()] + ["none"] for name, choices in CHOICE_LISTS.items()
}
"""The parameters whose values are a short list that does not change by itself."""

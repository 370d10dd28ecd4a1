"""JSON: the records as they are in the public archive, in an object that says where they come from."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from practices.exports import record
from practices.exports.formats.taken import Taken, licence_of
from practices.models import Edition


def write_json(taken: Taken) -> Iterator[bytes]:
    """Give one object: what the file is, and `practices`, the record of each."""
    records = (record_of(each) | {"address": taken.page_of(each)} for each in taken.editions)
    return members(taken.about, "practices", records)


def record_of(edition: Edition) -> dict[str, Any]:
    said = {name: read(edition) for name, (_schema, read) in record.COLUMNS.items()}
    return said | {"licence": licence_of(edition)}


def members(about: dict[str, Any], name: str, rows: Iterable[Any]) -> Iterator[bytes]:
    """Give an object whose last member is a list that nobody holds as a whole."""
    yield f'{dumped(about)[:-1]},"{name}":['.encode()
    between = ""
    for row in rows:
        yield f"{between}\n{dumped(row)}".encode()
        between = ","
    yield b"\n]}\n"


def dumped(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)

"""All routes of the site, as the resolver has them."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from practices.exports.formats.table import FORMATS


def routes() -> list[str]:
    """Return the pattern of every route, from the root, in the resolver's order."""
    return list(_walk(get_resolver().url_patterns, ""))


def cells_of_routes(table: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Give each route of a table with its two cells; one with `<ending>` stands for the files of every form."""
    for line in table.strip().splitlines():
        route, get, post = line.rsplit(maxsplit=2)
        of_list = "<slug:slug>" not in route
        endings = [form.ending for form in FORMATS.values() if of_list or form.of_entry]
        for ending in endings if "<ending>" in route else [""]:
            yield route.strip().removeprefix("/").replace("<ending>", ending), (get, post)


def _walk(patterns: list[Any], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here

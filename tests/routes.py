"""All routes of the site, as the resolver has them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from practices.exports.formats.table import FORMATS
from tests.pages import forms_of

WITHOUT_TOKEN = {"/report/", "/design/", "/admin/design/"}
"""The form that needs no account, and the pages of parts, which are looked at and not sent."""


def routes() -> list[str]:
    """Return the pattern of every route, from the root, in the resolver's order."""
    return list(_walk(get_resolver().url_patterns, ""))


def cells_of_routes(table: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Give each route of a table with its two cells; one with `<ending>` stands for the files of every form."""
    for line in table.strip().splitlines():
        route, get, post = line.rsplit(maxsplit=2)
        of_old, of_list = "editions" in route, "<slug:slug>" not in route
        endings = [
            form.ending
            for form in FORMATS.values()
            if (form.of_edition if of_old else of_list or form.of_entry)
        ]
        for ending in endings if "<ending>" in route else [""]:
            yield route.strip().removeprefix("/").replace("<ending>", ending), (get, post)


@contextmanager
def writing() -> Iterator[list[str]]:
    """Give what is written into the database meanwhile; the session's own row may keep what a page has told."""
    written: list[str] = []

    def note(execute: Any, sql: str, *given: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and Session._meta.db_table not in sql:
            written.append(sql)
        return execute(sql, *given)

    with connection.execute_wrapper(note):
        yield written


def lacks_token(address: str, page: Any) -> bool:
    """Say whether a form of an answer would be sent without its token, so that it is refused whatever is in it.

    The client of the tests does not ask for a token, unless it is told to.
    """
    if address in WITHOUT_TOKEN or page.streaming or not page.get("Content-Type", "").startswith("text/html"):
        return False
    sent = [form for form in forms_of(page.content) if form["attrs"].get("method", "").lower() == "post"]
    return not all(any(form["data"].get("csrfmiddlewaretoken", [])) for form in sent)


def _walk(patterns: list[Any], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here

"""Is every page of the site among the kinds of page that axe reads and the gallery shows?"""

from collections import defaultdict

from django.urls import Resolver404, resolve

from practices.exports.formats.table import FORMATS
from tests.browser.designs import DESIGNS
from tests.browser.kinds import BEFORE, KINDS
from tests.test_routes import ROWS

NO_PAGES = {
    "livez",
    "readyz",
    "accounts/data/",
    "accounts/stay/",
    "contribute/jsi18n/",
    "admin/jsi18n/",
    "places/suggestions/",
    "places.svg",
    "places/<region:slug>.svg",
    "places/<slug:code>.svg",
    "places/<slug:code>/<slug:slug>.svg",
    "practices/map.svg",
    "cards/<int:number>-<int:edition>.png",
    "cards/site.png",
    "preview/pictures/<digest:digest>-<int:width>.<rendition:kind>",
    "preview/shared/<str:token>/pictures/<digest:digest>-<int:width>.<rendition:kind>",
    "preview/documents/<digest:digest>",
    "preview/shared/<str:token>/documents/<digest:digest>",
    "sitemap.xml",
    "sitemap-pages.xml",
    "sitemap-<int:number>.xml",
    "catalog.jsonld",
    "robots.txt",
    "api/v1/practices/",
    "api/v1/practices/<slug:name>/",
    "api/v1/practices/<int:number>/editions/",
    "api/v1/practices/<int:number>/editions/<int:edition>/",
    "api/v1/countries/",
    "api/v1/cities/",
    "api/v1/topics/",
    "api/v1/counts/",
    "api/v1/changes/",
}
"""Addresses that answer with something that is not looked at in a browser."""


def route_of(address: str) -> str:
    """Return the pattern that an address of the kinds leads to; of what is nowhere, nothing."""
    names = defaultdict(lambda: "1", shared="/preview/shared/token/")
    path = address.format_map(names).partition(" > ")[0].partition("?")[0]
    try:
        return str(resolve(path).route)
    except Resolver404:
        return ""


def test_every_page_is_among_the_kinds() -> None:
    """If this fails: add the new page to `tests/browser/kinds.py`, with what it shows when it is empty and refused."""
    shown = {route_of(kind.address) for kind in KINDS + BEFORE + DESIGNS}
    pages = {route.replace("^", "") for route, (get, _) in ROWS.items() if "2" in get}
    files = {route for route in pages if route.endswith(tuple(f".{ending}" for ending in FORMATS))}
    assert len(files) > len(FORMATS)
    assert pages - shown - files == NO_PAGES


def test_kinds_have_names_of_their_own() -> None:
    names = [kind.name for kind in KINDS + BEFORE]
    assert sorted(names) == sorted(set(names))

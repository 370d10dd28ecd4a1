"""The canonical address of a view of the list.

Parameters come in the order of their declaration, values in the order of the alphabet, each once; nothing empty or
unknown. Every other spelling leads there for good (301): the same question always has the same address.
"""

from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest
from django.urls import reverse

ANY = "~"
"""A value that no parameter has, for which each is put."""


def canonical(query: str, page: str = "", *, name: str = "list", more: Sequence[str] = ()) -> str:
    """Return the path and query of a page of the list; the first page goes without saying.

    `name` is that of the route: the list as a page, one of the forms that it can be taken along in, or the page of a facet's values.
    `more` is what its address has besides.
    """
    pages = [urlencode({"page": page})] if page not in {"", "1"} else []
    asked = "&".join([part for part in (query,) if part] + pages)
    return reverse(f"practices:{name}", args=more) + (f"?{asked}" if asked else "")


def addresses(query: Callable[..., str], *names: str) -> Callable[..., str]:
    """Return what gives the address of a list by values of these parameters, each alone, all else being as it is asked for.

    `query` is that of `Practices`, which is asked once, however many addresses a page has.
    """
    pattern = canonical(query(**dict.fromkeys(names, ANY)))

    def address(*values: str) -> str:
        found = pattern
        for name, value in zip(names, values, strict=True):
            found = found.replace(f"{name}={ANY}", urlencode({name: value}), 1)
        return found

    return address


def is_canonical(request: HttpRequest, address: str) -> bool:
    """Say whether the request came to this address; a letter may be written as itself or by its number."""
    said = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    return said == parse_qsl(address.partition("?")[2], keep_blank_values=True)

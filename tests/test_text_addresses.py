"""Are bare web addresses links, and nothing else of a text; and does an address without a scheme get one?"""

import pytest

from practices.text import as_html, plain, whole_address
from tests.processor import timed


def link(address: str, text: str = "") -> str:
    return f'<a href="{address}" rel="nofollow noopener">{text or address}</a>'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("See https://city.example/a_b?x=1.", f"See {link('https://city.example/a_b?x=1')}."),
        ("(http://city.example/a)", f"({link('http://city.example/a')})"),
        ("www.city.example, too", f"{link('https://www.city.example', 'www.city.example')}, too"),
        ("https://city.example/A_(b)!", f"{link('https://city.example/A_(b)')}!"),
        ("*https://city.example*", f"<em>{link('https://city.example')}</em>"),
        ("[a](https://city.example)", link("https://city.example", "a")),
        ("<https://city.example>", link("https://city.example")),
        ("[https://a.example](https://b.example)", link("https://b.example", "https://a.example")),
    ],
)
def test_bare_address_becomes_a_link_and_a_link_stays_one(typed: str, shown: str) -> None:
    assert as_html(typed) == f"<p>{shown}</p>\n"
    assert "<" not in plain(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "https://",
        "office@www.city.example",
        "data:text/html,x",
        "//city.example",
        "city.example",
        "xhttps://city.example",
    ],
)
def test_nothing_else_becomes_a_link(typed: str) -> None:
    assert "<a" not in as_html(typed)


def test_address_ends_where_markup_could_begin() -> None:
    shown = as_html('https://a.example"onmouseover="alert(1)')
    assert shown == f'<p>{link("https://a.example")}"onmouseover="alert(1)</p>\n'
    assert as_html("https://a.example/<b>") == f"<p>{link('https://a.example/')}&lt;b&gt;</p>\n"


@pytest.mark.parametrize(
    "unit", ["https://", "https://a.b ", "www.", "www.a.", "((https://a.", "a.", "https://a.b/(("]
)
def test_addresses_over_and_over_are_read_at_once(unit: str) -> None:
    _rendered, took = timed(lambda: as_html(unit * (20_000 // len(unit))))
    _found, took_whole = timed(lambda: whole_address(unit * (200_000 // len(unit))))
    assert took + took_whole < 3


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("city.example", "https://city.example"),
        ("www.city.example/x?y#z", "https://www.city.example/x?y#z"),
        ("city.example:8080/a", "https://city.example:8080/a"),
        ("https://city.example", "https://city.example"),
        ("http://city.example", "http://city.example"),
        ("ftp://city.example", "ftp://city.example"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("mailto:office@city.example", "mailto:office@city.example"),
        ("no address", "no address"),
        ("report", "report"),
        ("", ""),
    ],
)
def test_address_without_a_scheme_gets_one(typed: str, whole: str) -> None:
    assert whole_address(typed) == whole

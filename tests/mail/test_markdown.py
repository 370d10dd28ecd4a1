"""Does everybody's word reach its reader as it was typed, in HTML and in plain text, and never as markup or a link?"""

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.mail import render
from practices.mail.kinds import KINDS
from practices.mail.markdown import WIDTH, literal, parse, to_html, to_text
from practices.templatetags.mails import quoted

TYPED = (
    "[x](http://evil.example)",
    "![x](http://evil.example)",
    "<http://evil.example>",
    "[x]: http://evil.example",
    "*a* and _b_ and **c** and `d` and ~~e~~",
    "=?utf-8?q?Hello?=",
    "<b>bold</b> &amp; &lt; &#42;",
    r"\*a\* C:\new \\",
    "# Title #",
    "> said",
    "- one",
    "+ one",
    "12. one",
    "3) one",
    "---",
    "===",
    "| a | b |",
    "[button]",
    "{{ subject }}{% now 'Y' %}",
    "“Skibet” – på rejsen’s æøå 字",
)


NAMED = ("name", "device", "network", "doer", "person", "inviter", "cities", "heir", "from_email", "to_email")


def seen(page: str) -> str:
    """Return what a reader of HTML sees, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page.partition("<body>")[2])).split())


def said(text: str) -> str:
    """Return what a reader of plain text sees, on one line, without signs of quotation and without capitals."""
    return " ".join(re.sub(r"(?m)^> ", "", text).split()).lower()


def context(words: str) -> dict[str, Any]:
    known = {
        "number": 7,
        "count": 1,
        "more": 0,
        "days": 90,
        "path": "/p/7/",
        "news": "One was moved",
        "kind": "moved",
        "woken": datetime(2023, 11, 28, tzinfo=UTC),
        "ends": datetime(2026, 11, 27, tzinfo=UTC),
        "at": datetime(2026, 11, 27, tzinfo=UTC),
    }
    roles = dict.fromkeys(("is_active", "is_staff", "is_superuser"), True)
    named = dict.fromkeys(NAMED, words)
    lists = {"sections": [(words, [(words, words)])], "named": [(words, words)]}
    lists |= {"notes": [words], "practices": [(words, 7, words, [(words, words)])]}
    return {"title": words, "note": words, "reason": words, "status": words} | known | roles | named | lists


@pytest.mark.one_in(3)
@pytest.mark.long
@pytest.mark.parametrize("words", TYPED)
def test_typed_words_stand_in_a_mail_as_they_are_and_lead_nowhere(words: str) -> None:
    for kind in KINDS.values():
        plain = render.render_mail(kind, "", context("WORD"))
        found = render.render_mail(kind, "", context(words))
        assert said(found.text) == said(plain.text.replace("WORD", words))
        assert seen(found.html) == seen(plain.html).replace("WORD", words)
        assert found.html.count("<a ") == 2  # the button, and the site in the footer
        assert re.findall(r"<(\w+)", found.html) == re.findall(r"<(\w+)", plain.html)


@given(st.text())
def test_any_words_are_the_same_in_html_and_in_text(words: str) -> None:
    typed = words.replace("\0", "")
    for markdown in (literal(typed), quoted(literal(typed))):
        read = html.unescape(re.sub(r"<[^>]*>", " ", to_html(parse(markdown))))
        assert re.sub(r"\W", "", read) == re.sub(r"\W", "", to_text(parse(markdown)))
    assert re.findall(r"<(?!/?p>|br>)", to_html(parse(literal(typed)))) == []


@given(st.text())
def test_lines_are_short(text: str) -> None:
    for markdown in (literal(text), quoted(literal(text))):
        lines = to_text(parse(markdown)).split("\n")
        assert [line for line in lines if len(line) > WIDTH and "://" not in line] == []


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ("", ""),
        ("one\r\n\r\n\r\n\r\ntwo\n", "one\n\ntwo"),
        ("word " * 20, f"{'word ' * 14}word\n{'word ' * 4}word"),
        ("x" * 100, f"{'x' * 78}\n{'x' * 22}"),
        ("字" * 80, f"{'字' * 78}\n字字"),
        (f"https://catalogue.example/{'x' * 80}", f"https://catalogue.example/{'x' * 80}"),
        ("a\0b\u202ec", "abc"),
    ],
)
def test_text_is_wrapped_at_78(text: str, wrapped: str) -> None:
    assert to_text(parse(literal(text))) == wrapped


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("one\n\ntwo", "> one\n>\n> two"),
        ("one\u2028> two\x0bthree", "> one\n> > two\n> three"),
        ("word " * 20, f"> {'word ' * 14}word\n> {'word ' * 4}word"),
        (f"see https://city.example/{'x' * 80}", f"> see\n> https://city.example/{'x' * 80}"),
    ],
)
def test_quotation_ends_only_where_the_site_speaks_again(text: str, said: str) -> None:
    markdown = f"{quoted(literal(text))}\n\nOurs."
    assert to_text(parse(markdown)) == f"{said}\n\nOurs."
    assert to_html(parse(markdown)).endswith("</blockquote>\n<p>Ours.</p>\n")


def test_headings_lists_and_what_stands_below_a_small_heading() -> None:
    markdown = (
        f"# Sent\n\n- {'ship ' * 20}\n- two\n\n## What was sent\n\n### Part\n\n#### Title\n\nThe ship\n"
    )
    assert to_text(parse(markdown)) == (
        f"Sent\n\n- {'ship ' * 14}ship\n  {'ship ' * 4}ship\n- two\n\nWhat was sent\n\nPART\n\nTitle\nThe ship"
    )

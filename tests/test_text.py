"""Folding, counting, excerpts and safe HTML."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.text import (
    SCHEMES,
    TAGS,
    as_html,
    beginning,
    composed,
    count_words,
    fold,
    legible,
    plain,
    plain_beginning,
    with_dashes,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Genève", "geneve"),
        ("Donostia-San Sebastián", "donostia san sebastian"),
        ("  Straße,  GROẞ ", "strasse gross"),
        ("Łódź & Ærø", "lodz aero"),
        ("İstanbul ılık", "istanbul ilik"),
        ("ΑΘΉΝΑ", "αθηνα"),
        ("Вінниця", "вінниця".replace("й", "и")),
        ("Київ", "киів"),
        ("l'Hospitalet", "l hospitalet"),
        ("东京 3", "东京 3"),
        ("...", ""),
    ],
)
def test_fold_forgets_accents_case_and_signs(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_is_stable_and_of_single_words(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("One", 1),
        ("One two\tthree\nfour", 4),
        ("well-being and l'amour", 3),
        ("— … !", 0),
        ("不同的文化 2020", 6),
        ("다양성 정책", 2),
        ("interkulturní město", 2),
        ("e\u0301le\u0300ve", 1),
        ("हिन्दी में", 2),
        ("می\u200cخواهم soft\u00adhyphen", 2),
        ("zero\u200bwidth", 2),
    ],
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("One\ntwo\n\nthree", "<p>One<br>\ntwo</p>\n<p>three</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>\n"),
        (
            "[a](https://city.example)",
            '<p><a href="https://city.example" rel="nofollow noopener">a</a></p>\n',
        ),
        (
            "<b>a</b> & <script>x</script>",
            "<p>&lt;b&gt;a&lt;/b&gt; &amp; &lt;script&gt;x&lt;/script&gt;</p>\n",
        ),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ("![a](https://city.example/a.png)", "![a]"),
        ("# a", "<p># a</p>\n"),
    ],
)
def test_render_keeps_the_safe_subset(markdown: str, html: str) -> None:
    rendered = as_html(markdown)
    assert rendered == html or (html == "![a]" and "<img" not in rendered)


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


HOSTILE = st.lists(
    st.sampled_from(
        [*"<>\"'=/()[]!*_`&#;:\\ \n\0a", "script", "img", "onerror", "javascript:", "data:", "svg", "href"]
    ),
).map("".join)


@given(HOSTILE)
def test_render_of_hostile_text_has_safe_elements_only(markdown: str) -> None:
    elements = Elements()
    elements.feed(as_html(markdown))
    for tag, attributes in elements.seen:
        assert tag in TAGS
        assert set(attributes) <= {"href", "rel"}
        if href := attributes.get("href"):
            scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", href, re.IGNORECASE)
            assert scheme is None or scheme[1].lower() in SCHEMES


def test_plain_drops_the_marks() -> None:
    assert plain("*One* [two](https://city.example)\n\n- three & 4") == "One two three & 4"


def test_excerpt_cuts_at_a_blank_and_says_so() -> None:
    assert plain_beginning("One two three, four", characters=16) == "One two three…"
    assert plain_beginning("One two", characters=16) == "One two"
    assert plain_beginning("x" * 30, characters=10) == "x" * 9 + "…"


def test_text_beyond_all_limits_is_shown_as_typed() -> None:
    assert as_html("<" * 20_001) == f"<p>{'&lt;' * 20_001}</p>\n"


def test_only_the_beginning_of_a_title_is_folded() -> None:
    assert fold("B" * 1_000_000) == "b" * 200


def test_of_many_marks_in_a_row_the_first_thirty_are_composed() -> None:
    assert composed("e\u0301le\u0300ve") == "\u00e9l\u00e8ve"
    assert composed("x" + "\u0301" * 30) == "x" + "\u0301" * 30
    assert composed("x" + "\u0301" * 100_000 + "y") == "x" + "\u0301" * 30 + "y"


def test_beginning_says_that_there_is_more() -> None:
    assert (beginning("A ship", 6), beginning("A ship, and more", 8)) == ("A ship", "A ship…")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("2015-2020 / 2021-25", "2015–2020 / 2021–25"),
        ("March 2019 - 2022", "March 2019 – 2022"),
        ("2015-06-01", "2015-06-01"),
        ("2015-06", "2015-06"),
        ("mid-2015", "mid-2015"),
        ("2015–2020", "2015–2020"),
    ],
)
def test_years_of_a_period_have_an_en_dash_between_them(typed: str, printed: str) -> None:
    assert with_dashes(typed) == printed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x07b\x01c\x7fd\x9fe", "abcde"),
        ("one\x0btwo\x0cthree\x85four\r\nfive\rsix", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("\u202eevil\u202c \u2066ship\u2069", "evil ship"),
        ("a\ufffeb\uffffc\ufdd0d\U0001fffee\U0010fffff\ud800", "abcdef"),
        (
            "א\u200fב\u200e \u200dक्\u200cष\u061c\tx\n😀\ufffd",
            "א\u200fב\u200e \u200dक्\u200cष\u061c\tx\n😀\ufffd",
        ),
    ],
)
def test_text_loses_signs_that_nobody_sees_and_nothing_else(typed: str, kept: str) -> None:
    assert legible(typed) == legible(kept) == kept

"""Documents as people type them, one a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.text import documents_from_lines, documents_to_lines

LINES = st.text(st.sampled_from("ab <>/:.\n\t|") | st.characters(codec="utf-8"))
DOCUMENTS = st.lists(
    st.fixed_dictionaries({"title": LINES, "url": LINES}),
)


@pytest.mark.parametrize(
    ("line", "title", "url"),
    [
        ("Report <https://city.example/a.pdf>", "Report", "https://city.example/a.pdf"),
        ("  Report   < https://city.example >  ", "Report", "https://city.example"),
        ("<https://city.example>", "", "https://city.example"),
        ("https://city.example", "", "https://city.example"),
        ("A report: https://city.example", "A report:", "https://city.example"),
        ("A report on paper", "A report on paper", ""),
        ("Costs < 5 <https://city.example>", "Costs < 5", "https://city.example"),
        ("Costs < 5", "Costs < 5", ""),
        ("Report <www.city.example>", "Report", "www.city.example"),
    ],
)
def test_line_is_a_document(line: str, title: str, url: str) -> None:
    assert documents_from_lines(line) == [{"title": title, "url": url}]


def test_empty_lines_say_nothing() -> None:
    assert documents_from_lines("\n  \nOne\r\n<>\n") == [{"title": "One", "url": ""}]


@given(LINES)
def test_documents_of_a_text_are_read_again_from_their_own_lines(text: str) -> None:
    documents = documents_from_lines(text)
    assert documents_from_lines(documents_to_lines(documents)) == documents


@given(DOCUMENTS)
def test_documents_from_elsewhere_settle_in_one_printing(documents: list[dict[str, str]]) -> None:
    once = documents_from_lines(documents_to_lines(documents))
    assert documents_from_lines(documents_to_lines(once)) == once

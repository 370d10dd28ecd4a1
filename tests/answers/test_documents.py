"""Documents as people type them, one a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.text import documents_as_typed, documents_from_lines, documents_to_lines

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
        ("Evaluation report www.city.example/a.pdf", "Evaluation report", "https://www.city.example/a.pdf"),
        ("https://city.example/y Leaflet", "Leaflet", "https://city.example/y"),
        ("https://city.example/y, a leaflet", "a leaflet", "https://city.example/y"),
        ("Test report (https://city.example/z)", "Test report", "https://city.example/z"),
        ("Report (https://city.example/z).", "Report", "https://city.example/z"),
        ("Report (PDF) https://city.example/z.", "Report (PDF)", "https://city.example/z"),
        ("Report <https://city.example/z> (in French)", "Report (in French)", "https://city.example/z"),
        ("[The report](https://city.example/z)", "The report", "https://city.example/z"),
        ("www.city.example", "", "https://www.city.example"),
        ("report.pdf, office@www.city.example", "report.pdf, office@www.city.example", ""),
    ],
)
def test_line_is_a_document(line: str, title: str, url: str) -> None:
    assert documents_from_lines(line) == [{"title": title, "url": url}]


def test_empty_lines_say_nothing() -> None:
    assert documents_from_lines("\n  \nOne\r\n<>\n") == [{"title": "One", "url": ""}]


def test_form_shows_angle_brackets_only_where_they_are_needed() -> None:
    documents = [
        {"title": "Report", "url": "https://city.example"},
        {"title": "Report", "url": "page 3"},
        {"title": "", "url": "https://city.example"},
        {"title": "On paper", "url": ""},
    ]
    shown = "Report https://city.example\nReport <page 3>\nhttps://city.example\nOn paper"
    assert documents_as_typed(documents) == shown


@given(LINES)
def test_documents_of_a_text_are_read_again_from_their_own_lines(text: str) -> None:
    documents = documents_from_lines(text)
    assert documents_from_lines(documents_to_lines(documents)) == documents
    assert documents_from_lines(documents_as_typed(documents)) == documents


@given(DOCUMENTS)
def test_documents_from_elsewhere_settle_in_one_printing(documents: list[dict[str, str]]) -> None:
    once = documents_from_lines(documents_to_lines(documents))
    assert documents_from_lines(documents_to_lines(once)) == once

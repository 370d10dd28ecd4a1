"""Is no cell a formula, and does each come back as it was?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.answers.cells import STARTS, disarmed, rearmed

SIGNS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
TEXTS = st.text(st.one_of(st.sampled_from(f"{SIGNS}'"), st.characters(codec="utf-8")), max_size=8)


@given(TEXTS)
def test_cell_is_no_formula_and_comes_back(text: str) -> None:
    cell = disarmed(text)
    assert not cell.startswith(tuple(SIGNS))
    assert rearmed(cell) == text


@pytest.mark.parametrize(
    ("text", "cell"), [("=1+1", "'=1+1"), ("'=1+1", "''=1+1"), ("it's", "it's"), ("'tis", "'tis"), ("", "")]
)
def test_apostrophe_stands_only_where_it_is_needed(text: str, cell: str) -> None:
    assert (disarmed(text), rearmed(cell)) == (cell, text)


def test_signs_are_those_of_the_pattern() -> None:
    assert STARTS.replace("\\", "") == SIGNS

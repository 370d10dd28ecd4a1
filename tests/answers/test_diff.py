"""Is the new text what the comparison says, word by word?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.answers.diff import Change, Piece, pieces
from tests.processor import timed

TEXTS = st.text(st.sampled_from("ab é\n字か\t."), max_size=60) | st.text(max_size=40)


def joined(found: list[Piece], without: Change) -> str:
    return "".join(piece.text for piece in found if piece.change is not without)


@given(TEXTS, TEXTS)
def test_applying_the_comparison_gives_the_new_text_and_undoing_it_the_old(before: str, now: str) -> None:
    found = pieces(before, now)
    assert joined(found, Change.GONE) == now
    assert joined(found, Change.NEW) == before
    assert all(piece.text for piece in found)


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ("", "", []),
        ("One ship", "One ship", [("same", "One ship")]),
        ("", "One", [("new", "One")]),
        ("One", "", [("gone", "One")]),
        ("A red ship", "A blue ship", [("same", "A "), ("gone", "red "), ("new", "blue "), ("same", "ship")]),
        ("港町", "港村", [("same", "港"), ("gone", "町"), ("new", "村")]),
    ],
)
def test_words_are_marked(before: str, now: str, found: list[tuple[str, str]]) -> None:
    assert [(piece.change.value, piece.text) for piece in pieces(before, now)] == found


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("word " * 3000, "word " * 3000 + "end"),
        (
            " ".join(f"a x{number}" for number in range(1000)),
            " ".join(f"a y{number}" for number in range(1000)),
        ),
    ],
)
def test_texts_of_any_length_are_compared_in_no_time(before: str, now: str) -> None:
    found, took = timed(lambda: pieces(before, now))
    assert took < 1
    assert (joined(found, Change.GONE), joined(found, Change.NEW)) == (now, before)


def test_texts_beyond_any_limit_of_the_template_are_compared_word_by_word() -> None:
    words = ["the " if number % 16 == 1 else f"w{number} " for number in range(1200)]
    edited = ["new " if number % 10 == 0 else word for number, word in enumerate(words)]
    found = pieces("".join(words), "".join(edited))
    assert sum(piece.change is Change.NEW for piece in found) == 120

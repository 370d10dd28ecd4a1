"""Is a line the same for the same row, and is one that was changed told from one that was not?"""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.exports.archives.lines import Damaged, line_of, row_of

VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.long
@given(st.dictionaries(st.text(max_size=8).filter(lambda name: name != "digest"), VALUES, max_size=5))
def test_row_comes_back_from_its_one_line(row: dict[str, Any]) -> None:
    line = line_of(row)
    assert (line.count("\n"), line.endswith("\n"), row_of(line)) == (1, True, row)


def test_line_does_not_depend_on_the_order_in_which_a_database_gives_json() -> None:
    assert line_of({"a": {"x": 1, "y": 2}, "b": 1}) == line_of({"b": 1, "a": {"y": 2, "x": 1}})


def test_moments_are_of_one_zone_to_the_microsecond_and_keys_are_text() -> None:
    here = datetime(2026, 11, 27, 3, 0, 0, 123456, timezone(timedelta(hours=2)))
    row = row_of(line_of({"at": here, "key": UUID(int=1)}))
    assert row == {"at": "2026-11-27T01:00:00.123456+00:00", "key": str(UUID(int=1))}
    assert datetime.fromisoformat(row["at"]) == here.astimezone(UTC)


@pytest.mark.parametrize(
    "sign", ["\u2028", "\u0085", "\ud800", "\0", "\r\n", "\U0001f6a2", "\N{CYRILLIC SMALL LETTER YA}"]
)
def test_odd_sign_neither_ends_a_line_nor_is_lost(sign: str) -> None:
    line = line_of({"a": sign})
    assert (len(line.splitlines()), line.isascii(), row_of(line)) == (1, True, {"a": sign})


def test_what_has_no_form_is_no_row() -> None:
    with pytest.raises(TypeError, match="set has no form"):
        line_of({"a": set()})


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (line_of({"a": "ship"}).replace("ship", "shop"), "its digest says that it was changed"),
        (line_of({"a": 1}).replace("1", "2", 1), "its digest says that it was changed"),
        (line_of({"a": "ship"}).replace("ship", "sh\udceep"), "its digest says that it was changed"),
        (line_of({"a": "ship"}).replace("ship", "sh\\ud800p"), "its digest says that it was changed"),
        ('{"a":' + "[" * 100_000, "it is no JSON"),
        (line_of({"a": 1})[:-4], "it is no JSON"),
        ("\n", "it is no JSON"),
        ('{"a": 1}\n', "it is no row with its digest"),
        ("[1]\n", "it is no row with its digest"),
    ],
)
def test_line_that_was_changed_says_how(line: str, why: str) -> None:
    with pytest.raises(Damaged, match=why):
        row_of(line)

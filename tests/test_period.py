"""Periods: a golden list of spellings, properties for any text, and a brute-force oracle for the years."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.period import Period

GOLDEN = Path(__file__).with_name("periods.txt")
# What texts are built of: the signs and words on which the reading turns
FRAGMENTS = """
    2015 2018 1999 2100 2101 1900 1899 20150 14 '14 /16 -16 01. 3/ 1990s 2015年 0161 +380 - – -- ... + , ( ) ; €
    since from until to and now ongoing every started ended not onwards early euros May
    bis à al до з по dal seit ab року から まで
"""


def golden() -> Iterator[tuple[str, Period]]:
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            spelling, start, end, ongoing = (part.strip() for part in line.split("|"))
            yield spelling, Period(int(start) if start else None, int(end) if end else None, ongoing == "yes")


SPELLINGS = list(golden())


def is_sound(period: Period) -> bool:
    """Whether a period holds what the class promises, said once more in other words."""
    start, end, ongoing = period.start, period.end, period.ongoing
    known = [year for year in (start, end) if year is not None]
    in_range = all(1900 <= year <= 2100 for year in known) and known == sorted(known)
    return in_range and (end is None if ongoing else start is None or end is not None)


years = st.integers(1900, 2100)
periods = st.one_of(
    st.tuples(years, years).map(lambda pair: Period(min(pair), max(pair), ongoing=False)),
    st.builds(Period, st.one_of(st.none(), years), st.none(), st.just(value=True)),
    st.builds(Period, st.none(), st.one_of(st.none(), years), st.just(value=False)),
)
fragments = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS.split()), st.integers(0, 10**6).map(str)), max_size=12
)
texts = st.one_of(st.text(), st.builds(str.join, st.sampled_from(["", " ", "-", "\n"]), fragments))


@pytest.mark.parametrize(("spelling", "meant"), SPELLINGS)
def test_period_reads_what_people_write(spelling: str, meant: Period) -> None:
    assert Period.parse(spelling) == meant


def test_period_golden_list_is_long_and_names_each_spelling_once() -> None:
    listed = [spelling for spelling, _ in SPELLINGS]
    assert len(listed) == len(set(listed))
    assert len(listed) >= 300


def test_period_does_not_heed_capitals_or_space_around() -> None:
    shouted = {spelling: Period.parse(f"\t {spelling.upper()} \n") for spelling, _ in SPELLINGS}
    assert shouted == dict(SPELLINGS)


@pytest.mark.parametrize(
    "text", ["20\u200b15\u00ad–18", "\u202e2015-18\x00", "２０１５―１８", "２０१५ – ٢٠١٨"]
)
def test_period_overlooks_invisible_signs_and_reads_other_digits(text: str) -> None:
    assert Period.parse(text) == Period(2015, 2018, ongoing=False)


@pytest.mark.long
@settings(max_examples=500)
@given(texts)
def test_period_of_any_text_is_sound(text: str) -> None:
    assert is_sound(Period.parse(text))


@pytest.mark.long
@given(texts)
def test_period_of_a_text_without_digits_names_no_year(text: str) -> None:
    period = Period.parse("".join(char for char in text if not char.isdecimal()))
    assert (period.start, period.end) == (None, None)


@settings(max_examples=300)
@given(periods)
def test_period_reads_its_own_printing(period: Period) -> None:
    assert is_sound(period)
    assert Period.parse(str(period)) == period


@given(years, years)
def test_period_of_two_years_runs_from_the_earlier_to_the_later(one: int, other: int) -> None:
    meant = Period(min(one, other), max(one, other), ongoing=False)
    assert Period.parse(f"{one}, {other}") == meant
    assert Period.parse(f"from {one} to {other}") == meant


@pytest.mark.parametrize(
    ("period", "printed", "meaning"),
    [
        (Period(2015, 2025, ongoing=False), "2015–2025", "2015 to 2025"),
        (Period(2022, 2022, ongoing=False), "2022", "2022"),
        (Period(2009, None, ongoing=True), "since 2009", "since 2009, still running"),
        (Period(None, 2015, ongoing=False), "until 2015", "until 2015"),
        (Period(None, None, ongoing=True), "ongoing", "still running"),
        (Period(None, None, ongoing=False), "", ""),
    ],
)
def test_period_is_printed_and_explained(period: Period, printed: str, meaning: str) -> None:
    with translation.override("en"):
        assert (str(period), period.meaning()) == (printed, meaning)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period(2015, 2020, ongoing=False), 2015, 2020),
        (Period(2009, None, ongoing=True), 2009, 2026),
        (Period(2030, None, ongoing=True), 2030, 2030),
        (Period(None, 2015, ongoing=False), 2015, 2015),
        (Period(None, None, ongoing=True), 2026, 2026),
        (Period(None, None, ongoing=False), None, None),
    ],
)
def test_period_has_a_first_and_a_last_year(period: Period, first: int | None, last: int | None) -> None:
    assert (period.first(2026), period.last(2026)) == (first, last)


def years_one_by_one(period: Period, this_year: int) -> set[int]:
    """The oracle: walk through every year and ask what the rule says of it."""
    if period == Period(None, None, ongoing=False):
        return set()
    begins = next(year for year in (period.start, period.end, this_year) if year is not None)
    ran, year = {begins}, begins
    while year < (this_year if period.ongoing else period.end or begins):
        year += 1
        ran.add(year)
    return ran


@settings(max_examples=300)
@given(periods, st.integers(2000, 2060))
def test_period_runs_in_the_years_of_the_oracle(period: Period, this_year: int) -> None:
    ran = {year for year in range(1890, 2111) if period.runs_in(year, this_year=this_year)}
    assert ran == years_one_by_one(period, this_year)


HOSTILE = "2015 2015- 2015-16- - . a 1. 0 +1 ( http:// €1, 年 から ٢٠١٥"
SPACED = (
    "2015 ",
    "to ",
    "since ",
    "until to ",
    "every 2015 ",
    "\n",
    "\x00",
    "\u202e",
    "\u0301\u0323",
    "\ud800",
)


@pytest.mark.parametrize("unit", [*HOSTILE.split(), *SPACED, "9" * 10_000])
def test_period_of_a_huge_text_simply_returns(unit: str) -> None:
    assert is_sound(Period.parse(unit * (200_000 // len(unit))))

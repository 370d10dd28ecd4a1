"""Is what was understood of a period said in a sentence, and is what contradicts itself told?"""

import pytest

from practices.answers.period_reading import Reading, contradiction, period_reading
from tests.processor import timed
from tests.test_period import HOSTILE, SPACED, SPELLINGS

NO_YEAR = "We found no year in this: nobody will find it by year."
TOO_LATE = "A year here is after 2100. Write the years in which it ran."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2015-2020", "We read: 2015 to 2020."),
        ("since 2009", "We read: since 2009, still running."),
        ("until 2015", "We read: until 2015."),
        ("2022", "We read: 2022."),
        ("2018-2020 / 2015-17", "We read: 2015 to 2020."),
        ("2020 (pilot 2018)", "We read: 2018 to 2020."),
        ("2015, 2500 visitors", "We read: 2015."),
        ("ongoing", "We read: still running. We found no year in which it began."),
    ],
)
def test_reading_says_the_years_that_were_understood(typed: str, said: str) -> None:
    assert period_reading(typed) == Reading(said)


@pytest.mark.parametrize("typed", ["sometime", "20150", "the nineties"])
def test_reading_says_when_there_is_no_year(typed: str) -> None:
    assert period_reading(typed) == Reading(NO_YEAR, is_doubtful=True)


@pytest.mark.parametrize(
    ("typed", "meant"), [("since 2090", "since 2090, still running"), ("2090-2095", "2090 to 2095")]
)
def test_years_that_are_still_to_come_are_doubted(typed: str, meant: str) -> None:
    said = f"We read: {meant}. This is still to come: is the year right?"
    assert period_reading(typed) == Reading(said, is_doubtful=True)


def test_nothing_is_read_of_nothing() -> None:
    assert [period_reading(typed) for typed in ("", " \n")] == [None, None]


@pytest.mark.parametrize(
    ("typed", "end", "start"),
    [
        ("2020-2015", 2015, 2020),
        ("2020 – 2015", 2015, 2020),
        ("from March 2020 to June 2018", 2018, 2020),
        ("2020 until 2018", 2018, 2020),
        ("since 2020, ended 2015", 2015, 2020),
        ("de 2020 à 2018", 2018, 2020),
        ("2011-14 / 2020-2016", 2016, 2020),
    ],
)
def test_end_before_the_start_is_told_and_not_turned_round_silently(typed: str, end: int, start: int) -> None:
    said = f"The end, {end}, is before the start, {start}. Write the earlier year first."
    assert period_reading(typed) == Reading(said, is_doubtful=True)


@pytest.mark.parametrize("typed", ["2101", "2015-2205", "since 2105", "from 2110 to 2120"])
def test_years_after_the_last_are_told(typed: str) -> None:
    assert period_reading(typed) == Reading(TOO_LATE, is_doubtful=True)


def test_spellings_of_the_golden_list_contradict_nothing_but_where_they_do() -> None:
    assert [spelling for spelling, _ in SPELLINGS if contradiction(spelling)] == ["2018-2015", "2101"]


@pytest.mark.parametrize("unit", [*HOSTILE.split(), *SPACED, "2020 - 2101 ", "2020w"])
def test_huge_texts_are_read_at_once(unit: str) -> None:
    _read, took = timed(lambda: period_reading(unit * (200_000 // len(unit))))
    assert took < 1

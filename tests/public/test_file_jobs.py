"""Is each file made once, one at a time, beside who asks for it?"""

from threading import Event

import pytest
from pytest_django import Settings

from practices.public.file_jobs import MOST_LEFT, MOST_WAITING, FileJobs
from practices.public.streams import Busy


def test_file_is_made_once_for_all_who_ask(settings: Settings) -> None:
    settings.MADE_SECONDS = 0.01
    book, go, made = FileJobs(), Event(), []

    def make() -> bytes:
        go.wait(10)
        made.append(1)
        return b"file"

    book.submit("a", make)
    book.submit("a", make)
    assert book.fetch("a") is None
    go.set()
    settings.MADE_SECONDS = 10
    assert (book.fetch("a"), made, book.is_known("a")) == (b"file", [1], False)


def test_fault_is_told_to_who_fetches_and_made_anew(settings: Settings) -> None:
    book = FileJobs()

    def make() -> bytes:
        raise ValueError

    book.submit("a", make)
    with pytest.raises(ValueError):  # noqa: PT011  it has no words
        book.fetch("a")
    assert not book.is_known("a")


def test_as_many_as_may_wait_are_taken_and_few_are_held_for_nobody() -> None:
    book, go = FileJobs(), Event()

    def make() -> bytes:
        go.wait(10)
        return b""

    for number in range(MOST_WAITING):
        book.submit(str(number), make)
    with pytest.raises(Busy):
        book.submit("one more", make)
    go.set()
    assert book.fetch(str(MOST_WAITING - 1)) == b""  # the last of them, so that all are made
    book.submit("later", lambda: b"late")
    held = [number for number in range(MOST_WAITING) if book.is_known(str(number))]
    assert held == list(range(MOST_WAITING - MOST_LEFT, MOST_WAITING - 1))

"""Is it said how far a long command is, to people alone?"""

import io

import pytest

from practices.management import progress as progress_module
from practices.management.progress import Progress


class Out(io.StringIO):
    """What a command writes to; a terminal or not."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str, ending: str = "\n") -> int:
        return super().write(text + ending)


def test_terminal_shows_one_line_that_goes_away() -> None:
    out = Out(terminal=True)
    with Progress(out) as progress:
        for number in range(1, 2001):
            progress.say("event", number)
    said = out.getvalue()
    assert "event 1" in said
    assert "\n" not in said
    assert said.endswith("\r\x1b[K")
    assert said.count("event") < 100


def test_of_a_known_total_it_says_how_fast_and_how_long_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([0.0, 1.0, 10.0])
    monkeypatch.setattr(progress_module, "monotonic", lambda: next(moments))
    out = Out(terminal=True)
    progress = Progress(out)
    progress.say("entry", 200, 10_000)
    progress.say("entry", 1_000, 10_000)
    assert out.getvalue().split("\r\x1b[K")[1:] == [
        "entry 200 of 10,000",
        "entry 1,000 of 10,000, 100 a second, 1:30 left",
    ]


def test_file_or_pipe_is_told_nothing() -> None:
    out = Out(terminal=False)
    with Progress(out) as progress:
        progress.say("event", 1)
    assert out.getvalue() == ""

"""What people do while the clock of the site jumps: `python -m tests.faults.clock ACT` runs below libfaketime.

It ends with an error where something is lost by a jump, or good for longer than it may be.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.test.utils import setup_test_environment

DAY = 86_400
JUMPS = (0, 1, 0, -1, 0, 1)
"""Days before and after the real one, in turn."""


def jump(days: float) -> None:
    """Set the clock of this process that many days off its beginning, a Tuesday morning."""
    moved = int(os.environ["CLOCK_BEGINS"]) + int(days * DAY)
    Path(os.environ["FAKETIME_TIMESTAMP_FILE"]).write_text(f"{moved:+d}")


def session_of_a_contributor() -> None:
    """She stays signed in."""
    from tests import builders, doors  # noqa: PLC0415  Django is set up first

    browser = doors.browser(builders.make_user())
    for days in JUMPS:
        jump(days)
        assert doors.is_signed_in(browser), days


def session_of_an_editor() -> None:
    """One that was begun by a clock that ran ahead is not good until then, and a new one can be begun at any time."""
    from tests import doors  # noqa: PLC0415  Django is set up first

    person = doors.stepping_editor()
    for days in JUMPS:
        jump(days)
        browser = doors.browser(person)
        assert doors.opens_admin(browser), days
        jump(days - 0.5)
        assert not doors.opens_admin(browser), days


def tokens() -> None:
    """A link made by a clock that ran ahead is not good for longer; one made before a jump is good again after it."""
    from practices.accounts import links  # noqa: PLC0415  Django is set up first
    from tests import builders  # noqa: PLC0415  likewise

    person = builders.make_user()
    key = links.reset_key(person)
    states = {}
    for days in (0, 1, -1, 0):
        jump(days)
        states[days] = links.resettable(key)[1]
    expired = links.LinkState.EXPIRED
    assert states == {0: None, 1: expired, -1: expired}, states


def limits() -> None:
    """Tries of a clock that ran ahead lock nobody out, and those of now count again after a jump."""
    from practices.accounts import rate_limits  # noqa: PLC0415  Django is set up first

    def is_open(who: str) -> bool:
        try:
            rate_limits.spend("sign_in", account=who).give_back()
        except rate_limits.TooMany:
            return False
        return True

    jump(1)
    while is_open("ahead"):
        rate_limits.spend("sign_in", account="ahead")
    jump(0)
    assert is_open("ahead")
    while is_open("now"):
        rate_limits.spend("sign_in", account="now")
    for days, expected in ((1, True), (-1, True), (0, False)):
        jump(days)
        assert is_open("now") is expected, days


def digest() -> None:
    """An editor gets one mail of a date, whichever way the clock comes to it."""
    from practices.mail import digest as daily  # noqa: PLC0415  Django is set up first
    from tests import builders  # noqa: PLC0415  likewise

    builders.submitted()
    builders.make_editor()
    written = []
    for days in JUMPS:
        jump(days)
        written.append(daily.write_digests())
    assert written == [1, 1, 0, 1, 0, 0], written


ACTS: dict[str, Callable[[], None]] = {
    each.__name__: each for each in (session_of_a_contributor, session_of_an_editor, tokens, limits, digest)
}

if __name__ == "__main__":
    jump(0)
    django.setup()
    setup_test_environment()
    ACTS[sys.argv[1]]()

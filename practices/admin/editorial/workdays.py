"""The working days between two days: is a wait still within its target?"""

from datetime import date, timedelta

FRIDAY = 4


def working_days(since: date, until: date) -> int:
    """Return how many days from Monday to Friday begin after `since`, up to `until`; holidays count as days.

    Whole weeks are counted at once, so that a wait of years takes no longer than one of days.
    """
    weeks, rest = divmod(max((until - since).days, 0), 7)
    days = (since + timedelta(days=number) for number in range(1, rest + 1))
    return weeks * 5 + sum(day.weekday() <= FRIDAY for day in days)

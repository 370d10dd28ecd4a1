"""Why can an entry not be moved so from where it stands, and what is to be done instead?"""

import pytest

from practices import permissions
from practices.workflow import MOVES, Status
from tests.builders import in_status, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("status", "edition", "move", "why"),
    [
        (Status.DRAFT, False, "recall", "This entry is draft: “Take back” is not possible now."),
        (Status.DRAFT, False, "publish", "This entry has a contributor: it is submitted and approved."),
        (Status.SUBMITTED, True, "reject", "This entry is on line: send it back, or withdraw it."),
        (Status.DRAFT, False, "discard", "This entry is not on line."),
    ],
)
def test_closed_move_says_why(status: Status, move: str, why: str, *, edition: bool) -> None:
    practice = in_status(status, contributor=make_user(), edition=edition)
    assert not permissions.is_open(practice, MOVES[move])
    assert permissions.why_closed(practice, MOVES[move]) == why

"""Who may block an account, and lift the block? The tables of the others are in `test_permissions`."""

from practices import permissions
from practices.models import User
from tests.test_permissions import ADMIN, PEOPLE, VISITOR

OTHERS = {
    "open": User(pk=99, email="open@city.example"),
    "blocked": User(pk=98, email="blocked@city.example", is_active=False),
    "closed": User(pk=97, email="closed-97@account.invalid", is_active=False),
    "herself": PEOPLE[ADMIN],
}


def test_admin_blocks_any_account_but_hers_and_lifts_what_was_blocked() -> None:
    people: list[permissions.Person] = [VISITOR, *PEOPLE.values()]
    blocks = {
        name: [who for who in people if permissions.can_block(who, other)] for name, other in OTHERS.items()
    }
    lifts = {
        name: [who for who in people if permissions.can_unblock(who, other)] for name, other in OTHERS.items()
    }
    admin = [PEOPLE[ADMIN]]
    assert blocks == {"open": admin, "blocked": [], "closed": [], "herself": []}
    assert lifts == {"open": [], "blocked": admin, "closed": [], "herself": []}

"""Who reads which records of what people did apart from entries? The tables of the others are in `test_permissions`."""

from practices import permissions
from practices.audit import KINDS, Subject
from tests.test_permissions import ADMIN, PEOPLE, VISITOR


def test_editors_read_of_what_they_keep_together_and_admins_of_all() -> None:
    """Columns as in `PERSON`."""
    people: list[permissions.Person] = [VISITOR, *PEOPLE.values()]
    read = [{kind.about for kind in permissions.readable_records(who)} for who in people]
    editors, nobody = set(Subject) - {Subject.PERSON, Subject.MAILS}, set[Subject]()
    assert read == [*[nobody] * 3, editors, set(Subject), editors, *[nobody] * 4]
    assert permissions.readable_records(PEOPLE[ADMIN]) == list(KINDS.values())

"""Does anybody read a file only while an edition shows it, and everybody else never?"""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from practices.answers.uploaded import digests
from practices.entries import actions, undo, undoable_moves
from practices.entries.files import readers
from practices.entries.files.readers import is_on_line, is_seen_by
from practices.entries.takedown.door import What, take_down
from practices.models import Practice
from tests.builders import make_admin, make_draft, make_editor, make_user, moved, published
from tests.entry_pictures import brought

pytestmark = pytest.mark.django_db


def revised(practice: Practice, *colours: int) -> tuple[Practice, list[str]]:
    """Return an entry on line whose working copy has pictures, and their digests."""
    person = practice.contributor or make_editor()
    practice = moved(practice, "revise", by=person)
    pictures = [brought(practice, by=person, colour=colour) for colour in colours]
    practice = actions.save_answers(
        practice, {"pictures": pictures}, by=person, expected_version=practice.version
    )
    return practice, [each["file"] for each in pictures]


def approved(practice: Practice) -> Practice:
    practice = moved(practice, "submit", by=practice.contributor)
    return moved(practice, "approve", by=make_editor())


def test_picture_is_read_by_anybody_once_it_is_approved_and_not_before() -> None:
    practice, (digest,) = revised(published(contributor=make_user()), 1)
    assert not is_on_line(digest)
    practice = moved(practice, "submit", by=practice.contributor)
    assert not is_on_line(digest)
    moved(practice, "approve", by=make_editor())
    assert is_on_line(digest)


def test_old_editions_show_their_own_pictures() -> None:
    practice, (first,) = revised(published(contributor=make_user()), 1)
    practice, (second,) = revised(approved(practice), 2)
    approved(practice)
    assert (is_on_line(first), is_on_line(second)) == (True, True)


def test_what_is_taken_off_line_shows_nothing_until_it_is_back() -> None:
    practice, (digest,) = revised(published(contributor=make_user()), 1)
    practice, editor = approved(practice), make_editor()
    practice = moved(practice, "withdraw", by=editor, note="It ended.", reason="It ended.")
    assert not is_on_line(digest)
    practice = moved(practice, "restore", by=editor)
    assert is_on_line(digest)
    practice = actions.trash(practice, by=editor, expected_version=practice.version)
    assert not is_on_line(digest)
    actions.recover(practice, by=editor, expected_version=practice.version)
    assert is_on_line(digest)


def test_approval_that_is_undone_takes_the_picture_off_line() -> None:
    practice, (digest,) = revised(published(contributor=make_user()), 1)
    practice, editor = moved(practice, "submit", by=practice.contributor), make_editor()
    practice = undoable_moves.move_with_undo(
        practice, "approve", by=editor, expected_version=practice.version
    )
    assert is_on_line(digest)
    batch = undo.undoable(practice, by=editor)
    assert batch
    undo.undo_batch(batch, by=editor)
    assert not is_on_line(digest)


def test_takedown_of_an_edition_takes_its_pictures_at_once() -> None:
    practice, (first,) = revised(published(contributor=make_user()), 1)
    practice, (second,) = revised(approved(practice), 2)
    practice = approved(practice)
    take_down(practice, What(edition=2), reason="By law.", by=make_admin(), expected_version=practice.version)
    assert (is_on_line(first), is_on_line(second)) == (False, True)


def test_yes_is_found_once_for_a_version_of_the_catalogue(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    practice, (digest,) = revised(published(contributor=make_user()), 1)
    approved(practice)
    assert is_on_line(digest)
    with django_assert_num_queries(1):  # which version it is
        assert is_on_line(digest)


def test_yes_that_was_found_while_the_entry_went_is_good_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    practice, (digest,) = revised(published(contributor=make_user()), 1)
    practice = approved(practice)

    def too_late(pictures: Any) -> set[str]:
        moved(practice, "withdraw", by=make_editor(), note="It ended.", reason="It ended.")
        return digests(pictures)

    with monkeypatch.context() as patched:
        patched.setattr(readers, "digests", too_late)
        assert is_on_line(digest)
    assert not is_on_line(digest)


def test_no_more_is_kept_than_has_room(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    practice, files = revised(published(contributor=make_user()), 1, 2)
    approved(practice)
    monkeypatch.setattr(readers, "MOST_KEPT", 1)
    for file, queries in ((files[0], 2), (files[1], 2), (files[0], 1), (files[1], 2)):
        with django_assert_num_queries(queries):
            assert is_on_line(file)


def test_those_who_see_the_entry_see_its_pictures_and_nobody_else() -> None:
    person, other = make_user(), make_user()
    digest = brought(make_draft(contributor=person), by=person)["file"]
    assert [is_seen_by(each, digest) for each in (person, make_editor(), other)] == [True, True, False]
    assert is_seen_by(person, "0" * 64) is False

"""Does an entry's page say only what somebody still means to say?"""

import pytest

from practices.accounts.lifecycle import close_account
from practices.entries import bulk, undo
from practices.models import Practice
from practices.workflow import MOVES, RECORDED, TRASH
from tests.builders import make_editor, make_user, moved, published, submitted
from tests.pages import client_of

pytestmark = pytest.mark.django_db

NOTE = "Never meant for you."


def pages(practice: Practice) -> dict[str, bool]:
    """Say which pages of the entry, of its contributor and of the editors, still say the note."""
    assert practice.contributor
    readers = {"contribute": practice.contributor, "admin": make_editor()}
    asked = [("contribute", "change"), ("contribute", "history"), ("admin", "change"), ("admin", "review")]
    return {
        f"{site}/{page}": NOTE.encode()
        in client_of(readers[site]).get(f"/{site}/practices/practice/{practice.pk}/{page}/").content
        for site, page in asked
    }


@pytest.mark.long
@pytest.mark.parametrize("name", ["return", "reject", TRASH])
def test_note_that_was_taken_back_is_shown_no_more(name: str) -> None:
    practice, editor = submitted(contributor=make_user()), make_editor()
    step = RECORDED[TRASH] if name == TRASH else MOVES[name]
    batch = bulk.move_each(step, [(practice.pk, practice.version)], by=editor, note=NOTE)
    if name != TRASH:
        assert all(pages(practice).values())
    undo.undo_batch(batch, by=editor)
    assert not any(pages(practice).values())
    assert NOTE.encode() in client_of(editor).get(f"/admin/practices/practice/{practice.pk}/history/").content
    moved(practice, "return", by=editor, note="Say more.")
    moved(practice, "submit", by=editor)
    assert not any(pages(practice).values())


def test_contributor_is_told_whom_to_ask_to_take_it_off_line_and_where_readers_find_why() -> None:
    practice = published(contributor=(author := make_user()))
    page = f"/contribute/practices/practice/{practice.pk}/"
    asked = f'href="/report/?page={practice.get_absolute_url()}"'
    editors = client_of(make_editor()).get(page.replace("contribute", "admin") + "change/").text
    assert (asked in client_of(author).get(page).text, asked in editors) == (True, False)
    moved(practice, "withdraw", by=make_editor(), note="It has ended.", reason="The ship has sunk.")
    gone = client_of(author).get(page).text
    assert (asked in gone, "The ship has sunk." in gone) == (False, True)
    assert f'<a href="{practice.get_absolute_url()}">Everybody who comes to its address reads:</a>' in gone


def test_closed_account_has_no_address_that_anybody_reads() -> None:
    practice = submitted(contributor=(author := make_user()))
    close_account(author)
    client = client_of(make_editor())
    pages = [client.get(each).text for each in ("/admin/", "/admin/practices/practice/")]
    assert [(f"closed account {author.pk}" in page, "@account.invalid" in page) for page in pages] == [
        (True, False),
        (True, False),
    ]
    assert practice.pk

"""Does each cell of every list in the admin carry the name of its column, for a screen without room for heads?"""

import re

import pytest

from practices.entries import actions
from tests.builders import make_admin, make_city, make_draft, make_editor, make_mail, make_topic, make_user
from tests.pages import client_of

pytestmark = pytest.mark.django_db
HEAD = re.compile(r'<div class="text"><(?:a|span)[^>]*>([^<]+)<')
NAMED = re.compile(r'<td data-column="([^"]+)"')
ADMIN = "/admin/practices"


@pytest.mark.parametrize("kind", ["practice", "city", "topic", "user"])
def test_lists_of_the_editors_name_every_column_but_that_of_the_row(kind: str) -> None:
    admin = make_admin()
    make_draft(city=make_city(), topics=[make_topic()])
    page = client_of(admin).get(f"{ADMIN}/{kind}/").text
    first = page.split("<tbody>")[1].split("</tr>")[0]
    assert NAMED.findall(first)
    assert NAMED.findall(first) == HEAD.findall(page)[1:]


def test_list_whose_rows_lead_nowhere_names_all_columns() -> None:
    make_mail()
    page = client_of(make_admin()).get(f"{ADMIN}/mail/").text
    assert NAMED.findall(page) == HEAD.findall(page)
    assert HEAD.findall(page)[0] == "Subject"


@pytest.mark.parametrize("page", [f"{ADMIN}/practice/trash/", f"{ADMIN}/practice/{{}}/history/", "/admin/"])
def test_tables_of_ours_name_every_column_but_the_first(page: str) -> None:
    editor = make_editor()
    thrown, kept = make_draft(contributor=make_user()), make_draft(contributor=make_user())
    actions.trash(thrown, by=editor, expected_version=thrown.version, note="Twice here.")
    actions.move(kept, "submit", by=kept.contributor, expected_version=kept.version, licence_agreed=True)
    table = client_of(editor).get(page.format(kept.pk)).text.split('class="scroll"')[1].split("</table>")[0]
    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', table)
    unnamed = {"Undo", "Note"}  # a button that says what it does; no note was written
    assert len(heads) > 3
    assert NAMED.findall(table) == [head for head in heads[1:] if head not in unnamed]

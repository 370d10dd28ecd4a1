"""Are a note, a reason and a comment that are longer than can be kept refused, with the words still on the page?"""

from typing import Any

import pytest

from practices.models import Batch, Comment, Event, Practice
from practices.question_kinds import LONGEST_NOTE
from tests.builders import make_draft, make_editor, make_user, published, submitted
from tests.pages import client_of, form_data

pytestmark = [pytest.mark.django_db, pytest.mark.either]

LONG = "word " * 5000
SAID = "24999 characters; at most 20000 can be kept. Make it shorter."
LIST = "/admin/practices/practice/"


def is_told(response: Any, said: str = SAID) -> bool:
    page = response.content.decode()
    is_shown = page.count(said) >= 2  # above the form and at its field
    return (
        response.status_code in {200, 400}
        and is_shown
        and page.count("word word") > 2000
        and "Error:" in page
    )


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("move/return/", "note"),
        ("move/withdraw/", "reason"),
        ("review/", "note"),
        ("trash/", "note"),
    ],
)
def test_words_of_a_move_stay_on_the_page(page: str, field: str) -> None:
    practice = (published if field == "reason" else submitted)(contributor=make_user())
    words = {"note": "Short.", field: LONG, "seen": practice.version, "move": "return"}
    before = Event.objects.count()
    response = client_of(make_editor()).post(f"{LIST}{practice.pk}/{page}", words)
    assert is_told(response, SAID)
    assert (Event.objects.count(), Practice.objects.get().version) == (before, practice.version)


def test_note_to_many_stays_on_the_page() -> None:
    practice = submitted(contributor=make_user())
    desk = client_of(make_editor())
    chosen = {"action": "return", "_selected_action": practice.pk, f"seen-{practice.pk}": practice.version}
    data = form_data(desk.post(LIST, chosen).content, "bulk_form")
    assert is_told(desk.post(f"{LIST}bulk/", data | {"note": LONG}))
    assert not Batch.objects.exists()


def test_comment_stays_on_the_page_from_which_the_entry_can_be_decided() -> None:
    practice = submitted(contributor=make_user())
    desk = client_of(make_editor())
    response = desk.post(f"{LIST}{practice.pk}/remarks/", {"field": "period", "text": LONG})
    assert is_told(response)
    assert f'action="{LIST}{practice.pk}/review/" id="decide_form"' in response.content.decode()
    assert not Comment.objects.exists()


def test_as_much_as_can_be_kept_is() -> None:
    practice = submitted(contributor=make_user())
    words = {"note": "x" * LONGEST_NOTE, "seen": practice.version, "move": "return"}
    assert client_of(make_editor()).post(f"{LIST}{practice.pk}/review/", words).status_code == 302
    assert Event.objects.filter(move="return", note="x" * LONGEST_NOTE).count() == 1


@pytest.mark.alike
@pytest.mark.long
def test_search_of_the_lists_takes_any_length() -> None:
    make_draft(title="A ship")
    desk = client_of(make_editor(is_superuser=True))
    for page in ("practice", "city", "mail", "user"):
        assert desk.get(f"/admin/practices/{page}/", {"q": "é" * 60_000}).status_code == 200

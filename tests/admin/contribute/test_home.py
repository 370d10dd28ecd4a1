"""Does the home of a contributor say where each practice stands, and offer one next step?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertNumQueries

from practices.admin.contribute.home import MOST_SHOWN, Own, own_practices
from practices.entries import actions
from practices.models import Practice, User
from practices.workflow import NEXT, NEXT_FOR_HER, Status
from tests.builders import (
    in_status,
    make_draft,
    make_editor,
    make_topic,
    make_translation,
    make_user,
    moved,
    published,
    submitted,
)
from tests.pages import client_of

pytestmark = pytest.mark.django_db
ENTRY = "/contribute/practices/practice/"


def shown(person: User) -> list[Own]:
    return list(own_practices(person, "contribute"))


@pytest.mark.parametrize(
    ("status", "edition", "label", "page"),
    [
        (Status.DRAFT, False, "Check and submit", "move/submit/"),
        (Status.SUBMITTED, False, "Read it", "change/"),
        (Status.RETURNED, False, "Answer the note", "change/"),
        (Status.REJECTED, False, "Read it", "change/"),
        (Status.PUBLISHED, True, "Revise it", "move/revise/"),
        (Status.WITHDRAWN, False, "Revise it", "move/revise/"),
        (Status.RETURNED, True, "Answer the note", "change/"),
    ],
)
def test_practice_has_one_button_for_its_next_step(
    status: Status, edition: bool, label: str, page: str
) -> None:
    user = make_user()
    practice = in_status(status, contributor=user, edition=edition)
    each = next(each for each in shown(user) if each.practice == practice)
    assert (str(each.label), each.button) == (label, f"{ENTRY}{practice.pk}/{page}")
    assert each.next_step == (NEXT_FOR_HER if each.is_hers else NEXT)[status]
    assert client_of(user).get(each.button).status_code == 200


def test_unfinished_draft_is_gone_on_with() -> None:
    user = make_user()
    actions.create_draft({"title": "A ship"}, by=user, contributor=user)
    assert [str(each.label) for each in shown(user)] == ["Go on writing"]


def test_what_waits_for_this_person_comes_first() -> None:
    user = make_user()
    submitted(contributor=user, title="With the editors")
    moved(submitted(contributor=user, title="Sent back"), "return", by=make_editor(), note="More.")
    submitted(contributor=user, title="With them, too")
    assert [(str(each.practice), each.is_hers) for each in shown(user)] == [
        ("Sent back", True),
        ("With them, too", False),
        ("With the editors", False),
    ]


def test_page_tells_state_turn_note_and_edition_of_own_practices_only() -> None:
    user = make_user()
    practice = moved(published(contributor=user, title="My ship"), "revise", by=user)
    moved(
        moved(practice, "submit", by=user),
        "return",
        by=make_editor("ed@programme.example"),
        note="Say who paid.",
    )
    submitted(contributor=make_user(), title="Their harbour")
    page = client_of(user).get("/contribute/").content.decode()
    for words in ("My ship", "Returned", "It is your turn.", "Say who paid.", "Edition 1 is on line."):
        assert words in page
    assert "Their harbour" not in page
    assert "ed@programme.example" not in page
    assert f"{ENTRY}add/" in page


def test_note_that_was_answered_does_not_wait() -> None:
    user = make_user()
    practice = moved(submitted(contributor=user), "return", by=make_editor(), note="Say more.")
    moved(practice, "submit", by=user)
    assert [each.note for each in shown(user)] == [""]


def test_home_without_practices_invites() -> None:
    assert b"You have not added a practice yet" in client_of(make_user()).get("/contribute/").content


@pytest.mark.parametrize("number", [1, 3])
def test_home_takes_the_same_queries_for_any_number(number: int) -> None:
    user = make_user()
    for position in range(number):
        make_draft(contributor=user, title=f"Ship {position}", topics=[make_topic()])
    client = client_of(user)
    with assertNumQueries(10):
        assert client.get("/contribute/").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_home_reads_the_texts_of_drafts_alone(number: int) -> None:
    user = make_user()
    for status in Status:
        for _each in range(number):
            in_status(status, contributor=user, edition=status is Status.PUBLISHED)
    client = client_of(user)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/contribute/").status_code == 200
    assert len(queries) == 11
    assert sum('"purpose"' in query["sql"] for query in queries) == 1


def test_drafts_that_are_translations_cost_no_queries_each() -> None:
    user, asked = make_user(), []
    client = client_of(user)
    for _ in range(2):
        make_translation(make_draft(contributor=user, language="de"), of=published())
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/contribute/").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_beyond_the_home_page_there_is_the_list() -> None:
    user = make_user()
    Practice.objects.bulk_create(
        Practice(title=f"Ship {number}", contributor=user, saved_by=user) for number in range(MOST_SHOWN + 1)
    )
    page = client_of(user).get("/contribute/").content.decode()
    assert page.count('class="module own"') == MOST_SHOWN
    assert f"All your practices ({MOST_SHOWN + 1})" in page

"""Does the home of a contributor say where each practice stands, and offer one next step?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertNumQueries

from practices.admin.contribute.home import FEW, PER_PAGE, Own, own_page, own_practices
from practices.entries import actions, comments
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
    return list(own_practices(person, "contribute", own_page(person)))


@pytest.mark.long
@pytest.mark.parametrize(
    ("status", "edition", "label", "page"),
    [
        (Status.DRAFT, False, "Check and submit", "move/submit/"),
        (Status.SUBMITTED, False, "Read it", ""),
        (Status.RETURNED, False, "Answer the note", ""),
        (Status.REJECTED, False, "Read it", ""),
        (Status.PUBLISHED, True, "Revise it", "move/revise/"),
        (Status.WITHDRAWN, False, "Revise it", "move/revise/"),
        (Status.RETURNED, True, "Answer the note", ""),
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


@pytest.mark.long
@pytest.mark.parametrize("number", [1, 3])
def test_home_reads_the_texts_of_drafts_alone(number: int) -> None:
    user = make_user()
    for status in Status:
        for _each in range(number):
            in_status(status, contributor=user, edition=status is Status.PUBLISHED)
    client = client_of(user)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/contribute/").status_code == 200
    assert len(queries) == 12
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


def with_many(number: int) -> User:
    user = make_user()
    Practice.objects.bulk_create(
        Practice(title=f"Ship {each}", contributor=user, saved_by=user) for each in range(number)
    )
    return user


def test_home_goes_on_over_pages_until_all_are_shown() -> None:
    client = client_of(with_many(PER_PAGE + 1))
    pages = [client.get(f"/contribute/?page={number}").content.decode() for number in (1, 2)]
    assert [page.count('class="module own"') for page in pages] == [PER_PAGE, 1]
    assert ["Page 1 of 2" in pages[0], 'href="?page=2"' in pages[0], "Page 2 of 2" in pages[1]] == [True] * 3


@pytest.mark.parametrize(("number", "has_search"), [(FEW, False), (FEW + 1, True)])
def test_more_than_a_few_can_be_searched(number: int, has_search: bool) -> None:
    page = client_of(with_many(number)).get("/contribute/").content.decode()
    assert ('role="search"' in page) == has_search


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ŞEVKI", ["Şevki’s kitchen"]),
        ("ship bergen", ["The ship"]),
        ("little", ["The ship in a town"]),
        ("kitchen ship", []),
        ("...", ["The ship in a town", "The ship", "Şevki’s kitchen"]),
    ],
)
def test_search_finds_own_practices_by_title_and_place_in_any_letters(
    words: str, expected: list[str]
) -> None:
    user = make_user()
    make_draft(contributor=user, title="Şevki’s kitchen", city=None)
    make_draft(contributor=user, title="The ship")
    make_draft(contributor=user, title="The ship in a town", city=None, city_typed="Little Quay")
    make_draft(contributor=make_user(), title="Their ship in Little Bergen, Şevki’s")
    assert [str(each) for each in own_page(user, words=words)] == expected
    page = client_of(user).get("/contribute/", {"q": words}).content.decode()
    assert page.count('class="module own"') == len(expected)
    assert ("of 3 ha" in page, "Their ship" in page) == (True, False)


def test_practice_is_found_by_its_number() -> None:
    user = make_user()
    first, _second = (make_draft(contributor=user, title="A ship") for _ in range(2))
    assert list(own_page(user, words=str(first.pk))) == [first]


@pytest.mark.parametrize("typed", ["{}", "No. {}", "#{}"])
def test_number_finds_its_practice_as_mails_write_it(typed: str) -> None:
    user = make_user()
    sought, _other = (make_draft(contributor=user, title=title) for title in ("Sought", "Other"))
    page = client_of(user).get("/contribute/", {"q": typed.format(sought.pk)}).content
    assert (b">Sought<" in page, b">Other<" in page) == (True, False)


def test_home_names_the_questions_that_editors_remark_on() -> None:
    user, editor = make_user(), make_editor()
    practice = moved(submitted(contributor=user), "return", by=editor, note="More.")
    for field, internal in (("purpose", False), ("impact", True)):
        comments.add(practice, field=field, text="Why?", internal=internal, by=editor)
    assert [each.remarks for each in shown(user)] == [["Purpose"]]
    assert "Editors remark on: Purpose." in client_of(user).get("/contribute/").text

"""Does the desk show what needs this editor, and can she decide there in three clicks?"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django.asserts import assertNumQueries
from pytest_django.fixtures import Settings

from practices.entries import actions, claims
from practices.entries.actions import MoveRefused
from practices.models import Event, Practice, User
from practices.workflow import Status
from tests.builders import make_draft, make_editor, make_user, moved, published, submitted
from tests.pages import client_of, form_data, submit_buttons

pytestmark = pytest.mark.django_db
LIST = "/admin/practices/practice/"


def aged(practice: Practice, days: int) -> Practice:
    since = timezone.now() - timedelta(days=days)
    Practice.objects.filter(pk=practice.pk).update(status_since=since)
    return practice


def review(practice: Practice) -> str:
    return f"{LIST}{practice.pk}/review/"


def desk_of(editor: User) -> Any:
    return client_of(editor).get("/admin/").context


def test_desk_opens_on_what_needs_me_oldest_first_and_never_my_own() -> None:
    editor = make_editor()
    aged(submitted(title="Young"), 1)
    aged(submitted(title="Old"), 40)
    submitted(title="Own", contributor=editor)
    make_draft(title="Begun")
    shown = desk_of(editor)
    assert [str(each.practice) for each in shown["mine"]] == ["Old", "Young"]
    assert [(status.label, number) for status, number, _address in shown["counts"]] == [
        ("Draft", 1),
        ("Submitted", 3),
        ("Returned", 0),
        ("Published", 0),
        ("Rejected", 0),
        ("Withdrawn", 0),
    ]


@pytest.mark.parametrize(
    ("weeks", "target", "tone", "words"),
    [
        (0, 10, "fresh", "0 working days: in time"),
        (2, 10, "soon", "10 working days: due in 0"),
        (3, 10, "late", "15 working days: late by 5"),
        (3, 20, "soon", "15 working days: due in 5"),
        (3, 30, "fresh", "15 working days: in time"),
    ],
)
def test_age_stands_against_the_target_in_words_and_colour(
    weeks: int, target: int, tone: str, words: str, settings: Settings
) -> None:
    settings.REVIEW_DAYS = target
    aged(submitted(), weeks * 7)
    page = client_of(make_editor()).get("/admin/").content.decode()
    assert f'<span class="age age--{tone}">{words}</span>' in page
    assert f"the target is {target} working days" in page


@pytest.mark.parametrize("number", [1, 3])
def test_desk_takes_the_same_queries_for_any_number(number: int) -> None:
    for position in range(number):
        claims.claim(submitted(title=f"Ship {position}"), by=make_editor())
        published(title=f"Quay {position}")
    client = client_of(make_editor())
    with assertNumQueries(8) as asked:
        assert client.get("/admin/").status_code == 200
    claimants = next(query["sql"] for query in asked if "claimed_by_id" in query["sql"])
    assert "password" not in claimants


def test_review_page_takes_so_many_queries() -> None:
    user = make_user()
    practice = moved(published(contributor=user), "revise", by=user)
    practice = moved(practice, "submit", by=user)
    client = client_of(make_editor())
    with assertNumQueries(19):
        assert client.get(review(practice)).status_code == 200


def test_claimed_entry_is_mine_and_colleagues_see_who_has_it() -> None:
    ada, ben = make_editor("ada@programme.example"), make_editor("ben@programme.example")
    practice = submitted()
    address = f"{LIST}{practice.pk}/claim/"
    assert client_of(ada).get(address).status_code == 405
    assert client_of(ada).post(address)["Location"] == "/admin/"
    assert [each.practice.claimed_by for each in desk_of(ada)["mine"]] == [ada]
    assert [each.practice.claimed_by for each in desk_of(ben)["theirs"]] == [ada]
    assert desk_of(ben)["mine"] == []
    client_of(ben).post(address)
    practice.refresh_from_db()
    assert (practice.claimed_by, practice.version) == (ada, 2)
    client_of(ben).post(address, {"release": "1", "review": "1"})
    practice.refresh_from_db()
    assert (practice.claimed_by, practice.claimed_at) == (None, None)


def test_claim_goes_with_the_next_move_and_stands_in_nobodys_way() -> None:
    practice = claims.claim(submitted(), by=make_editor())
    back = moved(practice, "return", by=make_editor(), note="More.")
    assert (back.claimed_by, back.claimed_at) == (None, None)


def test_claim_is_refused_of_ones_own_and_of_what_waits_no_more() -> None:
    editor = make_editor()
    own = submitted(contributor=editor)
    with pytest.raises(PermissionDenied):
        claims.claim(own, by=editor)
    with pytest.raises(MoveRefused):
        claims.claim(make_draft(), by=editor)
    with pytest.raises(PermissionDenied):
        claims.claim(submitted(), by=make_user())
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.filter(pk=own.pk).update(claimed_by=editor)


def test_queue_of_twenty_is_emptied_with_two_clicks_each() -> None:
    editor = make_editor()
    for number in range(20):
        submitted(title=f"Ship {number}")
    client, clicks = client_of(editor), 0
    while waiting := client.get("/admin/").context["mine"]:
        practice = waiting[0].practice
        page = client.get(review(practice)).content
        name = "approve" if clicks % 4 else "return"
        assert ("move", name) in submit_buttons(page, "decide_form")
        sent = form_data(page, "decide_form") | {"move": name, "note": "Say more."}
        assert client.post(review(practice), sent)["Location"] == "/admin/"
        clicks += 2
    assert clicks == 40
    assert Event.objects.exclude(move="submit").count() == 20


def test_decision_stands_before_all_else_on_the_page() -> None:
    practice = submitted()
    page = client_of(make_editor()).get(review(practice)).content.decode()
    buttons = [page.index(f'value="{name}"') for name in ("approve", "return", "reject")]
    assert buttons == sorted(buttons)
    assert buttons[-1] < page.index('id="id_title"')
    assert page.index('id="id_note"') < buttons[0]


def test_refusal_keeps_the_note_and_says_why() -> None:
    practice = submitted()
    client = client_of(make_editor())
    missing = client.post(review(practice), {"move": "return", "seen": practice.version, "note": " "})
    assert (missing.status_code, b"Write a note" in missing.content) == (400, True)
    actions.save_answers(
        practice, {"purpose": "Not seen."}, by=make_editor(), expected_version=practice.version
    )
    late = client.post(review(practice), {"move": "approve", "seen": practice.version, "note": "My words."})
    page = late.content.decode()
    assert (late.status_code, "nothing was done" in page, "My words." in page) == (409, True, True)
    assert "Not seen." in page
    assert form_data(late.content, "decide_form")["seen"] == [str(practice.version + 1)]
    practice.refresh_from_db()
    assert practice.status == Status.SUBMITTED


def test_own_entry_is_not_approved_and_other_moves_are_not_made_here() -> None:
    editor = make_editor()
    own = submitted(contributor=editor)
    client = client_of(editor)
    assert b'value="approve"' not in client.get(review(own)).content
    for name in ("approve", "withdraw", "", "x\0"):
        assert client.post(review(own), {"move": name, "seen": own.version}).status_code == 403
    assert client_of(make_editor()).get(review(make_draft())).status_code == 200


def test_moved_entry_answers_that_it_was_moved() -> None:
    practice = submitted()
    back = moved(practice, "return", by=make_editor(), note="More.")
    response = client_of(make_editor()).post(review(practice), {"move": "approve", "seen": back.version})
    assert response.status_code == 409


def test_review_shows_what_changed_word_by_word_against_edition_and_former_submission() -> None:
    user = make_user()
    practice = moved(published(contributor=user, purpose="A red ship."), "revise", by=user)
    actions.save_answers(practice, {"purpose": "A blue ship."}, by=user, expected_version=practice.version)
    practice = moved(practice, "submit", by=user)
    practice = moved(practice, "return", by=make_editor(), note="Which blue?")
    actions.save_answers(practice, {"purpose": "A dark ship."}, by=user, expected_version=practice.version)
    moved(practice, "submit", by=user)
    page = client_of(make_editor()).get(review(practice)).content.decode()
    assert "A <del>red </del><ins>dark </ins>ship." in page
    assert "A <del>blue </del><ins>dark </ins>ship." in page
    assert "Which blue?" in page


@pytest.mark.parametrize("back", ["return", "recall"])
def test_comparison_is_with_the_submission_before_whoever_took_it_back(back: str) -> None:
    owner, editor = make_user(), make_editor()
    practice = submitted(contributor=owner, purpose="One.")
    practice = moved(practice, back, by=owner if back == "recall" else editor, note="More.")
    practice = actions.save_answers(
        practice, {"purpose": "Two."}, by=owner, expected_version=practice.version
    )
    moved(practice, "submit", by=owner)
    page = client_of(editor).get(review(practice)).content.decode()
    assert '<h2 id="since-heading">What changed since it was submitted before</h2>' in page
    assert "<del>One.</del><ins>Two.</ins>" in page


def test_words_of_the_comparison_are_no_markup() -> None:
    user = make_user()
    practice = moved(published(contributor=user), "revise", by=user)
    actions.save_answers(
        practice, {"purpose": "<script>x</script>"}, by=user, expected_version=practice.version
    )
    moved(practice, "submit", by=user)
    page = client_of(make_editor()).get(review(practice)).content.decode()
    assert "<script>x" not in page
    assert "<ins>&lt;script&gt;x&lt;/script&gt;</ins>" in page


def test_editor_revises_and_approves_in_one_sitting() -> None:
    editor, user = make_editor(), make_user()
    practice = published(contributor=user, purpose="Old words.")
    client, change = client_of(editor), f"{LIST}{practice.pk}/change/"
    client.post(f"{LIST}{practice.pk}/move/revise/", {"seen": practice.version})
    sent = form_data(client.get(change).content) | {"purpose": "New words.", "_move": "straight"}
    client.post(change, sent)
    practice.refresh_from_db()
    assert (practice.status, practice.edition.number, practice.edition.purpose) == (
        "published",
        2,
        "New words.",
    )
    kept = practice.snapshots.filter(edition=1).get()
    assert kept.answers["purpose"] == "Old words."
    assert [event.move for event in practice.events.all()][:3] == ["approve", "submit", "revise"]


def test_one_sitting_is_not_for_ones_own_nor_for_contributors() -> None:
    editor = make_editor()
    own = make_draft(contributor=editor)
    for person, site in ((editor, "admin"), (editor, "contribute")):
        client, change = client_of(person), f"/{site}/practices/practice/{own.pk}/change/"
        page = client.get(change).content
        assert b'value="straight"' not in page
        client.post(change, form_data(page) | {"_move": "straight", "licence_agreed": "on"})
        own.refresh_from_db()
        assert own.status == Status.DRAFT


def test_one_sitting_leaves_a_draft_where_something_is_missing() -> None:
    practice = make_draft(contributor=make_user())
    client, change = client_of(make_editor()), f"{LIST}{practice.pk}/change/"
    sent = form_data(client.get(change).content) | {
        "purpose": "",
        "_move": "straight",
        "licence_agreed": "on",
    }
    client.post(change, sent)
    practice.refresh_from_db()
    assert (practice.status, practice.purpose) == (Status.DRAFT, "")


def test_typed_city_is_named_with_the_way_to_link_it() -> None:
    practice = submitted(city=None, city_typed="Smallville")
    page = client_of(make_editor()).get(review(practice)).content.decode()
    assert "Not in our list yet: Smallville" in page
    assert f'href="{LIST}{practice.pk}/cities/"' in page


@pytest.mark.parametrize("lost", ["is_active", "is_staff", "second_step"])
def test_claim_of_somebody_who_is_no_editor_any_more_is_no_claim(lost: str) -> None:
    ada, ben = make_editor("ada@programme.example"), make_editor("ben@programme.example")
    practice = claims.claim(submitted(), by=ada)
    User.objects.filter(pk=ada.pk).update(**{lost: False})
    assert ([each.practice for each in desk_of(ben)["mine"]], desk_of(ben)["theirs"]) == ([practice], [])
    assert "ada@programme.example" not in client_of(ben).get(review(practice)).text
    client_of(ben).post(f"{LIST}{practice.pk}/claim/")
    practice.refresh_from_db()
    assert practice.claimed_by == ben

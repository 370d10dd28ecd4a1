"""Does the desk show what needs this editor, and can she decide there in three clicks?"""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django.asserts import assertNumQueries
from pytest_django.fixtures import Settings

from practices.entries import bulk, claims, comments
from practices.entries.actions import MoveRefused
from practices.models import Event, Practice, User
from practices.workflow import MOVES, Status
from tests.builders import make_city, make_draft, make_editor, make_user, moved, published, submitted
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
    with assertNumQueries(12) as asked:
        assert client.get("/admin/").status_code == 200
    claimants = next(query["sql"] for query in asked if "claimed_by_id" in query["sql"])
    assert "password" not in claimants


def test_last_step_names_what_was_moved_and_not_what_was_skipped() -> None:
    editor, open_still = make_editor(), submitted(title="Skipped")
    comments.add(open_still, field="", text="Is it true?", internal=False, by=editor)
    seen = [(each.pk, each.version) for each in (open_still, submitted(title="Done"))]
    bulk.move_each(MOVES["approve"], seen, by=editor)
    last = client_of(editor).get("/admin/").text.partition("Your last step")[2].partition("</section>")[0]
    assert ("Done" in last, "Skipped" in last) == (True, False)


def test_row_says_that_it_looks_like_another_of_the_same_city() -> None:
    city = make_city()
    other = published(title="The reading ship", city=city)
    near, far = (
        submitted(title="A reading ship", city=city),
        submitted(title="The reading ship", city=make_city("Oslo")),
    )
    twin, untitled = (
        submitted(title="The singing ships", city=city),
        submitted(title="The singing ship", city=city),
    )
    page = client_of(make_editor()).get("/admin/").text
    found = re.findall(r"practice/(\d+)/beside/(\d+)/", page)
    assert set(found) == {
        (str(one.pk), str(two.pk)) for one, two in ((near, other), (twin, untitled), (untitled, twin))
    }
    assert f"/{far.pk}/beside/" not in page


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


@pytest.mark.long
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
    assert [event.move for event in practice.events.all()][:4] == ["approve", "submit", "edit", "revise"]


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

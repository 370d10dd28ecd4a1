"""What the doors write, and what they refuse."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from practices.entries import actions
from practices.entries.actions import Incomplete, MoveRefused, Stale
from practices.models import Edition, Event, Practice, Snapshot
from practices.workflow import Status
from tests.builders import (
    make_draft,
    make_editor,
    make_topic,
    make_user,
    moved,
    published,
    submitted,
)

pytestmark = pytest.mark.django_db


def fresh(practice: Practice) -> Practice:
    return Practice.objects.get(pk=practice.pk)


def saved(practice: Practice, *, by: Any, **given: Any) -> Practice:
    current = fresh(practice)
    return actions.save_answers(current, given, by=by, expected_version=current.version)


# create_draft


def test_create_draft_belongs_to_its_contributor() -> None:
    person = make_user()
    practice = actions.create_draft({"title": "A table"}, by=person, contributor=person)
    assert (practice.status, practice.contributor, practice.saved_by, practice.slug) == (
        Status.DRAFT,
        person,
        person,
        None,
    )


def test_create_draft_for_somebody_else_is_refused() -> None:
    with pytest.raises(PermissionDenied):
        actions.create_draft({"title": "A table"}, by=make_user(), contributor=make_user())
    with pytest.raises(PermissionDenied):
        actions.create_draft({"title": "A table"}, by=make_user(is_active=False))
    assert Practice.objects.count() == 0


def test_create_draft_refuses_what_is_no_answer() -> None:
    with pytest.raises(ValueError, match="status"):
        actions.create_draft({"title": "A table", "status": "published"}, by=make_editor())


def test_draft_holds_far_more_than_can_be_submitted() -> None:
    person = make_user()
    line, long = "long " * 400, "long " * 40_000
    practice = actions.create_draft({"title": line, "purpose": long}, by=person, contributor=person)
    assert (fresh(practice).title, fresh(practice).purpose) == (line, long)


# save_answers


def test_save_answers_writes_what_is_given_and_leaves_the_rest() -> None:
    person = make_user()
    practice = make_draft(contributor=person)
    after = saved(
        practice, by=person, title="The singing ship", topics=[make_topic("roma"), make_topic("education")]
    )
    assert (after.title, after.purpose) == ("The singing ship", practice.purpose)
    assert {topic.slug for topic in after.topics.all()} == {"roma", "education"}
    assert after.version == practice.version + 1


def test_save_answers_with_a_stale_version_writes_nothing() -> None:
    person = make_user()
    practice = make_draft(contributor=person)
    saved(practice, by=person, title="First")
    with pytest.raises(Stale) as refusal:
        actions.save_answers(practice, {"title": "Second"}, by=person, expected_version=practice.version)
    assert refusal.value.practice.title == "First"
    assert fresh(practice).title == "First"


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.PUBLISHED])
def test_save_answers_of_a_contributor_is_refused_while_editors_have_it(status: Status) -> None:
    person = make_user()
    practice = (submitted if status is Status.SUBMITTED else published)(contributor=person)
    with pytest.raises(PermissionDenied):
        saved(practice, by=person, title="Sneaked in")
    assert fresh(practice).title == "The reading ship"


def test_save_answers_refuses_forged_fields() -> None:
    person = make_user()
    practice = make_draft(contributor=person)
    for field in ("status", "contributor", "slug", "version", "licence", "withdrawn_reason", "source_url"):
        with pytest.raises(ValueError, match=field):
            saved(practice, by=person, **{field: "forged"})


def test_saving_over_another_persons_text_keeps_it() -> None:
    person, editor = make_user(), make_editor()
    practice = submitted(contributor=person)
    before = Snapshot.objects.count()
    saved(practice, by=editor, title="An editor's title")
    kept = Snapshot.objects.first()
    assert Snapshot.objects.count() == before + 1
    assert kept is not None
    assert (kept.answers["title"], kept.edition, kept.by) == ("The reading ship", None, person)


def test_saving_over_ones_own_text_keeps_no_snapshot() -> None:
    person = make_user()
    practice = make_draft(contributor=person)
    saved(practice, by=person, title="Another title")
    assert Snapshot.objects.count() == 0


def test_saving_the_same_over_another_persons_text_keeps_no_snapshot() -> None:
    practice = submitted()
    before = Snapshot.objects.count()
    saved(practice, by=make_editor(), title=practice.title)
    assert Snapshot.objects.count() == before


# submit


def test_submit_records_licence_event_and_snapshot() -> None:
    person = make_user()
    practice = moved(make_draft(contributor=person), "submit", by=person, licence_agreed=True)
    event = Event.objects.get()
    assert (practice.status, practice.licence) == (Status.SUBMITTED, "CC-BY-4.0")
    assert practice.licence_agreed_at == event.at
    assert (event.move, event.from_status, event.to_status, event.actor) == (
        "submit",
        "draft",
        "submitted",
        person,
    )
    assert [snapshot.edition for snapshot in Snapshot.objects.all()] == [None]


def test_submit_without_licence_is_refused() -> None:
    person = make_user()
    with pytest.raises(MoveRefused, match="licence"):
        moved(make_draft(contributor=person), "submit", by=person)


def test_submit_again_needs_no_second_agreement() -> None:
    person = make_user()
    practice = moved(submitted(contributor=person), "recall", by=person)
    agreed = practice.licence_agreed_at
    assert moved(practice, "submit", by=person).licence_agreed_at == agreed


def test_submit_incomplete_says_what_is_missing() -> None:
    person = make_user()
    practice = make_draft(contributor=person, purpose="", topics=[], process="word " * 801)
    with pytest.raises(Incomplete) as refusal:
        moved(practice, "submit", by=person, licence_agreed=True)
    assert [(issue.field, issue.missing) for issue in refusal.value.issues] == [
        ("topics", True),
        ("purpose", True),
        ("process", False),
    ]
    assert fresh(practice).status == Status.DRAFT


@pytest.mark.parametrize("name", ["return", "reject"])
def test_sending_back_and_rejecting_need_a_note(name: str) -> None:
    practice = submitted()
    with pytest.raises(MoveRefused, match="note"):
        moved(practice, name, by=make_editor(), note="  ")
    assert fresh(practice).status == Status.SUBMITTED


def test_stale_move_writes_nothing() -> None:
    person = make_user()
    practice = submitted(contributor=person)
    seen = practice.version
    saved(practice, by=make_editor(), title="Changed under her eyes")
    with pytest.raises(Stale):
        actions.move(practice, "approve", by=make_editor(), expected_version=seen)
    assert (fresh(practice).status, Edition.objects.count()) == (Status.SUBMITTED, 0)

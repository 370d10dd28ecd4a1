"""What the doors write, and what they refuse."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from practices import actions, answers
from practices.actions import Incomplete, MoveRefused, Stale
from practices.models import Edition, Event, OldSlug, Place, Practice, Snapshot
from practices.workflow import Status
from tests.builders import (
    make_city,
    make_draft,
    make_editor,
    make_topic,
    make_user,
    moved,
    published,
    submitted,
    withdrawn,
)

pytestmark = pytest.mark.django_db


def fresh(practice: Practice) -> Practice:
    return Practice.objects.get(pk=practice.pk)


def saved(practice: Practice, *, by: Any, **given: Any) -> Practice:
    current = fresh(practice)
    return actions.save_answers(current, given, by=by, seen=current.version)


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


def test_draft_holds_any_length() -> None:
    person = make_user()
    long = "long " * 10_000
    practice = actions.create_draft({"title": long, "purpose": long}, by=person, contributor=person)
    assert fresh(practice).title == long


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
        actions.save_answers(practice, {"title": "Second"}, by=person, seen=practice.version)
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
    assert (kept.answers["title"], kept.edition, kept.by) == ("The reading ship", None, editor)


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
    assert [(gap.field, gap.lacking) for gap in refusal.value.gaps] == [
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


# approve and publish


def test_approve_writes_edition_event_and_snapshot() -> None:
    editor = make_editor()
    topic = make_topic("roma", "Roma")
    oslo = make_city("Oslo")
    practice = moved(submitted(topics=[topic], partner_cities=[oslo], purpose="*Read*"), "approve", by=editor)
    edition = Edition.objects.get()
    assert (practice.status, practice.slug) == (Status.PUBLISHED, "the-reading-ship")
    assert (edition.number, edition.title, edition.published_by) == (1, "The reading ship", editor)
    assert edition.rendered["purpose"] == "<p><em>Read</em></p>\n"
    assert edition.teaser == "Read"
    assert (edition.period_start, edition.period_end, edition.period_ongoing) == (2015, None, True)
    assert [(place.city.name, place.is_lead) for place in Place.objects.all() if place.city] == [
        ("Bergen", True),
        ("Oslo", False),
    ]
    assert list(edition.topics.all()) == [topic]
    assert [event.move for event in Event.objects.all()] == ["approve", "submit"]
    assert [snapshot.edition for snapshot in Snapshot.objects.all()] == [1, None]


def test_published_means_working_copy_is_edition() -> None:
    practice = published()
    assert answers.public(answers.read(fresh(practice))) == answers.read(practice.edition)


def test_approve_again_makes_the_next_edition_in_the_same_row() -> None:
    person, editor = make_user(), make_editor()
    practice = published(contributor=person)
    first = practice.edition
    practice = moved(practice, "revise", by=person)
    saved(practice, by=person, title="The singing ship")
    assert Edition.objects.get().title == "The reading ship"
    practice = moved(moved(practice, "submit", by=person), "approve", by=editor)
    edition = Edition.objects.get()
    assert (edition.pk, edition.number, edition.title) == (first.pk, 2, "The singing ship")
    assert edition.first_published_at == first.first_published_at
    assert edition.published_at > first.published_at
    assert practice.slug == "the-singing-ship"
    assert [(old.slug, old.target) for old in OldSlug.objects.all()] == [("the-reading-ship", practice.pk)]


def test_contact_goes_public_only_by_its_tick() -> None:
    contact = {"contact_name": "The harbour office", "contact_email": "harbour@bergen.example"}
    hidden, shown = published(**contact), published(title="Other", contact_public=True, **contact)
    assert (hidden.edition.contact_name, hidden.edition.contact_email) == ("", "")
    assert hidden.contact_name == "The harbour office"
    assert shown.edition.contact_email == "harbour@bergen.example"
    kept = Snapshot.objects.get(practice=hidden, edition=1)
    assert (kept.answers["contact_name"], kept.answers["contact_email"]) == ("", "")


def test_publish_without_title_or_country_is_refused() -> None:
    for given in ({"title": " "}, {"country": ""}):
        with pytest.raises(MoveRefused, match="title and a country"):
            published(**given)
    assert Edition.objects.count() == 0
    assert Snapshot.objects.count() == 0


def test_slugs_of_equal_titles_differ_and_are_never_reused() -> None:
    first, second, third = published(), published(), published()
    assert (first.slug, second.slug) == ("the-reading-ship", "the-reading-ship-bergen")
    assert third.slug == f"the-reading-ship-{third.pk}"
    renamed = moved(first, "revise", by=make_editor())
    saved(renamed, by=make_editor(), title="Renamed")
    moved(moved(renamed, "submit", by=make_editor(), licence_agreed=True), "approve", by=make_editor())
    assert published().slug not in {"the-reading-ship", "the-reading-ship-bergen"}


def test_slug_of_a_title_in_another_script_is_its_number() -> None:
    practice = published(title="Малий театр", language="uk")
    assert practice.slug == f"practice-{practice.pk}"


# discard, withdraw, restore


def test_discard_brings_the_edition_back_and_keeps_what_was_typed() -> None:
    person = make_user()
    practice = moved(published(contributor=person), "revise", by=person)
    saved(practice, by=person, title="Given up", city_typed="Atlantis", contact_name="New office")
    practice = moved(practice, "discard", by=person)
    assert (practice.status, practice.title, practice.city_typed) == (
        Status.PUBLISHED,
        "The reading ship",
        "",
    )
    assert fresh(practice).contact_name == "New office"
    kept = Snapshot.objects.first()
    assert kept is not None
    assert (kept.answers["title"], kept.edition) == ("Given up", None)


def test_withdraw_removes_the_edition_and_keeps_the_reason() -> None:
    practice = withdrawn()
    assert (practice.status, practice.withdrawn_reason) == (Status.WITHDRAWN, "The practice has ended.")
    assert Edition.objects.count() == 0
    assert Place.objects.count() == 0
    assert not fresh(practice).has_edition


@pytest.mark.parametrize(
    ("words", "lack"), [({"note": "Why"}, "public reason"), ({"reason": "Ended"}, "note")]
)
def test_withdraw_needs_note_and_reason(words: dict[str, str], lack: str) -> None:
    practice = published()
    with pytest.raises(MoveRefused, match=lack):
        moved(practice, "withdraw", by=make_editor(), **words)
    assert Edition.objects.count() == 1


def test_restore_puts_the_last_edition_back() -> None:
    person = make_user()
    practice = published(
        contributor=person, partner_cities=[make_city("Oslo")], contact_name="Private office"
    )
    before = answers.read(practice.edition)
    number, first, at = (
        practice.edition.number,
        practice.edition.first_published_at,
        practice.edition.published_at,
    )
    practice = moved(practice, "withdraw", by=make_editor(), note="Asked", reason="Ended")
    practice = moved(practice, "restore", by=make_editor())
    assert answers.read(Edition.objects.get()) == before
    assert (practice.status, practice.withdrawn_reason) == (Status.PUBLISHED, "")
    assert (practice.edition.number, practice.edition.first_published_at) == (number, first)
    assert practice.edition.published_at == at
    assert fresh(practice).contact_name == "Private office"
    assert fresh(practice).title == "The reading ship"


def test_restore_keeps_the_words_that_it_replaces() -> None:
    practice = moved(published(), "revise", by=make_editor())
    saved(practice, by=make_editor(), title="Half a revision")
    practice = moved(practice, "withdraw", by=make_editor(), note="Asked", reason="Ended")
    moved(practice, "restore", by=make_editor())
    kept = Snapshot.objects.first()
    assert kept is not None
    assert (kept.answers["title"], kept.edition) == ("Half a revision", None)


def test_revising_a_withdrawn_practice_leads_to_the_next_edition() -> None:
    editor = make_editor()
    practice = moved(withdrawn(), "revise", by=editor)
    assert practice.withdrawn_reason == "The practice has ended."
    practice = moved(moved(practice, "submit", by=editor, licence_agreed=True), "approve", by=make_editor())
    assert (practice.edition.number, practice.withdrawn_reason) == (2, "")


def test_stale_move_writes_nothing() -> None:
    person = make_user()
    practice = submitted(contributor=person)
    seen = practice.version
    saved(practice, by=make_editor(), title="Changed under her eyes")
    with pytest.raises(Stale):
        actions.move(practice, "approve", by=make_editor(), seen=seen)
    assert (fresh(practice).status, Edition.objects.count()) == (Status.SUBMITTED, 0)

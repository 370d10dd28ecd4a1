"""How working copies become editions, and editions working copies."""

from typing import Any

import pytest

from practices.admin.entry import history
from practices.answers import codec
from practices.entries import actions
from practices.entries.actions import Incomplete, MoveRefused
from practices.models import Edition, Event, OldSlug, Place, Practice, Snapshot
from practices.template import FIELDS
from practices.workflow import Status
from tests import every_answer
from tests.builders import (
    answers_of,
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
from tests.every_answer import face, said_by

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


def fresh(practice: Practice) -> Practice:
    return Practice.objects.get(pk=practice.pk)


def saved(practice: Practice, *, by: Any, **given: Any) -> Practice:
    current = fresh(practice)
    return actions.save_answers(current, given, by=by, expected_version=current.version)


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
    assert codec.public_answers(codec.read(fresh(practice))) == codec.read(practice.edition)


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
    contact: dict[str, Any] = {
        "contact_name": "The harbour office",
        "contact_email": "harbour@bergen.example",
    }
    hidden, shown = published(**contact), published(title="Other", contact_public=True, **contact)
    assert (hidden.edition.contact_name, hidden.edition.contact_email) == ("", "")
    assert hidden.contact_name == "The harbour office"
    assert shown.edition.contact_email == "harbour@bergen.example"
    kept = Snapshot.objects.get(practice=hidden, edition=1)
    assert not {*codec.CONTACT} & {*kept.answers}


def test_publish_without_title_or_country_is_refused() -> None:
    missing: list[dict[str, Any]] = [{"title": " "}, {"country": ""}]
    for given in missing:
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


def test_what_came_from_elsewhere_and_contradicts_itself_is_published_by_nobody() -> None:
    draft = make_draft(period="2020-2010")
    with pytest.raises(Incomplete, match="cannot stand"):
        moved(draft, "publish", by=make_editor())
    assert not fresh(draft).has_edition


@pytest.mark.parametrize(
    ("words", "lack"), [({"note": "Why"}, "public reason"), ({"reason": "Ended"}, "note")]
)
def test_withdraw_needs_note_and_reason(words: dict[str, str], lack: str) -> None:
    practice = published(contributor=make_user())
    with pytest.raises(MoveRefused, match=lack):
        moved(practice, "withdraw", by=make_editor(), **words)
    assert Edition.objects.count() == 1


def test_restore_puts_the_last_edition_back() -> None:
    person = make_user()
    practice = published(
        contributor=person, partner_cities=[make_city("Oslo")], contact_name="Private office"
    )
    before = codec.read(practice.edition)
    number, first, at = (
        practice.edition.number,
        practice.edition.first_published_at,
        practice.edition.published_at,
    )
    practice = moved(practice, "withdraw", by=make_editor(), note="Asked", reason="Ended")
    practice = moved(practice, "restore", by=make_editor())
    assert codec.read(Edition.objects.get()) == before
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


def test_city_as_typed_is_published_and_comes_back() -> None:
    typed = {"city_typed": "Ljuva", "partner_cities_typed": "Nära\nFjärran"}
    person = make_user()
    practice = published(contributor=person, country="SE", city=None, **typed)
    assert codec.typed(practice.edition) == typed
    practice = saved(moved(practice, "revise", by=person), by=person, city_typed="", partner_cities_typed="")
    assert codec.typed(moved(practice, "discard", by=person)) == typed
    practice = moved(practice, "withdraw", by=make_editor(), note="Asked", reason="Ended")
    practice = moved(practice, "restore", by=make_editor())
    assert codec.typed(fresh(practice)) == codec.typed(practice.edition) == typed


def test_contact_that_is_taken_back_is_in_no_old_edition() -> None:
    contact = {"contact_name": "The harbour office", "contact_email": "harbour@bergen.example"}
    person = make_user()
    practice = published(contributor=person, contact_public=True, **contact)
    assert practice.edition.contact_name == "The harbour office"
    practice = saved(moved(practice, "revise", by=person), by=person, contact_public=False)
    practice = moved(moved(practice, "submit", by=person), "approve", by=make_editor())
    assert practice.edition.contact_name == ""
    for kept in Snapshot.objects.exclude(edition=None):
        assert not {*codec.CONTACT} & {*kept.answers}
    practice = moved(practice, "withdraw", by=make_editor(), note="Asked", reason="Ended")
    assert moved(practice, "restore", by=make_editor()).edition.contact_name == ""


def test_restore_puts_on_line_what_was_on_line_whatever_the_working_copy_says() -> None:
    person = make_user()
    practice = published(contributor=person, **every_answer.given(every_answer.first()))
    Edition.objects.update(rendered={"purpose": "<p>As an older release wrote it.</p>"})
    before = face(fresh(practice))
    practice = moved(practice, "revise", by=person)
    others = {"title": "Never approved", "contact_name": "Kari", "contact_email": "kari@home.example"}
    saved(practice, by=person, **others, documents=[], partner_cities=[], city=None, city_typed="Ys")
    for _ in range(2):
        practice = moved(practice, "withdraw", by=make_editor(), note="Asked", reason="Ended")
        practice = moved(practice, "restore", by=make_editor())
        assert face(fresh(practice)) == before
        assert said_by(fresh(practice)) == said_by(practice.edition)
        practice = moved(practice, "revise", by=person)


def test_restored_edition_has_the_licence_that_it_had() -> None:
    practice = published()
    editor = make_editor()
    practice = moved(moved(practice, "revise", by=editor), "submit", by=editor, licence_agreed=True)
    practice = moved(practice, "withdraw", by=editor, note="Asked", reason="Ended")
    practice = moved(practice, "restore", by=editor)
    assert (practice.licence, practice.edition.licence) == ("CC-BY-4.0", "")


@pytest.mark.one_in(4)
@pytest.mark.long
@pytest.mark.parametrize("field", [field for field in FIELDS if field not in {"title", "country"}])
def test_edition_that_is_older_than_a_question_comes_back(field: str) -> None:
    editor = make_editor()
    practice = published(contributor=make_user())
    kept = Snapshot.objects.get(edition=1)
    older = {name: value for name, value in kept.answers.items() if name != field}
    Snapshot.objects.filter(pk=kept.pk).amend(answers=older)
    expected = codec.read(practice.edition) | {field: codec.blank()[field]}
    thrown = actions.trash(practice, by=editor, expected_version=practice.version)
    back = actions.recover(thrown, by=editor, expected_version=thrown.version)
    assert codec.read(back.edition) == expected
    practice = moved(back, "withdraw", by=editor, note="Asked", reason="Ended")
    assert codec.read(moved(practice, "restore", by=editor).edition) == expected
    kept.refresh_from_db()
    assert history.answers_of(kept) == codec.unnamed(expected) | codec.typed(practice)


def test_no_title_takes_the_number_of_another_practice() -> None:
    first, second = make_draft(title="Практика"), make_draft(title="x")
    second = saved(second, by=make_editor(), title=f"Practice {first.pk}")
    assert moved(second, "publish", by=None).slug == f"practice-{second.pk}"
    assert moved(first, "publish", by=None).slug == f"practice-{first.pk}"


def test_licence_of_what_is_on_line_stays_until_the_next_edition() -> None:
    practice = moved(
        actions.create_draft(answers_of(topics=[make_topic()]), by=None, licence="CC0-1.0"),
        "publish",
        by=None,
    )
    assert practice.edition.licence == "CC0-1.0"
    editor = make_editor()
    practice = moved(moved(practice, "revise", by=editor), "submit", by=editor, licence_agreed=True)
    assert (practice.licence, practice.licence_agreed_at is None) == ("CC0-1.0", False)
    assert published().edition.licence == ""

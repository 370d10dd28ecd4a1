"""Is a whole edition gone from everywhere, with its drafts, while what other editions say stays?"""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from practices.entries import actions, trash
from practices.models import Mail, Practice, PreviewLink
from practices.search.engine import is_found
from tests.builders import make_editor, make_topic, make_user, moved, published, withdrawn
from tests.entries.takedown.told import REASON, WORD, still_said, take, told
from tests.verify.looking import findings

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

CLEAN = {
    "title": "The reading ship",
    "summary": "",
    "period": "since 2015",
    "purpose": "Quays.",
    "stimulus": "",
    "process": "A ship calls.",
    "impact": "",
    "documents": [],
    "pictures": [],
    "attachments": [],
    "body": "",
    "lessons": "",
    "transfer": "",
    "partners": "",
    "evidence_url": "",
    "city_typed": "",
    "partner_cities_typed": "",
    "contact_name": "",
    "contact_email": "",
    "contact_public": False,
}
BESIDE = {"practices_event", "practices_comment", "practices_report"}
"""Notes, remarks and reports are no part of an edition: a passage is taken from them."""


def stands(practice: Practice) -> tuple[str, bool, list[tuple[int | None, str]]]:
    kept = practice.snapshots.order_by("position").values_list("edition", "taken_down")
    return practice.status, practice.has_edition, list(kept)


def test_last_edition_goes_off_line_and_the_entry_is_a_blank_draft() -> None:
    practice = published(contributor=make_user(), title=f"A ship of {WORD}", purpose=f"For {WORD}.")
    practice = take(practice, edition=1, with_address=True)
    assert stands(practice) == ("draft", False, [(None, "whole"), (1, "whole")])
    assert (str(practice), practice.purpose, practice.edition_aside) == ("(without a title)", "", None)
    assert (still_said(), is_found(WORD), findings()) == (set(), False, [])
    event: Any = practice.events.get(move="take_down")
    assert (event.from_status, event.to_status, event.note) == ("published", "draft", REASON)
    assert event.takedown["edition"] == 1
    assert practice.slug == f"practice-{practice.pk}"


@pytest.mark.long
def test_both_editions_one_after_the_other_leave_nothing_of_what_they_said() -> None:
    practice = told()
    practice = take(take(practice, edition=1, with_address=True), edition=2, with_address=True)
    assert (still_said(), findings()) == (BESIDE, [])
    assert {taken for _edition, taken in stands(practice)[2]} == {"whole"}
    assert not PreviewLink.objects.exists()
    assert {mail.kind for mail in Mail.objects.filter(sent_at=None)} == {"taken_down"}
    assert [mail.subject for mail in Mail.objects.exclude(sent_at=None)] == [f"No. {practice.pk}"]


@pytest.mark.long
def test_older_edition_goes_and_the_one_on_line_stays() -> None:
    practice = told(**CLEAN)
    page, edition = practice.slug, practice.edition.pk
    practice = take(practice, edition=1, with_address=True)
    assert stands(practice)[:2] == ("published", True)
    assert {edition for edition, taken in stands(practice)[2] if not taken} == {2}
    assert (practice.edition.pk, practice.slug) == (edition, page)
    assert (still_said(), findings()) == ({*BESIDE, "practices_snapshot"}, [])  # the change note of edition 2
    assert practice.snapshots.get(edition=2).change_note == f"{WORD} is new."


def test_address_stays_unless_it_is_to_go() -> None:
    practice = published(title=f"A ship of {WORD}")
    slug = practice.slug
    practice = take(practice, edition=1)
    assert (practice.slug, still_said()) == (slug, {"practices_practice"})


@pytest.mark.long
def test_working_copy_that_says_it_again_is_the_edition_on_line_again() -> None:
    practice = told(**CLEAN)
    author = practice.contributor
    practice = moved(practice, "revise", by=author)
    old = practice.snapshots.get(edition=1)
    practice = actions.save_answers(
        practice,
        {"process": old.answers["process"], "impact": "Since."},
        by=author,
        expected_version=practice.version,
    )
    practice = moved(practice, "submit", by=author)
    practice = take(practice, edition=1)
    assert (practice.status, practice.process, practice.impact) == ("draft", "A ship calls.", "")
    assert findings() == []


def test_working_copy_that_says_nothing_of_it_is_gone_on_with() -> None:
    practice = moved(told(**CLEAN), "revise", by=make_editor())
    practice = actions.save_answers(
        practice, {"impact": "Since."}, by=practice.contributor, expected_version=practice.version
    )
    practice = take(practice, edition=1)
    assert (practice.status, practice.impact) == ("draft", "Since.")


def test_withdrawn_edition_cannot_be_restored() -> None:
    practice = take(withdrawn(contributor=make_user()), edition=1)
    assert (practice.status, practice.withdrawn_reason, practice.edition_aside) == ("draft", "", None)
    assert findings() == []


def test_edition_in_the_trash_is_taken_down_there_and_is_not_brought_back() -> None:
    practice, editor = published(contributor=make_user(), purpose=f"For {WORD}."), make_editor()
    thrown = actions.trash(practice, by=editor, expected_version=practice.version)
    practice = take(thrown, edition=1)
    assert (practice.status, practice.trashed_at, still_said()) == ("draft", thrown.trashed_at, set())
    practice = actions.recover(practice, by=editor, expected_version=practice.version)
    assert (practice.has_edition, practice.purpose, findings()) == (False, "", [])


def test_purge_takes_the_reason_and_the_history_is_still_proven() -> None:
    practice = take(take(told(**CLEAN), edition=1), passage="A ship calls")
    thrown = actions.trash(practice, by=make_editor(), expected_version=practice.version)
    trash.empty(at=(thrown.trashed_at or timezone.now()) + timedelta(days=90))
    events: Any = practice.events.filter(move="take_down")
    assert [(event.note, event.takedown["edition"]) for event in events] == [("", None), ("", 1)]
    assert findings() == []


def test_next_edition_gets_the_next_number_and_the_old_one_stays_taken_down() -> None:
    practice = take(published(contributor=make_user(), purpose=f"For {WORD}."), edition=1)
    author, answers = (
        practice.contributor,
        {"title": "A new ship", "country": "NO", "purpose": "Quays.", "process": "Boats."},
    )
    practice = actions.save_answers(
        practice,
        answers | {"city_typed": "Bergen", "period": "2015", "topics": [make_topic()]},
        by=author,
        expected_version=practice.version,
    )
    practice = moved(moved(practice, "submit", by=author), "approve", by=make_editor(), despite="")
    assert (practice.edition.number, practice.slug, still_said(), findings()) == (2, "a-new-ship", set(), [])

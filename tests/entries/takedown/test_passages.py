"""Is a passage gone from everywhere, and everything else still there and proven?"""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from practices.answers.passage import WordSequence
from practices.entries import undo
from practices.entries.actions import Missing, MoveRefused, Stale
from practices.entries.takedown.held import standings
from practices.models import Batch, Event, Mail, Practice, Report, Snapshot
from practices.places.lookup import which_lead, which_partner
from practices.search.engine import is_found
from tests.builders import make_admin, make_editor, make_user, moved, published, withdrawn
from tests.entries.takedown.told import REASON, WORD, still_said, take, told
from tests.verify.looking import findings

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


def test_passage_goes_from_everything_that_is_kept_and_the_practice_stays_on_line() -> None:
    practice = told()
    assert {"practices_edition", "practices_word", "practices_lastread", "session"} < still_said()
    taken = take(practice, passage=WORD.upper())
    assert (still_said(), is_found(WORD), findings()) == (set(), False, [])
    assert (taken.status, taken.edition.number, taken.slug) == ("published", 2, f"practice-{practice.pk}")
    assert taken.edition.title == "A ship of […] and books."
    assert taken.edition.rendered["purpose"] == "<p>It is […] again.</p>\n"
    assert standings(taken, WordSequence(WORD)) == []


def test_what_is_beside_keeps_what_else_it_says() -> None:
    practice = take(told(), passage=WORD)
    assert [comment.text for comment in practice.comments.all()] == ["Is […] right?"]
    assert [(each.page, each.text) for each in Report.objects.all()] == [
        (f"/p/{practice.pk}/", "[…] is wrong.")
    ]
    kept = Mail.objects.exclude(sent_at=None)
    assert [mail.subject for mail in kept] == ["Of […]"]
    assert {mail.kind for mail in Mail.objects.filter(sent_at=None)} == {"taken_down"}
    assert list(practice.events.exclude(note="").values_list("move", "note")) == [
        ("take_down", REASON),
        ("edit", "Purpose"),
        ("return", "Who is […]?"),
    ]


def test_event_tells_what_was_taken_and_texts_say_since_when() -> None:
    practice = take(told(), passage=WORD)
    event: Any = practice.events.get(move="take_down")
    kept = practice.snapshots.all()
    assert {(each.taken_down, each.taken_down_at) for each in kept} == {("passage", event.at)}
    assert event.takedown["edition"] is None
    assert {(place, part) for place, part, _seal in event.takedown["rows"]} >= {
        (each.position, "answers") for each in kept
    }
    assert (event.from_status, event.to_status) == ("published", "published")


@pytest.mark.long
def test_what_did_not_say_it_is_as_it_was() -> None:
    practice = told(
        title="The reading ship",
        summary="",
        purpose="Quays.",
        city_typed="",
        period="since 2015",
        process="Boats.",
    )
    other = published(title="Another ship", purpose=f"{WORD} elsewhere.")
    before = Snapshot.objects.filter(practice=other).values().get()
    take(practice, passage=f"when {WORD} came")
    assert Snapshot.objects.filter(practice=other).values().get() == before
    last = practice.snapshots.get(edition=2)
    assert (last.taken_down, last.answers["title"], sorted(last.salts or [])) == (
        "",
        "The reading ship",
        ["answers", "change_note"],
    )
    assert findings() == []


def test_undo_and_what_is_brought_back_do_not_bring_it_back() -> None:
    practice = told()
    batch = Batch.objects.get()
    editor = batch.by
    practice = take(practice, passage=WORD)
    assert undo.undoable(practice, by=editor) is None
    with pytest.raises(MoveRefused):
        undo.undo_batch(batch, by=editor)
    practice = moved(practice, "withdraw", by=editor, note="Ended.", reason="It has ended.")
    practice = moved(practice, "restore", by=editor)
    assert (practice.edition.title, still_said(), findings()) == ("A ship of […] and books.", set(), [])


def test_it_goes_from_what_is_withdrawn_and_comes_back_without_it() -> None:
    practice = told()
    practice = moved(practice, "withdraw", by=make_editor(), note="Ended.", reason=f"{WORD} has ended.")
    practice = take(practice, passage=WORD)
    assert (practice.status, practice.withdrawn_reason, still_said()) == (
        "withdrawn",
        "[…] has ended.",
        set(),
    )
    practice = moved(practice, "restore", by=make_editor())
    assert practice.edition.teaser == "A ship of […] and books."
    assert (practice.edition.contact_email, still_said(), findings()) == ("", set(), [])


@pytest.mark.parametrize("city", [f"New {WORD}", "Zyxçånary"])
def test_choice_of_a_typed_city_goes_with_its_name_and_with_no_other_word(city: str) -> None:
    asked = [which(city, "NO").radio_name for which in (which_lead, which_partner)]
    others = ["which-no-oslo", "which-partner-no-oslo"]
    practice = told(title="Ships", city_typed=city, kept_typed=[*asked, *others])
    chosen = "What was chosen of typed cities"
    for words, times in {city: "2 times", "which": "", "partner": ""}.items():
        assert {each.where: each.what for each in standings(practice, WordSequence(words))}.get(
            chosen, ""
        ) == times
    practice = take(practice, passage=city)
    assert (practice.kept_typed, practice.city_typed, findings()) == (others, "", [])


def test_second_passage_goes_from_what_the_first_left() -> None:
    practice = take(take(told(), passage=WORD), passage="and books")
    assert practice.edition.title == "A ship of […] […]."
    assert (practice.events.filter(move="take_down").count(), findings()) == (2, [])


def test_address_stays_that_is_made_of_other_words() -> None:
    practice = told(title="The reading ship")
    page = f"/practices/{practice.slug}/"
    old = "/practices/a-ship-of-zyxcanary-and-books/"
    assert Client().get(old)["Location"] == page
    take(practice, passage=WORD)
    assert [Client().get(address).status_code for address in (page, old)] == [200, 404]


def test_only_an_admin_takes_down_with_a_reason_what_stands_there() -> None:
    practice = told()
    before = Practice.objects.filter(pk=practice.pk).values().get()
    for by in (make_editor(), make_user(), practice.contributor):
        with pytest.raises(PermissionDenied):
            take(practice, passage=WORD, by=by)
    with pytest.raises(Stale):
        take(practice, passage=WORD, expected_version=practice.version - 1)
    for reason in (" ", f"For {WORD}.", "x" * 20_001):
        with pytest.raises(Missing) as refused:
            take(practice, passage=WORD, reason=reason)
        assert refused.value.field == "reason"
    for passage in ("", "ab", "Nobody says this"):
        with pytest.raises(MoveRefused):
            take(practice, passage=passage)
    for edition in (0, 3):
        with pytest.raises(MoveRefused):
            take(practice, edition=edition)
    assert Practice.objects.filter(pk=practice.pk).values().get() == before
    assert not Event.objects.filter(move="take_down").exists()


def test_history_of_an_older_release_is_given_its_places_first() -> None:
    practice = withdrawn(contributor=make_user())
    Event.objects.filter(practice=practice).amend(link=None)
    with pytest.raises(MoveRefused):
        take(practice, passage="reading ship", by=make_admin())

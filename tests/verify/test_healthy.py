"""Is nothing found in a catalogue that only went through its doors: every state, purges, closed accounts, renames?"""

from datetime import timedelta

import pytest
from django.utils import timezone

from practices.accounts import lifecycle
from practices.entries import actions, trash
from practices.models import Event, Practice, Rename, Snapshot
from practices.places.cities import fold_names
from practices.search import renames
from practices.verify import by_hand
from tests.browser.world import World
from tests.builders import make_city, make_editor, make_translation, make_user, moved, published, submitted
from tests.verify.looking import findings

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


@pytest.mark.long
def test_nothing_is_found_in_entries_of_every_state() -> None:
    world = World()
    world.add_people()
    world.add_content()
    result = by_hand.walk(lambda _kind, _number: None)
    assert [str(each) for found in result.findings.values() for each in found] == []
    for name, model in (("practices", Practice), ("events", Event), ("snapshots", Snapshot)):
        assert result.counted[name] == model._base_manager.count() > 0


def test_purge_takes_words_and_salts_and_the_chain_holds() -> None:
    practice = published(contributor=make_user(), contact_name="Kari")
    seals = [*practice.snapshots.values_list("pk", "seals"), *practice.events.values_list("pk", "seals")]
    thrown = actions.trash(practice, by=make_editor(), expected_version=practice.version, note="Twice.")
    trash.empty(at=(thrown.trashed_at or timezone.now()) + timedelta(days=90))
    rows = [*practice.snapshots.all(), *practice.events.exclude(move="purge")]
    assert [row.salts for row in rows] == [{}] * 5
    assert set(map(str, seals)) <= {str((row.pk, row.seals)) for row in rows}
    assert findings() == []


def test_closed_account_takes_the_contact_and_its_salt_with_an_event_and_the_rest_is_still_proven() -> None:
    person = make_user()
    practice = submitted(contributor=person, contact_name="Kari", contact_email=person.email)
    other = submitted(contributor=make_user(), title="Another ship", contact_name="Ola")
    lifecycle.close_account(person)
    kept = practice.snapshots.get()
    assert (kept.answers["contact_name"], sorted(kept.seals or []), list(kept.salts or [])) == (
        "",
        ["answers", "contact"],
        ["answers"],
    )
    events = [(event.move, event.actor) for event in Event.objects.filter(move="erase")]
    assert events == [("erase", person)]
    assert sorted(other.snapshots.get().salts or []) == ["answers", "contact"]
    assert findings() == []
    Snapshot.objects.filter(pk=kept.pk).amend(answers=kept.answers | {"purpose": "Forged."})
    assert ["its words (answers) are not" in line for line in findings()] == [True]


def test_nothing_is_found_before_and_after_a_rename_is_followed() -> None:
    oslo = make_city("Oslo")
    practice = published(contributor=make_user(), city=oslo, partner_cities=[make_city("Turku", "FI")])
    make_translation(published(title="Le bateau", language="fr", city=oslo), of=practice)
    oslo.name = "Christiania"
    fold_names(oslo).save()
    assert sum("sort_place does not follow" in line for line in findings()) == 2
    renames.follow_city(oslo)
    assert findings() == []
    while renames.follow_next():
        pass
    assert (Rename.objects.count(), findings()) == (0, [])


def test_nothing_is_found_in_typed_cities_and_a_second_edition() -> None:
    editor = make_editor()
    practice = moved(published(contributor=make_user()), "revise", by=editor)
    answers = {"city": None, "city_typed": "Atlantis", "partner_cities_typed": "Ys\n\nAvalon "}
    actions.save_answers(practice, answers, by=editor, expected_version=practice.version)
    practice = moved(moved(practice, "submit", by=editor), "approve", by=editor)
    assert (practice.edition.number, findings()) == (2, [])

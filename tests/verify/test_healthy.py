"""Is nothing found in a catalogue that only went through its doors: entries of every state, with people, trash and renames?"""

from datetime import timedelta

import pytest
from django.utils import timezone

from practices.accounts import lifecycle
from practices.entries import actions, trash
from practices.models import Event, Practice, Snapshot
from practices.verify import by_hand
from tests.browser.world import World
from tests.builders import make_city, make_editor, make_topic, make_translation, make_user, moved, published
from tests.verify.looking import findings

pytestmark = pytest.mark.django_db


@pytest.mark.long
def test_nothing_is_found_in_entries_of_every_state() -> None:
    world = World()
    world.add_people()
    world.add_content()
    result = by_hand.walk(lambda _kind, _number: None)
    assert "\n".join(findings()) == ""
    for name, model in (("practices", Practice), ("events", Event), ("snapshots", Snapshot)):
        assert result.counted[name] == model._base_manager.count() > 0
    trash.empty(at=timezone.now() + timedelta(days=91))
    assert Practice.all_objects.exclude(purged_at=None).exists()
    assert "\n".join(findings()) == ""
    for person in list(world.people.values()):
        if not person.is_superuser:
            lifecycle.close_account(person)
    assert Event.objects.filter(move="erase").exists()
    assert "\n".join(findings()) == ""


def test_nothing_is_found_after_a_rename_a_translation_and_a_second_edition() -> None:
    oslo, music = make_city("Oslo"), make_topic("music")
    practice = published(
        contributor=make_user(), partner_cities=[oslo, make_city("Turku", "FI")], topics=[music]
    )
    practice = moved(practice, "revise", by=make_editor())
    answers = {"city": None, "city_typed": "Atlantis", "partner_cities_typed": "Ys\n\nAvalon "}
    actions.save_answers(practice, answers, by=make_editor(), expected_version=practice.version)
    practice = moved(moved(practice, "submit", by=make_editor()), "approve", by=make_editor())
    make_translation(published(language="fr"), of=practice)
    oslo.name, oslo.slug, music.name = "Christiania", "christiania", "Sound"
    for row in (oslo, music):
        row.save()
    assert Practice.objects.count() == 2
    assert findings() != []

"""What does a move made with many entries say of each, and its undoing?"""

import pytest

from practices import batches
from practices.admin.bulk import IN_BULK
from practices.models import Batch
from practices.workflow import MOVES
from tests.admin.test_bulk import confirmed, ready, standing, ticked
from tests.builders import make_editor, submitted
from tests.pages import client_of

pytestmark = pytest.mark.django_db


def test_approval_says_which_cities_are_only_typed() -> None:
    editor = make_editor()
    linked = submitted(title="Linked")
    typed = submitted(title="Typed", city=None, city_typed="Atlantis", partner_cities_typed="Ys\nVineta")

    def said(move: str) -> dict[str, str]:
        entries = [(linked.pk, linked.version), (typed.pk, typed.version)]
        return {
            entry["title"]: entry["text"] for entry in batches.run(MOVES[move], entries, by=editor).entries
        }

    assert said("approve") == {
        "Linked": "now published.",
        "Typed": "now published. Typed, but not in our list of cities yet: Atlantis; Ys; Vineta.",
    }
    linked.version += 1
    typed.version += 1
    assert said("revise") == {"Linked": "now draft.", "Typed": "now draft."}


@pytest.mark.parametrize("move", IN_BULK)
def test_undo_that_was_cut_off_goes_on_when_she_presses_again(move: str) -> None:
    first, second, editor = ready(move), ready(move), make_editor()
    before = standing()
    client = client_of(editor)
    done = confirmed(client, ticked(client, move, first, second), note="Because.", number="2")
    batch = done.context["batch"]
    entry = next(each for each in batch.entries if each["pk"] == first.pk)
    cut_off = Batch(by=editor, move=batch.move, entries=[entry])
    cut_off.save()
    batches.undo(cut_off, by=editor)
    undone = client.post(done.request["PATH_INFO"], follow=True)
    assert [each["text"][:7] for each in undone.context["batch"].entries] == ["undone:", "undone:"]
    assert standing() == before

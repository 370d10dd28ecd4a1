"""What does a move made with many entries say of each?"""

import pytest

from practices import batches
from practices.workflow import MOVES
from tests.builders import make_editor, submitted

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

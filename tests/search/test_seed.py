"""Does a search of the first real practices do what a person expects?"""

from typing import NamedTuple

import pytest
from django.test import Client

from tests.browser import seed
from tests.examples import COUNT
from tests.headings import heading_texts, words

pytestmark = pytest.mark.django_db


class Shown(NamedTuple):
    """What a page says: the titles found, the words put right, those that nobody uses, and the ways out."""

    titles: list[str]
    suggestion: str = ""
    unknown: tuple[str, ...] = ()
    relaxations: tuple[tuple[str, int], ...] = ()


TURIN, SALT, BERGEN = (
    "Anti-Racism as an Urban Common",
    "Table on Interreligious dialogue",
    "The anti-radicalisation programme",
)
EXPECTED = {
    "interreligious": Shown([SALT]),
    "interreligous": Shown([], "interreligious", relaxations=(("interreligous", COUNT),)),
    "diàleg": Shown([], "dialogue", relaxations=(("diàleg", COUNT),)),
    "libary": Shown([], "library", relaxations=(("libary", COUNT),)),
    "librery": Shown([], "library", relaxations=(("librery", COUNT),)),
    "inter-religious": Shown([], "interreligious", relaxations=(("inter-religious", COUNT),)),
    "Torino": Shown([TURIN]),
    "noise -police": Shown([], unknown=("noise",), relaxations=(("noise", COUNT - 3),)),
    "radicalisation -police": Shown([], relaxations=(("radicalisation", COUNT - 3), ("-police", 1))),
    "radicalisation -xylophone": Shown([BERGEN]),
    "dialogue": Shown([SALT, TURIN]),
}


def shown(text: str) -> Shown:
    context = Client().get("/practices/", {"q": text}).context
    return Shown(
        [edition.title for edition in context["result_page"].rows],
        context.get("suggestion", ""),
        tuple(context.get("unknown", ())),
        tuple((str(chip.text), count) for chip, count in context.get("relaxations", ())),
    )


@pytest.mark.long
def test_search_of_the_real_practices_does_what_a_person_expects() -> None:
    seed.load()
    assert {text: shown(text) for text in EXPECTED} == EXPECTED


@pytest.mark.long
def test_page_says_which_word_nobody_uses_and_each_way_on() -> None:
    seed.load()
    page = Client().get("/practices/?q=noise+-police").content.decode()
    assert heading_texts(page, 2) == ["No practice found"]
    assert (
        "No practice on line has this word: noise "
        "No practice has all of this at once. Remove one: "
        f"without the words “noise” {COUNT - 3} practices Or see all"
    ) in words(page)
    assert 'href="?q=-police"' in page

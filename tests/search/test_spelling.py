"""What is meant by words that no practice has, in the seed's practices and some in other languages."""

import pytest

from practices.imports.cities import load_cities, load_topics
from practices.imports.practices import import_practices
from practices.models import City, Edition, Trigram, Word
from practices.models.search import WordSource
from practices.search.document import SearchText
from practices.search.engine import by_relevance, matching
from practices.search.spelling import explain
from practices.search.words import distance, learn, trigrams
from practices.text import fold
from tests import examples
from tests.builders import make_city, make_editor, make_topic, moved, published
from tests.search.golden import lines

pytestmark = pytest.mark.django_db
TOWNS = {
    *(
        "barcelona",
        "bergen",
        "bilbao",
        "copenhagen",
        "dublin",
        "florence",
        "geneva",
        "haifa",
        "limassol",
        "lisbon",
    ),
    *(
        "london",
        "melitopol",
        "munich",
        "neuchatel",
        "odesa",
        "oslo",
        "patras",
        "reykjavik",
        "sevilla",
        "stavanger",
    ),
    *("strasbourg", "turin", "vinnytsia"),
}
SEED_TOWNS = {
    *(
        "bradford",
        "braga",
        "salt",
        "pavlohrad",
        "kirklees",
        "mexico-city",
        "ansan-si",
        "galway",
        "camden-town",
    ),
    *("botkyrka", "leeds"),
}
SAID = {
    "en": "refugees, multilingualism, housing, discrimination, participation, education, rumours, mediation, employment",
    "fr": "intégration, diversité, accueil, réfugiés, médiation culturelle, logement, jeunesse, citoyenneté",
    "es": "diálogo, convivencia, vivienda, migración, igualdad, participación, barrios, juventud, acogida",
    "it": "accoglienza, integrazione, cittadinanza, giovani, quartiere, scuola, mediazione, abitazione",
    "de": "Nachbarschaft, Flüchtlinge, Vielfalt, Bildung, Gleichstellung, Wohnung, Teilhabe, Jugend",
}


@pytest.fixture
def catalogue() -> None:
    load_cities(only=TOWNS | SEED_TOWNS)
    load_topics()
    import_practices(examples.FIRST, publish=True, say=lambda _text: None)
    for language, said in SAID.items():
        published(title=f"Synthetic {language}", language=language, purpose=said, process="", city=None)
    for city in City.objects.filter(slug__in=TOWNS):
        published(title="Synthetic town", country=city.country.code, city=city, purpose="", process="")


def found(text: str) -> list[str]:
    rows = matching(Edition.objects.all(), text)
    return [edition.title for edition in by_relevance(rows, text)]


@pytest.mark.long
@pytest.mark.alike
@pytest.mark.usefixtures("catalogue")
def test_nine_of_ten_suggestions_are_right() -> None:
    golden = lines("misspelt.txt")
    assert [typed for typed, _meant in golden if found(typed)] == []
    right = [typed for typed, meant in golden if fold(explain(typed).suggestion or "") == fold(meant)]
    assert len(golden) == 100
    assert len(right) >= 90, set(dict(golden)) - set(right)


@pytest.mark.long
@pytest.mark.usefixtures("catalogue")
def test_search_of_the_seed_does_what_a_person_expects() -> None:
    expected: dict[str, tuple[list[str], str | None]] = {
        "interreligious": (["Table on Interreligious dialogue"], None),
        "interreligous": ([], "interreligious"),
        "diàleg": ([], "diálogo"),
        "Torino": (["Anti-Racism as an Urban Common", "Synthetic town"], None),
        "radicalisation -police": ([], None),
        "radicalisation -xylophone": (["The anti-radicalisation programme"], None),
        "noise -police": ([], None),
    }
    assert {text: (sorted(found(text)), explain(text).suggestion) for text in expected} == expected


@pytest.mark.parametrize(
    ("typed", "known", "suggestion"),
    [
        ("logement", "movement", None),
        ("Wohnen", "worden", None),
        ("femmes", "formes", None),
        ("dialeg", "dialogue", "dialogue"),
        ("neigbourhod", "neighbourhood", "neighbourhood"),
        ("mocement", "movement", "movement"),
    ],
)
def test_short_word_with_two_letters_wrong_is_another_word_unless_it_begins_the_same(
    typed: str, known: str, suggestion: str | None
) -> None:
    published(title=known, purpose="", process="")
    assert explain(typed).suggestion == suggestion


def test_suggestion_keeps_what_was_right_and_how_it_was_typed() -> None:
    published(
        title="Noise in the Library", purpose="", process="", city=make_city("Reykjavík", "IS"), country="IS"
    )
    for typed, meant in (
        ("noize library", "noise library"),
        ('"noize in the"  -libary!', '"noise in the"  -library!'),
        ("reykjavk noise", "Reykjavík noise"),
        ("noise", None),
        ("noize qqqqqqqq", None),
        ("qqqqqqqq", None),
        ("noize noize noize noize", None),
        ("xy", None),
        ("", None),
    ):
        assert explain(typed).suggestion == meant


@pytest.mark.parametrize(
    "typed", ["Seoul", "Paris", "Porto", "Rome", "Bern", "Tokyo", "Pôrto", "Japan", "Romans"]
)
def test_name_of_a_place_or_topic_is_no_misspelling(typed: str) -> None:
    published(title="Rumour", purpose="We should come in part: it has been Tokio, Japon, Romany.", process="")
    for name in ("Seoul", "Paris", "Porto", "Rome", "Bern", "Tokyo"):
        make_city(name, "FR")
    make_topic("romans", "Romans")
    assert (
        explain(typed).suggestion,
        explain(f"{typed} shuold").suggestion,
        explain("shuold").suggestion,
    ) == (None, None, "should")


def test_only_words_on_line_are_suggested() -> None:
    practice = published(title="Xylophones", purpose="", process="")
    assert explain("xylophons").suggestion is None
    assert explain("xylphones").suggestion == "xylophones"
    moved(practice, "withdraw", by=make_editor(), note="Asked for.", reason="It has ended.")
    assert explain("xylphones").suggestion is None


def test_word_learnt_twice_at_once_is_kept_once() -> None:
    part = SearchText("A", "Noise noise", language="en")
    assert learn([part]) == learn([part]) == {("noise", WordSource.TEXT)}
    assert list(Word.objects.values_list("folded", "shown")) == [("noise", "noise")]
    assert Trigram.objects.count() == len(trigrams("noise"))


@pytest.mark.parametrize(
    ("typed", "known", "apart"),
    [
        ("noise", "noise", 0),
        ("noize", "noise", 1),
        ("nosie", "noise", 1),
        ("nose", "noise", 1),
        ("nooise", "noise", 1),
        ("nois", "noise", 0.5),
        ("dialeg", "dialogue", 2),
        ("noises", "noise", 1),
        ("", "ab", 2),
    ],
)
def test_distance_counts_letters(typed: str, known: str, apart: float) -> None:
    assert distance(typed, known) == apart


def test_grams_hold_the_beginning_twice() -> None:
    assert trigrams("oslo") == ["  o", " os", "lo ", "osl", "slo"]

"""Is a passage found as a reader sees it, and nothing else taken with it?"""

import pytest

from practices.answers import codec
from practices.answers.passage import WordSequence
from practices.models import Practice
from practices.template import BY_FIELD
from tests.builders import make_city, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


@pytest.mark.parametrize(
    ("words", "text", "left"),
    [
        ("Mr Doe", "Then Mr Doe came.", "Then […] came."),
        ("mr  DOE", "Then Mr\n*Doe* came.", "Then […]* came."),
        ("Mr Doe", "Mr Doeberg", "Mr Doeberg"),
        ("Doe", "Undoe, Doe's", "Undoe, […]'s"),
        ("Mr Doe", "Mr. Doe, mr-doe", "[…], […]"),
        ("Mr Doe", "Mr Do\u00ade", "[…]"),
        ("Müller", "MÜLLER und Muller", "[…] und Muller"),
        ("移民", "新移民的", "新[…]的"),
        ("(a+b)*", "a b", "[…]"),
    ],
)
def test_passage_goes_however_it_is_written(words: str, text: str, left: str) -> None:
    passage = WordSequence(words)
    assert passage.out_of(text) == left
    assert passage.count(text) == left.count("[…]")


@pytest.mark.long
@pytest.mark.parametrize("words", ["", "  ", "ab", "…—!", "x" * 20_001])
def test_few_signs_or_none_are_no_passage(words: str) -> None:
    assert not WordSequence(words).is_one


def test_longest_passage_is_looked_for_at_once() -> None:
    words = "All of it is to go. " * 999 + "All of it"
    assert WordSequence(words).out_of(f"Before. {words} After.") == "Before. […] After."


def test_answers_of_every_kind_lose_it_and_rows_stay() -> None:
    bergen, topic = make_city(), make_topic("doe")
    said = codec.said(Practice()) | {
        "title": "Doe and ships",
        "city": bergen,
        "topics": [topic],
        "country": "NO",
        "period": "since Doe in 2015",
        "purpose": "For *Doe*.",
        "documents": [
            {"title": "Doe", "url": "https://city.example/doe"},
            {"title": "Plan", "url": "https://city.example/plan"},
        ],
        "evidence_url": "https://doe.example/",
        "contact_email": "doe@city.example",
        "partner_cities_typed": "Doe-on-Sea\nYs",
    }
    passage = WordSequence("doe")
    left = passage.out_of_answers(said)
    assert {field: value for field, value in left.items() if value != said[field]} == {
        "title": "[…] and ships",
        "period": "",
        "purpose": "For *[…]*.",
        "documents": [{"title": "[…]", "url": ""}, {"title": "Plan", "url": "https://city.example/plan"}],
        "evidence_url": "",
        "contact_email": "",
        "partner_cities_typed": "Ys",
    }
    places = ["title", "period", "purpose", "documents", "evidence_url", "contact_email", "partner_cities"]
    counts = [2 if field == "documents" else 1 for field in places]
    labels = [str(BY_FIELD[field].label) for field in places]
    assert list(passage.places(said)) == list(zip(labels, counts, strict=True))


def test_kept_texts_lose_it_from_typed_cities_and_from_answers_to_questions_of_other_times() -> None:
    kept = {
        "city": {"slug": "", "name": "Doe"},
        "partner_cities": [{"slug": "doe", "name": "Doe"}, {"slug": "", "name": "Doe"}],
        "asked_once": "Doe said",
        "country": {"code": "NO", "name": "Doe"},
    }
    assert WordSequence("Doe").out_of_answers(kept) == {
        "city": {"slug": "", "name": ""},
        "partner_cities": [{"slug": "doe", "name": "Doe"}],
        "asked_once": "[…] said",
        "country": {"code": "NO", "name": "Doe"},
    }

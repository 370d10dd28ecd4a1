"""Whoever takes the form of an entry home, saves it and uploads it types nothing twice: every field is as it was."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.admin.contribute.word_upload import entry_form
from practices.answers.codec import Answers
from practices.imports.cities import load_cities, load_topics
from practices.imports.word.filled import read_filled
from practices.imports.word.meaning import meaning_of
from practices.models import Practice
from practices.question_kinds import Kind
from practices.template import WRITTEN
from practices.text import documents_from_lines, legible
from tests.browser.seed import CITIES, MORE_CITIES, PARTNERS
from tests.builders import make_topic
from tests.examples import FIRST, MORE
from tests.imports.word.written import SOFFICE, by_libreoffice, form_of, said_of
from tests.proof import many

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

ANY = st.characters(exclude_categories=["Cs"])
"""Every sign that a text can hold; what nobody sees is taken out below."""
LINE = st.text(ANY, max_size=40)
NASTY = st.one_of(
    LINE,
    st.text("ab <>&\"'_*[]()\\\n\t-1.:#☒☐\u00a0\u00ad\u2011\u2028\u0301\u202e\u05d0😀{}", max_size=60),
    st.sampled_from(
        [
            "Purpose",
            "Impact:",
            "Purpose\n\nImpact\n\nWrite your answer",
            "&lt;",
            "- a\n- b",
            "1. a\n\n\n\n2. b",
        ]
    ),
)


def clean(text: str) -> str:
    """Return a text as an entry can hold it: as the form on the site keeps it."""
    return legible(text).strip()


def line(text: str) -> str:
    return " ".join(clean(text).split("\n")).strip()


TEXTS = {
    Kind.LINE: NASTY.map(line),
    Kind.EMAIL: NASTY.map(line),
    Kind.PERIOD: NASTY.map(line),
    Kind.ADDRESS: st.sampled_from(["", "https://city.example/a?b=c&d=%20#e"]),
    Kind.PLAIN: NASTY.map(clean),
    Kind.TEXT: NASTY.map(clean),
    Kind.DOCUMENTS: NASTY.map(clean).map(documents_from_lines),
    Kind.TICK: st.booleans(),
}


def choices_of(field: str) -> Any:
    question = next(each for each in WRITTEN if each.field == field)
    return (
        st.sampled_from(["", *(value for value, _label in question.choices())])
        if question.choices
        else st.just("")
    )


def answers() -> Any:
    """Return a strategy for the answers of an entry whose cities and topics are there."""
    known: dict[str, Any] = {
        "country": st.sampled_from(["", "NO", "GB", "CI"]),
        "city": st.none(),
        "city_typed": st.sampled_from(["", "Nowhere, by the sea"]),
        "partner_cities": st.just([]),
        "partner_cities_typed": st.sampled_from(["", "Elsewhere\nLjuva, Sweden"]),
        "topics": st.sets(st.sampled_from(["housing", "roma"])),
    }
    for question in WRITTEN:
        known.setdefault(
            question.field, TEXTS[question.kind] if question.kind in TEXTS else choices_of(question.field)
        )
    return st.fixed_dictionaries(known)


def read_back(body: bytes) -> Answers:
    form = entry_form(meaning_of(read_filled(body)), once=None)
    assert form.errors == {}
    return plain(form.said)


def plain(said: Answers) -> Answers:
    """Return answers so that they can be compared: rows by their slugs, of lists in any order."""
    rows = {
        "partner_cities": [city.slug for city in said["partner_cities"]],
        "topics": [each.slug for each in said["topics"]],
    }
    return (
        said
        | {name: sorted(slugs) for name, slugs in rows.items()}
        | {"city": said["city"] and said["city"].slug}
    )


def differences(before: Answers, after: Answers) -> dict[str, tuple[Any, Any]]:
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def lost(said: dict[str, Answers], files: dict[str, bytes]) -> dict[str, Any]:
    """Return by file which answers are others than they were."""
    found = {name: differences(plain(said[name]), read_back(body)) for name, body in files.items()}
    assert found.keys() == said.keys()
    return {name: fields for name, fields in found.items() if fields}


@pytest.mark.long
@settings(
    max_examples=many(15, 40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=answers())
def test_any_answers_come_back(said: dict[str, Any]) -> None:
    said = said | {
        "topics": [make_topic(slug) for slug in sorted(said["topics"])],
        "title": said["title"] or "A title",
    }
    assert differences(plain(said), read_back(form_of(said, now()))) == {}


@pytest.fixture
def entries() -> list[Practice]:
    """Return the entries of both fixtures, with their cities and all topics."""
    load_cities(only=CITIES | PARTNERS | MORE_CITIES)
    load_topics()
    for path in (FIRST, MORE):
        call_command("import_practices", str(path))
    return list(Practice.objects.order_by("pk"))


@pytest.mark.long
def test_entries_of_both_lists_come_back(entries: list[Practice]) -> None:
    for practice in entries[:: many(3, 1)]:
        said = said_of(practice)
        assert (practice.pk, differences(plain(said), read_back(form_of(said, now())))) == (practice.pk, {})


needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None, reason="needs LibreOffice: apt-get install libreoffice-writer-nogui"
)


@needs_libreoffice
@pytest.mark.thorough
def test_entries_of_both_lists_come_back_from_libreoffice(entries: list[Practice], tmp_path: Path) -> None:
    said = {str(practice.pk): said_of(practice) for practice in entries}
    found = by_libreoffice({name: form_of(each, now()) for name, each in said.items()}, tmp_path)
    assert lost(said, found) == {}


@needs_libreoffice
@pytest.mark.thorough
@settings(max_examples=1, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(each=st.lists(answers(), min_size=60, max_size=60))
def test_any_answers_come_back_from_libreoffice(
    each: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    said = {
        str(number): one
        | {"topics": [make_topic(slug) for slug in sorted(one["topics"])], "title": one["title"] or "A title"}
        for number, one in enumerate(each)
    }
    found = by_libreoffice(
        {name: form_of(one, now()) for name, one in said.items()}, tmp_path_factory.mktemp("word")
    )
    assert lost(said, found) == {}

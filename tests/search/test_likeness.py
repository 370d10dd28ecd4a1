"""Which practices are like one another?"""

import json

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from practices.models import Edition, Practice
from practices.search import likeness, postgres
from tests.browser import seed
from tests.builders import make_city, make_topic, published

pytestmark = pytest.mark.django_db

GOLDEN = {
    "The anti-radicalisation programme": "Info House and mentors: early help against radicalisation",
    "Table on Interreligious dialogue": "Racial and Religious Harmony Circles in every constituency",
    "Listening Circles on ‘Race’, Racism, and Inequalities": "Research Circles",
    "Promoting multilingualism in a multicultural city": "No foreign child out of school",
    "Reinvigorating Employee Networks": "Conscious Inclusion",
    "Stadtteilmütter: Mütter besuchen Mütter": "Bydelsmødre: neighbourhood mothers as volunteers",
    "Pata Cluj: leaving the landfill for homes across the city": (
        "Leaving the tabor: homes in the city for Roma families"
    ),
    "Communication for Integration: anti-rumour networks in eleven cities": (
        "Anti-rumour agents at home: a network in lockdown"
    ),
    "Plan Einstein: an asylum centre shared with the neighbourhood": (
        "Curant: young refugees and buddies under one roof"
    ),
    "Welcome Dayton, the immigrant friendly city plan": "Welcoming Communities – Te Waharoa ki ngā Hapori",
}
"""Of ten real practices, one of the two that a person would read next."""


def likest(practice: Practice) -> list[str]:
    edition = Edition.objects.get(practice=practice)
    keys = likeness.alike(edition, list(edition.topics.all()))
    titles = dict(Edition.objects.values_list("pk", "title"))
    return [titles[key] for key in keys]


@pytest.mark.long
def test_real_practices_lead_where_a_person_would_go() -> None:
    seed.load(more=True)
    found = {title: likest(Practice.objects.get(title=title))[:2] for title in GOLDEN}
    assert {title: titles for title, titles in found.items() if GOLDEN[title] not in titles} == {}
    assert len(GOLDEN) == 10


def test_rare_word_and_rare_topic_count_more_than_being_new(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    roma, homes = make_topic("roma"), make_topic("homes")
    published(title="A ferry for beekeepers", purpose="", topics=[homes])
    published(title="Nothing alike", purpose="", topics=[roma, homes])
    for number in range(4):
        published(title=f"New {number}", purpose="", topics=[homes], city=make_city("Oslo"))
    mine = published(title="Beekeepers of the quay", purpose="", topics=[homes, roma])
    assert likest(mine)[:2] == ["Nothing alike", "A ferry for beekeepers"]
    edition = Edition.objects.get(practice=mine)
    topics = list(edition.topics.all())
    with django_assert_num_queries(2):  # words and topics; the topics of those with the words
        likeness.alike(edition, topics)


def test_word_that_too_many_have_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "MOST_READ", 3)
    for number in range(3):
        published(title=f"Harbour {number}", purpose="", topics=[make_topic(f"topic-{number}")])
    mine = published(title="Harbour", purpose="", topics=[make_topic("other")])
    assert likest(mine) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's index stops at the first so many")
def test_word_that_statistics_call_frequent_is_not_looked_up() -> None:
    for number in range(5):
        published(title=f"Harbour {number}", purpose="")
    published(title="Beekeepers", purpose="")
    asked = [[word, "", f"a_en_{word} c_en_{word}"] for word in ("harbour", "beekeep", "unheard")]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE practices_searchentry")
        frequent = postgres.FREQUENT.format(most=1)
        statement = "SELECT a, {frequent} FROM ({rows}) AS asked"
        cursor.execute(statement.format(frequent=frequent, rows=postgres.ROWS), [json.dumps(asked)])
        assert dict(cursor.fetchall()) == {"harbour": True, "beekeep": False, "unheard": False}

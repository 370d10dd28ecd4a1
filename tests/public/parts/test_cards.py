"""Does a card say of a practice where it was, what it is about, and in which language its words are?"""

import pytest
from pytest_django import DjangoAssertNumQueries

from practices.models import Edition
from practices.public.parts.cards import cards, neighbours
from tests.builders import make_city, make_topic, published

pytestmark = pytest.mark.django_db


@pytest.mark.either
@pytest.mark.parametrize("rows", [1, 3])
def test_cards_take_two_queries(django_assert_num_queries: DjangoAssertNumQueries, rows: int) -> None:
    for number in range(rows):
        published(title=f"Practice {number}", topics=[make_topic("roma"), make_topic(f"topic-{number}")])
    with django_assert_num_queries(2):
        shown = cards(Edition.objects.newest_first().cards())
    assert [card.topics.split(" · ")[0] for card in shown] == ["Roma"] * rows
    with django_assert_num_queries(1):
        assert [card.topics for card in neighbours(Edition.objects.cards())] == [""] * rows


def test_card_names_the_place_as_far_as_it_is_known() -> None:
    published(title="A", city=make_city("Bergen"), language="ar", summary="Words.")
    published(title="B", city=None, city_typed="Vågen")
    published(title="C", city=None)
    shown = cards(Edition.objects.order_by("title").cards())
    assert [card.place for card in shown] == ["Bergen, Norway", "Vågen, Norway", "Norway"]
    assert [card.spoken for card in shown] == [' lang="ar" dir="rtl"', "", ""]
    assert [card.language for card in shown] == ["Arabic", "", ""]
    assert [card.language for card in neighbours(Edition.objects.order_by("title").cards())] == [
        "Arabic",
        "",
        "",
    ]
    assert (shown[0].text, shown[0].address) == ("Words.", "http://localhost:8000/practices/a/")

"""Does a card say of a practice where it was, what it is about, and in which language its words are?"""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from practices.models import Edition
from practices.public.parts.cards import cards, neighbours
from tests.builders import make_city, make_draft, make_editor, make_topic, make_user, moved, published
from tests.entry_pictures import brought

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
    assert (shown[0].text, shown[0].site + shown[0].url) == ("Words.", "http://localhost:8000/practices/a/")


@pytest.mark.parametrize(("language", "said"), [("ar", ' lang="ar" dir="rtl"'), ("en", "")])
def test_words_of_pictures_are_spoken_in_the_language_of_the_practice(
    client: Client, language: str, said: str
) -> None:
    practice = make_draft(contributor=(person := make_user()), language=language)
    practice.pictures = [brought(practice, by=person, alt="Alt.", caption="Caption.")]
    practice.save()
    practice = moved(practice, "submit", by=person, licence_agreed=True)
    practice = moved(practice, "approve", by=make_editor())
    for address in ("/practices/", practice.get_absolute_url()):
        (found,) = re.findall(r'alt="Alt\."\s*( lang="\w+"(?: dir="\w+")?)?\s', client.get(address).text)
        assert found == said
    assert f'<span class="gallery__caption" {said}>Caption.</span>' in client.get(address).text

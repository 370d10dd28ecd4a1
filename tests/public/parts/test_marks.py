"""Does a practice without a picture have a mark of what it is about and where, which nobody hears?"""

import json
import re

import pytest
from django.conf import settings
from django.test import Client

from practices.models import Edition
from practices.public.parts.cards import cards, neighbours
from practices.public.parts.marks import NEUTRAL, Mark, sign_of, signs
from tests.builders import make_city, make_topic, published

pytestmark = pytest.mark.django_db

TOPICS = [topic["slug"] for topic in json.loads((settings.BASE_DIR / "fixtures" / "topics.json").read_text())]


def test_every_topic_of_the_programme_has_a_sign_of_its_own_and_no_sign_waits_for_one() -> None:
    found = [sign_of(topic) for topic in TOPICS]
    assert sorted([*found, NEUTRAL]) == sorted(signs())
    assert len({*found}) == len(TOPICS) == 21


def test_topic_that_came_later_has_the_neutral_sign() -> None:
    assert [sign_of(slug) for slug in ("sport", "publications", "housing-first", "")] == [
        NEUTRAL,
        NEUTRAL,
        "housing",
        NEUTRAL,
    ]


def test_card_has_one_of_its_topics_and_its_city_in_its_country() -> None:
    bergen = make_city("Bergen", latitude=60.393, longitude=5.325)
    topics = [make_topic("education"), make_topic("roma")]
    practices = [published(title=f"Practice {number}", city=bergen, topics=topics) for number in range(2)]
    published(title="Practice 2", country="FR", city=None, topics=[])
    shown = cards(Edition.objects.order_by("title").cards())
    expected = [Mark(("education", "roma")[each.pk % 2], "NO", (13, 79)) for each in practices]
    assert [card.mark for card in shown] == [*expected, Mark(NEUTRAL, "FR")]
    assert [card.mark for card in neighbours(Edition.objects.cards())] == [None] * 3


def test_mark_is_seen_and_not_heard(client: Client) -> None:
    published(
        city=make_city("Bergen", latitude=60.393, longitude=5.325), topics=[make_topic("multilingualism")]
    )
    page = client.get("/practices/").text
    (mark,) = re.findall(r'<div class="mark" aria-hidden="true">(.*?)</div>', page, re.DOTALL)
    assert mark == (
        '<svg><use href="/static/img/lands.svg#NO" /><circle cx="13%" cy="79%" /></svg>'
        '<svg><use href="/static/img/signs.svg#multilingualism" /></svg>'
    )

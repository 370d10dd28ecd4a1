"""How much is read to find what stands beneath a practice?"""

import pytest
from django.db import connection

from practices.models import Edition, Place
from practices.public.parts import related
from tests.builders import make_city, make_translation, published

pytestmark = pytest.mark.django_db


def editions() -> dict[str, Edition]:
    return {edition.title: edition for edition in Edition.objects.select_related("city", "practice")}


@pytest.mark.either
def test_newest_of_a_city_are_read_from_the_end_of_an_index() -> None:
    published()
    (mine,) = editions().values()
    elsewhere = [make_city(f"City {number}") for number in range(200)]
    Place.objects.bulk_create(
        Place(edition=mine, country="NO", city=city, is_lead=False) for city in elsewhere
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE practices_place")  # else an earlier test's statistics choose
        if connection.vendor == "postgresql":  # which reads a table of few rows without its indexes
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    plan = related._newest_of_city(mine, [mine.pk]).explain()  # noqa: SLF001  the page shows no plan
    assert "place_by_city" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


def test_neighbours_are_originals_and_each_stands_once() -> None:
    original = published(title="The reading ship")
    make_translation(published(title="Leseskipet", language="no"), of=original)
    for number in range(related.MOST_OF_CITY + 1):
        published(title=f"Of the city {number}", purpose="A choir of sailors.")
    make_translation(published(title="Le bateau", language="fr"), of=original)
    mine = editions()["The reading ship"]
    translations = [editions()[title] for title in ("Leseskipet", "Le bateau")]
    nearby, alike = related.read_next(mine, list(mine.topics.all()), translations)
    assert [each.title for each in nearby] == [f"Of the city {number}" for number in range(10, 0, -1)]
    assert [each.title for each in alike] == ["Of the city 0"]

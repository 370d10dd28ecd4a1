"""Does a practice stand among the others of its city by the years in which they ran, with open ends open?"""

import pytest
from django.test import Client
from django.utils import timezone

from practices.models import Edition
from practices.public.parts.periods import ROOM, SCALE, PeriodLine, period_lines
from practices.public.parts.related import MOST_OF_CITY
from tests.builders import make_city, published

pytestmark = pytest.mark.django_db


def lines_of(title: str) -> list[PeriodLine]:
    """Return the lines beneath a practice, all others being of its city."""
    editions = {edition.title: edition for edition in Edition.objects.order_by("pk")}
    own = editions.pop(title)
    found = period_lines(own, list(editions.values()))
    return found.lines if found else []


def test_periods_stand_in_order_on_one_scale_and_open_ends_are_open() -> None:
    this_year = timezone.localdate().year
    published(title="Own", period=f"{this_year - 9}-{this_year - 5}")
    published(title="Goes on", period=f"since {this_year - 4}")
    published(title="Not said", period="")
    published(title="Ended", period=f"until {this_year - 9}")
    ended, own, goes_on, not_said = lines_of("Own")
    assert (own.title, own.url, own.x, own.end) == ("Own", "", ROOM, SCALE / 2)
    assert (goes_on.x, goes_on.end, goes_on.left) == (SCALE / 2, SCALE - ROOM, ROOM)
    assert (ended.x, ended.width) == (ROOM, 9.2)
    assert (not_said.title, not_said.width, not_said.said) == ("Not said", 0, "")
    ends = [(line.is_open_before, line.is_open_after) for line in (own, ended, goes_on, not_said)]
    assert ends == [(False, False), (True, False), (False, True), (False, False)]


def test_there_is_no_timeline_of_one_or_without_years() -> None:
    published(title="Own", period="2015")
    assert lines_of("Own") == []
    Edition.objects.update(period_start=None, period_end=None)
    published(title="Other", period="")
    assert lines_of("Own") == []


def test_page_shows_the_last_of_its_city_alone(client: Client) -> None:
    own = published(title="Own", period="2015")
    for number in range(MOST_OF_CITY + 1):
        published(title=f"Number {number:02}", period=f"since {2000 + number}")
    published(title="Far away", city=make_city("Oslo"))
    page = client.get(own.get_absolute_url()).content.decode()
    timeline = page.partition("More from Bergen")[2].partition("Related practices")[0]
    assert [f"Number {number:02}" in timeline for number in range(MOST_OF_CITY + 1)] == [False] + [True] * 10
    assert "<strong >Own</strong>" in timeline
    assert "Far away" not in timeline


def test_city_without_years_has_its_practices_all_the_same(client: Client) -> None:
    own = published(title="Own", period="")
    published(title="Other", period="")
    page = client.get(own.get_absolute_url()).content.decode()
    assert 'class="periods"' not in page
    assert page.partition("More from Bergen")[2].count('class="neighbour"') == 1

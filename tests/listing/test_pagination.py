"""Which page of a list is shown, and where do its links lead?"""

import pytest
from django.db.models import QuerySet

from practices.listing.pagination import Unordered, paginate
from practices.models import Topic
from tests.builders import make_topic

pytestmark = pytest.mark.django_db


def test_list_without_total_order_is_refused() -> None:
    with pytest.raises(Unordered):
        paginate(Topic.objects.order_by("position"), "")
    with pytest.raises(Unordered):
        paginate(Topic.objects.order_by(), "")


def test_empty_list_has_one_page() -> None:
    shown = paginate(Topic.objects.order_by("slug"), "1")
    assert shown is not None
    assert (shown.total, shown.rows, shown.before, shown.after) == (0, [], "", "")
    assert paginate(Topic.objects.order_by("slug"), "2") is None


def test_what_goes_off_line_while_its_page_is_loaded_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("education", "housing"):
        make_topic(name)
    load = QuerySet.in_bulk

    def late(rows: QuerySet[Topic], keys: list[int]) -> dict[int, Topic]:
        Topic.objects.filter(slug="education").delete()
        return load(rows, keys)

    monkeypatch.setattr(QuerySet, "in_bulk", late)
    shown = paginate(Topic.objects.order_by("slug"), "1")
    assert shown is not None
    assert [topic.slug for topic in shown.rows] == ["housing"]


def test_pages_lead_to_neighbours_first_and_last() -> None:
    for number in range(181):
        make_topic(f"topic-{number:03}")
    shown = paginate(Topic.objects.order_by("slug"), "5", query="q=a")
    assert shown is not None
    assert [topic.slug for topic in shown.rows] == [f"topic-{number:03}" for number in range(80, 100)]
    assert (shown.before, shown.after) == ("?q=a&page=4", "?q=a&page=6")
    assert [(step.number, step.query) for step in shown.steps] == [
        (1, "?q=a"),
        (None, ""),
        (4, "?q=a&page=4"),
        (5, "?q=a&page=5"),
        (6, "?q=a&page=6"),
        (None, ""),
        (10, "?q=a&page=10"),
    ]
    assert [step.number for step in shown.steps if step.is_current] == [5]

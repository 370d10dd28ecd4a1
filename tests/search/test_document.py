"""What is searched, and what matches."""

import pytest

from practices.models import Edition
from practices.search.document import matching
from tests.builders import make_city, make_topic, published

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [edition.title for edition in matching(Edition.objects.order_by("pk"), text)]


def test_edition_is_found_by_everything_that_has_a_weight() -> None:
    published(
        title="A table",
        country="CH",
        city=make_city("Geneva", "CH", aliases=["Genève"]),
        topics=[make_topic("religion", "religion and interfaith")],
        purpose="People of *many* faiths",
        contact_name="Secret office",
    )
    published(title="Another entry")
    for text in (
        "table",
        "TABLE",
        "geneve",
        "Genève",
        "switzerland",
        "interfaith",
        "many faiths",
        "fait many",
    ):
        assert found(text) == ["A table"]
    assert found("") == ["A table", "Another entry"]
    assert found("   .") == ["A table", "Another entry"]
    for text in ("secret", "table another", "xylophone"):
        assert found(text) == []

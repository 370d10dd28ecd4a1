"""Does the page that asks before many entries are moved say what an editor should know of each?"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from practices.entries import actions, comments
from practices.models import Practice
from tests.admin.editorial.test_bulk import LIST, ticked
from tests.builders import make_city, make_editor, submitted
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db


def test_confirmation_names_in_the_order_of_the_list_what_an_editor_should_know() -> None:
    editor = make_editor()
    first = submitted(title="First", city=None, city_typed="Smallville")
    second = submitted(title="Second", country="ES", city=make_city("Madrid", "ES"))
    comments.add(second, field="period", text="Which year?", internal=False, by=editor)
    actions.save_answers(second, {"purpose": ""}, by=editor, expected_version=second.version)
    Practice.objects.filter(pk=second.pk).update(status_since=timezone.now() - timedelta(days=3))
    client = client_of(editor)
    for name in ("approve", "return"):
        page = ticked(client, name, second, first)
        assert [str(each.practice) for each in page.context["entries"]] == ["Second", "First"]
        text = re.sub(r"\s+", " ", page.text)
        for words in (
            "Write an answer: Purpose.",
            "Open remark, Period: Which year?",
            "Not in our list yet: Smallville",
        ):
            assert f"<li>{words}</li>" in text.replace("> ", ">").replace(" <", "<")
        assert text.index("Madrid, Spain") < text.index("Smallville, Norway")


@pytest.mark.parametrize("number", [1, 3])
def test_confirmation_takes_the_same_queries_for_any_number(number: int) -> None:
    entries = [submitted(title=f"Ship {position}") for position in range(number)]
    client = client_of(make_editor())
    sent = form_data(client.get(LIST).content, "changelist-form") | {
        "action": "return",
        "_selected_action": [each.pk for each in entries],
        "index": "0",
    }
    with assertNumQueries(14):
        client.post(LIST, sent)

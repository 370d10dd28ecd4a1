"""Does the page that asks before many entries are moved say what an editor should know of each?"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from practices.entries import actions, claims, comments
from practices.models import Practice
from tests.admin.editorial.test_bulk import LIST, ticked
from tests.builders import make_city, make_draft, make_editor, make_user, published, submitted
from tests.headings import words
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
        for told in (
            "Write an answer: Purpose.",
            "Open remark, Period: Which year?",
            "Not in our list yet: Smallville",
        ):
            assert f"<li>{told}</li>" in text.replace("> ", ">").replace(" <", "<")
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


def test_confirmation_tells_who_reads_what_looks_alike_what_stays_and_that_it_can_be_undone() -> None:
    city, client = make_city(), client_of(make_editor())
    other = published(title="A reading ship", city=city)
    claimed = submitted(title="The reading ship", city=city)
    claims.claim(claimed, by=make_editor("ben@programme.example"))
    page = ticked(client, "approve", claimed, other)
    text = words(page.text)
    for said in (
        "Claimed by ben@programme.example.",
        f"Looks like No. {other.pk}, same city",
        "Left as it is: This entry is published: “Approve” is not possible now.",
        "For 10 minutes it can be undone.",
        "Approve: 1 entry",
    ):
        assert said in text
    assert f'href="{LIST}{claimed.pk}/review/"' in page.text


def test_publishing_what_has_a_contributor_is_told_before_and_leaves_nothing_to_press() -> None:
    client = client_of(make_editor())
    page = ticked(client, "publish", make_draft(contributor=make_user()))
    assert "This entry has a contributor: it is submitted and approved." in page.text
    assert re.search(r"<button[^>]*default[^>]* disabled", page.text)


def test_list_of_one_status_offers_what_can_be_done_with_it() -> None:
    submitted()
    client = client_of(make_editor())
    for query, offered in (
        ("", {"return", "approve", "publish", "reject", "reopen", "revise", "discard", "restore", "trash"}),
        ("?status__exact=submitted", {"return", "approve", "reject", "trash"}),
    ):
        page = client.get(f"{LIST}{query}").text
        assert set(re.findall(r'<option value="([a-z]+)"', page)) == offered
    assert "Publish (without a contributor)" in client.get(LIST).text

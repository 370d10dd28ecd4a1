"""Does an editor read two entries side by side, by question, with the differences marked?"""

import pytest
from pytest_django.asserts import assertNumQueries

from practices.entries import actions
from tests.builders import make_city, make_editor, make_user, moved, published, submitted
from tests.pages import client_of

pytestmark = pytest.mark.django_db
LIST = "/admin/practices/practice/"


def test_answers_stand_by_question_with_the_differences_marked_and_place_and_period_above() -> None:
    user = make_user()
    other = published(
        contributor=user,
        title="The reading ship",
        purpose="A blue ship.",
        country="ES",
        city=make_city("Vigo", "ES"),
    )
    other = moved(other, "revise", by=user)
    other = actions.save_answers(other, {"purpose": "A canary."}, by=user, expected_version=other.version)
    ours = submitted(
        title="The reading ships", purpose="A red <ship>.", period="2015-2020", contact_name="Canary Quill"
    )
    client = client_of(make_editor())
    page = client.get(f"{LIST}{ours.pk}/beside/{other.pk}/").text
    text = " ".join(page.split())
    assert "A <mark>red &lt;ship&gt;.</mark>" in text
    assert "A <mark>blue ship.</mark>" in text
    assert (
        text.index("Bergen, Norway, 2015-2020")
        < text.index("Vigo, Spain, since 2015")
        < text.index("A <mark>")
    )
    assert 'Process <span class="about">the same</span>' in text
    assert ("canary" in text, "Canary Quill" in text) == (False, False)
    assert f'href="{LIST}{ours.pk}/beside/{other.pk}/"' in client.get(f"{LIST}{ours.pk}/review/").text


def test_entry_is_not_compared_with_itself_nor_with_what_is_not_there() -> None:
    practice, thrown, editor = submitted(), submitted(), make_editor()
    actions.trash(thrown, by=editor, expected_version=thrown.version)
    client = client_of(editor)
    for number in (practice.pk, thrown.pk, 999_999):
        assert client.get(f"{LIST}{practice.pk}/beside/{number}/").status_code == 404


def test_page_takes_so_many_queries() -> None:
    ours, other = submitted(), published(title="A quay")
    client = client_of(make_editor())
    with assertNumQueries(12):
        assert client.get(f"{LIST}{ours.pk}/beside/{other.pk}/").status_code == 200

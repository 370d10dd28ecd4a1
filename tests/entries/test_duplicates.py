"""Is an entry that may be in the catalogue already found, and few that are another?"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from catalogue.env import ROOT
from practices.entries.duplicates import CANDIDATES, LIKE, SHOWN, likeness, similar
from practices.models import Practice, User
from practices.text import fold
from tests.builders import make_city, make_draft, make_editor, make_topic, make_user, published, submitted
from tests.pages import client_of

PAIRS = [
    [part.strip() for part in line.split("|")]
    for line in (ROOT / "tests/similar_titles.txt").read_text().splitlines()
    if not line.startswith("#")
]


def hints(kind: str) -> list[bool]:
    return [likeness(fold(one), fold(other)) >= LIKE for pair_kind, one, other in PAIRS if pair_kind == kind]


def titles(practice: Practice, person: User) -> list[str]:
    return [
        each.edition.title if each.edition else each.practice.title
        for each in similar(practice, person=person)
    ]


def test_labelled_pairs_are_told_apart() -> None:
    same, other = hints("same"), hints("other")
    assert (len(same), len(other)) == (20, 18)
    assert sum(same) / len(same) >= 0.95
    assert sum(other) <= 1


@pytest.mark.parametrize("title", ["ship", "a", "", "不同的文化"])
def test_a_title_is_like_itself_and_not_like_nothing(title: str) -> None:
    assert likeness(title, title) == 1
    assert likeness(title, "quite another") < LIKE


@pytest.mark.django_db
def test_same_city_same_topic_and_own_entries_are_looked_through() -> None:
    user, oslo = make_user(), make_city("Oslo")
    published(title="A reading ship", topics=[make_topic("arts")])
    published(title="The reading ships", city=oslo, topics=[make_topic("work")])
    published(title="Reading ship", country="SE", city=None, topics=[make_topic("housing")])
    make_draft(contributor=user, title="Reading ship (copy)", city=oslo)
    make_draft(contributor=make_user(), title="Reading ship of another")
    mine = make_draft(contributor=user, title="The reading ship", topics=[make_topic("work")])
    assert set(titles(mine, user)) == {"A reading ship", "The reading ships", "Reading ship (copy)"}


@pytest.mark.django_db
def test_own_edition_is_no_hint_and_an_untitled_draft_has_none() -> None:
    user = make_user()
    practice = published(contributor=user, title="The reading ship")
    assert titles(practice, user) == []
    make_draft(contributor=user, title="")
    assert titles(make_draft(contributor=user, title=""), user) == []


@pytest.mark.django_db
def test_country_stands_in_where_no_topic_is_chosen() -> None:
    user = make_user()
    published(title="The reading ship", city=make_city("Oslo"))
    mine = make_draft(contributor=user, title="Reading ship", topics=[])
    assert titles(mine, user) == ["The reading ship"]


@pytest.mark.django_db
def test_few_are_shown_and_what_is_compared_is_bounded() -> None:
    user = make_user()
    for number in range(SHOWN + 2):
        published(title=f"The reading ship {number}")
    mine = make_draft(contributor=user, title="The reading ship")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(similar(mine, person=user)) == SHOWN
    assert all(f"LIMIT {CANDIDATES}" in query["sql"] for query in queries if "title" in query["sql"])


@pytest.mark.django_db
def test_hint_is_on_the_form_and_blocks_nothing() -> None:
    user = make_user()
    other = published(title="A reading ship")
    mine = make_draft(contributor=user, title="The reading ship")
    address = f"/contribute/practices/practice/{mine.pk}/"
    page = client_of(user).get(f"{address}change/").content.decode()
    assert "This may be in the catalogue already" in page
    assert f'href="/practices/{other.slug}/"' in page
    response = client_of(user).post(f"{address}move/submit/", {"seen": 1, "licence_agreed": "on"})
    assert response["Location"] == f"{address}submitted/"


@pytest.mark.django_db
@pytest.mark.parametrize(("section", "is_told"), [("practice", True), ("story", True), ("transfer", False)])
def test_hint_is_where_one_names_the_entry_and_after_that_save(section: str, *, is_told: bool) -> None:
    user = make_user()
    published(title="A reading ship")
    make_draft(contributor=make_user(), title="The reading ship of another")
    mine = make_draft(contributor=user, title="The reading ship")
    page = client_of(user).get(f"/contribute/practices/practice/{mine.pk}/change/{section}/").text
    assert ("A reading ship" in page, "of another" in page) == (is_told, False)


@pytest.mark.django_db
def test_unpublished_entry_of_another_is_never_a_hint() -> None:
    user = make_user()
    make_draft(contributor=make_user(), title="The reading ship of another")
    mine = make_draft(contributor=user, title="The reading ship of ours")
    page = client_of(user).get(f"/contribute/practices/practice/{mine.pk}/change/").content.decode()
    assert "of another" not in page


@pytest.mark.django_db
def test_editor_is_shown_what_others_write_in_the_country_or_the_same_person_anywhere() -> None:
    author = make_user()
    submitted(contributor=author, title="Reading ship", country="SE", city=None)
    make_draft(contributor=make_user(), title="A reading ship")
    make_draft(contributor=make_user(), title="The reading ships", country="SE", city=None)
    mine = submitted(contributor=author, title="The reading ship")
    assert titles(mine, author) == ["Reading ship"]
    assert set(titles(mine, make_editor())) == {"A reading ship", "Reading ship"}
    assert titles(mine, make_editor(second_step=False)) == []


@pytest.mark.django_db
def test_review_links_each_similar_entry_and_says_where_it_stands() -> None:
    other = published(title="A reading ship")
    waiting = submitted(title="Reading ship")
    mine = submitted(title="The reading ship")
    page = client_of(make_editor()).get(f"/admin/practices/practice/{mine.pk}/review/").content.decode()
    rows = re.findall('<li class="alike">(.*?)</li>', page.partition('id="decide_form"')[0], re.DOTALL)
    links = [re.search('<a href="(.*?)">(.*?)</a>', row) for row in rows]
    assert {(link[1], link[2]) for link in links if link} == {
        (f"/practices/{other.slug}/", "A reading ship"),
        (f"/admin/practices/practice/{waiting.pk}/review/", "Reading ship"),
    }
    spans = [strip_tags(span).strip() for row in rows for span in re.findall("<span.*?</span>", row)]
    assert sorted(spans) == ["on line, same city.", "submitted, same city."]


@pytest.mark.django_db
def test_review_says_that_nothing_is_similar() -> None:
    page = (
        client_of(make_editor()).get(f"/admin/practices/practice/{submitted().pk}/review/").content.decode()
    )
    assert "No other entry has a title like this one’s." in page

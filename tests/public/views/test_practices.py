"""What do visitors get at the addresses of the list, of a practice, its editions and its short address?"""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from practices.entries import actions
from practices.models import Practice
from tests.builders import make_city, make_draft, make_editor, make_topic, moved, published, withdrawn
from tests.headings import heading_texts, title_of, words

pytestmark = pytest.mark.django_db


def revised(practice: Practice, **given: object) -> Practice:
    """Publish another edition of an entry from elsewhere."""
    editor = make_editor()
    draft = moved(practice, "revise", by=editor)
    actions.save_answers(draft, given, by=editor, expected_version=draft.version)
    return moved(practice, "publish", by=editor)


# The list


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_few_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        published(title=f"Practice {number}")
    with django_assert_num_queries(
        14
    ):  # the version, editions, their topics, and ten of the facets: see test_facets.py
        page = client.get("/practices/").content.decode()
    assert len(heading_texts(page, 3)) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_search_asks_few_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows):
        published(title=f"Practice {number}", process="An echo.", documents=[{"title": "Echo", "url": ""}])
    with django_assert_num_queries(
        18
    ):  # as the list does, what has the words, which countries and cities there are at all, and three of the limit
        page = client.get("/practices/?q=echo").content.decode()
    assert page.count("<mark>Echo</mark>") + page.count("<mark>echo</mark>") == rows


def test_search_of_nothing_asks_few_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    published()
    with django_assert_num_queries(
        19
    ):  # the search, of which nothing is counted, the words apart and as one, what may be meant, three ways out
        page = client.get("/practices/?q=ship+xylophone").content.decode()
    assert "without the words “xylophone” 1 practice" in words(page)


def test_list_shows_cards_newest_first_with_where_when_and_what(client: Client) -> None:
    published(title="Older")
    published(title="Newer", topics=[make_topic("roma", "Roma")], period="2015-2020 / 2021-25")
    page = client.get("/practices/").content.decode()
    assert heading_texts(page, 3) == ["Newer", "Older"]
    assert (
        "Bergen, Norway · 2015–2020 / 2021–25 Newer People of the harbour read to one another. Roma"
        in words(page)
    )


def test_list_names_its_filters_in_title_and_chips(client: Client) -> None:
    published()
    page = client.get("/practices/?q=ship&country=NO&city=bergen").content.decode()
    assert title_of(page) == "Practices: ship, Norway, Bergen – Intercultural good practices"
    assert re.findall(r'class="chip" href="([^"]+)"', page) == [
        "?country=NO&amp;city=bergen",
        "?q=ship&amp;city=bergen",
        "?q=ship&amp;country=NO",
    ]


def test_list_keeps_several_choices_in_its_form(client: Client) -> None:
    published()
    page = client.get(
        "/practices/?country=FR&country=NO&topic=education&year=2016&sort=title"
    ).content.decode()
    assert re.findall(r'value="([\w-]+)"\s+checked', page) == ["FR", "NO", "education", "2016"]
    assert '<input type="hidden" name="sort" value="title">' in page


@pytest.mark.long
def test_list_has_pages_of_twenty_and_keeps_the_filters(client: Client) -> None:
    for number in range(21):
        published(title=f"Practice {number:02}")
    first = client.get("/practices/?country=NO&sort=title").content.decode()
    second = client.get("/practices/?country=NO&sort=title&page=2").content.decode()
    assert heading_texts(first, 3) == [f"Practice {number:02}" for number in range(20)]
    assert heading_texts(second, 3) == ["Practice 20"]
    assert '<a href="?country=NO&amp;sort=title&amp;page=2" rel="next">' in first
    assert '<a href="?country=NO&amp;sort=title" rel="prev">' in second
    assert title_of(second) == "Practices: Norway – page 2 of 2 – Intercultural good practices"


@pytest.mark.parametrize("page", ["2", "0", "-1", "abc", "%00", "1.0", "9" * 30, "٢"])
def test_list_without_such_a_page_leads_to_its_first(client: Client, page: str) -> None:
    published()
    answer = client.get(f"/practices/?country=NO&page={page}")
    assert answer.status_code == 404
    assert '<a class="button" href="?country=NO">' in answer.content.decode()


def test_list_refuses_what_cannot_be_meant_and_keeps_the_rest(client: Client) -> None:
    published(title="Must not be shown")
    answer = client.get("/practices/?year=abc&q=ship&country=NO&page=7")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Year: “abc” cannot be used. Type one year between 1900 and 2100, such as 2016." in page
    assert re.findall(r'name="q"\s+value="(\w+)"', page) == ["ship"]
    assert re.findall(r'value="([\w-]+)"\s+checked', page) == ["NO"]
    assert '<a href="http://localhost:8000/practices/?q=ship&amp;country=NO">' in page
    assert "Must not be shown" not in page


def test_what_was_mistyped_stays_in_the_form_to_be_put_right(client: Client) -> None:
    published()
    page = client.get("/practices/?year=2016&year=%3Cabc%3E&country=XX&outcome=completed").content.decode()
    fields = re.findall(r'name="(\w+)"\s+value="([^"]*)"\s+aria-invalid', page)
    assert fields == [("country", "XX"), ("year", "2016"), ("year", "&lt;abc&gt;")]
    assert re.findall(r'value="([\w-]+)"\s+checked', page) == ["completed"]
    assert "aria-invalid" not in client.get("/practices/?country=NO").content.decode()


def test_empty_list_offers_relaxations(client: Client) -> None:
    published()
    page = client.get("/practices/?city=bergen&year=1950").content.decode()
    assert heading_texts(page, 2) == ["No practice found"]
    assert "Remove one: without the year 1950 1 practice Or see all" in words(page)


def test_list_of_nothing_says_so(client: Client) -> None:
    answer = client.get("/practices/")
    assert answer.status_code == 200
    assert "Nothing has been published yet." in answer.content.decode()


def test_text_of_people_is_escaped(client: Client) -> None:
    published(title="<script>alert(1)</script>")
    page = client.get("/practices/?q=<script>alert(2)").content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(2)" in page


def cards_of(page: str) -> list[str]:
    """Return the text of each card as it stands in the page."""
    return re.findall(r"</h3>\s*<p[^>]*>(.*?)</p>", page)


def test_card_of_a_search_shows_why_it_was_found(client: Client) -> None:
    published(title="Text", purpose="First words.", process="Then they *listen* to noises of the city.")
    published(title="Summary", summary="Noise & light.", purpose="First words.")
    published(title="Noise in the title", summary="A plain summary.")
    page = client.get("/practices/?q=noise&sort=title").content.decode()
    assert cards_of(page) == [
        "A plain summary.",
        "<mark>Noise</mark> &amp; light.",
        "Then they listen to <mark>noises</mark> of the city.",
    ]
    page = client.get("/practices/?q=light&q=listen&sort=title").content.decode()
    assert cards_of(page) == [
        "Noise &amp; <mark>light</mark>.",
        "Then they <mark>listen</mark> to noises of the city.",
    ]
    assert "<mark>" not in client.get("/practices/?sort=title").content.decode()


def test_card_of_a_search_marks_in_the_language_of_the_entry(client: Client) -> None:
    published(title="Une maison", language="fr", purpose="Deux écoles et un jardin.")
    page = client.get("/practices/?q=ecole").content.decode()
    assert re.search(r'<p class="card__text" +lang="fr">Deux <mark>écoles</mark> et un jardin.</p>', page)


def test_passage_of_people_is_escaped(client: Client) -> None:
    published(
        title="One",
        summary="<img src=x onerror=alert(1)> noise <mark onclick=alert(2)>x</mark>",
        documents=[{"title": "<script>alert(3)</script>", "url": ""}],
    )
    for asked, shown in (
        (
            "noise",
            "&lt;img src=x onerror=alert(1)&gt; <mark>noise</mark> &lt;mark onclick=alert(2)&gt;x&lt;/mark&gt;",
        ),
        ("script", "&lt;<mark>script</mark>&gt;alert(3)&lt;/<mark>script</mark>&gt;"),
    ):
        assert cards_of(client.get("/practices/", {"q": asked}).content.decode()) == [shown]


# Addresses that change, and that do not


def test_old_slug_redirects_for_good(client: Client) -> None:
    practice = published(title="First name")
    revised(practice, title="Second name")
    assert client.get("/practices/first-name/").headers["Location"] == "/practices/second-name/"
    assert client.get("/practices/first-name/").status_code == 301
    answer = client.get("/practices/first-name/editions/1/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/practices/second-name/editions/1/")


def test_old_edition_says_that_it_is_old(client: Client) -> None:
    practice = published(title="One", purpose="The first purpose.", partner_cities=[make_city("Oslo")])
    revised(practice, purpose="The second purpose.")
    page = client.get("/practices/one/editions/1/").content.decode()
    assert heading_texts(page, 2)[0].startswith("This is edition 1 of ")
    assert "The first purpose." in page
    assert '<meta name="robots" content="noindex">' in page
    assert '<a href="/practices/one/"' in page
    assert "edition 1, " in client.get("/practices/one/").content.decode()


def test_old_edition_shows_no_unpublished_text(client: Client) -> None:
    practice = published(title="One")
    revised(practice, purpose="The second purpose.")
    moved(practice, "revise", by=make_editor())
    page = client.get("/practices/one/editions/3/")
    assert page.status_code == 404


def test_current_edition_has_one_address(client: Client) -> None:
    published(title="One")
    answer = client.get("/practices/one/editions/1/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/practices/one/")


def test_short_address_survives_renaming(client: Client) -> None:
    practice = published(title="First name")
    revised(practice, title="Second name")
    answer = client.get(f"/p/{practice.pk}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/practices/second-name/")


def test_withdrawn_practice_is_gone_with_its_reason_everywhere(client: Client) -> None:
    practice = withdrawn(title="One")
    for address in ("/practices/one/", "/practices/one/editions/1/", f"/p/{practice.pk}/"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "The practice has ended." in answer.content.decode()
        assert "The city asked for it." not in answer.content.decode()
    assert "One" not in heading_texts(client.get("/practices/").content.decode(), 3)


def test_old_slug_of_a_withdrawn_practice_is_gone_too(client: Client) -> None:
    practice = published(title="First name")
    revised(practice, title="Second name")
    moved(practice, "withdraw", by=make_editor(), note="n", reason="The reason.")
    assert client.get("/practices/first-name/").status_code == 410


def test_practice_that_was_never_on_line_is_not_there(client: Client) -> None:
    draft = make_draft(title="Unseen draft")
    for address in ("/practices/unseen-draft/", f"/p/{draft.pk}/", "/practices/unseen-draft/editions/1/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Unseen" not in answer.content.decode()


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_numbers_beyond_reason_are_not_there(client: Client, number: str) -> None:
    published(title="One")
    assert client.get(f"/p/{number}/").status_code == 404
    assert client.get(f"/practices/one/editions/{number}/").status_code == 404


def test_working_copy_is_never_loaded(client: Client) -> None:
    practice = published(title="One", purpose="Public text.")
    draft = moved(practice, "revise", by=make_editor())
    Practice.objects.filter(pk=draft.pk).update(purpose="Secret plan.", title="Secret title")
    page = client.get("/practices/one/").content.decode() + client.get("/practices/").content.decode()
    assert "Public text." in page
    assert "Secret" not in page


def test_misspelt_word_is_put_right_where_nothing_is_found(client: Client) -> None:
    published(title="Table on interreligious dialogue")
    page = client.get("/practices/?q=interreligous").content.decode()
    assert '<a href="?q=interreligious"><strong>interreligious</strong></a>' in page
    assert "Did you mean" not in client.get("/practices/?q=interreligious").content.decode()
    assert "Did you mean" not in client.get("/practices/?country=SE").content.decode()

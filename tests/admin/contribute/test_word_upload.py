"""A Word file becomes a draft with all its answers and a report on each question; what is no such file changes nothing."""

import re
from http import HTTPStatus
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.timezone import now

from practices.entries import actions
from practices.models import FormKey, Practice, Snapshot, User
from practices.question_kinds import LONGEST_LINE
from practices.template import WRITTEN
from practices.workflow import Status
from tests.builders import make_city, make_draft, make_topic, make_user, published
from tests.exports.word.reading import fields
from tests.imports.word.written import form_of, said_of, text_of

pytestmark = pytest.mark.django_db

ADDRESS = "/contribute/practices/practice/upload/"
TEXT = text_of(("Title", "The reading ship"), "An annexe.", ("Heading 1", "Purpose"), "To read.")


@pytest.fixture
def person() -> User:
    return make_user()


@pytest.fixture
def client(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def upload(client: Client, body: bytes, *, name: str = "My practice.docx", key: str = "", **more: Any) -> Any:
    file = BytesIO(body)
    file.name = name
    key = key or key_on(client)
    return client.post(ADDRESS, {"file": file, "key": key}, **more)


def key_on(client: Client) -> str:
    found = re.search(r'name="key" value="([^"]+)"', client.get(ADDRESS).content.decode())
    assert found
    return found[1]


def test_form_becomes_a_draft_with_every_answer_and_nothing_is_published(
    client: Client, person: User
) -> None:
    bergen, porto = make_city(), make_city("Porto", "PT")
    answers: dict[str, Any] = {
        "city": bergen,
        "partner_cities": [porto],
        "topics": [make_topic("roma"), make_topic("housing")],
        "language": "fr",
        "cost": "10k-50k",
        "documents": [{"title": "Report", "url": "https://city.example/r"}],
        "contact_name": "Kari",
        "contact_email": "kari@city.example",
        "contact_public": True,
    }
    original = make_draft(**answers)
    answer = upload(client, form_of(said_of(original), now()))
    practice = Practice.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/contribute/practices/practice/{practice.pk}/uploaded/",
    )
    assert (practice.contributor, practice.status, practice.has_edition) == (person, Status.DRAFT, False)
    before, after = said_of(original), said_of(practice)
    assert {name for name in before if before[name] != after[name]} == set()
    page = client.get(answer["Location"]).content.decode()
    assert "Your draft is made of “My practice.docx”: 14 of 25 questions are answered." in " ".join(
        page.split()
    )
    assert "Words that fit no question" not in page


def test_text_of_ones_own_becomes_a_draft_and_its_other_words_wait_in_the_report(client: Client) -> None:
    report = upload(client, TEXT, follow=True)
    practice = Practice.objects.get()
    assert (practice.title, practice.purpose) == ("The reading ship", "To read.")
    page = report.content.decode()
    assert ">An annexe.</textarea>" in page
    assert "it is what stands at the top of your file. Is it right?" in page
    assert "Write an answer: Process." in page
    entry = f"/contribute/practices/practice/{practice.pk}/"
    assert f'href="{entry}uploaded/"' in client.get(entry).content.decode()
    assert ">An annexe.</textarea>" in client.get(f"{entry}uploaded/").content.decode()
    client.get(f"{entry}change/story/")  # whatever else is opened
    assert ">An annexe.</textarea>" in client.get(f"{entry}uploaded/").content.decode()


def test_report_says_what_was_not_understood_and_what_is_too_long(client: Client) -> None:
    words = "word " * 301
    body = text_of(
        ("Title", "A ship"),
        "Country: Atlantis",
        ("Heading 1", "Purpose"),
        words,
        ("Heading 1", "Period"),
        "x" * (LONGEST_LINE + 1),
    )
    page = " ".join(upload(client, body, follow=True).content.decode().split())
    practice = Practice.objects.get()
    assert (practice.purpose, practice.period) == (words.strip(), "")
    assert f"2 of {len(WRITTEN)} questions are answered" in page
    assert "“Atlantis” is no country that is known; it is left out." in page
    assert "301 words; the limit is 300." in page
    assert f"{LONGEST_LINE + 1} characters; at most {LONGEST_LINE} can be kept." in page
    assert "Country: Atlantis" in page
    assert f"Period: {'x' * (LONGEST_LINE + 1)}" in page


def test_city_is_looked_up_and_of_several_the_likeliest_is_taken(client: Client) -> None:
    make_city("Bergen", population=280_000)
    make_city("Bergen", slug="bergen-2", population=500)
    upload(
        client,
        text_of("A ship", "Country: Norway", "City: Bergen", "Partner cities: Nowhere", "Purpose: To read."),
    )
    practice = Practice.objects.get()
    assert practice.city
    assert (practice.city.slug, practice.partner_cities_typed) == ("bergen", "Nowhere")


def test_file_sent_twice_makes_one_entry_and_another_file_another(client: Client, person: User) -> None:
    key = key_on(client)
    first, second = upload(client, TEXT, key=key), upload(client, TEXT, key=key)
    assert first["Location"] == second["Location"]
    other = upload(client, text_of("Another", "Purpose: To sing."), key=key)
    assert other["Location"] != first["Location"]
    assert sorted(Practice.objects.values_list("title", flat=True)) == ["Another", "The reading ship"]
    practice = Practice.objects.get(title="The reading ship")
    actions.save_answers(practice, {"purpose": "Mine."}, by=person, expected_version=practice.version)
    actions.save_answers(practice, {"purpose": "Mine now."}, by=person, expected_version=2)
    upload(client, TEXT, key=key)
    practice.refresh_from_db()
    assert practice.purpose == "Mine now."


@pytest.mark.parametrize(
    ("body", "name", "why"),
    [
        (
            b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"),
            "a.doc",
            "This is an old Word file (.doc): save it as .docx.",
        ),
        (b"", "a.docx", "It is empty."),
        (b"%PDF-1.7", "a.docx", "This is a PDF."),
        (b"x" * (5 * 2**19 + 1), "a.docx", "It is larger than 2.5 MB. Leave the pictures out"),
        (text_of("Hello"), "a.docx", "None of the template&#x27;s questions was found in it."),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_reason_and_nothing_is_written(
    client: Client, body: bytes, name: str, why: str
) -> None:
    answer = upload(client, body, name=name)
    page = answer.content.decode()
    assert (answer.status_code, why in page) == (200, True)
    assert 'href="#id_file"' in page
    assert Practice.objects.count() == FormKey.objects.count() == Snapshot.objects.count() == 0
    assert "uploaded" not in client.session


def test_nothing_chosen_is_said(client: Client) -> None:
    assert "Choose the Word file on your computer." in client.post(ADDRESS).content.decode()


def test_daily_quota_holds_for_files_too(client: Client, settings: Any) -> None:
    settings.DRAFTS_A_DAY = 1
    upload(client, TEXT)
    refused = upload(client, text_of("Another", "Purpose: To sing."))
    assert refused.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "An account may add 1 practices within a day" in refused.content.decode()
    assert Practice.objects.count() == 1


def test_report_is_only_for_who_uploaded(client: Client) -> None:
    address = upload(client, TEXT)["Location"]
    stranger = Client()
    stranger.force_login(make_user())
    assert stranger.get(address).status_code == 404
    assert Client().get(address).status_code == 302
    own = make_draft(contributor=(other := make_user()))
    stranger.force_login(other)
    entry = f"/contribute/practices/practice/{own.pk}/"
    assert stranger.get(f"{entry}uploaded/")["Location"] == entry


def test_ones_own_draft_is_taken_home_as_a_form_with_the_contact(client: Client, person: User) -> None:
    practice = make_draft(contributor=person, title="Not yet public", contact_name="Kari")
    entry = f"/contribute/practices/practice/{practice.pk}/"
    assert f'href="{entry}form.docx"' in client.get(entry).content.decode()
    answer = client.get(f"{entry}form.docx")
    found = fields(answer.content)
    assert (found["title"].text, found["contact_name"].text) == ("Not yet public", "Kari")
    assert "no-store" in answer["Cache-Control"]
    stranger = Client()
    stranger.force_login(make_user())
    assert stranger.get(f"{entry}form.docx").status_code == 404


def test_form_of_a_practice_on_line_has_its_edition_alone() -> None:
    owner = make_user()
    practice = published(title="First words", contributor=owner, contact_name="Kari")
    practice = actions.move(practice, "revise", by=owner, expected_version=practice.version)
    actions.save_answers(practice, {"title": "Second words"}, by=owner, expected_version=practice.version)
    found = fields(Client().get(f"/practices/{practice.slug}/form.docx").content)
    assert (found["title"].text, found["contact_name"].is_blank) == ("First words", True)


def test_file_that_is_too_large_for_a_body_is_too_large_for_this() -> None:
    assert settings.BODY_BYTES > 5 * 2**19

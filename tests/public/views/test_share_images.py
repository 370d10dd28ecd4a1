"""Is the card that is shown of a shared page there, the right one, and made once?"""

import json
from dataclasses import replace
from struct import unpack

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from practices.entries import actions
from practices.exports import citation
from practices.exports.record import loaded, public_answers_of
from practices.exports.typesetting import press, share_image
from tests.builders import make_user, moved, published, withdrawn

pytestmark = pytest.mark.django_db


def size(picture: bytes) -> tuple[int, int]:
    """Return how wide and high a PNG is, as its first chunk says."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR")
    width, height = unpack(">II", picture[16:24])
    return width, height


def test_card_is_a_picture_and_is_made_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    practice = published(title="السفينة القارئة " * 12, language="ar")
    address = f"/cards/{practice.pk}-1.png"
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"], size(answer.content)) == (
        200,
        "image/png",
        (1200, 630),
    )
    published(title="Another, so that the catalogue has a new version")
    monkeypatch.setattr(press, "PAGES", "nowhere")  # where nothing can be made
    assert client.get(address).content == answer.content
    assert client.get(f"/cards/{published().pk}-1.png").status_code == 429


def test_site_has_a_card(client: Client) -> None:
    assert size(client.get("/cards/site.png").content) == (1200, 630)


def test_card_is_asked_for_with_few_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    practice = published()
    with django_assert_num_queries(4):  # the version, the edition, its topics and partners
        client.get(f"/cards/{practice.pk}-1.png")


def test_old_card_leads_to_that_of_the_edition_on_line(client: Client) -> None:
    owner = make_user()
    practice = moved(published(title="First", contributor=owner), "revise", by=owner)
    actions.save_answers(practice, {"title": "Second"}, by=owner, expected_version=practice.version)
    assert client.get(f"/cards/{practice.pk}-2.png")["Location"] == f"/cards/{practice.pk}-1.png"
    assert "Second" not in share_image.card_of_practice(_cited())


def test_what_is_not_on_line_has_no_card(client: Client) -> None:
    assert client.get(f"/cards/{withdrawn().pk}-1.png").status_code == 404
    assert client.get("/cards/9999-1.png").status_code == 404


def test_card_says_title_place_and_the_topics_that_have_room() -> None:
    names = ["a" * 20, "b" * 20, "c" * 20]
    published(title="One" * 100)
    said = json.loads(share_image.card_of_practice(replace(_cited(), topics=tuple(names))))
    assert said["title"].replace("\u200b", "") == ("One" * 100)[:199] + "…"
    assert (said["place"], said["topics"]) == ("Bergen, Norway", f"A{names[0][1:]} · {names[1]}")
    assert (said["site"], said["language"]) == ("Intercultural good practices", "en")


def _cited() -> citation.Citation:
    edition = loaded().get()
    return citation.of_edition(edition, public_answers_of(edition), "")

"""Are pictures shown to whoever may see them, where they belong, and gone at once when their entry is?"""

import json
import re
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from practices.answers.article import article
from practices.entries import actions, preview_links
from practices.exports.record import loaded, public_answers_of
from practices.models import Edition, Practice, Upload
from practices.models.upload import Readiness
from practices.worker.rendering import render_next
from tests.builders import make_draft, make_editor, make_user, moved, published
from tests.entry_pictures import brought, said_of
from tests.pages import client_of

pytestmark = pytest.mark.django_db
LATEST = "/practices/"


def draft(**said: Any) -> tuple[Practice, str]:
    """Return a draft with a picture that waits to be made ready, and its digest."""
    practice = make_draft(contributor=(person := make_user()))
    picture = brought(practice, by=person, **said)
    practice = actions.save_answers(
        practice, {"pictures": [picture]}, by=person, expected_version=practice.version
    )
    return practice, picture["file"]


def on_line(**said: Any) -> tuple[Practice, str]:
    practice, digest = draft(**said)
    practice = moved(practice, "submit", by=practice.contributor, licence_agreed=True)
    return moved(practice, "approve", by=make_editor()), digest


def test_worker_makes_what_readers_see_and_a_place_is_kept_until_then() -> None:
    _practice, digest = on_line(colour=200)
    address = f"/pictures/{digest}-320.webp"
    response = Client().get(address)
    assert (response.status_code, response["Content-Type"], response["Cache-Control"]) == (
        200,
        "image/svg+xml",
        "no-store",
    )
    assert (render_next(), render_next()) == (True, False)
    assert Upload.objects.get().readiness == Readiness.READY
    response = Client().get(address)
    assert (response["Content-Type"], response["Cache-Control"]) == (
        "image/webp",
        "public, max-age=300",
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    assert response.content
    again = Client().get(address, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, response["ETag"])


def test_picture_has_no_public_address_before_it_is_approved_nor_after_it_is_withdrawn() -> None:
    practice, digest = draft()
    render_next()
    address = f"/pictures/{digest}-320.webp"
    assert Client().get(address).status_code == 404
    practice = moved(practice, "submit", by=practice.contributor, licence_agreed=True)
    assert Client().get(address).status_code == 404
    practice = moved(practice, "approve", by=(editor := make_editor()))
    assert Client().get(address).status_code == 200
    moved(practice, "withdraw", by=editor, note="It ended.", reason="It ended.")
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("width", ["0", "321", "4000"])
def test_only_the_widths_that_are_kept_have_addresses(width: str) -> None:
    _practice, digest = on_line()
    render_next()
    assert Client().get(f"/pictures/{digest}-{width}.webp").status_code == 404


def test_preview_shows_pictures_to_those_who_may_see_the_entry() -> None:
    practice, digest = draft()
    render_next()
    person = practice.contributor
    assert person
    page = client_of(person).get(f"/preview/{practice.pk}/").content.decode()
    address = f"/preview/pictures/{digest}-800.jpg"
    assert f'src="{address}"' in page
    seen = {
        name: client.get(address)
        for name, client in {
            "own": client_of(person),
            "editor": client_of(make_editor()),
            "other": client_of(make_user()),
            "nobody": Client(),
        }.items()
    }
    assert {name: each.status_code for name, each in seen.items()} == {
        "own": 200,
        "editor": 200,
        "other": 404,
        "nobody": 302,
    }
    assert "no-store" in seen["own"]["Cache-Control"]


def test_secret_address_of_a_preview_shows_its_pictures_and_no_others() -> None:
    practice, digest = draft()
    _other, foreign = draft(colour=5)
    render_next(), render_next()
    assert practice.contributor
    link = preview_links.share(practice, by=practice.contributor).get_absolute_url()
    page = Client().get(link).content.decode()
    address = f"{link}pictures/{digest}-320.webp"
    assert address in page
    shown = Client().get(address)
    assert (shown.status_code, shown["Referrer-Policy"]) == (200, "no-referrer")
    assert Client().get(f"{link}pictures/{foreign}-320.webp").status_code == 404
    preview_links.unshare(practice, by=practice.contributor)
    assert Client().get(address).status_code == 404


def test_secret_address_shows_no_picture_of_another_entry_whatever_the_text_names() -> None:
    practice, _digest = draft()
    _other, foreign = draft(colour=5)
    render_next(), render_next()
    Practice.objects.filter(pk=practice.pk).update(pictures=[said_of(foreign)])
    link = preview_links.share(practice, by=practice.contributor or make_editor()).get_absolute_url()
    assert Client().get(f"{link}pictures/{foreign}-320.webp").status_code == 404


def test_edition_shows_nobody_a_picture_of_another_entry_whatever_it_names() -> None:
    practice, own = on_line()
    _other, foreign = draft(colour=5)
    render_next(), render_next()
    Edition.objects.filter(practice=practice).update(pictures=[said_of(own), said_of(foreign)])
    assert Client().get(f"/pictures/{own}-320.webp").status_code == 200
    assert Client().get(f"/pictures/{foreign}-320.webp").status_code == 404


@pytest.mark.long
def test_tall_picture_is_found_in_the_width_that_it_has() -> None:
    practice, digest = on_line(width=500, height=40_000)
    assert render_next()
    row = Upload.objects.get()
    assert (row.width, row.height) == (200, 16_000)
    page = Client().get(practice.get_absolute_url()).content.decode()
    addresses = {*re.findall(rf"/pictures/{digest}-\d+\.\w+", page)}
    assert addresses
    for address in addresses:
        assert Client().get(address)["Content-Type"] in {"image/webp", "image/jpeg"}


def test_books_ask_nothing_of_each_picture() -> None:
    for colour in (1, 2, 3):
        on_line(colour=colour)
    with CaptureQueriesContext(connection) as queries:
        [article(public_answers_of(each), {}, places=None) for each in loaded()]
    assert not [query for query in queries.captured_queries if "practices_upload" in query["sql"]]


def test_page_shows_a_gallery_with_words_credit_and_licence() -> None:
    practice, digest = on_line(caption="The quay in May", credit="Kari <b>")
    page = Client().get(practice.get_absolute_url()).content.decode()
    image = re.search(r"<img[^>]*>", page[page.index('class="gallery"') :])
    assert image
    for said in (
        f'src="/pictures/{digest}-800.jpg"',
        'width="4"',
        'height="3"',
        'alt="A ship at the quay."',
        'loading="lazy"',
    ):
        assert said in image[0]
    assert "The quay in May" in page
    assert "Kari &lt;b&gt;," in page
    assert (
        '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license noopener">CC BY 4.0</a>' in page
    )


def machine_words(practice: Practice) -> tuple[dict[str, str], Any]:
    """Return what the page of a practice says to those who show it elsewhere, and to search engines of its picture."""
    page = Client().get(practice.get_absolute_url()).content.decode()
    social = dict(re.findall(r'<meta property="og:(image[^"]*)" content="([^"]*)">', page))
    [report] = [
        graph
        for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        if (graph := json.loads(each))["@type"] == "Report"
    ]
    return social, report.get("image")


@pytest.mark.long
def test_page_is_shared_with_its_picture_once_that_is_ready() -> None:
    practice, digest = on_line(colour=9, width=1700, height=850, caption="The quay", alt="A <ship>")
    card, no_image = machine_words(practice)
    assert (card["image"], no_image) == (f"{settings.SITE_URL}/cards/{practice.pk}-1.png", None)
    assert render_next()
    social, image = machine_words(practice)
    address = f"{settings.SITE_URL}/pictures/{digest}-1600.jpg"
    assert social == {
        "image": address,
        "image:alt": "A &lt;ship&gt;",
        "image:type": "image/jpeg",
        "image:width": "1600",
        "image:height": "800",
    }
    assert image == {
        "@type": "ImageObject",
        "contentUrl": address,
        "encodingFormat": "image/jpeg",
        "width": 1600,
        "height": 800,
        "caption": "The quay",
        "description": "A <ship>",
        "creditText": "Ada Lind",
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }
    shown = Client().get(urlsplit(address).path)
    with Image.open(BytesIO(shown.content)) as picture:
        assert (shown["Content-Type"], picture.format, picture.size) == ("image/jpeg", "JPEG", (1600, 800))


@pytest.mark.long
def test_page_is_shared_with_the_picture_that_was_chosen() -> None:
    practice = make_draft(contributor=(person := make_user()))
    size = {"width": 300, "height": 200}
    first = brought(practice, by=person, colour=1, **size)
    chosen = brought(practice, by=person, colour=2, card=True, **size)
    practice = actions.save_answers(
        practice, {"pictures": [first, chosen]}, by=person, expected_version=practice.version
    )
    practice = moved(practice, "submit", by=person, licence_agreed=True)
    practice = moved(practice, "approve", by=make_editor())
    render_next(), render_next()
    social, image = machine_words(practice)
    assert social["image"] == image["contentUrl"]
    assert chosen["file"] in social["image"]


def test_page_whose_picture_is_too_small_is_shared_with_its_card() -> None:
    practice, _digest = on_line(width=199, height=900)
    assert render_next()
    social, image = machine_words(practice)
    assert (social["image:width"], image) == ("1200", None)


def test_old_edition_shows_its_own_pictures() -> None:
    practice, first = on_line()
    person = practice.contributor
    practice = moved(practice, "revise", by=person)
    second = brought(practice, by=make_editor(), colour=3)
    practice = actions.save_answers(
        practice, {"pictures": [second]}, by=person, expected_version=practice.version
    )
    practice = moved(moved(practice, "submit", by=person), "approve", by=make_editor())
    old = Client().get(f"{practice.get_absolute_url()}editions/1/").content.decode()
    now = Client().get(practice.get_absolute_url()).content.decode()
    assert (first in old, second["file"] in old) == (True, False)
    assert (first in now, second["file"] in now) == (False, True)


def test_card_shows_the_picture_that_was_chosen_or_else_the_first() -> None:
    practice = make_draft(contributor=(person := make_user()))
    pictures = [brought(practice, by=person, colour=colour) for colour in (1, 2)]
    for chosen, at in ((False, 0), (True, 1)):
        pictures[1]["card"] = chosen
        Practice.objects.filter(pk=practice.pk).update(pictures=pictures)
        fresh = Practice.objects.get(pk=practice.pk)
        fresh = moved(fresh, "submit", by=person, licence_agreed=True)
        fresh = moved(fresh, "approve", by=(editor := make_editor()))
        page = Client().get(LATEST).content.decode()
        card = page[page.index('class="card"') :]
        assert f'src="/pictures/{pictures[at]["file"]}-800.jpg"' in card
        moved(fresh, "revise", by=editor)


def test_list_asks_the_database_once_for_all_its_pictures() -> None:
    published()
    counted = []
    for colour in (1, 2, 3):
        with CaptureQueriesContext(connection) as queries:
            page = Client().get(LATEST).content.decode()
        assert page.count('class="picture"') == colour - 1
        counted.append(len(queries))
        on_line(colour=colour)
    assert (counted[1] - counted[0], counted[2] - counted[1]) == (1, 0)

"""Is the casebook what the list shows, in a PDF that everybody can read, whatever is written in it?"""

import io
from dataclasses import replace
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pypdf import PdfReader

from practices.exports.formats.table import FORMATS, MOST_PRINTED
from practices.models import Edition
from practices.public import file_jobs
from tests.builders import make_city, make_topic, published
from tests.exports.formats.readers import TITLES, bookmarks, pdf_text

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

SCRIPTS = {
    "ar": ("السفينة القارئة", "NotoNaskhArabic"),
    "el": ("Το πλοίο της ανάγνωσης", "LibertinusSerif"),
    "he": ("ספינת הקריאה", "NotoSerifHebrew"),
    "ja": ("読書の船、ゆっくり", "NotoSansCJKjp"),
    "ko": ("책 읽는 배, 뷁 펲", "NotoSansCJKkr"),
    "uk": ("Корабель ґанок їжа", "LibertinusSerif"),
}
HOSTILE = (
    '#import "@preview/x:1.0.0": * #eval("1+1") #read("/etc/passwd") $x^2$ @label <label> \\u{41} `raw` '
    "= no heading // no comment /* none */ ~ --- ' \" \\ {} ] ) #panic() "
)


def file(client: Client, address: str = "/practices.pdf") -> bytes:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return bytes(answer.content)


def links(body: bytes) -> set[str]:
    """Return the addresses that anything in a PDF leads to."""
    found = set()
    for page in PdfReader(io.BytesIO(body)).pages:
        for each in page.get("/Annots", []):
            action = each.get_object().get("/A", {})
            found.add(str(action.get("/URI", "")))
    return found - {""}


def fonts(body: bytes) -> set[str]:
    names = set()
    for page in PdfReader(io.BytesIO(body)).pages:
        resources: Any = page["/Resources"].get_object()
        held = resources.get("/Font", {})
        names |= {
            str(font.get_object()["/BaseFont"]).partition("+")[2] for font in held.get_object().values()
        }
    return names


def test_book_is_what_the_list_shows(client: Client) -> None:
    malmo = make_city("Malmö", "SE", slug="malmo")
    purpose = "It *sails*:\n\n- to [the harbour](https://city.example/harbour)\n- home"
    published(title="A choir", purpose=purpose, summary="They sing.")
    published(title="Bread for all", country="SE", city=malmo, topics=[make_topic("roma")])
    published(title="Dancing", period="2001")
    body = file(client, "/practices.pdf?year=2016&sort=title")
    text = pdf_text(body)
    assert bookmarks(body) == [
        "A choir",
        "Bread for all",
        "Index by place",
        "Index by topic",
        "About this casebook",
    ]
    assert text.startswith("Intercultural good practices Practices: 2016 2 practices · ")
    assert "Contents A choir Bergen, Norway" in text
    assert "It sails: • to the harbour • home" in text
    assert "Index by place Norway Bergen A choir" in text
    assert "Sweden Malmö Bread for all" in text
    assert "Index by topic Education Bergen, Norway A choir" in text
    assert "Dancing" not in text
    assert {
        "https://city.example/harbour",
        f"{settings.SITE_URL}/topics/roma/",
        f"{settings.SITE_URL}/practices/?year=2016&sort=title",
    } <= links(body)


def test_book_is_a_pdf_for_everybody(client: Client) -> None:
    published(title="A choir", documents=[{"title": "Report", "url": "https://city.example/r"}])
    root: Any = PdfReader(io.BytesIO(file(client))).root_object
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert (root["/MarkInfo"]["/Marked"], str(root["/Lang"])) == (True, "en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/StructTreeRoot"]


def test_one_practice_has_no_cover_and_no_index(client: Client) -> None:
    practice = published(title="The reading ship")
    Edition.objects.update(licence="CC-BY-4.0")
    body = file(client, f"/practices/{practice.slug}.pdf")
    assert bookmarks(body) == ["The reading ship"]
    assert pdf_text(body).startswith("Bergen, Norway · since 2015 The reading ship")
    assert "https://creativecommons.org/licenses/by/4.0/" in links(body)
    assert f"{settings.SITE_URL}/p/{practice.pk}/" in pdf_text(body).replace(" ", "")


@pytest.mark.long
def test_every_language_has_its_letters_without_any_of_the_machine(client: Client) -> None:
    for language, (title, _font) in SCRIPTS.items():
        published(title=title, language=language, purpose=f"**{title}**, {title}")
    body = file(client)
    assert sorted(TITLES["pdf"](body)) == sorted(title for title, _font in SCRIPTS.values())
    assert "\ufffd" not in pdf_text(body)
    named = fonts(body)
    assert [
        font for _title, font in SCRIPTS.values() if not any(name.startswith(font) for name in named)
    ] == []


def test_hostile_texts_stay_text(client: Client) -> None:
    published(title=HOSTILE[:120], purpose=HOSTILE, summary="\x01\ue000\U000e0001 \U0001f9ff\u0352 one")
    assert HOSTILE.replace(" ", "") in pdf_text(file(client)).replace(" ", "")


@pytest.mark.long
def test_word_of_100_kilobytes_stays_on_the_page_and_is_set_in_no_time(client: Client) -> None:
    published(title="One", process="w" * 100_000)
    before = getrusage(RUSAGE_CHILDREN).ru_utime
    body = file(client, "/practices/one.pdf")
    assert getrusage(RUSAGE_CHILDREN).ru_utime - before < 2
    longest = max(PdfReader(io.BytesIO(body)).pages[1].extract_text().split("\n"), key=len)
    assert longest == "w" * 50  # there is room for 55


@pytest.mark.thorough
def test_hundred_practices_take_two_seconds_of_a_processor(client: Client) -> None:
    text = "People of the harbour *read* to one another, week after week. " * 20
    for number in range(100):
        published(title=f"Practice {number}", summary=text[:200], purpose=text, process=f"{text}\n\n- {text}")
    before = getrusage(RUSAGE_CHILDREN)
    assert len(TITLES["pdf"](file(client))) == 100
    after = getrusage(RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2


def test_too_many_are_refused_with_a_hint(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert FORMATS["pdf"].most == MOST_PRINTED == 300
    published(title="One")
    published(title="Two")
    monkeypatch.setattr("practices.public.views.files.FORMATS", FORMATS | {"pdf": _of_one()})
    answer = client.get("/practices.pdf")
    assert answer.status_code == 400
    assert "Choose a country, a topic or a year first" in answer.content.decode()


def _of_one() -> Any:
    return replace(FORMATS["pdf"], most=1)


def test_empty_list_is_a_book_of_none(client: Client) -> None:
    assert bookmarks(file(client, "/practices.pdf?country=IT")) == ["About this casebook"]


def test_who_asks_waits_a_moment_and_is_told_to_come_back(client: Client, settings: Any) -> None:
    published(title="One")
    settings.MADE_SECONDS = 0.01
    answer = client.get("/practices.pdf")
    assert (answer.status_code, answer["Refresh"], answer["Retry-After"]) == (202, "3", "3")
    assert "no-store" in answer["Cache-Control"]
    assert 'href="/practices.pdf"' in answer.content.decode()
    settings.MADE_SECONDS = 60
    assert TITLES["pdf"](file(client)) == ["One"]
    assert not file_jobs.BOOKS.is_known("any")

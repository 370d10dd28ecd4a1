"""Do books carry the pictures of practices, with what is said of each, as readers that nobody here wrote find them?"""

import io
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from PIL import Image
from pypdf import PdfReader

from practices.entries import actions
from practices.exports.casebook import figures
from practices.models import Practice, Upload
from practices.uploads import storage
from practices.worker.rendering import render_next
from tests.builders import make_draft, make_editor, make_user, moved, published
from tests.entry_pictures import brought, said_of
from tests.exports.formats.readers import XHTML, epub, pdf_text
from tests.exports.word.reading import document, paragraphs, said

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
WIDE = {"width": 1000, "height": 500}


def on_line(*pictures: dict[str, Any], title: str = "A ship", is_ready: bool = True) -> Practice:
    practice = make_draft(contributor=(person := make_user()), title=title)
    shown = [brought(practice, by=person, **each) for each in pictures]
    practice = actions.save_answers(
        practice, {"pictures": shown}, by=person, expected_version=practice.version
    )
    practice = moved(practice, "submit", by=person, licence_agreed=True)
    while is_ready and render_next():
        pass
    return moved(practice, "approve", by=make_editor())


def file(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer) if answer.streaming else answer.content


def sizes_in_pdf(body: bytes) -> list[tuple[int, int]]:
    return [
        each.image.size for page in PdfReader(io.BytesIO(body)).pages for each in page.images if each.image
    ]


def alts_in_pdf(body: bytes) -> list[str]:
    """Return the descriptions of the figures in the tree of tags of a PDF."""
    root: Any = PdfReader(io.BytesIO(body)).trailer["/Root"]
    found, left = [], [root["/StructTreeRoot"]]
    while left:
        node = left.pop().get_object()
        if isinstance(node, list):
            left += node
        elif isinstance(node, dict):
            if node.get("/S") == "/Figure":
                found.append(str(node.get("/Alt")))
            left += [node["/K"]] if "/K" in node else []
    return found


@pytest.fixture
def ship() -> Practice:
    first = {"colour": 1, **WIDE, "alt": "A ship & <quay>", "caption": "The quay in May", "credit": "Kari"}
    return on_line(first, {"colour": 2, "alt": "Books", "licence": "CC0-1.0", "credit": ""})


@pytest.mark.long
def test_pdf_carries_pictures(client: Client, ship: Practice) -> None:
    body = file(client, f"/practices/{ship.slug}.pdf")
    assert sizes_in_pdf(body) == [(800, 400), (4, 3)]
    assert sorted(alts_in_pdf(body)) == ["A ship & <quay>", "Books"]
    assert "The quay in May Kari, CC BY 4.0 CC0 1.0" in pdf_text(body)
    targets = {
        str(each.get_object().get("/A", {}).get("/URI", ""))
        for page in PdfReader(io.BytesIO(body)).pages
        for each in page.get("/Annots", [])
    }
    assert LICENCE in targets


@pytest.mark.long
def test_book_of_an_old_edition_carries_its_own_pictures(client: Client, ship: Practice) -> None:
    """Carry two pictures that the edition on line has not, and not the one that it has."""
    editor = make_editor()
    draft = moved(ship, "revise", by=editor)
    other = brought(draft, by=editor, colour=3, width=30, height=30, alt="Another")
    actions.save_answers(draft, {"pictures": [other]}, by=editor, expected_version=draft.version)
    while render_next():
        pass
    new = moved(moved(draft, "submit", by=editor, licence_agreed=True), "approve", by=make_editor())
    assert sizes_in_pdf(file(client, f"/practices/{new.slug}.pdf")) == [(30, 30)]
    assert sizes_in_pdf(file(client, f"/practices/{new.slug}/editions/1.pdf")) == [(800, 400), (4, 3)]
    chapter = epub(file(client, f"/practices/{new.slug}/editions/1.epub")).chapter(f"practice-{new.pk}.xhtml")
    assert [each.get("alt") for each in chapter.iter(f"{XHTML}img")] == ["A ship & <quay>", "Books"]


@pytest.mark.long
def test_epub_carries_pictures(client: Client, ship: Practice) -> None:
    book = epub(file(client, f"/practices/{ship.slug}.epub"))
    chapter = book.chapter(f"practice-{ship.pk}.xhtml")
    shown = list(chapter.iter(f"{XHTML}img"))
    assert [(each.get("alt"), each.get("width"), each.get("height")) for each in shown] == [
        ("A ship & <quay>", "800", "400"),
        ("Books", "4", "3"),
    ]
    kinds = {
        each.get("href"): each.get("media-type") for each in book.package.iterfind("{*}manifest/{*}item")
    }
    for each, size in zip(shown, [(800, 400), (4, 3)], strict=True):
        name = each.get("src", "")
        with Image.open(io.BytesIO(book.parts[name])) as picture:
            assert (kinds[name], picture.format, picture.size) == ("image/jpeg", "JPEG", size)
    told = [" ".join("".join(each.itertext()).split()) for each in chapter.iter(f"{XHTML}figcaption")]
    assert told == ["The quay in MayKari, CC BY 4.0", "CC0 1.0"]
    assert LICENCE in {each.get("href") for each in chapter.iter(f"{XHTML}a")}
    features = {"".join(each.itertext()) for each in book.package.iterfind("{*}metadata/{*}meta")}
    assert {"visual", "alternativeText"} <= features


@pytest.mark.long
def test_word_file_carries_pictures(client: Client, ship: Practice) -> None:
    body = file(client, f"/practices/{ship.slug}.docx")
    parts = Document(io.BytesIO(body)).part.related_parts
    root = document(body)
    relations = [each.attrib for each in root.iter(f"{DRAWN}blip")]
    sizes = []
    for [relation] in (each.values() for each in relations):
        with Image.open(io.BytesIO(parts[relation].blob)) as picture:
            sizes.append(picture.size)
    assert sizes == [(800, 400), (4, 3)]
    assert [each.get("descr") for each in root.iter(f"{PLACED}docPr")] == ["A ship & <quay>", "Books"]
    widths = [int(each.get("cx", "")) / 360_000 for each in root.iter(f"{PLACED}extent")]
    assert widths == pytest.approx([16, 4 / figures.PER_CM], abs=0.01)
    told = [(style, text) for style, text in paragraphs(body) if style in {"Caption", "Guidance"}][:3]
    assert told == [
        ("Caption", "The quay in May"),
        ("Guidance", "Kari, CC BY 4.0"),
        ("Guidance", "CC0 1.0"),
    ]
    assert said(root).count("The quay in May") == 1


@pytest.mark.long
@pytest.mark.parametrize("ending", ["pdf", "epub", "docx"])
def test_picture_that_is_not_ready_or_not_the_entrys_own_is_told_in_words(
    client: Client, ending: str, ship: Practice
) -> None:
    foreign = ship.edition.pictures[0]
    practice = on_line({"colour": 5, "caption": "Not ready"}, title="Other", is_ready=False)
    edition = practice.edition
    edition.pictures = [*edition.pictures, said_of(foreign["file"], caption="Foreign")]
    edition.save(update_fields=["pictures"])
    body = file(client, f"/practices/{practice.slug}.{ending}")
    found = {
        "pdf": lambda: (len(sizes_in_pdf(body)), pdf_text(body)),
        "epub": lambda: (len([name for name in epub(body).parts if name.endswith(".jpg")]), epub_text(body)),
        "docx": lambda: (len(list(document(body).iter(f"{DRAWN}blip"))), said(document(body))),
    }
    count, text = found[ending]()
    assert (count, "Not ready" in text, "Foreign" in text) == (0, True, True)


def epub_text(body: bytes) -> str:
    book = epub(body)
    return " ".join("".join(book.chapter(name).itertext()) for name in book.spine)


@pytest.mark.long
def test_picture_that_stands_for_each_practice_comes_first_where_room_is_short(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_line({"colour": 1, "alt": "one"}, {"colour": 2, "alt": "two", "card": True}, title="A")
    on_line({"colour": 3, "alt": "three"}, title="B")
    monkeypatch.setattr(figures, "MOST_FIGURES", 2)
    assert sorted(alts_in_pdf(file(client, "/practices.pdf"))) == ["three", "two"]
    monkeypatch.setattr(figures, "MOST_BYTES", 10)
    assert alts_in_pdf(file(client, "/practices.pdf?sort=title")) == []


@pytest.mark.long
def test_book_reads_no_more_pictures_once_one_has_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    for colour in range(1, 5):
        on_line({"colour": colour})
    opened, read = storage.open_shown, list[str]()

    def counted(*given: Any) -> Any:
        read.append(given[0])
        return opened(*given)

    monkeypatch.setattr(storage, "open_shown", counted)
    editions = [practice.edition for practice in Practice.objects.order_by("pk")]
    with opened(editions[0].pictures[0]["file"], 4, "jpg") as first:
        monkeypatch.setattr(figures, "MOST_BYTES", len(first.read()) + 1)
    assert list(figures.figures_of(editions, set())) == [editions[0].pk]
    assert len(read) == 2


@pytest.mark.long
def test_book_asks_once_for_all_pictures(client: Client) -> None:
    published()
    counted = []
    for colour in (1, 2, 3):
        with CaptureQueriesContext(connection) as queries:
            file(client, "/practices.epub")
        counted.append(len([each for each in queries if "practices_upload" in each["sql"]]))
        on_line({"colour": colour})
    assert counted == [0, 1, 1]


@pytest.mark.long
def test_book_is_made_while_its_pictures_cannot_be_had(
    client: Client, ship: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: Any) -> Any:
        raise storage.StorageUnavailable

    with monkeypatch.context() as patched:
        patched.setattr(storage, "open_shown", away)
        for address in (f"/practices/{ship.slug}.pdf", "/practices.pdf"):
            answer = client.get(address)
            assert "The quay in May" in pdf_text(answer.content)
            assert (sizes_in_pdf(answer.content), answer["Cache-Control"]) == (
                [],
                "max-age=0, no-cache, no-store, must-revalidate, private",
            )
    for address in (f"/practices/{ship.slug}.pdf", "/practices.pdf"):
        assert sizes_in_pdf(file(client, address)) == [(800, 400), (4, 3)]


@pytest.mark.long
def test_json_names_each_picture_with_all_that_is_said_of_it(client: Client, ship: Practice) -> None:
    [practice] = client.get(f"/practices/{ship.slug}.json").json()["practices"]
    first, _second = practice["answers"]["pictures"]
    digest = Upload.objects.order_by("pk").values_list("file", flat=True)[0]
    assert first == {
        "file": digest,
        "address": f"{settings.SITE_URL}/pictures/{digest}-1600.jpg",
        "alt": "A ship & <quay>",
        "caption": "The quay in May",
        "credit": "Kari",
        "licence": "CC-BY-4.0",
        "consent": True,
        "card": False,
    }

"""Do books say of the documents of practices what their pages say: kind and size, language, credit and licence?"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from practices.entries import actions
from practices.models import Practice
from tests.builders import make_draft, make_editor, make_user, moved
from tests.entry_documents import brought_document
from tests.exports.casebook.test_figures import epub_text, file
from tests.exports.formats.readers import pdf_text
from tests.exports.word.reading import document, said

pytestmark = [pytest.mark.django_db, pytest.mark.alike]

SAID = "What the first year has shown (PDF, 1 KB, Norwegian, The city, CC BY 4.0)"


def word_text(body: bytes) -> str:
    return said(document(body))


TEXT_OF = {"pdf": pdf_text, "epub": epub_text, "docx": word_text}


def on_line(*numbers: int) -> Practice:
    practice = make_draft(contributor=(person := make_user()), title=f"A ship {numbers}")
    rows = [brought_document(practice, by=person, number=number) for number in numbers]
    practice = actions.save_answers(
        practice, {"attachments": rows}, by=person, expected_version=practice.version
    )
    practice = moved(practice, "submit", by=person, licence_agreed=True)
    return moved(practice, "approve", by=make_editor())


@pytest.mark.parametrize("ending", TEXT_OF)
def test_book_says_of_documents_what_the_page_says(client: Client, ending: str) -> None:
    practice = on_line(1)
    page = " ".join(client.get(practice.get_absolute_url()).content.decode().split())
    assert "What the first year has shown</span> (PDF, 1 KB)</a>" in page
    for address in (f"/practices/{practice.slug}.{ending}", f"/practices.{ending}"):
        text = " ".join(TEXT_OF[ending](file(client, address)).split())
        assert SAID in text


def test_document_of_which_no_row_tells_has_no_kind_in_a_book(client: Client) -> None:
    practice = on_line(1)
    practice.uploads.all().delete()
    text = " ".join(pdf_text(file(client, f"/practices/{practice.slug}.pdf")).split())
    assert SAID.replace("PDF, 1 KB, ", "") in text


def test_book_asks_once_for_all_documents(client: Client) -> None:
    counted = []
    for number in (1, 2):
        on_line(number)
        with CaptureQueriesContext(connection) as queries:
            file(client, "/practices.epub")
        counted.append(len([each for each in queries if "practices_upload" in each["sql"]]))
    assert counted == [1, 1]

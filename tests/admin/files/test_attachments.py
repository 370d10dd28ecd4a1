"""Are documents taken in with the form, given titles, ordered and taken out, whatever is sent as one?"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from practices.models import Practice, Upload, User
from practices.models.upload import Readiness
from practices.worker.rendering import render_next
from tests.admin.editorial.test_takedown import confirmed, looked, page_of
from tests.admin.files.test_upload import address as address_of
from tests.admin.files.test_upload import opened, told
from tests.builders import make_admin, make_draft, make_editor, make_user, published
from tests.entry_documents import brought_document, pdf_of, said_of_document, sent_document
from tests.entry_pictures import brought, digest_of, png, sent_picture
from tests.pages import client_of, form_data
from tests.uploads.written import docx, odt

pytestmark = pytest.mark.django_db


def address(practice: Practice, section: str = "pictures/", site: str = "contribute") -> str:
    return address_of(practice, section, site)


def sent(client: Client, where: str, *files: Any, button: str = "_next", **more: Any) -> Any:
    """Send a form as it stands, and with it these documents."""
    data = form_data(client.get(where).content) | {button: "1"} | more
    for name in ("attachments", "pictures"):
        data[name] = [digest for digest in data.get(name, []) if digest]
    data["attachments"] += list(files)
    return client.post(where, data)


def attachments_of(practice: Practice) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Practice.objects.get(pk=practice.pk).attachments
    return found


def with_documents(practice: Practice, person: User, *numbers: int) -> list[dict[str, Any]]:
    rows = [brought_document(practice, by=person, number=number) for number in numbers]
    Practice.objects.filter(pk=practice.pk).update(attachments=rows)
    return rows


def test_documents_that_are_chosen_are_taken_in_by_any_button_and_given_titles_next() -> None:
    _person, client, practice = opened()
    text = docx()
    response = sent(client, address(practice), sent_document(), SimpleUploadedFile("leaflet.bin", text))
    assert told(response) == ["2 documents were taken in: give each a title below."]
    first, second = attachments_of(practice)
    titled = f"{address(practice)}#id_attachments-{first['file']}-title"
    assert (response.status_code, response["Location"]) == (302, titled)
    assert first == said_of_document(digest_of(pdf_of()), title="", credit="", language="", licence="")
    rows = Upload.objects.order_by("pk").values_list("file", "kind", "size", "name", "readiness")
    assert list(rows) == [
        (first["file"], "PDF", len(pdf_of()), "report.pdf", Readiness.READY),
        (second["file"], "DOCX", len(text), "leaflet.bin", Readiness.READY),
    ]
    assert not render_next()
    page = client.get(address(practice)).content.decode()
    assert f'href="/preview/documents/{first["file"]}">report.pdf</a> (PDF, 1 KB)' in page
    assert 'enctype="multipart/form-data"' in page


def test_what_is_said_of_documents_is_kept_and_their_order_changed() -> None:
    person, client, practice = opened()
    rows = with_documents(practice, person, 1, 2, 3)
    first, second, third = (f"attachments-{each['file']}" for each in rows)
    words = {
        f"{first}-title": "The plan",
        f"{first}-credit": "Kari",
        f"{first}-language": "fr",
        f"{first}-licence": "CC0-1.0",
        f"{third}-place": "1",
        f"{third}-language": "no such language",
        f"{second}-removed": "on",
    }
    assert sent(client, address(practice), **words).status_code == 302
    plan = {"title": "The plan", "credit": "Kari", "language": "fr", "licence": "CC0-1.0"}
    assert attachments_of(practice) == [rows[2] | {"language": ""}, rows[0] | plan]


def test_page_that_is_sent_as_it_stands_changes_nothing() -> None:
    person, client, practice = opened()
    rows = with_documents(practice, person, 1, 2)
    for where in (address(practice), address(practice, "")):
        assert sent(client, where).status_code == 302
        assert attachments_of(practice) == rows


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"MZ" + b"\0" * 400, "This is no document that can be offered."),
        (
            b"%P",
            "This is no document that can be offered. What is in it is no PDF, DOCX, ODT, XLSX or PPTX, whatever",
        ),
        (pdf_of()[:60], "This document is broken or was cut off on its way."),
        (pdf_of().replace(b"trailer<<", b"trailer<</Encrypt 4 0 R"), "This document has a password"),
        (odt(Basic__Standard__Module1=b"Sub Main"), "This document holds macros"),
        (png(), "This is a picture, not a document. Add it under pictures."),
    ],
    ids=["program", "fake", "cut", "locked", "macro", "picture"],
)
def test_file_that_is_refused_is_named_with_the_reason_and_words_are_kept(raw: bytes, said: str) -> None:
    """All other hostile files are those of `tests.uploads.test_checking`."""
    person, client, practice = opened()
    (row,) = with_documents(practice, person, 1)
    bad = SimpleUploadedFile("report.pdf", raw, "application/pdf")
    response = sent(client, address(practice), bad, **{f"attachments-{row['file']}-title": "Typed."})
    (message,) = told(response)
    assert message.startswith(f"“report.pdf”: {said}")
    assert attachments_of(practice) == [row | {"title": "Typed."}]
    assert Upload.objects.count() == 1


def test_pictures_and_documents_of_one_form_are_taken_in_as_what_they_are() -> None:
    practice = make_draft(contributor=make_user())
    client = client_of(make_editor())
    where = address(practice, "", "admin")
    data = form_data(client.get(where).content) | {"_continue": "1"}
    data |= {"pictures": [sent_picture()], "attachments": [sent_document()]}
    response = client.post(where, data)
    assert told(response) == [
        "1 picture was taken in: describe it below.",
        "1 document was taken in: give it a title below.",
    ]
    assert response["Location"] == f"{where}#id_pictures-{digest_of(png())}-alt"
    kept = Practice.objects.get()
    assert [row["file"] for row in kept.pictures] == [digest_of(png())]
    assert [row["file"] for row in kept.attachments] == [digest_of(pdf_of())]


def test_files_of_both_kinds_share_the_day_of_an_account(settings: Any) -> None:
    settings.FILES_A_DAY = 1
    person, client, practice = opened()
    brought(practice, by=person)
    response = sent(client, address(practice), sent_document())
    assert told(response)[0].startswith("“report.pdf”: An account may add 1 files within a day")


def test_an_entry_has_ten_documents_at_most() -> None:
    person, client, practice = opened()
    with_documents(practice, person, *range(1, 10))
    response = sent(client, address(practice), sent_document(number=50), sent_document("more.pdf", number=51))
    assert told(response) == [
        "An entry has up to 10 documents; not taken: “more.pdf”.",
        "1 document was taken in: give it a title below.",
    ]
    assert len(attachments_of(practice)) == 10


def test_nobody_names_a_file_of_another_entry_or_a_picture_of_her_own() -> None:
    other = make_draft(contributor=(stranger := make_user()))
    foreign = brought_document(other, by=stranger)["file"]
    person, client, practice = opened()
    picture = brought(practice, by=person)["file"]
    data = form_data(client.get(address(practice)).content)
    client.post(address(practice), data | {"attachments": [foreign, picture, "x"]})
    assert attachments_of(practice) == []


def test_words_of_a_document_that_is_gone_are_given_back_at_the_field() -> None:
    _person, client, practice = opened()
    data = form_data(client.get(address(practice)).content) | {
        "attachments": ["f" * 64],
        f"attachments-{'f' * 64}-title": "A <b> report",
    }
    response = client.post(address(practice), data)
    assert "You wrote of it: A &lt;b&gt; report" in response.content.decode()


def test_form_says_how_documents_and_key_reference_documents_differ() -> None:
    _person, client, practice = opened()
    here = client.get(address(practice)).content.decode()
    assert "PDF, DOCX, ODT, XLSX, PPTX, up to 20 MB each." in here
    assert "What stands on the web is named under key reference documents." in here
    there = client.get(address(practice, "story/")).content.decode()
    assert "Files of your own come under documents to download." in there


def test_takedown_offers_documents_by_their_titles_and_takes_them_from_everywhere(
    django_capture_on_commit_callbacks: Any,
) -> None:
    practice = published(contributor=(person := make_user()))
    left = brought_document(practice, by=person, number=4)["file"]
    admin = make_admin()
    page = client_of(admin).get(page_of(practice)).text
    assert f'<a href="/preview/documents/{left}">Open it</a>' in page
    _client, answer = looked(admin, practice, what="pictures", pictures=[left])
    assert "report.pdf (PDF, 1 KB)" in answer.text
    with django_capture_on_commit_callbacks(execute=True):
        confirmed(admin, practice, what="passage", passage=f"https://site.example/documents/{left}")
    assert not Upload.objects.exists()

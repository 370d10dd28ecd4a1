"""Are documents given as downloads to whoever may have them, never as pages, and to nobody once their entry is gone?"""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from practices.entries import actions, preview_links
from practices.models import Edition, Practice, Upload
from practices.public import streams
from practices.uploads import storage
from practices.uploads.exceptions import StorageUnavailable
from tests.builders import make_draft, make_editor, make_user, moved
from tests.entry_documents import brought_document, pdf_of, said_of_document
from tests.entry_pictures import brought
from tests.pages import client_of

pytestmark = pytest.mark.django_db


def draft(**said: Any) -> tuple[Practice, str]:
    """Return a draft with a document, and its digest."""
    practice = make_draft(contributor=(person := make_user()))
    row = brought_document(practice, by=person, **said)
    practice = actions.save_answers(
        practice, {"attachments": [row]}, by=person, expected_version=practice.version
    )
    return practice, row["file"]


def approved(practice: Practice) -> Practice:
    practice = moved(practice, "submit", by=practice.contributor, licence_agreed=True)
    return moved(practice, "approve", by=make_editor())


def on_line(**said: Any) -> tuple[Practice, str]:
    practice, digest = draft(**said)
    return approved(practice), digest


def asked(client: Client, address: str, **headers: str) -> tuple[Any, bytes]:
    """Return an answer and its body, read to the end, as a browser does."""
    response: Any = client.get(address, headers=headers)
    body = response.getvalue() if response.streaming else response.content
    return response, body


def status_of(client: Client, address: str) -> int:
    return int(asked(client, address)[0].status_code)


def test_document_is_given_as_a_download_under_its_title_and_nothing_else() -> None:
    _practice, digest = on_line(title="Årsmelding / 2025: “what” we did")
    response, body = asked(Client(), f"/documents/{digest}")
    assert (response.status_code, body) == (200, pdf_of())
    assert {
        name: response[name] for name in ("Content-Type", "Content-Length", "X-Content-Type-Options")
    } == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(pdf_of())),
        "X-Content-Type-Options": "nosniff",
    }
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%C3%A5rsmelding-2025-what-we-did.pdf"
    )
    assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "public, max-age=300"
    assert not response.cookies
    again = Client().get(f"/documents/{digest}", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, response["ETag"])
    head = Client().head(f"/documents/{digest}")
    assert (head.content, head["Content-Length"]) == (b"", str(len(pdf_of())))


def test_document_has_no_public_address_before_it_is_approved_nor_after_it_is_withdrawn() -> None:
    practice, digest = draft()
    address = f"/documents/{digest}"
    assert status_of(Client(), address) == 404
    practice = moved(practice, "submit", by=practice.contributor, licence_agreed=True)
    assert status_of(Client(), address) == 404
    practice = moved(practice, "approve", by=(editor := make_editor()))
    assert status_of(Client(), address) == 200
    practice = moved(practice, "withdraw", by=editor, note="It ended.", reason="It ended.")
    assert status_of(Client(), address) == 404
    practice = moved(practice, "restore", by=editor)
    assert status_of(Client(), address) == 200


def test_old_edition_offers_its_own_documents() -> None:
    practice, first = on_line(title="The plan of the first year")
    person = practice.contributor
    practice = moved(practice, "revise", by=person)
    second = brought_document(practice, by=make_editor(), number=3, title="What came of it")
    practice = actions.save_answers(
        practice, {"attachments": [second]}, by=person, expected_version=practice.version
    )
    practice = approved(practice)
    old = Client().get(f"{practice.get_absolute_url()}editions/1/").content.decode()
    now = Client().get(practice.get_absolute_url()).content.decode()
    assert (f"/documents/{first}" in old, f"/documents/{second['file']}" in old) == (True, False)
    assert (f"/documents/{first}" in now, f"/documents/{second['file']}" in now) == (False, True)
    for digest in (first, second["file"]):
        assert status_of(Client(), f"/documents/{digest}") == 200


def test_preview_gives_documents_to_those_who_may_see_the_entry() -> None:
    practice, digest = draft()
    person, address = practice.contributor, f"/preview/documents/{digest}"
    assert person
    assert f'href="{address}"' in client_of(person).get(f"/preview/{practice.pk}/").content.decode()
    seen = {
        name: asked(client, address)[0]
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
    assert seen["own"]["Content-Disposition"] == 'attachment; filename="report.pdf"'


def test_secret_address_of_a_preview_gives_its_documents_and_no_others() -> None:
    practice, digest = draft()
    _other, foreign = draft(number=5)
    assert practice.contributor
    link = preview_links.share(practice, by=practice.contributor).get_absolute_url()
    address = f"{link}documents/{digest}"
    assert address in Client().get(link).content.decode()
    given, _body = asked(Client(), address)
    assert (given.status_code, given["Referrer-Policy"]) == (200, "no-referrer")
    assert given["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert status_of(Client(), f"{link}documents/{foreign}") == 404
    Practice.objects.filter(pk=practice.pk).update(attachments=[said_of_document(foreign)])
    assert status_of(Client(), f"{link}documents/{foreign}") == 404
    preview_links.unshare(practice, by=practice.contributor)
    assert status_of(Client(), address) == 404


def test_picture_is_never_given_as_it_came_whatever_the_texts_name() -> None:
    """It says where it was taken."""
    practice, _digest = on_line()
    assert practice.contributor
    picture = brought(practice, by=practice.contributor, colour=7)["file"]
    named = [said_of_document(picture)]
    Practice.objects.filter(pk=practice.pk).update(attachments=named)
    Edition.objects.filter(practice=practice).update(attachments=named)
    link = preview_links.share(practice, by=practice.contributor).get_absolute_url()
    client = client_of(practice.contributor)
    for address in (f"/documents/{picture}", f"/preview/documents/{picture}", f"{link}documents/{picture}"):
        assert status_of(client, address) == 404


def test_nobody_names_a_picture_as_a_document() -> None:
    practice, _digest = draft()
    assert practice.contributor
    picture = brought(practice, by=practice.contributor, colour=7)["file"]
    with pytest.raises(ValueError, match="attachments of another entry"):
        actions.save_answers(
            practice,
            {"attachments": [said_of_document(picture)]},
            by=practice.contributor,
            expected_version=practice.version,
        )


def test_page_lists_documents_with_what_one_gets_and_whose_it_is() -> None:
    practice, digest = on_line(title="What <b>we</b> did", credit="The city of Bergen")
    Upload.objects.update(size=1_258_291)
    page = Client().get(practice.get_absolute_url()).content.decode()
    listed = " ".join(page[page.index('<ul class="documents">') :].split())
    assert f'<a href="/documents/{digest}" download hreflang="no">' in listed
    assert "<span >What &lt;b&gt;we&lt;/b&gt; did</span> (PDF, 1.2 MB)</a>" in listed
    assert "Norwegian, The city of Bergen, <a" in listed
    assert (
        '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license noopener">CC BY 4.0</a>'
        in listed
    )


def test_page_asks_the_database_once_for_all_its_documents(django_assert_max_num_queries: Any) -> None:
    practice, _digest = on_line()
    assert practice.contributor
    rows = [brought_document(practice, by=practice.contributor, number=number) for number in (1, 2, 3)]
    Edition.objects.filter(practice=practice).update(attachments=rows)
    with django_assert_max_num_queries(100) as asked:
        Client().get(practice.get_absolute_url())
    assert sum("practices_upload" in each["sql"] for each in asked.captured_queries) == 1


@pytest.mark.parametrize("fault", [FileNotFoundError, StorageUnavailable])
def test_document_that_cannot_be_read_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    def away(_digest: str) -> None:
        raise fault

    _practice, digest = on_line()
    monkeypatch.setattr(storage, "open_offered", away)
    response = Client().get(f"/documents/{digest}")
    assert response.status_code == 503
    assert "This document cannot be given at the moment" in response.content.decode()
    assert "attachment" not in response.get("Content-Disposition", "")


def test_document_of_a_bucket_takes_one_of_few_places_and_gives_it_back(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """What lies in a folder is sent by the server itself; this would keep a thread."""
    opened: list[BytesIO] = []

    def fetched(_digest: str) -> BytesIO:
        opened.append(BytesIO(pdf_of()))
        opened[-1].name = "ab/abc/original"  # as a bucket calls it
        return opened[-1]

    _practice, digest = on_line()
    monkeypatch.setattr(storage, "open_offered", fetched)
    settings.MEDIA_ROOT = ""
    held = [streams.Stream(iter(())) for _place in range(streams.AT_ONCE)]
    assert status_of(Client(), f"/documents/{digest}") == 503
    for each in held:
        each.close()
    for _time in range(streams.AT_ONCE + 1):
        response, body = asked(Client(), f"/documents/{digest}")
        assert (body, response["Content-Length"]) == (pdf_of(), str(len(pdf_of())))
    assert [each.closed for each in opened] == [True] * (streams.AT_ONCE + 2)


def test_document_of_a_bucket_is_closed_where_nobody_waited_for_it(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    _practice, digest = on_line()
    file = BytesIO(pdf_of())
    monkeypatch.setattr(storage, "open_offered", lambda _digest: file)
    settings.MEDIA_ROOT = ""
    Client().get(f"/documents/{digest}").close()
    assert file.closed


def test_document_of_which_no_row_tells_is_named_without_kind_and_size() -> None:
    practice, digest = on_line()
    Upload.objects.all().delete()
    page = Client().get(practice.get_absolute_url()).content.decode()
    assert f"/documents/{digest}" in page
    assert "()" not in page


def test_document_is_not_to_be_had_as_a_picture() -> None:
    _practice, digest = on_line()
    assert status_of(Client(), f"/pictures/{digest}-320.jpg") == 404

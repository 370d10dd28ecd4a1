"""Documents for tests: what an entry says of one, and the bytes of a small one."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from practices.entries.files.receiving import receive
from practices.models import Practice, User
from tests.entry_pictures import digest_of


def pdf_of(number: int = 0) -> bytes:
    """Return a PDF of a blank page; another number is another file."""
    objects = (
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    )
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    return b"%%PDF-1.7\n%s%s%%%d\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%%%EOF\n" % (objects, page, number)


def sent_document(name: str = "report.pdf", number: int = 0) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_of(number), "application/pdf")


def said_of_document(digest: str, **said: Any) -> dict[str, Any]:
    """Return what an entry says of a document of which everything is said."""
    return {
        "file": digest,
        "title": "What the first year has shown",
        "credit": "The city",
        "language": "no",
        "licence": "CC-BY-4.0",
    } | said


def brought_document(practice: Practice, *, by: User, number: int = 0, **said: Any) -> dict[str, Any]:
    """Bring a document to an entry, and return what can be said of it."""
    row = receive(practice, sent_document(number=number), by=by, picture=False)
    return said_of_document(row.file, **said)


NUMBERS = {digest_of(pdf_of(number)): number for number in range(1, 9)}
"""The numbers of some documents, by the digest under which answers name them."""

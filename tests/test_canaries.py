"""Nothing unpublished reaches anybody who may not read it: canary words in every state and field, then a crawl."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import Client

from practices.answers.codec import TYPED
from practices.answers.uploaded import SAID_OF
from practices.entries import actions, comments, undo, undoable_moves
from practices.entries.files.receiving import receive_for_page
from practices.exports.formats.table import FORMATS
from practices.exports.record import FOUND_AT
from practices.models import City, Practice, Report, User, brought_files
from practices.question_kinds import Kind, Question
from practices.search.engine import is_found
from practices.template import QUESTIONS, of_kind
from practices.workflow import Status
from tests.builders import (
    in_status,
    make_city,
    make_draft,
    make_editor,
    make_topic,
    make_user,
    moved,
    published,
)
from tests.entry_documents import said_of_document
from tests.entry_files import note_brought
from tests.entry_pictures import put_on_page, said_of, sent_picture
from tests.exports.formats.readers import pdf_text
from tests.proof import ALL

pytestmark = pytest.mark.django_db

CANARY = re.compile(r"canary[a-z]*", re.IGNORECASE)
LINK = re.compile(r'(?:href|action|src)="(/[^"#]*)')
ELSEWHERE = ("/static/", "/accounts/", "/report/?page=")
"""What is not walked through; the last is the form at `/report/`, once for each page."""
LISTS, MOST_NARROWED = ("/practices", "/insights"), 2 if ALL else 1
"""So many things narrow a list that is walked to: with more there are millions, each a part of what one of them shows."""
FILE = re.compile(r"\.[a-z]+\?")
"""A list's file that something narrows says a part of what the whole list's file of that kind says."""
TEXTS = [question.field for question in of_kind(Kind.LINE, Kind.PLAIN, Kind.TEXT, Kind.PERIOD)]


def _said(question: Question, word: str) -> Any:
    return f"Canary{word}{question.field.replace('_', '')}"


def _digest(word: str) -> str:
    return sha256(word.encode()).hexdigest()


SAYS: dict[Kind, Callable[[Question, str], Any]] = {
    **dict.fromkeys((Kind.LINE, Kind.PLAIN, Kind.TEXT, Kind.PERIOD), _said),
    Kind.EMAIL: lambda _question, word: f"canary{word}@city.example",
    Kind.ADDRESS: lambda _question, word: f"https://canary{word}.example/",
    Kind.DOCUMENTS: lambda _question, word: [
        {"title": f"Canary{word}doc", "url": f"https://canary{word}.example/doc"}
    ],
    Kind.COUNTRY: lambda _question, _word: "ES",
    Kind.CITY: lambda _question, word: make_city(f"Canary{word}ville", "ES"),
    Kind.CITIES: lambda _question, word: [make_city(f"Canary{word}burgh", "GB")],
    Kind.TOPICS: lambda _question, _word: [make_topic("quiet-topic")],
    Kind.CHOICE: lambda question, _word: str(question.choices()[-1][0]) if question.choices else "",
    Kind.TICK: lambda _question, _word: True,
    Kind.PICTURES: lambda _question, word: [
        said_of(_digest(word), **{name: f"Canary{word}{name}" for name in SAID_OF[Kind.PICTURES].words})
    ],
    Kind.ATTACHMENTS: lambda _question, word: [
        said_of_document(
            _digest(f"{word} as a document"),
            **{name: f"Canary{word}{name}kept" for name in SAID_OF[Kind.ATTACHMENTS].words},
        )
    ],
}


def canaries(word: str) -> dict[str, Any]:
    """Return an answer to every question, with a canary word in each that has words; the contact is ticked."""
    answers = {question.field: SAYS[question.kind](question, word) for question in QUESTIONS}
    return answers | {column: f"Canary{word}{field.replace('_', '')}typed" for field, column in TYPED.items()}


def seed() -> User:
    """Put canary words into everything that the public must not read; return the owner of all of it."""
    owner, editor = make_user(), make_editor()
    put_on_page(make_city("Voss"), by=editor, colour=9, alt="Canarypicture")
    receive_for_page(sent_picture(colour=10), by=editor)
    for status in (Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.REJECTED):
        practice = saved(make_draft(contributor=owner), canaries(status.value), owner)
        if status is not Status.DRAFT:
            practice = moved(practice, "submit", by=owner, licence_agreed=True)
        comments.add(practice, field="cost", text="Canaryinternal", internal=True, by=editor)
        if status is Status.RETURNED:
            comments.add(practice, field="cost", text="Canaryremark", internal=False, by=editor)
            moved(practice, "return", by=editor, note="Canarynote")
        if status is Status.REJECTED:
            moved(practice, "reject", by=editor, note="Canarynote")
    for status in (Status.DRAFT, Status.SUBMITTED, Status.RETURNED):
        revised = in_status(status, contributor=owner, edition=True)
        saved(revised, canaries(f"revised{status.value}"), editor if status is Status.SUBMITTED else owner)
    gone = saved(
        moved(published(title="Gone", contributor=owner), "revise", by=owner), canaries("withdrawn"), owner
    )
    moved(gone, "withdraw", by=editor, note="Canarynote", reason="It has ended.")
    back = saved(
        moved(published(title="Back", contributor=owner), "revise", by=owner), canaries("restored"), owner
    )
    back = moved(back, "withdraw", by=editor, note="Canarynote", reason="It has ended.")
    moved(back, "restore", by=editor)
    undone = saved(
        moved(published(title="Undone", contributor=owner), "revise", by=owner), canaries("undone"), owner
    )
    undone = moved(undone, "submit", by=owner)
    words = {"change_note": "Canarychange"}
    undone = undoable_moves.move_with_undo(
        undone, "approve", by=editor, expected_version=undone.version, **words
    )
    batch = undo.undoable(undone, by=editor)
    assert batch
    undo.undo_batch(batch, by=editor)
    Report.objects.create(page="/", text="Canaryreport", email="canaryreport@city.example")
    published(title="Hidden contact", contact_name="Canaryname", contact_email="canaryname@city.example")
    return owner


def saved(practice: Practice, answers: dict[str, Any], by: User) -> Practice:
    current = Practice.objects.get(pk=practice.pk)
    note_brought(current, answers)
    return actions.save_answers(current, answers, by=by, expected_version=current.version)


def unpacked(body: bytes) -> str:
    """Return all that stands in a file, also in one that is packed, or typeset: there also without the ends of lines."""
    if body.startswith(b"%PDF"):
        return pdf_text(body) + pdf_text(body).replace(" ", "")
    if not body.startswith(b"PK"):
        return body.decode(errors="replace")
    with ZipFile(BytesIO(body)) as packed:
        return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


def crawl(client: Client, *starts: str) -> Iterator[tuple[str, str]]:
    """Yield address and answer of every page that links lead to from the starts, headers included."""
    todo, seen = deque(starts), set(starts)
    while todo:
        address = todo.popleft()
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content
        text = unpacked(body)
        asked = urlencode({"page": address})  # handed on to the form for reports: it tells nothing new
        yield address, f"{response.headers}\n{text.replace(asked, '')}"
        links = {link.replace("&amp;", "&") for link in LINK.findall(text)}
        if response.has_header("Location") and response["Location"].startswith("/"):
            links.add(response["Location"])
        fresh = {link for link in links if not link.startswith(ELSEWHERE) and not _is_too_narrow(link)} - seen
        seen |= fresh
        todo += sorted(fresh)


def _is_too_narrow(link: str) -> bool:
    most = MOST_NARROWED if ALL or not FILE.search(link) else 0
    return link.startswith(LISTS) and link.count("=") > most


def read(client: Client, *starts: str, until: set[str]) -> set[str]:
    """Return the canary words that somebody reads by and by until she has read these; by `./check --all`, all of them."""
    found: set[str] = set()
    for _address, text in crawl(client, *starts):
        found |= {word.lower() for word in CANARY.findall(text)}
        if until <= found and not ALL:
            break
    return found


def leaks(client: Client, *starts: str) -> list[tuple[str, set[str]]]:
    pages = list(crawl(client, *starts))
    assert len(pages) > len(starts)
    return [(address, set(CANARY.findall(text))) for address, text in pages if CANARY.search(text)]


OF_EDITION = ("/", *(f".{form.ending}" for form in FORMATS.values() if form.of_edition))


def starts() -> list[str]:
    """Return addresses that no link leads to: those of things that are not on line, and searches for their words."""
    slugs = Practice.objects.exclude(slug=None).values_list("slug", flat=True)
    numbers = Practice.objects.values_list("pk", flat=True)
    return [
        "/",
        *(f"/practices/{slug}/" for slug in slugs),
        *(f"/practices/{slug}/form.docx" for slug in slugs),
        *(
            f"/practices/{slug}/editions/{number}{end}"
            for slug in slugs
            for number in (1, 2)
            for end in OF_EDITION
        ),
        *(f"/p/{number}/" for number in numbers),
        *(f"/preview/{number}/" for number in numbers),
        *(f"/contribute/practices/practice/{number}/change/" for number in numbers),
        *(f"/contribute/practices/practice/{number}/history/" for number in numbers),
        *(f"/contribute/practices/practice/{number}/form.docx" for number in numbers),
        *(f"/contribute/practices/practice/{number}/move/submit/" for number in numbers),
        *(f"/admin/practices/practice/{number}/change/" for number in numbers),
        "/places/es/",
        "/report/",
        "/report/sent/",
        "/admin/practices/report/",
        *(city.get_absolute_url() for city in City.objects.filter(name__startswith="Canary")),
        "/topics/quiet-topic/",
        *(f"/compare/?p={number}" for number in numbers),
        *(f"/practices/?p={number}" for number in numbers),
        *(f"/api/v1/practices/{number}/" for number in numbers),
        *(f"/api/v1/practices/{number}/editions/" for number in numbers),
        *(f"/api/v1/practices/{number}/editions/{edition}/" for number in numbers for edition in (1, 2)),
        *(f"/api/v1/{name}/" for name in ("practices", "countries", "cities", "topics", "counts", "changes")),
    ]


UNPUBLISHED = (
    *("draft", "submitted", "returned", "rejected", "reviseddraft", "revisedsubmitted", "revisedreturned"),
    *("withdrawn", "restored", "undone"),
)
WITHOUT_PUBLIC_WORDS = ["/practices/?country=ES", "/practices/?q=xyzzy", "/practices/?year=1901"]


@pytest.mark.alike
@pytest.mark.long
def test_visitor_reads_no_canary() -> None:
    seed()
    assert leaks(Client(), *starts(), *WITHOUT_PUBLIC_WORDS) == []


@pytest.mark.long
def test_no_file_of_a_canary_has_an_address_for_visitors() -> None:
    seed()
    brought = brought_files.all_digests()
    assert len(brought) >= 2 * len(UNPUBLISHED)
    rows = [{"file": digest} for digest in brought]
    addresses = [
        found_at(row).removeprefix(settings.SITE_URL) for row in rows for found_at in FOUND_AT.values()
    ]
    assert [each for each in addresses if Client().get(each).status_code != 404] == []


@pytest.mark.long
def test_search_finds_no_canary() -> None:
    seed()
    words = [f"Canary{status}{field.replace('_', '')}" for field in TEXTS for status in UNPUBLISHED]
    assert [word for word in words if is_found(word)] == []
    for word in words[:: len(TEXTS) + 1]:
        assert Client().get("/practices/", {"q": word}).context["result_page"].total == 0
    assert is_found("reading ship")
    assert Client().get("/practices/", {"q": "reading ship"}).context["result_page"].total > 0


@pytest.mark.thorough
@pytest.mark.alike
@pytest.mark.long
def test_other_contributor_reads_no_canary() -> None:
    owner = seed()
    client = Client()
    client.force_login(make_user(city=owner.city))
    assert leaks(client, *starts(), "/contribute/", "/contribute/?q=purpose") == []


@pytest.mark.alike
@pytest.mark.long
def test_owner_and_editor_do_read_them() -> None:
    owner = seed()
    for person, site in ((owner, "contribute"), (make_editor(), "admin")):
        client = Client()
        client.force_login(person)
        own = {"canarydraftpurpose", "canaryreviseddrafttitle", "canarynote", "canaryremark"}
        editors = {"canaryinternal", "canaryreport"}
        wanted = own | editors if site == "admin" else own
        found = read(client, f"/{site}/practices/practice/", until=wanted)
        assert found & (own | editors) == wanted

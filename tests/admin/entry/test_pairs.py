"""Two people in one entry, from any surface that writes and any other: the second is told, with both texts (R4)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.signals import request_started
from django.db import transaction
from django.test import Client
from django.urls import resolve

from practices.admin.contribute import site as contribute
from practices.admin.editorial import site as editorial
from practices.entries import actions
from practices.models import Event, Practice, Snapshot, User, chain
from practices.workflow import Status
from tests.builders import make_city, make_draft, make_editor, make_user, moved, published
from tests.pages import client_of, form_data, forms_of
from tests.proof import ALL

pytestmark = pytest.mark.django_db

type Press = Callable[[], Any]
FIRST, SECOND, NOW = "Typed by the first.", "Typed by the second.", "Written meanwhile."
SUBMITTED, RETURNED = Status.SUBMITTED, Status.RETURNED
CONTRIBUTE, ADMIN = "contribute", "admin"


def address(site: str, practice: Practice, page: str) -> str:
    return f"/{site}/practices/practice/{practice.pk}/{page}/"


def holding(page: bytes, name: str) -> dict[str, Any]:
    """Return what a browser would send for the form with this field."""
    return next(dict(form["data"]) for form in forms_of(page) if name in form["data"])


def form(client: Client, practice: Practice, site: str, words: str, **button: str) -> Press:
    opened = address(site, practice, "change")
    data = form_data(client.get(opened).content) | {"purpose": words} | button
    return lambda: client.post(opened, data)


def autosave(client: Client, practice: Practice, site: str, words: str) -> Press:
    data = form_data(client.get(address(site, practice, "change")).content) | {"purpose": words}
    return lambda: client.post(address(site, practice, "autosave"), data)


def part(client: Client, practice: Practice, site: str, words: str) -> Press:
    opened = address(site, practice, "change/story")
    data = form_data(client.get(opened).content) | {"purpose": words}
    return lambda: client.post(opened, data)


def autosave_part(client: Client, practice: Practice, site: str, words: str) -> Press:
    data = form_data(client.get(address(site, practice, "change/story")).content) | {"purpose": words}
    return lambda: client.post(address(site, practice, "autosave/story"), data)


def step(client: Client, practice: Practice, site: str, words: str, name: str) -> Press:
    opened = address(site, practice, f"move/{name}")
    data = holding(client.get(opened).content, "seen") | {"note": words}
    return lambda: client.post(opened, data)


def review(client: Client, practice: Practice, site: str, words: str) -> Press:
    opened = address(site, practice, "review")
    data = form_data(client.get(opened).content, "decide_form") | {"note": words, "move": "return"}
    return lambda: client.post(opened, data)


def bulk(client: Client, practice: Practice, site: str, words: str) -> Press:
    chosen = {"action": "approve", "_selected_action": practice.pk, f"seen-{practice.pk}": practice.version}
    page = client.post("/admin/practices/practice/", chosen).content
    data = holding(page, "entries")
    return lambda: client.post("/admin/practices/practice/bulk/", data, follow=True)


def bring_back(client: Client, practice: Practice, site: str, words: str) -> Press:
    snapshot = Snapshot.objects.filter(practice=practice).earliest("pk")
    opened = address(site, practice, f"snapshots/{snapshot.pk}")
    data = form_data(client.get(opened).content, "bring_back_form")
    return lambda: client.post(opened, data)


def link(client: Client, practice: Practice, site: str, words: str) -> Press:
    opened = address(site, practice, "cities")
    data = holding(client.get(opened).content, "city")
    return lambda: client.post(opened, data)


def translate(client: Client, practice: Practice, site: str, words: str) -> Press:
    opened = address(site, practice, "translation")
    original = published(title="Leseskipet", language="no")
    data = holding(client.get(opened).content, "original") | {
        "original": str(original.pk),
        "translated_by": "human",
    }
    return lambda: client.post(opened, data)


@dataclass(frozen=True)
class Surface:
    """A page that writes: on which site, in which statuses; `shows` is what its refusal must hold."""

    open: Callable[..., Press]
    site: str
    statuses: tuple[Status, ...]
    more: dict[str, str] = field(default_factory=dict)
    shows: tuple[str, ...] = ()


BOTH = (NOW, SECOND)
SURFACES = {
    "contributor's form": Surface(form, CONTRIBUTE, (RETURNED,), shows=BOTH),
    "autosave": Surface(autosave, CONTRIBUTE, (RETURNED,)),
    "contributor's section": Surface(part, CONTRIBUTE, (RETURNED,), shows=BOTH),
    "autosave of a section": Surface(autosave_part, CONTRIBUTE, (RETURNED,)),
    "contributor submits": Surface(step, CONTRIBUTE, (RETURNED,), {"name": "submit"}, (NOW,)),
    "contributor brings back": Surface(bring_back, CONTRIBUTE, (RETURNED,), shows=(NOW, "First words.")),
    "editor's form": Surface(form, ADMIN, (RETURNED, SUBMITTED), shows=BOTH),
    "editor mends and submits": Surface(form, ADMIN, (RETURNED,), {"_move": "submit"}, BOTH),
    "editor mends and approves": Surface(form, ADMIN, (SUBMITTED,), {"_move": "approve"}, BOTH),
    "editor brings back": Surface(bring_back, ADMIN, (RETURNED, SUBMITTED), shows=(NOW, "First words.")),
    "editor links a city": Surface(link, ADMIN, (RETURNED, SUBMITTED)),
    "editor names an original": Surface(translate, ADMIN, (RETURNED, SUBMITTED), shows=("Leseskipet",)),
    "review": Surface(review, ADMIN, (SUBMITTED,), shows=BOTH),
    "editor sends back": Surface(step, ADMIN, (SUBMITTED,), {"name": "return"}, (SECOND,)),
    "editor rejects": Surface(step, ADMIN, (SUBMITTED,), {"name": "reject"}, (SECOND,)),
    "bulk": Surface(bulk, ADMIN, (SUBMITTED,), shows=("skipped",)),
}

OF_A_PART = {"contributor's section", "autosave of a section"}
BESIDE = {"editor links a city", "editor names an original"}
"""The pages of one section, and those that write nothing of it: neither keeps the other from being saved."""


TURN = {RETURNED: 0, SUBMITTED: 1}
"""`./check` tries each surface as the first of two with a sixth of the others, and as the second with another sixth."""


def in_one(status: Status) -> list[str]:
    return [name for name, surface in SURFACES.items() if status in surface.statuses]


def begun(status: Status) -> Practice:
    """Return an entry with a city that is not linked, and a former text in the history."""
    owner = make_user()
    practice = make_draft(contributor=owner, city=None, city_typed="Oslo", purpose="First words.")
    practice = moved(practice, "submit", by=owner, licence_agreed=True)
    make_city("Oslo")
    by: User = make_editor()
    if status is RETURNED:
        practice, by = moved(practice, "return", by=by, note="Say more."), owner
    return actions.save_answers(practice, {"purpose": NOW}, by=by, expected_version=practice.version)


def stands(practice: Practice) -> list[Any]:
    rows = (model.objects.filter(practice=practice).count() for model in (Event, Snapshot))
    return [Practice.objects.filter(pk=practice.pk).values().get(), *rows]


def pages() -> set[str]:
    """Return the names of all pages of entries, on both sites."""
    routes = [route for site in (contribute.site, editorial.site) for route in site.get_urls()]
    names = {str(name) for route in routes for name in _names(route) if name}
    begin = "practices_practice_"
    return {name.removeprefix(begin) for name in names if name.startswith(begin)}


def _names(route: Any) -> list[str | None]:
    return [name for each in getattr(route, "url_patterns", ()) for name in _names(each)] or [
        getattr(route, "name", None)
    ]


def posted(press: Press) -> set[str]:
    """Return the names of the pages to which a press sends something."""
    found = set()

    def note(environ: dict[str, Any], **_more: Any) -> None:
        if environ["REQUEST_METHOD"] == "POST":
            found.add(str(resolve(environ["PATH_INFO"]).url_name).removeprefix("practices_practice_"))

    request_started.connect(note)
    try:
        press()
    finally:
        request_started.disconnect(note)
    return found


OTHERS = {
    "add": "makes an entry",
    "authors": "writes who writes: tests/entries/test_coauthors.py",
    "batch": "undoes what nobody wrote since: test_bulk.py",
    "changelist": "asks about the moves of many",
    "claim": "writes a name that forbids nothing: test_desk.py",
    "entry": "shows",
    "delete": "refuses: tests/admin/editorial/test_site.py",
    "history": "shows",
    "next": "leads on",
    "beside": "shows",
    "list_file": "shows",
    "takedown": "takes words away by law: test_takedown.py",
    "invitation": "writes who writes: test_coauthors.py",
    "reading": "says what was understood, and writes nothing: test_reading.py",
    "recover": "brings back what nobody wrote since: test_trash.py",
    "remark": "writes beside the entry: test_comments.py",
    "settle": "writes beside the entry: test_comments.py",
    "share": "writes an address: test_preview_link.py",
    "submitted": "shows",
    "trash": "throws away what nobody wrote since: test_trash.py",
    "trash_list": "shows",
    "upload": "makes an entry: test_word_upload.py",
    "uploaded": "shows",
    "word_form": "shows",
}
"""The pages of entries that write no text and no decision, and where they are tried."""


@pytest.mark.long
def test_every_page_that_writes_is_among_the_surfaces() -> None:
    written = set()
    for status in (RETURNED, SUBMITTED):
        for name in in_one(status):
            practice = begun(status)
            surface = SURFACES[name]
            person = make_editor() if surface.site == ADMIN else practice.contributor
            assert person is not None
            press = surface.open(client_of(person), practice, surface.site, FIRST, **surface.more)
            written |= posted(press)
    assert pages() == written | set(OTHERS)
    assert not written & set(OTHERS)


@pytest.mark.long
@pytest.mark.parametrize("status", [RETURNED, SUBMITTED])
def test_second_of_two_is_told_whatever_both_use(status: Status) -> None:
    practice = begun(status)
    owner = practice.contributor
    assert owner is not None

    def opened(words: str) -> dict[str, Press]:
        people = {CONTRIBUTE: owner, ADMIN: make_editor()}
        surfaces = {name: SURFACES[name] for name in in_one(status)}
        return {
            name: each.open(client_of(people[each.site]), practice, each.site, words, **each.more)
            for name, each in surfaces.items()
        }

    presses, others = opened(FIRST), opened(SECOND)
    assert presses.keys() == others.keys() == set(in_one(status))
    for first, press in presses.items():
        with transaction.atomic():
            assert (first, press().status_code) in {(first, 200), (first, 302)}
            for number, (second, again) in enumerate(others.items()):
                if not ALL and (number + 2 * list(presses).index(first)) % 6 != TURN[status]:
                    continue
                if second == first == "contributor submits":
                    continue  # it is the same person, who pressed twice
                if second in OF_A_PART and first in BESIDE:
                    is_kept_beside(practice, again)
                    continue
                is_told(practice, first, second, again)
            transaction.set_rollback(True)


def is_kept_beside(practice: Practice, again: Press) -> None:
    """Hold that a press is kept, and that of the first's nothing is lost."""
    with transaction.atomic():
        stood = stands(practice)[0]
        assert again().status_code in {200, 302}
        now = stands(practice)[0]
        changed = {name for name, value in now.items() if value != stood[name]}
        assert changed - {*chain.TAIL} == {"purpose", "version", "saved_by_id", "saved_at"}
        assert now["purpose"] == SECOND
        transaction.set_rollback(True)


def is_told(practice: Practice, first: str, second: str, again: Press) -> None:
    """Hold that a press that comes too late writes nothing, and shows what it has to."""
    stood = stands(practice)
    now = str(stood[0]["purpose"])
    response = again()
    page = response.content.decode()
    assert (first, second, response.status_code) == (first, second, 200 if second == "bulk" else 409)
    missing = [words for words in SURFACES[second].shows if words.replace(NOW, now) not in page]
    assert (first, second, missing) == (first, second, [])
    assert (first, second, stands(practice)) == (first, second, stood)

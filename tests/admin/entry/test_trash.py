"""Is an entry thrown away with a question, listed with its days, and brought back by one press, on both sites?"""

import re
from datetime import timedelta
from typing import Any, cast

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from practices.admin.contribute import site as contribute
from practices.admin.editorial import site as editorial
from practices.admin.entry.admin import EntryAdmin
from practices.admin.sites import Site
from practices.entries import actions
from practices.models import BatchEntry, Event, Practice, Snapshot, User
from practices.workflow import Status
from tests.admin.editorial.test_bulk import BULK, confirmed, results, ticked
from tests.builders import make_draft, make_editor, make_user, published, submitted
from tests.pages import client_of, form_data, forms_of

pytestmark = pytest.mark.django_db


def at(site: str, *parts: object) -> str:
    return "/".join(["", site, "practices/practice", *map(str, parts), ""])


def thrown_by_page(client: Client, site: str, practice: Practice, **words: str) -> Any:
    address = at(site, practice.pk, "trash")
    page = client.get(address)
    return client.post(address, form_data(page.content, "trash_form") | words, follow=True)


def recover_form(page: bytes, practice: Practice) -> dict[str, Any]:
    action = f"/{practice.pk}/recover/"
    return next(form for form in forms_of(page) if form["attrs"].get("action", "").endswith(action))


def brought_back(client: Client, page: bytes, practice: Practice) -> Any:
    form = recover_form(page, practice)
    return client.post(form["attrs"]["action"], form["data"], follow=True)


@pytest.mark.long
@pytest.mark.parametrize("title", ["A plan", ""])
def test_contributor_throws_her_draft_away_and_finds_it_in_her_trash(title: str) -> None:
    author = make_user()
    client, practice = client_of(author), make_draft(contributor=author, title=title)
    entry = at("contribute", practice.pk, "change")
    assert at("contribute", practice.pk, "trash") in client.get(entry).content.decode()
    listed = thrown_by_page(client, "contribute", practice)
    assert listed.request["PATH_INFO"] == at("contribute", "trash")
    assert re.search(r"<td[^>]*>90 days</td>", listed.content.decode())
    home = client.get("/contribute/").content.decode()
    assert ("Trash (1)" in home, f'id="own-{practice.pk}"' in home) == (True, False)
    back = brought_back(client, listed.content, practice)
    assert back.request["PATH_INFO"] == entry.removesuffix("change/")
    assert "is back as it was: Draft." in back.content.decode()
    assert "Trash (" not in client.get("/contribute/").content.decode()


def test_contributor_throws_away_nothing_that_was_submitted() -> None:
    author = make_user()
    client, practice = client_of(author), submitted(contributor=author)
    address = at("contribute", practice.pk, "trash")
    assert address not in client.get(at("contribute", practice.pk, "change")).content.decode()
    assert [client.get(address).status_code, client.post(address).status_code] == [403, 403]
    editor = client_of(make_editor())
    thrown_by_page(editor, "admin", practice, note="It was sent twice.")
    page = client.get(at("contribute", practice.pk, "change"))
    assert page.status_code == 410
    assert b"It was sent twice." in page.content
    assert b"ask the editors to bring it back" in client.get(at("contribute", "trash")).content
    assert client.post(at("contribute", practice.pk, "recover"), {"seen": "3"}).status_code == 403


def test_editor_throws_away_what_is_on_line_and_brings_it_back() -> None:
    practice = published(contributor=make_user())
    client, visitor = client_of(make_editor()), Client()
    page = client.get(at("admin", practice.pk, "trash")).content
    assert b"It is on line" in page
    thrown_by_page(client, "admin", practice)
    assert visitor.get(f"/practices/{practice.slug}/").status_code == 410
    assert ">Trash 1</a>" in client.get("/admin/").text
    assert str(practice).encode() not in client.get(at("admin")).content
    gone = client.get(at("admin", practice.pk, "change"))
    assert gone.status_code == 410
    brought_back(client, gone.content, practice)
    assert visitor.get(f"/practices/{practice.slug}/").status_code == 200


def test_pages_of_a_thrown_entry_lead_to_the_trash() -> None:
    author, editor = make_user(), make_editor()
    practice = submitted(contributor=author)
    snapshot = Snapshot.objects.get(practice=practice)
    actions.trash(practice, by=editor, expected_version=practice.version)
    parts = {
        "contribute": (
            "history",
            "move/submit",
            f"snapshots/{snapshot.pk}",
            "submitted",
            "share",
            "autosave",
        ),
        "admin": ("history", "move/approve", f"snapshots/{snapshot.pk}", "review", "cities"),
    }
    for person, site in ((author, "contribute"), (editor, "admin")):
        client = client_of(person)
        found = {part: client.get(at(site, practice.pk, part)).status_code for part in parts[site]}
        assert found == dict.fromkeys(parts[site], 410) | ({"autosave": 409} if site == "contribute" else {})
    for part in ("change", "history", "move/submit", "authors"):
        assert client_of(make_user()).get(at("contribute", practice.pk, part)).status_code == 404
    assert client_of(editor).get(at("contribute", practice.pk, "change")).status_code == 404
    assert client_of(make_user()).post(at("contribute", practice.pk, "recover")).status_code == 404


@pytest.mark.parametrize(("site", "number"), [(editorial.site, 14), (contribute.site, 18)])
def test_every_page_of_a_thrown_entry_says_so(site: Site, number: int) -> None:
    """Each of the site's table, but those that bring it back and take its words down; a post, as some take nothing else."""
    author, editor = make_user(), make_editor()
    client = client_of(editor if site is editorial.site else author)
    practice = submitted(contributor=author)
    actions.trash(practice, by=editor, expected_version=practice.version)
    values = {
        "<int:pk>": practice.pk,
        "<path:object_id>": practice.pk,
        "<int:number>": 1,
        "<slug:name>": "submit",
    }
    found = {}
    for route, name, _view in cast("EntryAdmin", site.get_model_admin(Practice)).pages:
        if route.startswith(("<int:pk>", "<path:object_id>")) and name not in {"recover", "takedown"}:
            parts = [values.get(part, part) for part in route.strip("/").split("/")]
            address = at(site.name, *parts)
            found[name] = client.post(address if route.endswith("/") else address.rstrip("/")).status_code
    assert (found, len(found)) == (dict.fromkeys(found, 409), number)


def test_trash_of_others_is_not_seen() -> None:
    author, editor = make_user(), make_editor()
    actions.trash(practice := make_draft(contributor=author), by=author, expected_version=practice.version)
    assert b"reading ship" not in client_of(make_user()).get(at("contribute", "trash")).content
    assert b"reading ship" not in client_of(editor).get(at("contribute", "trash")).content
    assert b"reading ship" in client_of(editor).get(at("admin", "trash")).content


def test_words_sent_to_a_thrown_entry_are_found_when_it_is_back() -> None:
    author = make_user()
    client, practice = client_of(author), make_draft(contributor=author)
    entry = at("contribute", practice.pk, "change")
    sent = form_data(client.get(entry).content) | {"purpose": "Words that nobody saved.", "_save": "1"}
    actions.trash(practice, by=author, expected_version=practice.version)
    assert client.post(at("contribute", practice.pk, "autosave"), sent).status_code == 409
    page = client.post(entry, sent)
    assert (page.status_code, b"it is not lost" in page.content) == (409, True)
    back = brought_back(client, page.content, practice)
    assert b"What you typed is in the form" in back.content
    assert form_data(back.content)["purpose"] == ["Words that nobody saved."]


@pytest.mark.parametrize(
    ("part", "sent"),
    [
        ("review", {"move": "return", "note": "A long note."}),
        ("move/return", {"note": "A long note."}),
        ("move/withdraw", {"note": "It has ended.", "reason": "A long note."}),
        ("remarks", {"text": "A long note.", "field": "purpose"}),
        ("cities", {"city": "1"}),
        ("claim", {}),
        ("authors", {"email": "a.long.note@city.example"}),
    ],
)
def test_words_of_an_editor_to_a_thrown_entry_are_given_back(part: str, sent: dict[str, str]) -> None:
    practice = submitted(contributor=make_user())
    actions.trash(practice, by=make_editor(), expected_version=practice.version)
    page = client_of(make_editor()).post(at("admin", practice.pk, part), {"seen": "2"} | sent)
    words = [value for name, value in sent.items() if name in {"note", "reason", "text", "email"}]
    assert (page.status_code, b"put into the trash on" in page.content) == (409, True)
    assert [each in page.content.decode() for each in words] == [True] * len(words)
    assert (b"What you had written" in page.content) == bool(words)
    assert at("admin", practice.pk, "recover") in page.content.decode()


def test_second_press_and_old_pages_do_no_harm() -> None:
    author = make_user()
    client, practice = client_of(author), make_draft(contributor=author)
    asked = client.get(at("contribute", practice.pk, "trash")).content
    actions.save_answers(
        practice, {"title": "Written meanwhile"}, by=author, expected_version=practice.version
    )
    stale = client.post(at("contribute", practice.pk, "trash"), form_data(asked, "trash_form"))
    assert (stale.status_code, b"was changed after you opened it" in stale.content) == (409, True)
    thrown = client.post(at("contribute", practice.pk, "trash"), form_data(stale.content, "trash_form"))
    assert thrown.status_code == 302
    twice = client.post(at("contribute", practice.pk, "trash"), form_data(stale.content, "trash_form"))
    assert (twice.status_code, b"it is not lost" in twice.content) == (409, False)
    listed = client.get(at("contribute", "trash")).content
    assert [brought_back(client, listed, practice).status_code for _press in range(2)] == [200, 200]
    assert Event.objects.filter(move="recover").count() == 1
    client.post(at("contribute", practice.pk, "trash"), form_data(asked, "trash_form") | {"seen": "4"})
    brought_back(client, listed, practice)
    assert Practice.objects.count() == 0


# Several at once


def test_number_is_typed_before_many_are_thrown_away() -> None:
    client = client_of(make_editor())
    entries = [submitted(title="First"), published(title="Second"), make_draft(title="Third")]
    asked = ticked(client, "trash", *entries)
    for number in ("", "2", "three", "33"):
        wrong = client.post(BULK, form_data(asked.content, "bulk_form") | {"number": number})
        assert b"That is not the number of entries" in wrong.content
    assert Practice.objects.count() == 3
    done = confirmed(client, wrong, number=" 3 ")
    assert results(done) == ["First: in the trash.", "Second: in the trash.", "Third: in the trash."]
    assert Practice.objects.count() == 0
    client.post(done.request["PATH_INFO"])
    assert sorted(Practice.objects.values_list("title", "status")) == [
        ("First", Status.SUBMITTED),
        ("Second", Status.PUBLISHED),
        ("Third", Status.DRAFT),
    ]


def test_entry_thrown_away_meanwhile_is_said_to_be_in_the_trash() -> None:
    client, practice = client_of(make_editor()), submitted(title="Gone")
    asked = ticked(client, "approve", practice)
    actions.trash(practice, by=make_editor(), expected_version=practice.version)
    assert results(confirmed(client, asked)) == [f"No. {practice.pk}: skipped. It is in the trash."]
    assert "Gone" not in BatchEntry.objects.get().title  # kept longer than the words of what is purged


# The list


def thrown(number: int, author: User) -> None:
    for each in range(number):
        practice = make_draft(contributor=author, title=f"Draft {each}")
        actions.trash(practice, by=author, expected_version=practice.version)


@pytest.mark.parametrize(("site", "queries"), [("contribute", 5), ("admin", 5)])
@pytest.mark.parametrize("rows", [1, 3])
def test_trash_asks_the_database_as_often_whatever_it_holds(site: str, queries: int, rows: int) -> None:
    author = make_user()
    client = client_of(author if site == "contribute" else make_editor())
    thrown(rows, author)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(at(site, "trash"))
    assert page.content.count(b"/recover/") == rows
    assert len(asked) == queries


def test_long_trash_has_pages_and_says_the_days_that_are_left() -> None:
    author = make_user()
    client = client_of(author)
    thrown(51, author)
    first = Practice.all_objects.earliest("trashed_at")
    Practice.all_objects.filter(pk=first.pk).update(trashed_at=timezone.now() - timedelta(days=88, hours=1))
    assert b"Page 1 of 2" in client.get(at("contribute", "trash")).content
    last = client.get(at("contribute", "trash") + "?page=2").content
    assert (recover_form(last, first)["data"]["seen"], b">2 days<" in last) == (["2"], True)

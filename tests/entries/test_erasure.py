"""Is nothing left of a person who closes her account, anywhere in the database, and everything of all others?"""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client

from practices.entries import actions
from practices.models import Edition, Mail, Practice, Report, Snapshot
from tests.builders import PASSWORD, make_draft, make_editor, make_user, moved, published
from tests.doors import sign_in
from tests.pages import client_of

CANARY = "quillfeather"
PERSON: dict[str, Any] = {
    "contact_name": "Ada Quillfeather",
    "contact_email": "Quillfeather@City.example",
    "contact_public": True,
}
OTHER: dict[str, Any] = {
    "contact_name": "Office for diversity",
    "contact_email": "office@city.example",
    "contact_public": True,
}


def dump() -> str:
    """Return every row of every table as one text, without the case of letters; sessions are read as they are."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  our own tables
            rows += [f"{table}: {row}" for row in cursor.fetchall()]
    rows += [str(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join(rows).lower()


def hits(word: str = CANARY) -> list[str]:
    return [row for row in dump().splitlines() if word in row]


def others() -> list[str]:
    """Return where the other contact is held; the mails to her who goes are hers, whatever they say."""
    return [row for row in hits("office for diversity") if not row.startswith("practices_mail:")]


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_no_row_of_the_database_names_who_closed_her_account() -> None:
    person, editor = make_user("quillfeather@city.example", organisation="Quillfeather office"), make_editor()
    revised = published(contributor=person, title="One", **PERSON)
    revised = moved(revised, "revise", by=person)
    actions.save_answers(revised, {"summary": "New."}, by=editor, expected_version=revised.version)
    make_draft(contributor=person, title="Two", **PERSON | {"contact_email": ""})
    published(contributor=make_user(), title="Three", **PERSON)
    published(title="Four", **OTHER)
    published(contributor=person, title="Five", **OTHER)
    trashed = published(contributor=person, title="Six", **PERSON)
    actions.trash(trashed, by=editor, expected_version=trashed.version)
    for title in ("Seven", "Eight"):
        replaced = moved(published(contributor=person, title=title, **PERSON), "revise", by=person)
        replaced = actions.save_answers(
            replaced, {"contact_public": False}, by=person, expected_version=replaced.version
        )
        replaced = moved(replaced, "submit", by=person)
        name = "approve" if title == "Seven" else "withdraw"
        moved(replaced, name, by=editor, note="Asked", reason="Ended")
    Report.objects.create(text="A dead link.", email=PERSON["contact_email"])
    client, other = Client(), Client()
    for browser in (client, other):
        sign_in(browser, person.email)
    other.post("/accounts/password/new/", {"email": person.email})
    kept = others()
    assert (len(hits()) > 10, len(kept)) == (True, 5)
    assert client.post("/accounts/close/", {"password": PASSWORD}).status_code == 302
    assert [mail.kind for mail in Mail.objects.filter(to__startswith=CANARY)] == ["account_closed"]
    call_command("send_mail", once=True)
    assert hits() == []
    assert others() == kept


@pytest.mark.django_db
def test_contact_leaves_what_the_public_reads_at_once_and_an_open_form_cannot_bring_it_back() -> None:
    person = make_user("quillfeather@city.example")
    practice = published(contributor=person, **PERSON)
    draft = moved(practice, "revise", by=person)
    assert "Ada Quillfeather" in Client().get(f"/practices/{practice.slug}/").text
    client_of(person).post("/accounts/close/", {"password": PASSWORD})
    assert "Ada Quillfeather" not in Client().get(f"/practices/{practice.slug}/").text
    current = Practice.objects.get()
    assert (current.version, current.contact_public, current.title) == (draft.version + 1, False, draft.title)
    with pytest.raises(actions.Stale):
        actions.save_answers(draft, PERSON, by=make_editor(), expected_version=draft.version)
    snapshot = Snapshot.objects.filter(edition=None).latest("pk")
    assert (snapshot.answers["contact_name"], snapshot.answers["title"]) == ("", practice.title)
    assert Edition.objects.get().contact_email == ""

"""Does an account add and submit only so much within a day, and is nothing lost that is refused (promise N4)?"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from practices import permissions
from practices.entries import coauthors
from practices.models import AuditEvent, Event, FormKey, Practice, User
from practices.workflow import Status
from tests.builders import make_city, make_draft, make_editor, make_user
from tests.pages import client_of, form_data

pytestmark = pytest.mark.django_db
ADD = "/contribute/practices/practice/add/"
MORE_THAN_A_DAY = timedelta(days=1, minutes=1)


def filled(client: Client, title: str = "The reading ship") -> dict[str, Any]:
    return form_data(client.get(ADD).content) | {"title": title}


def submit(client: Client, practice: Practice) -> Any:
    page = f"/contribute/practices/practice/{practice.pk}/move/submit/"
    return client.post(page, {"seen": practice.version, "licence_agreed": "on"})


def test_settings_say_so_much(settings: Settings) -> None:
    assert (settings.DRAFTS_A_DAY, settings.SUBMISSIONS_A_DAY) == (30, 10)


def test_account_adds_so_many_and_keeps_the_words_of_what_is_refused(settings: Settings) -> None:
    settings.DRAFTS_A_DAY = 2
    client = client_of(make_user(country="NO", city_typed="Bergen"))
    sent = [filled(client, f"Ship {number}") for number in range(3)]
    assert [client.post(ADD, each).status_code for each in sent] == [302, 302, 429]
    page = client.post(ADD, sent[2])
    assert "An account may add 2 practices within a day" in page.text
    assert "<title>Error:" in " ".join(page.text.split()).replace("<title> ", "<title>")
    again = form_data(page.content)
    assert (again["title"], again["key"]) == (["Ship 2"], sent[2]["key"])
    assert client.post(ADD, sent[1]).status_code == 302  # a second press on what was added already
    assert Practice.objects.count() == 2
    FormKey.objects.update(at=FormKey.objects.earliest("at").at - MORE_THAN_A_DAY)
    assert client.post(ADD, again).status_code == 302
    assert Practice.objects.get(title="Ship 2").city_typed == "Bergen"


def test_account_submits_so_often_and_the_entry_stays_as_it_is(settings: Settings) -> None:
    settings.SUBMISSIONS_A_DAY = 2
    person = make_user()
    client, drafts = client_of(person), [make_draft(contributor=person) for _ in range(3)]
    pages = [submit(client, draft) for draft in drafts]
    assert [page.status_code for page in pages] == [302, 302, 200]
    assert "An account may submit 2 times within a day" in pages[2].text
    assert f'href="/contribute/practices/practice/{drafts[2].pk}/"' in pages[2].text
    assert Practice.objects.get(pk=drafts[2].pk).status == Status.DRAFT
    Event.objects.all().amend(at=Event.objects.earliest("at").at - MORE_THAN_A_DAY)
    assert submit(client, drafts[2]).status_code == 302


def test_editors_add_and_submit_as_they_like(settings: Settings) -> None:
    settings.DRAFTS_A_DAY = settings.SUBMISSIONS_A_DAY = 0
    editor = make_editor()
    client = client_of(editor)
    assert client.post(ADD, filled(client)).status_code == 302
    assert submit(client, make_draft(contributor=editor)).status_code == 302
    assert client_of(make_user()).post(ADD, filled(client_of(make_user()))).status_code == 429


def test_editor_lifts_the_limit_for_who_writes_an_entry_and_sets_it_again(settings: Settings) -> None:
    settings.DRAFTS_A_DAY = 0
    person, second, editor = make_user(city=make_city()), make_user(city=make_city()), make_editor()
    practice = make_draft(contributor=person)
    coauthors.join(coauthors.invite(practice, email=second.email, by=person), by=second)
    client, page = client_of(editor), f"/admin/practices/practice/{practice.pk}/authors/"
    assert client.get(page).text.count("Lift the limit: ") == 2
    for writer in (person, second):
        assert client_of(writer).post(ADD, filled(client_of(writer))).status_code == 429
        assert client.post(page, {"lift": writer.pk}).status_code == 302
        writer.refresh_from_db()
        assert not permissions.is_rationed(writer)
        assert client_of(writer).post(ADD, filled(client_of(writer))).status_code == 302
    assert client.get(page).text.count("Set the limit again: ") == 2
    client.post(page, {"lift": person.pk})
    client.post(page, {"limit": person.pk})
    assert client_of(person).post(ADD, filled(client_of(person))).status_code == 429
    kept = AuditEvent.objects.filter(kind__startswith="limit").order_by("pk")
    assert [(each.kind, each.actor, each.person) for each in kept] == [
        ("limit_lifted", editor, person),
        ("limit_lifted", editor, second),
        ("limit_set", editor, person),
    ]


def test_nobody_else_lifts_it_and_not_for_anybody() -> None:
    person, stranger = make_user(), make_user()
    practice = make_draft(contributor=person)
    own = f"/contribute/practices/practice/{practice.pk}/authors/"
    assert "Lift the limit" not in client_of(person).get(own).text
    assert client_of(person).post(own, {"lift": person.pk}).status_code == 404
    page = f"/admin/practices/practice/{practice.pk}/authors/"
    for number in (stranger.pk, "x", ""):
        assert client_of(make_editor()).post(page, {"lift": number}).status_code == 404
    assert not User.objects.filter(limit_lifted=True).exists()


def at_once(number: int, act: Callable[[int], Any]) -> list[int]:
    """Act so many times in the same moment; return the answers' statuses, sorted."""
    ready = Barrier(number)

    def one(which: int) -> int:
        try:
            ready.wait(30)
            return int(act(which).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return sorted(pool.map(one, range(number)))


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_many_requests_at_once_pass_no_more_than_one_after_the_other(settings: Settings) -> None:
    settings.DRAFTS_A_DAY = settings.SUBMISSIONS_A_DAY = 3
    person = make_user()
    drafts = [make_draft(contributor=person) for _ in range(6)]
    clients = [client_of(person) for _ in range(6)]
    forms = [filled(client, f"Ship {number}") for number, client in enumerate(clients)]
    assert at_once(6, lambda which: clients[which].post(ADD, forms[which])) == [302] * 3 + [429] * 3
    assert at_once(6, lambda which: submit(clients[which], drafts[which])) == [200] * 3 + [302] * 3
    assert Practice.objects.filter(status=Status.SUBMITTED).count() == 3

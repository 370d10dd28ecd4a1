"""Do editors see which mails failed, let them go again, and never read what they say?"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from practices.models import Mail
from practices.models.batch import UNDO_WITHIN
from practices.models.mail import State
from tests.builders import make_admin, make_draft, make_editor, make_mail, make_user
from tests.pages import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.either]
LIST = "/admin/practices/mail/"


def again(client: Client, *mails: Mail | str) -> int:
    ticked = [mail if isinstance(mail, str) else mail.pk for mail in mails]
    data = {"action": "send_again", "_selected_action": ticked, "index": "0"}
    return client.post(LIST, data, follow=True).status_code


def shown(client: Client, query: str = "") -> list[str]:
    page = client.get(LIST + query).content.decode()
    return [subject for subject in ("A waits", "B sent", "C failed", "D reset") if subject in page]


def make_three() -> list[Mail]:
    practice, now = make_draft(), timezone.now()
    return [
        make_mail(subject="A waits", practice=practice),
        make_mail(subject="B sent", practice=practice, sent_at=now, text="", html=""),
        make_mail(
            subject="C failed", practice=practice, failed_at=now, attempts=13, last_error="550 Unknown"
        ),
    ]


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ("", ["A waits", "B sent", "C failed"]),
        ("?state=waiting", ["A waits"]),
        ("?state=sent", ["B sent"]),
        ("?state=failed", ["C failed"]),
        ("?state=x", ["A waits", "B sent", "C failed"]),
        ("?q=failed", ["C failed"]),
    ],
)
def test_editor_sees_mails_by_their_state(query: str, subjects: list[str]) -> None:
    make_three()
    assert shown(client_of(make_editor()), query) == subjects


def test_mail_of_a_move_that_can_be_undone_says_that_it_is_held() -> None:
    practice, soon = make_draft(), timezone.now() + UNDO_WITHIN
    told = []
    for kind, tried in (("returned", 0), ("returned", 1), ("joined", 0), ("edited", 0)):
        Mail.objects.all().delete()
        make_mail(subject="A waits", practice=practice, kind=kind, attempts=tried, next_attempt_at=soon)
        told.append("Held: what it tells can be undone still" in client_of(make_editor()).get(LIST).text)
    assert told == [True, False, False, False]


def test_index_says_that_mails_failed_while_they_do() -> None:
    client = client_of(make_editor())
    assert b"could not be sent" not in client.get("/admin/").content
    failed = make_three()[2]
    page = client.get("/admin/").content.decode()
    assert "1 mail could not be sent" in page
    assert f'href="{LIST}?state=failed"' in page
    assert again(client, failed) == 200
    assert b"could not be sent" not in client.get("/admin/").content


def test_failed_mail_goes_again_and_the_others_stay() -> None:
    mails = make_three()
    assert again(client_of(make_editor()), *mails) == 200
    assert [(mail.state, mail.attempts) for mail in Mail.objects.order_by("pk")] == [
        (State.WAITING, 0),
        (State.SENT, 0),
        (State.WAITING, 0),
    ]


def test_mails_of_accounts_are_for_admins() -> None:
    secret = make_mail(subject="D reset", failed_at=timezone.now())
    editor, admin = client_of(make_editor()), client_of(make_admin())
    assert (shown(editor), shown(admin)) == ([], ["D reset"])
    said = [b"could not be sent" in client.get("/admin/").content for client in (editor, admin)]
    assert said == [False, True]
    again(editor, secret)
    assert Mail.objects.get().state == State.FAILED
    again(admin, secret)
    assert Mail.objects.get().state == State.WAITING


@pytest.mark.parametrize("page", ["add/", "{pk}/change/", "{pk}/delete/", "{pk}/history/", "{pk}/"])
def test_nobody_reads_what_a_mail_says(page: str) -> None:
    mail = make_mail(text="/reset/canary/", html="/reset/canary/")
    client = client_of(make_admin())
    response = client.get(LIST + page.format(pk=mail.pk))
    assert (response.status_code, b"canary" in client.get(LIST).content) == (404, False)


@pytest.mark.parametrize("ticked", ["x", "9" * 40, "-1"])
def test_what_is_no_mail_is_refused(ticked: str) -> None:
    assert again(client_of(make_editor()), ticked) == 400


def test_contributor_sees_no_mails() -> None:
    failed = make_three()[2]
    client = client_of(make_user())
    assert (client.get(LIST).status_code, again(client, failed), shown(client)) == (403, 403, [])


def test_looking_changes_nothing() -> None:
    failed = make_three()[2]
    client_of(make_editor()).get(f"{LIST}?action=send_again&_selected_action={failed.pk}")
    assert Mail.objects.get(pk=failed.pk).state == State.FAILED


def test_mail_of_a_kind_that_a_newer_release_wrote_is_listed() -> None:
    make_mail(
        kind="of_tomorrow", subject="From tomorrow", next_attempt_at=timezone.now() + timedelta(minutes=5)
    )
    assert "From tomorrow" in client_of(make_admin()).get(LIST).text

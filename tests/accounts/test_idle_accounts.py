"""Is an account that nobody uses closed after two warnings, and never the last admin's (promise N10)?"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from pytest_django import Settings

from practices.accounts import idle_accounts
from practices.mail import notify, outbox
from practices.models import AuditEvent, Event, Mail, Practice, User
from practices.models.user import CLOSED_HOST
from practices.workflow import ERASE
from tests.builders import make_admin, make_draft, make_user, published
from tests.doors import sign_in

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=3 * 365)


def pass_by(days: float) -> None:
    """Let mails leave, then days go by without anybody, then the daily round come."""
    while outbox.send_next():
        pass
    age = timedelta(days=days)
    User.objects.update(last_login=F("last_login") - age, date_joined=F("date_joined") - age)
    AuditEvent.objects.all().amend(at=F("at") - age)
    call_command("sweep_accounts")


def told(person: User) -> list[str]:
    return list(Mail.objects.filter(to=person.email).order_by("pk").values_list("kind", flat=True))


def is_closed(person: User) -> bool:
    return User.objects.get(pk=person.pk).is_closed


def signed_in(person: User) -> None:
    sign_in(Client(), person.email)


def test_account_is_warned_twice_and_closed_and_what_it_wrote_stays() -> None:
    make_admin()
    person = make_user("officer@bergen.example")
    signed_in(person)
    draft = make_draft(contributor=person)
    pass_by(YEARS.days - 61)
    assert told(person) == []
    for days, mails in ((1, 1), (1, 1), (44, 1), (1, 2), (1, 2), (12, 2)):
        pass_by(days)
        assert (told(person), is_closed(person)) == (["account_idle"] * mails, False)
    pass_by(1)
    assert is_closed(person)
    assert told(person) == ["account_closed"]
    assert "two mails went unanswered" in " ".join(Mail.objects.get(to=person.email).text.split())
    kept = AuditEvent.objects.filter(person=person).exclude(kind="signed_in").order_by("pk")
    assert [(event.kind, event.actor) for event in kept] == [
        ("account_idle", None),
        ("account_idle", None),
        ("account_closed", None),
    ]
    assert Practice.objects.filter(pk=draft.pk, contributor=person).exists()
    person.refresh_from_db()
    assert person.email.endswith(CLOSED_HOST)


def test_mails_name_the_day_of_the_end() -> None:
    make_admin()
    person = make_user()
    texts = []
    for days in (YEARS.days - 60, 46):
        pass_by(days)
        texts.append(" ".join(Mail.objects.filter(to=person.email).latest("pk").text.split()))
    ends = [date_format(localtime(timezone.now() + timedelta(days=days)), "j F Y") for days in (60, 14)]
    assert [f"on {day} it is closed" in text for day, text in zip(ends, texts, strict=True)] == [True, True]


def test_who_signs_in_after_a_warning_keeps_her_account_for_years_again() -> None:
    make_admin()
    person = make_user()
    pass_by(YEARS.days - 60)
    pass_by(46)
    signed_in(person)
    pass_by(14)
    pass_by(900)
    assert (is_closed(person), told(person)) == (False, ["account_idle"] * 2)
    pass_by(YEARS.days - 900 - 14 - 60)
    assert told(person) == ["account_idle"] * 3
    pass_by(40)
    assert not is_closed(person)


def test_site_that_begins_late_closes_nobody_without_two_warnings() -> None:
    make_admin()
    person = make_user()
    pass_by(10 * 365)
    pass_by(45)
    assert (told(person), is_closed(person)) == (["account_idle"], False)
    pass_by(1)
    pass_by(13)
    assert (told(person), is_closed(person)) == (["account_idle"] * 2, False)
    pass_by(1)
    assert is_closed(person)


def test_last_admin_is_neither_warned_nor_closed() -> None:
    admins = [make_admin(), make_admin()]
    for days in (YEARS.days, 46, 14, 14, 100):
        pass_by(days)
    assert sorted(is_closed(admin) for admin in admins) == [False, True]
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


def test_only_admin_hears_nothing() -> None:
    admin = make_admin()
    pass_by(10 * 365)
    assert told(admin) == []


def test_blocked_and_closed_accounts_are_left_alone() -> None:
    make_admin()
    blocked = make_user(is_active=False)
    for days in (YEARS.days, 46, 14):
        pass_by(days)
    assert (told(blocked), is_closed(blocked)) == ([], False)


def test_round_that_is_done_twice_warns_once() -> None:
    make_admin()
    person = make_user()
    pass_by(YEARS.days - 60)
    assert idle_accounts.tend() == {"warned": 0, "closed": 0}
    assert told(person) == ["account_idle"]


def test_operator_says_after_how_many_years(settings: Settings) -> None:
    settings.IDLE_YEARS = 5
    make_admin()
    person = make_user()
    pass_by(4 * 365)
    assert told(person) == []
    pass_by(365)
    assert told(person) == ["account_idle"]


def refused(_mail: Mail) -> None:
    raise ConnectionRefusedError


def test_account_stays_while_no_warning_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "OutboxMessage", refused)
    make_admin()
    person = make_user()
    for days in (YEARS.days, 46, 14, 14, 300):
        pass_by(days)
    assert (is_closed(person), told(person)) == (False, ["account_idle"])
    assert not AuditEvent.objects.filter(kind="account_idle").exists()
    Mail.objects.update(failed_at=timezone.now())
    pass_by(100)
    assert (is_closed(person), told(person)) == (False, ["account_idle"])


def test_account_that_fails_costs_itself_only(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make_admin()
    broken, other = make_user(), make_user()
    send = notify.send

    def fail_for_one(kind: str, *, to: User, **given: Any) -> object:
        if to == broken:
            raise ValueError
        return send(kind, to=to, **given)

    monkeypatch.setattr(notify, "send", fail_for_one)
    pass_by(YEARS.days)
    assert (told(broken), told(other)) == ([], ["account_idle"])
    assert [record.getMessage() for record in caplog.records] == [
        f"Idle account {broken.pk} could not be warned or closed"
    ]


def test_warning_that_was_lost_is_written_anew_and_counts_from_then() -> None:
    make_admin()
    person = make_user()
    pass_by(YEARS.days)
    Mail.objects.all().delete()  # it failed, and its row was kept long enough
    for days in (60, 46, 13):
        pass_by(days)
    assert (is_closed(person), told(person)) == (False, ["account_idle"] * 2)
    pass_by(1)
    assert is_closed(person)


def test_warning_that_left_after_a_sign_in_counts_for_nothing_years_later() -> None:
    make_admin()
    person = make_user()
    pass_by(YEARS.days)
    signed_in(person)
    pass_by(YEARS.days - 60)
    pass_by(15)
    assert (is_closed(person), told(person)) == (False, ["account_idle"] * 2)
    pass_by(44)
    assert not is_closed(person)


def test_two_warnings_that_left_together_close_nothing_early() -> None:
    make_admin()
    person = make_user()
    pass_by(YEARS.days)
    again = Mail.objects.get(to=person.email)
    again.pk, again.message_id = None, "<again@site.example>"
    again.save()
    pass_by(59)
    assert not is_closed(person)
    pass_by(1)
    assert is_closed(person)


def test_contact_goes_off_line_and_history_says_that_nobody_did_it() -> None:
    make_admin()
    person = make_user("officer@bergen.example")
    contact = {"contact_name": "An officer", "contact_email": person.email, "contact_public": True}
    practice = published(contributor=person, **contact)
    for days in (YEARS.days, 46, 14):
        pass_by(days)
    assert is_closed(person)
    practice.edition.refresh_from_db()
    assert practice.edition.contact_email == ""
    assert [event.actor for event in Event.objects.filter(practice=practice, move=ERASE)] == [None]


def test_warning_and_privacy_page_say_that_the_contact_goes_off_line() -> None:
    make_admin()
    person = make_user()
    pass_by(YEARS.days)
    text = " ".join(Mail.objects.get(to=person.email).text.split())
    assert "Where you are the contact of a practice, your name and address are taken out of it" in text
    page = " ".join(Client().get("/privacy/").text.split())
    assert "wherever you are the contact of a practice, on the public pages, too" in page
    assert "two mails warn you, 60 and 14 days before" in page

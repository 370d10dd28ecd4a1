"""Is what people do apart from entries kept, by whom and from what to what, and can nobody change it (promise R28)?"""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from practices.audit import KINDS
from practices.models import AuditEvent
from practices.models.audit_event import escaped
from tests.builders import (
    make_city,
    make_topic,
    make_user,
)
from tests.deeds import ACTS, CITY, WRONG, adds, changes, fails_to_sign_in, sends, signs_in
from tests.doors import sign_in, stepping_editor
from tests.pages import client_of
from tests.test_routes import ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.alike]
LIST = "/admin/practices/auditevent/"


NOTHING_KEPT = {
    "accounts/logout/": "ends a session of one's own",
    "accounts/signup/": "anybody types any address: what counts is who confirms it",
    "accounts/confirm/again/": "anybody asks for a mail to any address",
    "accounts/password/new/": "anybody asks for a mail to any address",
    "accounts/address/": "asks for a mail; the change is kept when it is confirmed",
    "accounts/stay/": "goes on with a session",
    "accounts/password/new/sent/": "says that a mail was asked for",
    "accounts/sessions/end/": "ends sessions of one's own",
    "accounts/sessions/end/<int:number>/": "ends a session of one's own",
    "admin/design/": "answers nothing but GET",
}
BY_THE_WORKER = {"account_idle"}
"""What no request does: `tests/accounts/test_idle_accounts.py`."""
WRITES_NOTHING = ("login/", "password_change/", "password_change/done/", "jsi18n/", "logout/", "delete/", "$")
"""How the addresses of a site end that only lead on, refuse, or end a session; a stock list answers POST like GET."""


def is_open_to_writing(route: str, post: str) -> bool:
    """Say whether a route of the accounts or the editors' site can write anything but an entry."""
    is_ours = route.startswith(("accounts/", "admin/")) and not route.startswith("admin/practices/practice/")
    leads_on = route.startswith("admin/") and route.endswith(WRITES_NOTHING)
    is_list = route in {
        "admin/",
        "admin/practices/city/",
        "admin/practices/topic/",
        "admin/practices/readynote/",
        "admin/practices/user/",
        LIST[1:],
    }
    stock = is_list or route.endswith("<path:object_id>/")
    return is_ours and not leads_on and not stock and set(post) != {"M"}


def test_every_route_that_writes_says_what_is_kept() -> None:
    """If this fails: a new route writes. Say in `ACTS` what it keeps, or in `NOTHING_KEPT` why it keeps nothing."""
    writing = {route for route, (_get, post) in ROWS.items() if is_open_to_writing(route, post)}
    assert (writing - set(ACTS), set(ACTS) - set(ROWS)) == (set(NOTHING_KEPT), set())


@pytest.mark.long
@pytest.mark.parametrize("route", ACTS)
def test_what_is_done_is_kept_and_who_did_it(route: str) -> None:
    for act, kinds in ACTS[route]:
        before = AuditEvent.objects.count()
        person = act()
        kept = list(AuditEvent.objects.order_by("pk"))[before:]
        assert [(event.kind, event.actor) for event in kept] == [
            (kind, person if is_hers else None) for kind, is_hers in kinds.items()
        ]
        if route.startswith("accounts/"):
            assert {event.person for event in kept} == {person}


def test_every_kind_is_made_by_some_act() -> None:
    made = {kind for acts in ACTS.values() for _act, kinds in acts for kind in kinds}
    assert (made | BY_THE_WORKER, made & BY_THE_WORKER) == (set(KINDS), set())


def test_operator_who_resets_a_second_step_is_nobody_who_is_signed_in() -> None:
    person = stepping_editor()
    call_command("end_second_step", person.email)
    event = AuditEvent.objects.get()
    assert (event.kind, event.actor, event.person) == ("second_step_off", None, person)


def test_from_what_to_what_is_kept_but_no_text_and_no_secret() -> None:
    topic = make_topic(name="Arts")
    sent = {"name": "Media", "description": "Words of an editor."}
    changes("topic", lambda: topic, **sent)()
    sends("details", country="NO", city="A town \x1b[31mof hers", organisation="Her office")()
    fails_to_sign_in()
    topics, details, failed = AuditEvent.objects.order_by("pk")
    assert (topics.about_id, topics.about_name) == (topic.pk, "Media")
    assert topics.before == {"name": "Arts", "description": "…"}
    assert topics.after == {"name": "Media", "description": "…"}
    assert (details.before, sorted(details.after)) == ({}, ["city", "country", "organisation"])
    assert set(details.after.values()) == {"…"}
    assert (failed.before, failed.after, failed.about_name) == ({}, {}, "")


def test_name_that_would_steer_a_terminal_is_kept_as_its_codes() -> None:
    city = make_city("Bot\x1b[31mkyrka\u202e", "SE")  # as an older release took it
    AuditEvent.objects.record("city_changed", by=make_user(), about=city, before={"name": city.name})
    event = AuditEvent.objects.get()
    assert event.before["name"] == r"Bot\x1b[31mkyrka\u202e"
    assert event.about_name == r"Bot\x1b[31mkyrka\u202e, Sweden"
    assert escaped("a\r\nb\0") == r"a\r\nb\x00"


def test_nothing_changed_is_nothing_kept() -> None:
    changes("topic", make_topic)()
    person = make_user(city=make_city())
    client_of(person).post("/accounts/details/", {"country": "NO", "city": "Bergen", "organisation": ""})
    assert AuditEvent.objects.count() == 0


def test_address_that_has_no_account_fails_like_any_other() -> None:
    sign_in(Client(), "nobody@city.example", WRONG)
    event = AuditEvent.objects.get()
    assert (event.kind, event.person, event.about_name, event.after) == ("sign_in_failed", None, "", {})


def test_sign_ins_fade_and_nothing_else_does(settings: Settings) -> None:
    signs_in()
    adds("city", **CITY)()
    day = timedelta(days=1)
    for age, left in ((89 * day, ["city_added", "signed_in"]), (91 * day, ["city_added"])):
        AuditEvent.objects.all().amend(at=timezone.now() - age)
        call_command("daily")
        assert sorted(AuditEvent.objects.values_list("kind", flat=True)) == left

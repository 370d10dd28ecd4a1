"""Is what people do apart from entries kept, by whom and from what to what, and can nobody change it (promise R28)?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from practices import second_step
from practices.audit import KINDS
from practices.models import AuditEvent, User
from practices.models.audit_event import escaped
from tests.builders import (
    PASSWORD,
    make_admin,
    make_city,
    make_mail,
    make_topic,
    make_user,
)
from tests.doors import code, link, sign_in, stepping_editor
from tests.pages import client_of, form_data
from tests.test_routes import rows

pytestmark = pytest.mark.django_db
WRONG = "not the password of anybody"
LIST = "/admin/practices/auditevent/"


def signs_in() -> User:
    person = make_user()
    sign_in(Client(), person.email)
    return person


def fails_to_sign_in() -> User:
    person = make_user()
    sign_in(Client(), person.email, WRONG)
    return person


def signs_in_in_two_steps() -> User:
    person, client = make_user(), Client()
    secret = second_step.new_secret()
    second_step.give(person, secret)
    sign_in(client, person.email)
    client.post("/accounts/login/code/", {"code": "000000"})
    client.post("/accounts/login/code/", {"code": code(secret)})
    return person


def confirms_her_address() -> User:
    person = make_user()
    address = EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
    address.send_confirmation(signup=True)
    Client().post(link(), {"password": PASSWORD, "new_password": PASSWORD})
    return person


def changes_her_address() -> User:
    person = make_user("before@city.example")
    client = client_of(person)
    client.post("/accounts/address/", {"email": "after@city.example", "password": PASSWORD})
    client.post(link(), {"password": PASSWORD})
    return person


def sets_a_forgotten_password() -> User:
    person, client = make_user(), Client()
    client.post("/accounts/password/new/", {"email": person.email})
    client.post(link(), {"new_password": f"{PASSWORD} anew"})
    return person


def sends(page: str, **sent: str) -> Callable[[], User]:
    """Return an act: a person sends a form of her own account."""

    def act() -> User:
        person = make_user()
        client_of(person).post(f"/accounts/{page}/", {"password": PASSWORD} | sent)
        return person

    return act


def turns_on_her_second_step() -> User:
    person = make_user()
    client, page = client_of(person), "/accounts/second-step/"
    shown = client.get(page)
    letters = "".join(shown.context["letters"].split())
    signed = shown.context["signed"]
    client.post(page, {"secret": signed, "code": code(letters), "password": PASSWORD})
    return person


def takes_new_codes() -> User:
    person = stepping_editor()
    client_of(person).post("/accounts/second-step/codes/", {"password": PASSWORD})
    return person


def turns_off_her_second_step() -> User:
    person = make_user()
    secret = second_step.new_secret()
    second_step.give(person, secret)
    client_of(person).post("/accounts/second-step/off/", {"password": PASSWORD, "code": code(secret)})
    return person


CITY = {"name": "Botkyrka", "country": "SE", "population": 0, "aliases": "", "slug": ""}


def adds(what: str, **sent: Any) -> Callable[[], User]:
    """Return an act: an admin adds a row."""

    def act() -> User:
        editor = make_admin()
        assert client_of(editor).post(f"/admin/practices/{what}/add/", sent).status_code == 302
        return editor

    return act


def changes(what: str, make: Callable[[], Any], **sent: str) -> Callable[[], User]:
    """Return an act: an admin changes a row in its form."""

    def act() -> User:
        editor, page = make_admin(), f"/admin/practices/{what}/{make().pk}/change/"
        client = client_of(editor)
        form = form_data(client.get(page).content, f"{what}_form")
        assert client.post(page, form | sent).status_code == 302
        return editor

    return act


def invites_again() -> User:
    admin, person = make_admin(), make_user()
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
    client_of(admin).post(f"/admin/practices/user/{person.pk}/invite/")
    return admin


def sends_mails_again() -> User:
    editor, failed = make_admin(), make_mail(failed_at=timezone.now())
    ticked = {"action": "send_again", "_selected_action": [failed.pk], "index": "0"}
    client_of(editor).post("/admin/practices/mail/", ticked)
    return editor


HER, NOBODY = True, False
"""Whether it is kept that she did it, or that nobody was signed in."""

ACTS: dict[str, list[tuple[Callable[[], User], dict[str, bool]]]] = {
    "accounts/login/": [(signs_in, {"signed_in": HER}), (fails_to_sign_in, {"sign_in_failed": NOBODY})],
    "accounts/login/code/": [(signs_in_in_two_steps, {"sign_in_failed": NOBODY, "signed_in": HER})],
    "accounts/confirm/<str:key>/": [
        (confirms_her_address, {"address_confirmed": NOBODY, "signed_in": HER}),
        (changes_her_address, {"address_changed": HER, "signed_in": HER}),
    ],
    "accounts/password/new/<str:key>/": [(sets_a_forgotten_password, {"password_set": NOBODY})],
    "accounts/password/": [(sends("password", new_password=f"{PASSWORD} anew"), {"password_set": HER})],
    "accounts/second-step/": [(turns_on_her_second_step, {"second_step_on": HER})],
    "accounts/second-step/codes/": [(takes_new_codes, {"new_codes": HER})],
    "accounts/second-step/off/": [(turns_off_her_second_step, {"second_step_off": HER})],
    "accounts/details/": [(sends("details", country="NO", city="Bergen"), {"details_changed": HER})],
    "accounts/close/": [(sends("close"), {"account_closed": HER})],
    "admin/practices/city/add/": [(adds("city", **CITY), {"city_added": HER})],
    "admin/practices/city/<path:object_id>/change/": [
        (changes("city", make_city, population="9"), {"city_changed": HER})
    ],
    "admin/practices/topic/add/": [(adds("topic", name="Media", position=1), {"topic_added": HER})],
    "admin/practices/topic/<path:object_id>/change/": [
        (changes("topic", make_topic, name="Media"), {"topic_changed": HER})
    ],
    "admin/practices/user/add/": [(adds("user", email="new@city.example"), {"person_invited": HER})],
    "admin/practices/user/<path:object_id>/invite/": [(invites_again, {"person_invited": HER})],
    "admin/practices/user/<path:object_id>/change/": [
        (changes("user", make_user, is_staff="on"), {"role_changed": HER}),
        (changes("user", make_user, email="then@city.example"), {"address_changed": HER}),
    ],
    "admin/practices/mail/": [(sends_mails_again, {"mails_sent_again": HER})],
}
"""What is done through each route that writes, apart from entries, and what is kept of it, in its order."""

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
        "admin/practices/user/",
        LIST[1:],
    }
    stock = is_list or route.endswith("<path:object_id>/")
    return is_ours and not leads_on and not stock and set(post) != {"M"}


def test_every_route_that_writes_says_what_is_kept() -> None:
    """If this fails: a new route writes. Say in `ACTS` what it keeps, or in `NOTHING_KEPT` why it keeps nothing."""
    writing = {route for route, (_get, post) in rows().items() if is_open_to_writing(route, post)}
    assert writing == set(ACTS) | set(NOTHING_KEPT)


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
    assert made == set(KINDS)


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
    adds("city", **CITY | {"name": "Bot\x1b[31mkyrka\u202e", "slug": "botkyrka"})()
    event = AuditEvent.objects.get()
    assert event.after["name"] == r"Bot\x1b[31mkyrka\u202e"
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

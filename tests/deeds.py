"""What do people do apart from entries, through the routes of the accounts and the editors' site? Each deed by real requests.

`ACTS` says for every route what is kept of it; `tests/test_audit.py` holds it against the routes that there are.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from practices.accounts import links, mfa
from practices.models import City, Merge, ReadyNote, Report, Topic, User
from tests.builders import (
    PASSWORD,
    make_admin,
    make_city,
    make_draft,
    make_editor,
    make_mail,
    make_topic,
    make_user,
)
from tests.doors import code, link, sign_in, stepping_editor
from tests.entry_pictures import sent_picture
from tests.pages import client_of, form_data
from tests.passkey import adds_a_passkey, changes_a_passkey

DESCRIBED = {"alt": "Houses.", "credit": "Ada Lind", "licence": "CC-BY-4.0", "consent": "on"}
WRONG = "not the password of anybody"


def signs_in() -> User:
    person = make_user()
    sign_in(Client(), person.email)
    return person


def signs_in_elsewhere() -> User:
    person = make_user(last_login=timezone.now())
    sign_in(Client(), person.email)
    return person


def fails_to_sign_in() -> User:
    person = make_user()
    sign_in(Client(), person.email, WRONG)
    return person


def signs_in_in_two_steps() -> User:
    person, client = make_user(), Client()
    secret = mfa.new_secret()
    mfa.give(person, secret)
    sign_in(client, person.email)
    client.post("/accounts/login/code/", {"code": "000000"})
    client.post("/accounts/login/code/", {"code": code(secret)})
    return person


def signs_in_by_a_recovery_code() -> User:
    person, client = make_user(), Client()
    codes = mfa.give(person, mfa.new_secret())
    sign_in(client, person.email)
    client.post("/accounts/login/code/", {"code": codes[0]})
    return person


def confirms_her_address() -> User:
    person = make_user()
    address = EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
    links.send_confirmation("confirm_account", address)
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
    sent = {"password": PASSWORD, "instead_of": mfa.codes_number(person)}
    client_of(person).post("/accounts/second-step/codes/", sent)
    return person


def turns_off_her_second_step() -> User:
    person = make_user()
    secret = mfa.new_secret()
    mfa.give(person, secret)
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


def sets_a_picture(make: Callable[[], Any]) -> Callable[[], User]:
    """Return the deed of an editor who gives a new row of that kind a picture."""

    def act() -> User:
        person, row = make_editor(), make()
        page = f"/admin/practices/{row._meta.model_name}/{row.pk}/picture/"
        assert client_of(person).post(page, DESCRIBED | {"picture": sent_picture()}).status_code == 302
        return person

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


def blocks_and_lifts_it() -> User:
    admin, person = make_admin(), make_user()
    for act in ("block", "unblock"):
        client_of(admin).post(f"/admin/practices/user/{person.pk}/{act}/", {"reason": "Spam."})
    return admin


def merges_and_parts(model: Any, make: Callable[[str], Any]) -> Callable[[], User]:
    """Return an act: an editor merges two rows and undoes it."""

    def act() -> User:
        editor, gone, stays = make_editor(), make("going"), make("staying")
        client, pages = client_of(editor), f"/admin/practices/{model._meta.model_name}/"
        client.post(f"{pages}{gone.pk}/merge/", {"target": stays.pk})
        client.post(f"{pages}{stays.pk}/part/", {"merge": Merge.objects.get().pk})
        return editor

    return act


def lifts_a_limit_and_sets_it_again() -> User:
    editor, person = make_editor(), make_user()
    page = f"/admin/practices/practice/{make_draft(contributor=person).pk}/authors/"
    for button in ("lift", "limit"):
        client_of(editor).post(page, {button: person.pk})
    return editor


def sends_mails_again() -> User:
    editor, failed = make_admin(), make_mail(failed_at=timezone.now())
    ticked = {"action": "send_again", "_selected_action": [failed.pk], "index": "0"}
    client_of(editor).post("/admin/practices/mail/", ticked)
    return editor


def marks_reports_as_done() -> User:
    editor, report = make_editor(), Report.objects.create(text="A dead link.")
    ticked = {"action": "mark_done", "_selected_action": [report.pk], "index": "0"}
    client_of(editor).post("/admin/practices/report/", ticked)
    return editor


def takes_the_list() -> User:
    editor = make_editor()
    client_of(editor).post("/admin/practices/practice/list/csv/")
    return editor


def make_ready_note() -> ReadyNote:
    return ReadyNote.objects.create(name="Year", text="Say which year.")


HER, NOBODY = True, False
"""Whether it is kept that she did it, or that nobody was signed in."""

ACTS: dict[str, list[tuple[Callable[[], User], dict[str, bool]]]] = {
    "accounts/login/": [
        (signs_in, {"signed_in": HER}),
        (signs_in_elsewhere, {"signed_in": HER, "new_device": HER}),
        (fails_to_sign_in, {"sign_in_failed": NOBODY}),
    ],
    "accounts/login/code/": [
        (signs_in_in_two_steps, {"sign_in_failed": NOBODY, "signed_in": HER}),
        (signs_in_by_a_recovery_code, {"code_used": HER, "signed_in": HER}),
    ],
    "accounts/confirm/<str:key>/": [
        (confirms_her_address, {"address_confirmed": NOBODY, "signed_in": HER}),
        (changes_her_address, {"address_changed": HER, "signed_in": HER, "new_device": HER}),
    ],
    "accounts/password/new/<str:key>/": [(sets_a_forgotten_password, {"password_set": NOBODY})],
    "accounts/password/": [(sends("password", new_password=f"{PASSWORD} anew"), {"password_set": HER})],
    "accounts/second-step/": [(turns_on_her_second_step, {"second_step_on": HER})],
    "accounts/second-step/codes/": [(takes_new_codes, {"new_codes": HER})],
    "accounts/second-step/off/": [(turns_off_her_second_step, {"second_step_off": HER})],
    "accounts/passkeys/": [(adds_a_passkey, {"passkey_added": HER})],
    "accounts/passkeys/<int:number>/": [(changes_a_passkey("", name="Old"), {"passkey_renamed": HER})],
    "accounts/passkeys/<int:number>/remove/": [
        (changes_a_passkey("remove/", password=PASSWORD), {"passkey_removed": HER})
    ],
    "accounts/details/": [(sends("details", country="NO", city="Bergen"), {"details_changed": HER})],
    "accounts/close/": [(sends("close"), {"account_closed": HER})],
    "admin/practices/city/add/": [(adds("city", **CITY), {"city_added": HER})],
    "admin/practices/city/<path:object_id>/change/": [
        (changes("city", make_city, population="9"), {"city_changed": HER})
    ],
    "admin/practices/topic/add/": [(adds("topic", name="Media"), {"topic_added": HER})],
    "admin/practices/topic/<path:object_id>/change/": [
        (changes("topic", make_topic, name="Media"), {"topic_changed": HER})
    ],
    **{
        f"admin/practices/{what}/<path:object_id>/picture/": [(sets_a_picture(make), {kept: HER})]
        for what, make, kept in (("city", make_city, "city_changed"), ("topic", make_topic, "topic_changed"))
    },
    **{
        f"admin/practices/{what}/<path:object_id>/{page}/": [
            (merges_and_parts(model, make), {f"{what}_merged": HER, f"{what}_parted": HER})
        ]
        for what, model, make in (("city", City, make_city), ("topic", Topic, make_topic))
        for page in ("merge", "part")
    },
    "admin/practices/readynote/add/": [
        (adds("readynote", name="Year", text="Which?", position=1), {"readynote_added": HER})
    ],
    "admin/practices/readynote/<path:object_id>/change/": [
        (changes("readynote", make_ready_note, name="Which year?"), {"readynote_changed": HER})
    ],
    "admin/practices/user/add/": [(adds("user", email="new@city.example"), {"person_invited": HER})],
    "admin/practices/user/<path:object_id>/invite/": [(invites_again, {"person_invited": HER})],
    "admin/practices/user/<path:object_id>/block/": [
        (blocks_and_lifts_it, {"account_blocked": HER, "account_unblocked": HER})
    ],
    "admin/practices/user/<path:object_id>/unblock/": [
        (blocks_and_lifts_it, {"account_blocked": HER, "account_unblocked": HER})
    ],
    "admin/practices/user/<path:object_id>/change/": [
        (changes("user", make_user, is_staff="on"), {"role_changed": HER}),
        (changes("user", make_user, email="then@city.example"), {"address_changed": HER}),
    ],
    "admin/practices/practice/<int:pk>/authors/": [
        (lifts_a_limit_and_sets_it_again, {"limit_lifted": HER, "limit_set": HER})
    ],
    "admin/practices/practice/list/<slug:ending>/": [(takes_the_list, {"list_taken": HER})],
    "admin/practices/report/": [(marks_reports_as_done, {"reports_done": HER})],
    "admin/practices/mail/": [(sends_mails_again, {"mails_sent_again": HER})],
}
"""What is done through each route that writes, apart from entries, and what is kept of it, in its order."""

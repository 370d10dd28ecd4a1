"""How does a person go through the doors of the accounts, as a browser without script does?"""

import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from practices.accounts import mail_requests, mfa
from practices.models import Mail, User
from tests import logs
from tests.builders import PASSWORD, make_editor

SECRET_LENGTH = 40  # of the key in a link
SIGN_UP = {
    "email": "officer@bergen.example",
    "country": "NO",
    "city": "Bergen",
    "organisation": "Office for diversity",
}


def sign_up(client: Client, **given: str) -> Any:
    """Send the form, and let the worker answer, as it does a moment later; return the page's answer."""
    answer = client.post("/accounts/signup/", SIGN_UP | given, follow=True)
    mails()
    return answer


def link() -> str:
    """Return the path of the link in the newest mail."""
    site = r"http://localhost:8000"
    path = r"(/(?:accounts/(?:confirm|password/new)|contribute/practices/practice/invitations)/\S+)"
    found = str(re.findall(site + path, mails()[-1].text)[0])
    logs.told |= {part for part in found.split("/") if len(part) >= SECRET_LENGTH}
    return found


def confirm(client: Client, path: str, password: str = PASSWORD) -> int:
    """Open the link of a mail and send what its page asks for, a password if it does; return the answer's status."""
    fields = re.findall(r'<input type="password" name="(\w+)"', client.get(path).text)
    return int(client.post(path, dict.fromkeys(fields, password)).status_code)


def sign_in(client: Client, email: str, password: str = PASSWORD, **given: str) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password} | given)


def with_second_step(person: User) -> tuple[str, list[str]]:
    """Let a person sign in in two steps; return her secret and recovery codes."""
    secret = mfa.new_secret()
    return secret, mfa.give(person, secret)


def now() -> int:
    return int(time.time()) // mfa.STEP


def code(secret: str) -> str:
    return mfa.code_at(secret, now())


def browser(person: User, **headers: str) -> Client:
    """Return a browser in which a person has signed in by the pages, with her second step if she has one."""
    client = Client(headers=headers)
    sign_in(client, person.email)
    if held := Authenticator.objects.filter(user=person, type="totp").first():
        held.data["last_step"] = 0
        held.save()
        client.post("/accounts/login/code/", {"code": code(held.data["secret"])})
    assert is_signed_in(client)
    return client


def stepping_editor() -> User:
    """Return an editor with a second step that works."""
    person = make_editor()
    with_second_step(person)
    return person


def is_signed_in(client: Client) -> bool:
    return bool(client.get("/accounts/details/").status_code == 200)


def opens_admin(client: Client) -> bool:
    return bool(client.get("/admin/").status_code == 200)


def subjects() -> list[str]:
    return [mail.subject for mail in mails()]


def mails() -> list[Mail]:
    """Return what stands in the outbox, the newest last, once the worker has answered what was asked for."""
    while mail_requests.answer_next():
        pass
    return list(Mail.objects.order_by("pk"))

"""What do the mails about accounts say, and to whom do they go?"""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured

from practices.mail import notify, render
from practices.mail.kinds import ACCOUNTS, KINDS
from practices.mail.markdown import WIDTH
from tests.builders import make_user
from tests.mail.test_notify import GOLDEN, expect

pytestmark = pytest.mark.django_db

WORDS: dict[str, dict[str, Any]] = {
    "confirm_account": {"path": "/accounts/confirm/KEY/"},
    "confirm_address": {"path": "/accounts/confirm/KEY/"},
    "person_invited": {"path": "/accounts/confirm/KEY/"},
    "role_changed": {"is_active": True, "is_staff": True, "is_superuser": False},
    "account_idle": {
        "woken": datetime(2023, 11, 28, 12, tzinfo=UTC),
        "ends": datetime(2026, 11, 27, 12, tzinfo=UTC),
    },
    "new_device": {
        "device": "Firefox on Windows",
        "at": datetime(2026, 11, 27, 12, tzinfo=UTC),
        "network": "203.0.113.0",
    },
    "code_used": {"count": 9},
    "passkey_added": {"name": "My phone"},
    "passkey_removed": {"name": "My phone"},
    "new_password": {"path": "/accounts/password/new/KEY/"},
    "address_changed": {"from_email": "old@city.example", "to_email": "new@city.example"},
}


@pytest.mark.parametrize("kind", sorted(ACCOUNTS))
def test_mail_says_what_the_golden_files_say(kind: str) -> None:
    mail = notify.send(kind, to=make_user(), context=WORDS.get(kind))
    new = expect(GOLDEN / f"{kind}.txt", f"{mail.subject}\n\n{mail.text}")
    new += expect(GOLDEN / f"{kind}.html", mail.html)
    assert new == []  # read and commit them
    assert [line for line in mail.text.splitlines() if len(line) > WIDTH] == []
    assert (mail.html.count("<h1"), mail.html.count('class="button"')) == (1, 1)
    assert re.findall(r"<img|<link|<script|<form", mail.html) == []


def test_library_sends_no_mail_of_its_own() -> None:
    """It would go out within the request, with a link to whatever host that named."""
    with pytest.raises(ImproperlyConfigured):
        get_adapter().send_mail("account/email/any", "reader@city.example", {})


def test_nobody_writes_names_into_a_mail_to_a_stranger() -> None:
    """What a stranger typed at sign-up is not in the mail: it would be a way to send advertisements."""
    for kind in ("confirm_account", "has_account", "no_account"):
        written = render.render_mail(KINDS[kind], "", {"path": "/", "organisation": "BUY NOW"})
        assert "BUY NOW" not in written.text + written.html

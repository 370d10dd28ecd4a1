"""The mails that strangers ask for: how do they get one and learn nothing from the page about whose the address is?

The page writes the address down, whatever it is, and looks nothing up: it does the same, and takes the same time, for
every address. The worker beside the server looks, a second later, and writes the mail.
"""

import logging
from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from practices.accounts import lifecycle, links
from practices.mail import notify
from practices.models import Ask
from practices.models.database_errors import DATABASE_AWAY
from practices.models.mail_request import Wish

log = logging.getLogger(__name__)


def ask(wish: Wish, address: str, details: Mapping[str, Any] | None = None) -> None:
    """Write down what is to be sent to an address; `details` are those of an account that is to be made."""
    Ask.objects.create(
        wish=wish, address=address, details=details or {}, language=translation.get_language() or ""
    )


def answer_next() -> bool:
    """Write the mail that was asked for first; say whether there was one. Of two workers, one writes it."""
    first = Ask.objects.order_by("pk").first()
    if first is None:
        return False
    with transaction.atomic():
        if Ask.objects.filter(pk=first.pk).delete()[0]:
            _try(first)
    return True


def _try(ask: Ask) -> None:
    """Answer, or log and let go: else one that cannot be answered would be the first for ever, and stop all mail."""
    try:
        with transaction.atomic(), translation.override(ask.language or None):
            _answer(Wish(ask.wish), ask.address, ask.details)
    except DATABASE_AWAY:  # the ask waits
        raise
    except Exception:
        log.exception("What ask %s wants could not be written", ask.pk)


def _answer(wish: Wish, address: str, details: dict[str, Any]) -> None:
    person = lifecycle.owner(address)
    if wish is Wish.SIGN_UP:
        lifecycle.begin(address, details)
    elif person is None or not person.is_active:
        notify.send("no_account", to=address)
    elif not lifecycle.is_confirmed(person):
        links.send_confirmation("confirm_account", EmailAddress.objects.get(user=person, email=address))
    elif wish is Wish.RESET:
        path = reverse("account_reset_password_from_key", args=[links.reset_key(person)])
        notify.send("new_password", to=person, context={"path": path})
    else:
        notify.send("has_account", to=address)

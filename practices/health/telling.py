"""The operator's mail: what stands still, each fault once a day, past the outbox, which may be what stands still."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from practices.health.conditions import CONDITIONS, Fault, fault_of
from practices.models import Told

log = logging.getLogger(__name__)

AGAIN = timedelta(days=1)


def tell_operator() -> bool:
    """Mail the operator all grave faults if she has not heard of one of them for a day; say whether a mail went out.

    Raises `OSError` when the mail server takes none: the next look tells then. Each fault is in the log, too.
    """
    if not settings.OPERATOR_EMAIL or settings.READ_ONLY:  # that she was told could not be noted
        return False
    faults = {
        name: fault for name, look in CONDITIONS.items() if (fault := fault_of(look)) and fault.is_grave
    }
    heard = set(Told.objects.filter(at__gt=timezone.now() - AGAIN).values_list("condition", flat=True))
    if faults.keys() <= heard:
        return False
    for name, fault in faults.items():
        log.error("%s: %s", name, fault)
    _message(faults).send()
    now = timezone.now()
    rows = [Told(condition=name, at=now) for name in faults]
    Told.objects.bulk_create(rows, update_conflicts=True, unique_fields=["condition"], update_fields=["at"])
    return True


def _message(faults: dict[str, Fault]) -> EmailMessage:
    lines = [f"{name}: {fault.says}\n{fault.cure}\n" for name, fault in faults.items()]
    text = "\n".join(
        [
            f"Something does not work at {settings.SITE_URL}/\n",
            *lines,
            "You are told of each of these once a day while it lasts. `manage.py doctor` says how things are now.",
        ]
    )
    subject = f"{settings.SITE_NAME}: {', '.join(faults)}"
    return EmailMessage(subject, text, to=[settings.OPERATOR_EMAIL])

"""The audit events: which deeds apart from entries are kept, of whom, for how long, and who may read them?

`KINDS` is the one declaration; `AuditEvent.objects.record` writes them, the admin lists them.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Subject(StrEnum):
    """What a deed is about; the values are names of models."""

    PERSON = "user"
    CITY = "city"
    TOPIC = "topic"
    MAILS = "mail"
    REPORTS = "report"
    NOTE = "readynote"
    ENTRIES = "practice"


@dataclass(frozen=True)
class DeedKind:
    """One kind of deed. Admins read all; editors those `for_editors`. What `fades` is deleted after `SIGN_IN_DAYS`.

    Of one that `is_confidential` even whom it is about learns no more than that and when it was done.
    """

    name: str
    label: str | Promise
    about: Subject
    for_editors: bool = False
    fades: bool = False
    is_confidential: bool = False


KINDS: dict[str, DeedKind] = {
    kind.name: kind
    for kind in (
        DeedKind("signed_in", _("Signed in"), Subject.PERSON, fades=True),
        DeedKind("new_device", _("Signed in from a new device"), Subject.PERSON, fades=True),
        DeedKind("sign_in_failed", _("Sign-in failed"), Subject.PERSON, fades=True),
        DeedKind("person_invited", _("Person invited"), Subject.PERSON),
        DeedKind("address_confirmed", _("Address confirmed"), Subject.PERSON),
        DeedKind("address_changed", _("Address changed"), Subject.PERSON),
        DeedKind("password_set", _("Password set"), Subject.PERSON),
        DeedKind("details_changed", _("Details changed"), Subject.PERSON),
        DeedKind("role_changed", _("Role changed"), Subject.PERSON),
        DeedKind("account_blocked", _("Account blocked"), Subject.PERSON, is_confidential=True),
        DeedKind("account_unblocked", _("Block lifted"), Subject.PERSON),
        DeedKind("limit_lifted", _("Daily limit lifted"), Subject.PERSON),
        DeedKind("limit_set", _("Daily limit set again"), Subject.PERSON),
        DeedKind("second_step_on", _("Second step turned on"), Subject.PERSON),
        DeedKind("second_step_off", _("Second step turned off"), Subject.PERSON),
        DeedKind("new_codes", _("New recovery codes"), Subject.PERSON),
        DeedKind("code_used", _("Recovery code used"), Subject.PERSON),
        DeedKind("passkey_added", _("Passkey added"), Subject.PERSON),
        DeedKind("passkey_renamed", _("Passkey renamed"), Subject.PERSON),
        DeedKind("passkey_removed", _("Passkey removed"), Subject.PERSON),
        DeedKind("account_idle", _("Warned that an idle account will be closed"), Subject.PERSON),
        DeedKind("account_closed", _("Account closed"), Subject.PERSON),
        DeedKind("city_added", _("City added"), Subject.CITY, for_editors=True),
        DeedKind("city_changed", _("City changed"), Subject.CITY, for_editors=True),
        DeedKind("city_merged", _("City merged"), Subject.CITY, for_editors=True),
        DeedKind("city_parted", _("Merge of cities undone"), Subject.CITY, for_editors=True),
        DeedKind("topic_added", _("Topic added"), Subject.TOPIC, for_editors=True),
        DeedKind("topic_changed", _("Topic changed"), Subject.TOPIC, for_editors=True),
        DeedKind("topic_merged", _("Topic merged"), Subject.TOPIC, for_editors=True),
        DeedKind("topic_parted", _("Merge of topics undone"), Subject.TOPIC, for_editors=True),
        DeedKind("readynote_added", _("Ready-made note added"), Subject.NOTE, for_editors=True),
        DeedKind("readynote_changed", _("Ready-made note changed"), Subject.NOTE, for_editors=True),
        DeedKind("mails_sent_again", _("Mails sent again"), Subject.MAILS),
        DeedKind("list_taken", _("List of entries downloaded"), Subject.ENTRIES, for_editors=True),
        DeedKind("reports_done", _("Reports marked as done"), Subject.REPORTS, for_editors=True),
    )
}


def deed_kinds() -> list[tuple[str, str | Promise]]:
    return [(kind.name, kind.label) for kind in KINDS.values()]

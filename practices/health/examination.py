"""The examination of a site by its doctor: all that it needs, from its settings to what a visitor meets."""

from practices.health import from_outside, mail_records, on_this_machine
from practices.health.conditions import CONDITIONS, Fault, Look, fault_of

LOOKS: dict[str, Look] = {
    "settings": on_this_machine.deploy_warnings,
    "writing": on_this_machine.nothing_written,
    "database": on_this_machine.unapplied_migrations,
    "indexes": on_this_machine.damaged_indexes,
    "clock": on_this_machine.other_clock,
    "mail server": on_this_machine.closed_mail_server,
    "mail records": mail_records.missing_mail_records,
    **CONDITIONS,
    "address": from_outside.other_release,
    "certificate": from_outside.ending_certificate,
    "security.txt": from_outside.missing_security_txt,
    "robots.txt": from_outside.missing_sitemap,
}
"""What is looked at, by name, in the order in which it is told."""


def examined(*, mail_to: str = "") -> dict[str, Fault | None]:
    """Return what each look finds; with an address, also whether a real mail is taken for it."""
    looks = LOOKS | ({"mail sent": lambda: on_this_machine.refused_mail(mail_to)} if mail_to else {})
    return {name: fault_of(look) for name, look in looks.items()}

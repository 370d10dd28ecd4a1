"""The examination of a site by its doctor: all that it needs, from its settings to what a visitor meets."""

from practices.health import from_outside, within
from practices.health.conditions import CONDITIONS, Fault, Look, fault_of

LOOKS: dict[str, Look] = {
    "settings": within.deploy_warnings,
    "writing": within.nothing_written,
    "database": within.unapplied_migrations,
    "indexes": within.damaged_indexes,
    "clock": within.other_clock,
    "mail server": within.closed_mail_server,
    **CONDITIONS,
    "address": from_outside.other_release,
    "certificate": from_outside.ending_certificate,
    "security.txt": from_outside.missing_security_txt,
    "robots.txt": from_outside.missing_sitemap,
}
"""What is looked at, by name, in the order in which it is told."""


def examined(*, mail_to: str = "") -> dict[str, Fault | None]:
    """Return what each look finds; with an address, also whether a real mail is taken for it."""
    looks = LOOKS | ({"mail sent": lambda: within.refused_mail(mail_to)} if mail_to else {})
    return {name: fault_of(look) for name, look in looks.items()}

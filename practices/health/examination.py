"""The examination of a site by its doctor: all that it needs, from its settings to what a visitor meets."""

from django.db import Error

from practices.health import from_outside, within
from practices.health.conditions import CONDITIONS, Fault, Look

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
UNANSWERED = "Whoever should answer does not, or refuses: see that it runs, and what the settings say of it."


def examined(*, mail_to: str = "") -> dict[str, Fault | None]:
    """Return what each look finds; with an address, also whether a real mail is taken for it."""
    looks = LOOKS | ({"mail sent": lambda: within.refused_mail(mail_to)} if mail_to else {})
    return {name: _fault(look) for name, look in looks.items()}


def _fault(look: Look) -> Fault | None:
    try:
        return look()
    except (Error, OSError, ValueError) as error:
        return Fault(f"{str(error).partition('\n')[0]}.", UNANSWERED)

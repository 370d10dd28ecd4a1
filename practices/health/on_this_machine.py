"""What the doctor looks at on the machine itself: settings, the database and its clock, the way to the mail server."""

from datetime import timedelta

from django.conf import settings
from django.core import checks
from django.core.mail import EmailMessage, mailers
from django.db import connection
from django.utils import timezone

from practices.health import migrations
from practices.health.conditions import Fault

CLOCKS_DIFFER = timedelta(seconds=30)


def deploy_warnings() -> Fault | None:
    """Find what `check --deploy` warns of."""
    found = [
        each for each in checks.run_checks(include_deployment_checks=True) if each.level >= checks.WARNING
    ]
    found = [each for each in found if not each.is_silenced()]
    if not found:
        return None
    is_grave = any(each.level >= checks.ERROR for each in found)
    says = f"{len(found)} warnings: {', '.join(sorted(str(each.id) for each in found))}."
    return Fault(says, "Run `manage.py check --deploy`.", is_grave=is_grave)


def nothing_written() -> Fault | None:
    """Find that nothing can be written, which somebody has wanted and may forget."""
    if not settings.READ_ONLY:
        return None
    says = "READ_ONLY=1: nobody can sign in, nothing is saved, and no mail is sent."
    return Fault(says, "Set READ_ONLY=0 and restart once the work is done.", is_grave=False)


def unapplied_migrations() -> Fault | None:
    """Find what is not migrated. Raises `django.db.Error` when nobody answers."""
    waiting = migrations.not_applied()
    return (
        Fault(f"{len(waiting)} migrations are not applied.", "Run `manage.py prepare`.") if waiting else None
    )


def damaged_indexes() -> Fault | None:
    """Find what the database itself calls damaged or unfinished."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check(1)")
            said = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
            return (
                Fault(said[0], "Restore the last good backup: docs/operators.md, “Restoring”.")
                if said
                else None
            )
        cursor.execute("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1")
        named = ", ".join(row[0] for row in cursor.fetchall())
    return (
        Fault(f"Indexes are not valid: {named}.", "REINDEX INDEX CONCURRENTLY each of them.")
        if named
        else None
    )


def other_clock() -> Fault | None:
    """Compare the clocks of this machine and of a database on another one."""
    if connection.vendor == "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
    if abs(theirs - timezone.now()) < CLOCKS_DIFFER:
        return None
    says = f"Here it is {timezone.now():%H:%M:%S}, in the database {theirs:%H:%M:%S %Z}."
    return Fault(says, "Let both machines take their time from NTP.")


def closed_mail_server() -> Fault | None:
    """Go as far as signing in. Raises `OSError` when the server does not let us."""
    server = mailers.default
    try:
        server.open()
    finally:
        server.close()
    return None


def refused_mail(address: str) -> Fault | None:
    """Send a real mail past the outbox. Raises `OSError` when the server does not take it."""
    EmailMessage("A mail from the catalogue", "The way of mails is free.", to=[address]).send()
    return None

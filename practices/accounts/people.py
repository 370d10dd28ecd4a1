"""The doors of admins: they invite people, and change their addresses and roles.

She never chooses a password for anybody: whoever reads the mail does, on the page to which its link leads.
"""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from practices import permissions
from practices.accounts import lifecycle, links
from practices.mail import notify
from practices.models import AuditEvent, User
from practices.models.audit_event import UNTOLD

ROLES = ("is_active", "is_staff", "is_superuser")


@transaction.atomic
def invite_person(person: User, *, by: User) -> None:
    """Make an account that nobody can use yet, and send the link of its first password to its address."""
    _ask(by, person=None)
    person.set_unusable_password()
    person.save()
    _write(person)
    AuditEvent.objects.record("person_invited", by=by, about=person, after=_roles(person))


@transaction.atomic
def invite_again(person: User, *, by: User) -> bool:
    """Send the link once more, and count the days of an unconfirmed account anew; False when it is confirmed by now."""
    current = _ask(by, person=person)
    if not lifecycle.awaits_confirmation(current):
        return False
    current.date_joined = timezone.now()
    current.save(update_fields=["date_joined"])
    _write(current)
    AuditEvent.objects.record("person_invited", by=by, about=current, after=_roles(current))
    return True


@transaction.atomic
def change(person: User, columns: Iterable[str], *, by: User) -> None:
    """Save what an admin changed of a person: both addresses hear of a new address or role, and records are kept."""
    before = _ask(by, person=person)
    changed = {name for name in columns if getattr(person, name) != getattr(before, name)}
    if not changed:
        return
    person.save(update_fields=changed)
    if "email" in changed:
        _change_address(person, before.email, by=by)
    if roles := changed & {*ROLES}:
        was, now = _roles(before), _roles(person)
        told = {"before": {name: was[name] for name in roles}, "after": {name: now[name] for name in roles}}
        AuditEvent.objects.record("role_changed", by=by, about=person, **told)
        for address in {before.email, person.email}:
            notify.send("role_changed", to=address, context=now)
    if details := changed - {*ROLES, "email"}:
        AuditEvent.objects.record(
            "details_changed", by=by, about=person, after=dict.fromkeys(sorted(details), UNTOLD)
        )


@transaction.atomic
def block_account(person: User, reason: str, *, by: User) -> None:
    """End all sessions of a person and let nobody sign in to her account; the reason is kept for admins.

    She is told that it cannot be signed in to, and the reason by nobody but an admin whom she asks.
    """
    current = _ask(by, person=person)
    if not permissions.can_block(by, current):
        raise PermissionDenied
    _set_active(current, is_active=False)
    AuditEvent.objects.record("account_blocked", by=by, about=current, after={"reason": reason})


@transaction.atomic
def unblock_account(person: User, *, by: User) -> None:
    """Let a person sign in again, with the password that she had."""
    current = _ask(by, person=person)
    if not permissions.can_unblock(by, current):
        raise PermissionDenied
    _set_active(current, is_active=True)
    AuditEvent.objects.record("account_unblocked", by=by, about=current)


@transaction.atomic
def set_limit(person: User, *, lifted: bool, by: User) -> None:
    """Let a person add and submit as much as she likes, or only so much a day again."""
    if not permissions.can_lift_limit(by):
        raise PermissionDenied
    if User.objects.filter(pk=person.pk, limit_lifted=not lifted).update(limit_lifted=lifted):
        AuditEvent.objects.record("limit_lifted" if lifted else "limit_set", by=by, about=person)


def _ask(by: User, *, person: User | None) -> User:
    """Lock who is changed and who changes, and return the first as it is now; an admin may have lost her role meanwhile."""
    found, admins = lifecycle.locked_with_admins(person or by, by)
    if by.pk not in admins or not permissions.can_see_people(found[by.pk]):
        raise PermissionDenied
    return found[(person or by).pk]


def _change_address(person: User, before: str, *, by: User) -> None:
    """Let allauth's row go along, and no link to the earlier address any more; an admin vouches for the new one."""
    is_open = lifecycle.awaits_confirmation(person)
    EmailAddress.objects.filter(user=person).delete()
    lifecycle.address_changed(person, before, by=by, tell=[] if is_open else [before, person.email])
    if is_open:
        _write(person)
    else:
        lifecycle.vouch(person)


def _write(person: User) -> None:
    """Send the link with which a person confirms her address and chooses her password; earlier ones are void."""
    address, _made = EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"primary": True}
    )
    links.send_confirmation("person_invited", address, to=person)


def _set_active(person: User, *, is_active: bool) -> None:
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    notify.send("role_changed", to=person, context=_roles(person))


def _roles(person: User) -> dict[str, bool]:
    return {name: getattr(person, name) for name in ROLES}

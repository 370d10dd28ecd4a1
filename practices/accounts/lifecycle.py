"""The life of accounts: they are found, closed, and swept when nobody confirmed them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from practices.accounts import links, rate_limits
from practices.entries import erasure
from practices.mail import notify
from practices.mail.kinds import FAREWELL
from practices.models import Ask, AuditEvent, CoAuthor, Event, Mail, Practice, Report, User
from practices.models.user import CLOSED_HOST, mailbox

UNCONFIRMED_DAYS = 7
SESSION_DAYS = UNANSWERED_INVITATION_KEPT_DAYS = 30


class LastAdmin(Exception):
    """An account is not closed while it is the only one that can set roles."""


class Overtaken(Exception):
    """What signs in to an account was changed after it had been looked at."""


def lock_account(person: User) -> None:
    """Lock an account for the transaction; raises `Overtaken` when `person` does not say any more what signs in to it."""
    now = User.objects.select_for_update().filter(pk=person.pk).first()
    if now is None or now.get_session_auth_hash() != person.get_session_auth_hash():
        raise Overtaken


def owner(address: str) -> User | None:
    """Return who has an address, confirmed or not."""
    return User.objects.filter(email=mailbox(address)).first()


def is_confirmed(person: User) -> bool:
    """Say whether a person's address was confirmed; who was never asked was made by the operator, who vouches."""
    return not EmailAddress.objects.filter(user=person, primary=True, verified=False).exists()


def awaits_confirmation(person: User) -> bool:
    """Say whether an account may be signed up for once more, because nobody has confirmed it yet."""
    return person.is_active and not is_confirmed(person)


@transaction.atomic
def begin(address: str, details: dict[str, Any]) -> None:
    """Write an account that nobody confirmed anew: the last one who signs up has it, and its links die.

    `details` are columns of `User`. Whoever has a confirmed account, perhaps since a moment ago, is told so instead.
    """
    person = User.objects.select_for_update().filter(email=address).first() or User(email=address)
    if person.pk and not awaits_confirmation(person):
        notify.send("has_account", to=address)
        return
    for name, value in details.items():
        setattr(person, name, value)
    person.set_unusable_password()
    person.save()
    asked, _made = EmailAddress.objects.get_or_create(
        user=person, email=address, defaults={"primary": True, "verified": False}
    )
    links.send_confirmation("confirm_account", asked)


def vouch(person: User) -> None:
    """Write down the address of a person whom the operator made: allauth asks every other one to confirm."""
    if not EmailAddress.objects.filter(user=person).exists():
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)


def address_changed(person: User, before: str, *, by: User | None, tell: Iterable[str]) -> None:
    """Keep that an address has taken the place of another, and tell it to addresses."""
    change = {"before": {"email": before}, "after": {"email": person.email}}
    AuditEvent.objects.record("address_changed", by=by, about=person, **change)
    for address in tell:
        context = {"from_email": before, "to_email": person.email}
        notify.send("address_changed", to=address, context=context)


def sessions(person: User) -> list[Any]:
    """Return the sessions of a person that are still open, the newest first."""
    open_ones = Session.objects.filter(expire_date__gt=timezone.now(), session_key=OuterRef("session_key"))
    found = UserSession.objects.filter(Exists(open_ones), user=person).order_by("-created_at", "-pk")
    wanted = person.get_session_auth_hash()
    return [each for each in found if _hash_of(each.session_key) == wanted]


def _hash_of(session_key: str) -> str:
    data: dict[str, str] = Session.objects.get(session_key=session_key).get_decoded()
    return data.get("_auth_user_hash", "")


def end_sessions(person: User, *, keep: str = "", number: int | None = None) -> int:
    """End all sessions of a person but the one that is kept, or the one with a number, if it is hers; say how many."""
    found = UserSession.objects.filter(user=person).exclude(session_key=keep)
    ended = list(found if number is None else found.filter(pk=number))
    for each in ended:
        each.end()
    return len(ended)


def make_room(address: str, person: User) -> None:
    """Delete accounts that others began with an address and nobody confirmed: a person has just proved it is hers."""
    for other in User.objects.select_for_update().filter(email=address).exclude(pk=person.pk):
        if awaits_confirmation(other):
            other.delete()


@transaction.atomic
def set_password(person: User, password: str, *, by: User | None) -> None:
    """Set a password and tell its owner; all sessions end with it. Raises `Overtaken`."""
    lock_account(person)
    person.set_password(password)
    person.save(update_fields=["password"])
    note_password(person, by=by)


@transaction.atomic
def note_password(person: User, *, by: User | None) -> None:
    """Record that a password was set, by which devices know the account, and tell its owner."""
    AuditEvent.objects.record("password_set", by=by, about=person)
    notify.send("password_changed", to=person)


def locked_with_admins(*people: User) -> tuple[dict[int, User], set[int]]:
    """Lock people and all admins, and return the people by their keys and the keys of the admins.

    In one order, so that of two admins who leave at the same moment the second finds the first one gone. Whoever only
    refers to one of them, as events do, need not wait.
    """
    asked = Q(pk__in=[person.pk for person in people]) | Q(is_superuser=True, is_active=True)
    rows = User.objects.select_for_update(no_key=True).filter(asked).order_by("pk")
    found = {each.pk: each for each in rows}
    admins = {each.pk for each in found.values() if each.is_superuser and each.is_active}
    return {person.pk: found[person.pk] for person in people}, admins


@transaction.atomic
def close_account(person: User, *, is_idle: bool = False) -> None:
    """Take the name out of an account and of what it wrote, which stays with its city. Raises `LastAdmin`.

    Its owner does it, or, if it `is_idle`, nobody: she has not been there for years, and the mail says so.
    """
    found, admins = locked_with_admins(person)
    locked = found[person.pk]
    if admins == {locked.pk}:
        raise LastAdmin
    by = None if is_idle else locked
    erasure.forget(locked, by=by)
    Mail.objects.filter(to=locked.email).delete()
    Ask.objects.filter(address=locked.email).delete()
    Report.objects.filter(email__iexact=locked.email).update(email="")
    notify.send(FAREWELL, to=locked, context={"is_idle": is_idle})
    end_sessions(locked)
    Authenticator.objects.filter(user=locked).delete()
    EmailAddress.objects.filter(user=locked).delete()
    CoAuthor.objects.filter(person=locked, ended_at=None).update(ended_at=timezone.now())
    CoAuthor.objects.filter(person=None, email=locked.email).delete()
    locked.email = f"closed-{locked.pk}{CLOSED_HOST}"
    locked.is_active = locked.is_staff = locked.is_superuser = locked.second_step = False
    locked.city = None
    locked.country = locked.city_typed = locked.organisation = locked.language = ""
    locked.last_login = None
    locked.set_unusable_password()
    locked.save()
    AuditEvent.objects.record("account_closed", by=by, about=locked)


def unconfirmed() -> QuerySet[User]:
    """Return accounts that nobody confirmed within a week and that wrote nothing."""
    return User.objects.filter(
        Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=False)),
        ~Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)),
        ~Exists(Practice.all_objects.filter(contributor=OuterRef("pk"))),
        ~Exists(CoAuthor.objects.filter(person=OuterRef("pk"))),
        ~Exists(Event.objects.filter(actor=OuterRef("pk"))),
        ~Exists(AuditEvent.objects.filter(actor=OuterRef("pk"))),
        date_joined__lt=timezone.now() - timedelta(days=UNCONFIRMED_DAYS),
    )


def sweep() -> dict[str, int]:
    """Delete what is kept no longer: unconfirmed accounts, ended sessions with their networks, counted tries."""
    now = timezone.now()
    still_open = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    old = UserSession.objects.filter(created_at__lt=now - timedelta(days=SESSION_DAYS))
    counted = {"unconfirmed accounts": unconfirmed().count()}
    erasure.forget_addresses(unconfirmed())
    unconfirmed().delete()
    Session.objects.filter(session_key__in=old.values("session_key")).delete()
    counted["sessions"] = Session.objects.filter(expire_date__lte=now).delete()[0]
    old.delete()
    UserSession.objects.filter(~Exists(still_open)).delete()
    counted["tries"] = rate_limits.delete_expired()
    counted["sign-ins"] = AuditEvent.objects.fade(until=now - timedelta(days=settings.SIGN_IN_DAYS))
    unanswered = CoAuthor.objects.filter(
        person=None, asked_at__lt=now - timedelta(days=UNANSWERED_INVITATION_KEPT_DAYS)
    )
    counted["invitations"] = unanswered.delete()[0]
    return counted

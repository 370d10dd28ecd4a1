"""The doors of co-authors: how do people come to an entry, leave it, and hand it over?

Nobody learns here whether an address has an account: every invitation is the same mail and the same answer.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from practices import permissions
from practices.entries import quota
from practices.entries.actions import MoveRefused
from practices.mail import notify, render
from practices.models import CoAuthor, Event, Practice, User, chain, home_cities
from practices.models.coauthor import INVITATION_VALID_FOR
from practices.models.user import mailbox
from practices.workflow import HAND_OVER, INVITE, JOIN, PART

AGAIN = timedelta(minutes=1)
"""Within so much time the same invitation is a second press on the button, and no new one."""


@transaction.atomic
def invite(practice: Practice, *, email: str, by: User) -> CoAuthor:
    """Ask somebody by mail to write with the contributor; an earlier invitation of this address is replaced.

    Raises `PermissionDenied` when that is not hers to do, `MoveRefused` when it would lead nowhere, or she has invited
    many.
    """
    quota.lock_counted(by)
    current = Practice.all_objects.locked(practice.pk)
    if not permissions.can_invite(by, current):
        raise PermissionDenied
    address = mailbox(email)
    if address in _addresses(current):
        raise MoveRefused(_("This person writes the entry already."))
    if not permissions.has_city(current):
        raise MoveRefused(_("Say first which city it is: in your account, or in the entry."))
    asked_now = current.coauthors.open().filter(email=address, by=by, asked_at__gt=timezone.now() - AGAIN)
    if again := asked_now.first():
        return again
    if why := quota.why_no_invitation(by):
        raise MoveRefused(why)
    current.coauthors.filter(email=address, person=None, ended_at=None).update(ended_at=timezone.now())
    asked = CoAuthor.objects.create(practice=current, email=address, by=by)
    _record(current, INVITE, by=by)
    page = reverse("contribute:practices_practice_invitation", args=[asked.pk])
    days, wanted = INVITATION_VALID_FOR.days, cities_wanted(current)
    _write("invited", address, current, page, days=days, inviter=inviter(asked), cities=wanted)
    return asked


def inviter(invitation: CoAuthor) -> str:
    """Return who invites, by name only if she writes the entry: no editor is named to people outside."""
    is_author = invitation.practice.was_written_by(invitation.by_id)
    return str(invitation.by) if is_author else _("An editor")


def cities_wanted(practice: Practice) -> str:
    """Return of which cities somebody must be to accept, each with its country."""
    return "; ".join(render.on_one_line(name) for name in home_cities.home_city_names(practice))


@transaction.atomic
def join(invitation: CoAuthor, *, by: User) -> CoAuthor:
    """Accept an invitation, to what nobody writes any more as its contributor; raises `PermissionDenied` for anybody else, `MoveRefused` with the cure."""
    practice = Practice.all_objects.locked(invitation.practice_id)
    current = CoAuthor.objects.select_for_update().get(pk=invitation.pk)
    if not permissions.can_see_invitation(by, current):
        raise PermissionDenied
    if not current.is_open or practice.trashed_at:
        raise MoveRefused(_("This invitation cannot be accepted any more."))
    if practice.is_written_by(by.pk):
        raise MoveRefused(_("You write this entry already."))
    if not permissions.is_of_city(by, practice):
        refused = _(
            "The entry belongs to other cities than your account: %(cities)s. Change your city first."
        )
        raise MoveRefused(refused % {"cities": cities_wanted(practice)})
    is_left = practice.is_left
    current.person, current.joined_at, current.email = by, timezone.now(), ""
    current.ended_at = current.joined_at if is_left else None
    current.save()
    _record(practice, JOIN, by=by, person=by)
    if is_left:
        _give(practice, by, by=by)
    elif practice.contributor and practice.contributor.is_active:
        page = reverse("contribute:practices_practice_authors", args=[practice.pk])
        _write("joined", practice.contributor, practice, page, person=str(by))
    return current


@transaction.atomic
def end(coauthor: CoAuthor, *, by: User) -> CoAuthor:
    """Let a person write no more, or take an invitation back; she sees nothing of it from her next request on."""
    practice = Practice.all_objects.locked(coauthor.practice_id)
    current = CoAuthor.objects.select_for_update().get(pk=coauthor.pk)
    if not permissions.can_end(by, current):
        raise PermissionDenied
    if current.ended_at is None:
        current.ended_at = timezone.now()
        current.save()
        _record(practice, PART, by=by, person=current.person)
        _tell_parted(current.person, practice, by=by)
    return current


@transaction.atomic
def hand_over(coauthor: CoAuthor, *, by: User) -> Practice:
    """Make a co-author the contributor; whoever was it writes no more. Raises `MoveRefused` when she has left."""
    practice = Practice.all_objects.locked(coauthor.practice_id)
    current = CoAuthor.objects.select_for_update().get(pk=coauthor.pk)
    if practice.contributor is None or not permissions.can_invite(by, practice):
        raise PermissionDenied
    if current.person is None or not current.is_current or not current.person.is_active:
        raise MoveRefused(_("This person does not write the entry any more."))
    current.ended_at = timezone.now()
    current.save()
    return _give(practice, current.person, by=by)


@transaction.atomic
def take_over(practice: Practice, *, by: User) -> Practice:
    """Make an editor the contributor of what nobody writes any more; another editor then approves it."""
    current = Practice.all_objects.locked(practice.pk)
    if not permissions.can_take_over(by, current):
        raise PermissionDenied
    return _give(current, by, by=by)


def _give(practice: Practice, person: User, *, by: User) -> Practice:
    """Make somebody the contributor, and remember who was it."""
    former = practice.contributor
    CoAuthor.objects.create(
        practice=practice, by=by, person=former, joined_at=practice.created_at, ended_at=timezone.now()
    )
    practice.contributor = person
    practice.version += 1
    _record(practice, HAND_OVER, "contributor", "version", by=by, person=person)
    if former and former.is_active:
        _write("parted", former, practice, reverse("contribute:index"), heir=str(person))
    if person != by:
        _write("handed_over", person, practice, _path(practice))
    return practice


def _tell_parted(person: User | None, practice: Practice, *, by: User) -> None:
    if person and person != by and person.is_active:
        _write("parted", person, practice, reverse("contribute:index"), heir="")


def _addresses(practice: Practice) -> set[str]:
    people = [practice.contributor, *(each.person for each in practice.coauthors.current())]
    return {person.email for person in people if person}


def _record(practice: Practice, name: str, *changed: str, by: User, person: User | None = None) -> None:
    """Write an event, and what was changed of the entry."""
    status = practice.status
    event = Event(practice=practice, move=name, from_status=status, to_status=status, actor=by, person=person)
    chain.append(practice, event)
    practice.save(update_fields=[*changed, *chain.TAIL])


def _path(practice: Practice) -> str:
    return reverse("contribute:practices_practice_entry", args=[practice.pk])


def _write(kind: str, to: User | str, practice: Practice, path: str, **words: str | int) -> None:
    context = {"title": render.on_one_line(str(practice)), "number": practice.pk, "path": path, **words}
    notify.let_go(practice)
    notify.send(kind, to=to, context=context, practice=practice)

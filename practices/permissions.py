"""The permissions: who may see, change and move what? One function a question; views, admin sites and doors ask here."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from practices.audit import KINDS, DeedKind
from practices.models import CoAuthor, Comment, Event, Practice, PreviewLink, User, home_cities
from practices.workflow import EDITABLE, MOVES, Move, Requirement, Role, Status

type Person = User | AnonymousUser


def is_signed_in(person: Person) -> bool:
    return person.is_authenticated and person.is_active


def is_staff(person: Person) -> bool:
    """Say whether a person was made an editor, whether or not she has set up her second step."""
    return is_signed_in(person) and person.is_staff


def is_editor(person: Person) -> bool:
    """Say whether a person has an editor's rights now, by the rule that stands in `User.acts_as_editor`."""
    return isinstance(person, User) and person.acts_as_editor


def needs_second_step(person: Person) -> bool:
    """Say whether a person must set up her second step before she is an editor."""
    return is_staff(person) and not is_editor(person)


def is_admin(person: Person) -> bool:
    return is_editor(person) and person.is_superuser


def roles(person: Person | None, practice: Practice) -> set[Role]:
    """Return the roles that a person has towards a practice; None is the operator at the command line.

    Towards an entry in the trash nobody has any: it cannot be seen, edited or moved until it is brought back.
    """
    return set() if practice.trashed_at else _roles_even_in_trash(person, practice)


def _roles_even_in_trash(person: Person | None, practice: Practice) -> set[Role]:
    if person is None:
        return {Role.OPERATOR}
    own = is_signed_in(person) and practice.is_written_by(person.pk)
    held = {Role.CONTRIBUTOR} if own else set()
    if is_editor(person):
        held.add(Role.EDITOR)
        if settings.ALLOW_SELF_APPROVAL or not practice.was_written_by(person.pk):
            held.add(Role.SECOND_EDITOR)
    return held


def can_enter_contribute(person: Person) -> bool:
    return is_signed_in(person)


def can_enter_admin(person: Person) -> bool:
    return is_editor(person)


def can_create(person: Person) -> bool:
    return is_signed_in(person)


def is_rationed(person: Person) -> bool:
    """Say whether a person may add and submit only so much a day: no editor, nor for whom one has lifted the limit."""
    return isinstance(person, User) and not (is_editor(person) or person.limit_lifted)


def can_lift_limit(person: Person) -> bool:
    """Say whether a person may let others add and submit as much as they like."""
    return is_editor(person)


def can_see(person: Person, practice: Practice) -> bool:
    """Say whether a person may read the working copy and its preview, its events and snapshots."""
    return bool(roles(person, practice) & {Role.CONTRIBUTOR, Role.EDITOR})


def can_edit(person: Person | None, practice: Practice) -> bool:
    """Say whether a person may change the answers now."""
    return any(practice.status in EDITABLE.get(role, ()) for role in roles(person, practice))


def can_make(person: Person | None, practice: Practice, move: Move) -> bool:
    """Say whether a move is this person's to make, whatever the status."""
    return bool(roles(person, practice) & set(move.who))


def is_open(practice: Practice, move: Move) -> bool:
    """Say whether a practice can be moved so from where it stands, whoever asks."""
    return practice.status in move.sources and not (
        (Requirement.EDITION in move.needs and not practice.has_edition)
        or (Requirement.NO_EDITION in move.needs and practice.has_edition)
        or (Requirement.NO_CONTRIBUTOR in move.needs and practice.contributor_id is not None)
    )


def why_closed(practice: Practice, move: Move) -> str:
    """Say why a practice cannot be moved so from where it stands, and what to do instead."""
    if practice.status not in move.sources:
        words = {"status": practice.get_status_display().lower(), "move": move.label}
        return _("This entry is %(status)s: “%(move)s” is not possible now.") % words
    if Requirement.NO_CONTRIBUTOR in move.needs:
        return _("This entry has a contributor: it is submitted and approved.")
    if Requirement.NO_EDITION in move.needs:
        return _("This entry is on line: send it back, or withdraw it.")
    return _("This entry is not on line.")


def can_move(person: Person | None, practice: Practice, name: str) -> bool:
    """Say whether a person may make a move now; what she must still write for it is not asked here."""
    move = MOVES[name]
    return can_make(person, practice, move) and is_open(practice, move)


def open_moves(person: Person, practice: Practice) -> list[Move]:
    """Return the moves that a person may make now, in the order of the table."""
    return [move for move in MOVES.values() if can_move(person, practice, move.name)]


def can_trash(person: Person, practice: Practice) -> bool:
    """Say whether a person may put an entry into the trash: an editor any, its contributor what was never submitted."""
    return practice.trashed_at is None and _may_throw_away(person, practice)


def can_recover(person: Person, practice: Practice) -> bool:
    """Say whether a person may bring an entry back from the trash: whoever may put it there."""
    return _is_in_trash(practice) and _may_throw_away(person, practice)


def can_see_in_trash(person: Person, practice: Practice) -> bool:
    """Say whether a person learns that an entry is in the trash."""
    held = _roles_even_in_trash(person, practice)
    return _is_in_trash(practice) and bool(held & {Role.CONTRIBUTOR, Role.EDITOR})


def _is_in_trash(practice: Practice) -> bool:
    return practice.trashed_at is not None and practice.purged_at is None


def _may_throw_away(person: Person, practice: Practice) -> bool:
    """An entry was never submitted when it has no address and nobody has agreed to its licence."""
    is_first_draft = practice.status == Status.DRAFT and not (practice.slug or practice.licence_agreed_at)
    held = _roles_even_in_trash(person, practice)
    is_hers = Role.CONTRIBUTOR in held and practice.contributor_id == person.pk
    return Role.EDITOR in held or (is_hers and is_first_draft)


def can_take_down(person: Person, practice: Practice) -> bool:
    """Say whether a person may take words of an entry away for good, as the law wants it: an admin, in the trash too."""
    return is_admin(person) and practice.purged_at is None


def can_invite(person: Person, practice: Practice) -> bool:
    """Say whether a person may ask others to write an entry, send them away, and hand it over: its contributor, an editor."""
    held = roles(person, practice)
    is_hers = Role.CONTRIBUTOR in held and practice.contributor_id == person.pk
    return practice.contributor_id is not None and (is_hers or Role.EDITOR in held)


def can_take_over(person: Person, practice: Practice) -> bool:
    """Say whether a person may make herself the contributor: an editor, of what nobody writes any more."""
    return practice.is_left and Role.EDITOR in roles(person, practice)


def can_end(person: Person, coauthor: CoAuthor) -> bool:
    """Say whether a person may end a co-authorship or invitation; a co-author her own."""
    return (is_signed_in(person) and coauthor.person_id == person.pk) or can_invite(person, coauthor.practice)


def can_see_invitation(person: Person, invitation: CoAuthor) -> bool:
    """Say whether an invitation is this person's: sent to her address, or accepted by her."""
    if not isinstance(person, User) or not is_signed_in(person):
        return False
    return invitation.person_id == person.pk if invitation.person_id else invitation.email == person.email


def has_city(practice: Practice) -> bool:
    """Say whether it is known to which city's people an entry can be given."""
    return home_cities.names_a_city(practice)


def is_of_city(person: User, practice: Practice) -> bool:
    """Say whether a person's account is of a city of an entry: its own, its contributor's, or a partner."""
    return home_cities.names_a_city(practice) and home_cities.is_at_home(person, practice)


def can_see_actor(person: Person, event: Event) -> bool:
    """Say whether a person learns who made a move: editors do; authors only of themselves and each other."""
    return can_see_writer(person, event.practice, event.actor_id)


def can_see_writer(person: Person, practice: Practice, pk: int | None) -> bool:
    """Say whether a person learns the name behind a text or move; authors know each other, and no editor."""
    if is_editor(person) or (pk is not None and pk == person.pk):
        return True
    return practice.is_written_by(person.pk) and practice.was_written_by(pk)


def can_link_cities(person: Person, practice: Practice) -> bool:
    return is_editor(person) and can_edit(person, practice)


def can_decide(person: Person, practice: Practice) -> bool:
    """Say whether a person may judge an entry, claim it and read its internal comments: never her own."""
    return Role.SECOND_EDITOR in roles(person, practice)


def can_comment(person: Person, practice: Practice) -> bool:
    return Role.EDITOR in roles(person, practice)


def can_see_comment(person: Person, comment: Comment) -> bool:
    """Say whether a person reads a comment: internal ones never reach the contributor, even if she is an editor."""
    is_open_to = not comment.internal or can_decide(person, comment.practice)
    return is_open_to and can_see(person, comment.practice)


def can_change_cities_and_topics(person: Person) -> bool:
    """Say whether a person may change cities and topics."""
    return is_editor(person)


def can_change_ready_notes(person: Person) -> bool:
    """Say whether a person may change the notes that are offered where editors decide."""
    return is_editor(person)


def can_see_people(person: Person) -> bool:
    """Say whether a person may see accounts and set roles."""
    return is_admin(person)


def can_block(person: Person, other: User) -> bool:
    """Say whether a person may block another one's account: an admin any but her own, so that one is left."""
    return is_admin(person) and other.is_active and other.pk != person.pk


def can_unblock(person: Person, other: User) -> bool:
    """Say whether a person may lift the block of an account; one that its owner closed stays closed."""
    return is_admin(person) and other.is_blocked


def can_read_records(person: Person) -> bool:
    """Say whether a person may read what people did apart from entries: editors of cities and topics, admins all."""
    return is_editor(person)


def readable_records(person: Person) -> list[DeedKind]:
    return [kind for kind in KINDS.values() if is_admin(person) or (kind.for_editors and is_editor(person))]


def can_see_mails(person: Person) -> bool:
    """Say whether a person may see which mails went to whom or failed, and let them go again; never what they say."""
    return is_editor(person)


def can_see_reports(person: Person) -> bool:
    """Say whether a person may read what visitors report, and mark it as done."""
    return is_editor(person)


def can_share_preview(person: Person, practice: Practice) -> bool:
    """Say whether a person may give a colleague a secret address of the preview."""
    return can_see(person, practice)


def can_open_shared_preview(link: PreviewLink) -> bool:
    """Say whether a secret address still opens: not too old, and its maker may still share this entry."""
    return link.is_alive and can_share_preview(link.by, link.practice)


def waits_for(person: Person, practice: Practice) -> bool:
    """Say whether the next step is this person's."""
    if practice.status == Status.SUBMITTED:
        return can_move(person, practice, "approve")
    if practice.status not in EDITABLE[Role.CONTRIBUTOR]:
        return False
    is_hers = is_signed_in(person) and practice.is_written_by(person.pk)
    return is_hers or (is_editor(person) and practice.is_left)

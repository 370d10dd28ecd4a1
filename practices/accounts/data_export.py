"""The export of a person's data: all that is kept about her and that she wrote, fit for JSON, for herself alone.

`KEPT` declares every table that names her, and which columns are hers to read; a test finds a table that is missing.
Other people's names and addresses are not hers to take, but for a contact in an entry that she may read.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model

from practices import permissions
from practices.answers import codec
from practices.audit import KINDS
from practices.models import (
    Ask,
    AuditEvent,
    Batch,
    CoAuthor,
    Comment,
    Edition,
    Event,
    FormKey,
    LastRead,
    Mail,
    Merge,
    PagePicture,
    Practice,
    PreviewLink,
    Report,
    Snapshot,
    Upload,
    User,
)


@dataclass(frozen=True)
class Kept:
    """A table, the column that names a person, by key or by address, and the columns that are read out to her."""

    model: type[Model]
    whose: str
    columns: tuple[str, ...]
    by_address: bool = False

    def rows(self, person: User) -> list[dict[str, Any]]:
        hers = {f"{self.whose}__iexact": person.email} if self.by_address else {self.whose: person}
        rows = self.model._base_manager.filter(**hers).order_by("pk")
        return [{name: _plain(value) for name, value in row.items()} for row in rows.values(*self.columns)]


KEPT = {
    "addresses": Kept(EmailAddress, "user", ("email", "verified", "primary")),
    "second_step": Kept(Authenticator, "user", ("type", "created_at", "last_used_at", "data__name")),
    "sessions": Kept(UserSession, "user", ("created_at", "last_seen_at", "user_agent", "ip")),
    "moves": Kept(Event, "actor", ("practice", "move", "at", "note")),
    "moves_that_name_you": Kept(Event, "person", ("practice", "move", "at")),
    "deeds": Kept(AuditEvent, "actor", ("kind", "about_name", "at")),
    "deeds_about_you": Kept(AuditEvent, "person", ("kind", "before", "after", "at")),
    "moves_of_many": Kept(Batch, "by", ("move", "at", "undone_at")),
    "merges": Kept(Merge, "by", ("kind", "at", "undone_at")),
    "remarks": Kept(
        Comment, "by", ("practice", "field", "text", "internal", "at", "addressed_at", "resolved_at")
    ),
    "remarks_resolved": Kept(Comment, "resolved_by", ("practice", "field", "resolved_at")),
    "coauthorships": Kept(CoAuthor, "person", ("practice", "asked_at", "joined_at", "ended_at")),
    "invitations_to_you": Kept(CoAuthor, "email", ("practice", "asked_at", "ended_at"), by_address=True),
    "invitations_by_you": Kept(CoAuthor, "by", ("practice", "asked_at", "joined_at", "ended_at")),
    "mails": Kept(
        Mail, "to", ("kind", "subject", "practice", "created_at", "sent_at", "failed_at"), by_address=True
    ),
    "mails_asked_for": Kept(Ask, "address", ("wish", "at"), by_address=True),
    "reports": Kept(Report, "email", ("page", "text", "at", "done_at"), by_address=True),
    "reports_done": Kept(Report, "done_by", ("page", "done_at")),
    "last_saved": Kept(Practice, "saved_by", ("pk", "saved_at")),
    "claimed": Kept(Practice, "claimed_by", ("pk", "claimed_at")),
    "published": Kept(Edition, "published_by", ("practice", "number", "published_at")),
    "previews_shared": Kept(PreviewLink, "by", ("practice", "made_at")),
    "entries_read": Kept(LastRead, "person", ("practice", "at")),
    "files_brought": Kept(Upload, "by", ("practice", "name", "kind", "size", "file", "at")),
    "page_pictures_brought": Kept(
        PagePicture, "by", ("city", "topic", "name", "kind", "size", "file", "at", "said")
    ),
    "forms_sent": Kept(FormKey, "person", ("practice", "at")),
    "contact_of": Kept(Practice, "contact_email", ("pk", *codec.CONTACT), by_address=True),
    "contact_of_taken_off_line": Kept(
        Practice,
        "edition_aside__contact_email",
        ("pk", *(f"edition_aside__{field}" for field in codec.CONTACT)),
        by_address=True,
    ),
    "contact_of_published": Kept(Edition, "contact_email", ("practice", *codec.CONTACT), by_address=True),
}
"""By its name in the file. No secret is in it: no key, no code, no address of a preview, no text of a mail."""

CONFIDENTIAL = {kind.name for kind in KINDS.values() if kind.is_confidential}


def mine(person: User) -> dict[str, Any]:
    """Return everything that is kept about a person and what she wrote, fit for JSON."""
    return {
        "account": _account(person),
        "practices": [_practice(each, person) for each in Practice.all_objects.of(person).order_by("pk")],
        "kept_texts": [_kept_text(each, person) for each in _kept_texts(person)],
    } | {name: [_told(row) for row in kept.rows(person)] for name, kept in KEPT.items()}


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a record what is for admins alone, as the reason of a block."""
    is_confidential = row.get("kind") in CONFIDENTIAL
    return {name: value for name, value in row.items() if not is_confidential or name in {"kind", "at"}}


def _account(person: User) -> dict[str, Any]:
    return {
        "address": person.email,
        "city": person.city.name if person.city else person.city_typed,
        "country": person.country.name or "",
        "organisation": person.organisation,
        "language": person.language,
        "since": _plain(person.date_joined),
        "last_sign_in": _plain(person.last_login),
        "signs_in_in_two_steps": person.second_step,
        "daily_limit_lifted": person.limit_lifted,
        "editor": person.is_staff,
        "admin": person.is_superuser,
    }


def _practice(practice: Practice, person: User) -> dict[str, Any]:
    return {
        "number": practice.pk,
        "status": practice.status,
        "in_the_trash_since": _plain(practice.trashed_at),
        "answers": _readable(codec.encoded(practice), practice, person),
    }


def _kept_texts(person: User) -> Any:
    return Snapshot.objects.filter(by=person).select_related("practice").order_by("pk").iterator()


def _kept_text(snapshot: Snapshot, person: User) -> dict[str, Any]:
    return {
        "practice": snapshot.practice_id,
        "edition": snapshot.edition,
        "at": _plain(snapshot.at),
        "answers": _readable(snapshot.answers, snapshot.practice, person),
    }


def _readable(given: codec.Answers, practice: Practice, person: User) -> codec.Answers:
    """Leave out a contact that is neither hers nor, where she contributed it or may read the entry, hers to see."""
    is_hers = str(given.get("contact_email", "")).lower() == person.email
    if is_hers or practice.contributor_id == person.pk or permissions.can_see(person, practice):
        return given
    return {field: value for field, value in given.items() if field not in codec.PRIVATE}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value

"""The record of what people did apart from entries: who, when, and from what to what?"""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.audit import KINDS, DeedKind, Subject, deed_kinds
from practices.models.append_only import AppendOnly, AppendOnlyQuerySet, in_its_role
from practices.models.user import User

LONGEST_NAME = 200
UNTOLD = "…"
"""What is kept of a text that was changed: that it was."""


class AuditEventQuerySet(AppendOnlyQuerySet):
    def record(
        self,
        kind: str,
        *,
        by: User | None,
        about: models.Model | None = None,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        """Keep a deed of `audit.KINDS`; call it in the transaction of what it tells about.

        `by` is who was signed in: None is the operator, or somebody with a link or at the door. `before` and `after`
        hold what was changed by column, never a secret and never a text.
        """
        is_person = isinstance(about, User)
        self.create(
            kind=KINDS[kind].name,
            actor=by,
            person=about if is_person else None,
            about_id=about.pk if about and not is_person else None,
            about_name=escaped(str(about))[:LONGEST_NAME] if about and not is_person else "",
            before={name: _plain(value) for name, value in (before or {}).items()},
            after={name: _plain(value) for name, value in (after or {}).items()},
        )

    def of(self, *declared: DeedKind) -> "AuditEventQuerySet":
        return self.filter(kind__in=[kind.name for kind in declared])

    def fade(self, *, until: datetime) -> int:
        """Delete what was declared to fade and is older; nothing else is ever deleted. Return how many that were."""
        old = self.of(*(kind for kind in KINDS.values() if kind.fades)).filter(at__lt=until)
        with in_its_role(self.db):
            return models.QuerySet.delete(old)[0]


class AuditEvent(AppendOnly):
    """The record of a deed. Of a person no name is kept, but who she is: the list reads her address from her account.

    An account that nobody confirms is deleted, and what happened to it stays: so `person` constrains nothing.
    """

    kind = models.CharField(_("what"), max_length=30, choices=deed_kinds)
    actor: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    person: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        User, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    about_id = models.BigIntegerField(null=True)
    about_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects: ClassVar[Any] = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_event_newest"),
            models.Index(fields=["kind", "-at", "-id"], name="audit_event_by_kind"),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def subject(self) -> Subject:
        return KINDS[self.kind].about


def escaped(name: str) -> str:
    """Return a name as one line that shows every sign: what would steer a terminal or a log stands as its code."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in name)


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it, its words escaped."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return escaped(str(value))

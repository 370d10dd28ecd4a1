"""The practice: what a city did, as its authors edit it, the working copy, and what identifies it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from practices import choices
from practices.models.content import Content
from practices.workflow import Status, statuses

if TYPE_CHECKING:
    from practices.models.coauthor import CoAuthor
    from practices.models.user import User


class PracticeQuerySet(models.QuerySet["Practice"]):
    def of(self, person: "User") -> Self:
        """Keep what a person writes: as its contributor, or with her.

        Not by OR: PostgreSQL would read every entry.
        """
        every = self.model._base_manager.order_by().values("pk")
        written = every.filter(coauthors__person=person, coauthors__ended_at=None)
        return self.filter(pk__in=every.filter(contributor=person).union(written))

    def in_status(self, *wanted: Status) -> Self:
        return self.filter(status__in=wanted)

    def locked(self, pk: int) -> "Practice":
        """Return a practice as it is now; nobody else writes it until this transaction ends."""
        return self.select_related("city").select_for_update(of=("self",)).get(pk=pk)

    def with_edition(self) -> Self:
        """Load each practice's edition number and slug beside it, without the edition's texts."""
        return self.annotate(edition_number=models.F("edition__number"))

    def left(self) -> Self:
        """Keep what nobody writes any more: its contributor's account is closed, and she has no co-author."""
        written = self.model._base_manager.filter(
            coauthors__person__isnull=False, coauthors__ended_at=None
        ).values("pk")
        return self.filter(contributor__is_active=False).exclude(pk__in=written)

    def in_trash(self) -> Self:
        """Keep what was put into the trash and can still be brought back."""
        return self.filter(trashed_at__isnull=False, purged_at__isnull=True)


PracticeManager = models.Manager.from_queryset(PracticeQuerySet)


class NotTrashedManager(PracticeManager["Practice"]):
    """The practices that are not in the trash: a forgotten filter finds none of the others."""

    def get_queryset(self) -> PracticeQuerySet:
        return PracticeQuerySet(self.model, using=self._db).filter(trashed_at=None)


class Practice(Content):
    """The working copy and what lasts: status, contributor, slug, licence.

    The doors in `practices.entries` write one. `version` rises with every write: it is what `expected_version` is
    compared with. In the trash it keeps its status. `edition_aside` is what no snapshot holds of the edition that was
    on line: until a withdrawn or trashed one is brought back, or while the approval of the next one can be undone. A
    purged practice has no words any more, only its number, its address and its events. `chain_length` and `chain_head` say
    where its history ends: `practices.models.chain`.
    """

    status = models.CharField(max_length=20, choices=statuses, default=Status.DRAFT)
    contributor: models.ForeignKey["User | None", "User | None"] = models.ForeignKey(
        "practices.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="practices",
    )
    slug = models.SlugField(max_length=120, null=True, unique=True)  # noqa: DJ001  two drafts share no empty slug
    version = models.PositiveIntegerField(default=1)
    translation_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="translations"
    )
    translated_by = models.CharField(max_length=10, choices=choices.translators, blank=True, default="")
    source_url = models.URLField(max_length=500, blank=True, default="")
    licence = models.CharField(max_length=20, choices=choices.licences, blank=True, default="")
    licence_agreed_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by: models.ForeignKey["User | None", "User | None"] = models.ForeignKey(
        "practices.User",
        models.PROTECT,
        null=True,
        related_name="+",
    )
    status_since = models.DateTimeField(default=timezone.now)
    claimed_by: models.ForeignKey["User | None", "User | None"] = models.ForeignKey(
        "practices.User",
        models.PROTECT,
        null=True,
        related_name="+",
    )
    claimed_at = models.DateTimeField(null=True)
    kept_typed = models.JSONField(default=list, blank=True)
    trashed_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)
    edition_aside = models.JSONField(null=True)
    chain_length = models.PositiveIntegerField(null=True)
    chain_head = models.CharField(max_length=64, null=True)  # noqa: DJ001  an older release does not know of it

    objects: ClassVar[NotTrashedManager] = NotTrashedManager()
    all_objects: ClassVar[models.Manager["Practice"]] = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ("-saved_at", "-pk")
        indexes = [
            models.Index(fields=["trashed_at", "status", "status_since"], name="practice_queue"),
            models.Index(fields=["trashed_at", "-saved_at", "-id"], name="practice_last_saved"),
            models.Index(fields=["trashed_at", "country", "-saved_at", "-id"], name="practice_by_country"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="practice_status_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status=Status.PUBLISHED) | models.Q(slug__isnull=False),
                name="practice_published_has_slug",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=Status.WITHDRAWN)
                | ~models.Q(withdrawn_reason="")
                | models.Q(purged_at__isnull=False),
                name="practice_withdrawn_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(licence_agreed_at__isnull=True) | ~models.Q(licence=""),
                name="practice_agreed_licence_named",
            ),
            models.CheckConstraint(
                condition=models.Q(translation_of__isnull=True) | ~models.Q(translation_of=models.F("id")),
                name="practice_not_its_own_translation",
            ),
            models.CheckConstraint(
                condition=models.Q(translation_of__isnull=True, translated_by="")
                | (models.Q(translation_of__isnull=False) & ~models.Q(translated_by="")),
                name="practice_translation_has_translator",
            ),
            models.CheckConstraint(
                condition=models.Q(claimed_by__isnull=True, claimed_at__isnull=True)
                | models.Q(claimed_by__isnull=False, claimed_at__isnull=False, status=Status.SUBMITTED),
                name="practice_claimed_while_submitted",
            ),
            models.CheckConstraint(
                condition=models.Q(purged_at__isnull=True)
                | models.Q(trashed_at__isnull=False, edition_aside__isnull=True),
                name="practice_purged_from_the_trash",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=Status.WITHDRAWN)
                | models.Q(edition_aside__isnull=False)
                | models.Q(purged_at__isnull=False),
                name="practice_withdrawn_keeps_its_edition",
            ),
        ]

    def __str__(self) -> str:
        return super().__str__() or str(_("(without a title)"))

    def get_absolute_url(self) -> str:
        return reverse("practices:detail", args=[self.slug])

    @property
    def has_edition(self) -> bool:
        """Say whether the practice is on line."""
        return hasattr(self, "edition")

    @property
    def public_name(self) -> str:
        """Return what anybody may call it: its number, and the title that is on line, if one is."""
        number = _("No. %(number)s") % {"number": self.pk}
        return f"{number}, “{self.edition}”" if self.has_edition else str(number)

    @property
    def text_on_line(self) -> Content:
        """The text that others know: the edition, or the working copy of what is not on line."""
        return self.edition if self.has_edition else self

    @property
    def claimant(self) -> "User | None":
        """Return the editor who reads it; a claim of somebody who is no editor any more is none."""
        return self.claimed_by if self.claimed_by and self.claimed_by.acts_as_editor else None

    @cached_property
    def _coauthorships(self) -> "list[CoAuthor]":
        """What came of all invitations; an entry without a contributor never had one."""
        return list(self.coauthors.all()) if self.contributor_id else []

    def is_written_by(self, pk: int | None) -> bool:
        """Say whether a person is its contributor or writes with her now."""
        return pk is not None and (
            self.contributor_id == pk
            or any(each.is_current and each.person_id == pk for each in self._coauthorships)
        )

    def was_written_by(self, pk: int | None) -> bool:
        """Say whether a person writes it, or did once."""
        return pk is not None and (
            self.contributor_id == pk or any(each.person_id == pk for each in self._coauthorships)
        )

    @property
    def is_left(self) -> bool:
        """Say whether nobody writes it any more, as `left` finds them."""
        is_closed = self.contributor is not None and not self.contributor.is_active
        return is_closed and not any(each.is_current for each in self._coauthorships)

    @property
    def has_reader_of_notes(self) -> bool:
        """Say whether somebody writes it, to whom editors can say why they decided so."""
        return self.contributor_id is not None and not self.is_left

    @property
    def purged_from(self) -> datetime | None:
        """Return from when on an entry in the trash is purged; None when it is in no trash."""
        return self.trashed_at + timedelta(days=settings.TRASH_DAYS) if self.trashed_at else None

    def is_due(self, at: datetime) -> bool:
        """Say whether an entry lies in the trash that is to be purged at a moment."""
        return self.purged_at is None and self.purged_from is not None and self.purged_from <= at

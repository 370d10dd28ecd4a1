"""The problems that visitors report: what is wrong with which page, for the editors."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from practices.models.user import User

LONGEST_PAGE, LONGEST_REPORT = 2_000, 5_000
REPORT_DAYS, DONE_DAYS = 180, 30
"""A report is deleted so many days after it came, and so many after it was dealt with, whichever is first."""


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        return self.filter(done_at=None)

    def old(self, now: datetime) -> Self:
        """Keep what is not to be kept any longer."""
        done = Q(done_at__lt=now - timedelta(days=DONE_DAYS))
        return self.filter(done | Q(at__lt=now - timedelta(days=REPORT_DAYS)))

    def mark_done(self, *, by: "User") -> int:
        """Mark the open ones as dealt with; return how many those were."""
        return self.open().update(done_at=timezone.now(), done_by=by)


class Report(models.Model):
    """What a visitor without an account wrote about a page; `email` is where to answer, if she wants an answer."""

    page = models.TextField(_("page"), blank=True, default="")
    text = models.TextField(_("what is wrong"))
    email = models.EmailField(_("answer to"), blank=True, default="")
    at = models.DateTimeField(_("when"), default=timezone.now)
    done_at = models.DateTimeField(_("dealt with"), null=True)
    done_by: models.ForeignKey["User | None", "User | None"] = models.ForeignKey(
        "practices.User", models.PROTECT, null=True, related_name="+"
    )

    objects: ClassVar[models.Manager["Report"]] = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports of problems")
        indexes = [models.Index(fields=["done_at", "-at"], name="report_open_first")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="report_says_something"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="report_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.page or str(self.pk)


def delete_old() -> int:
    """Delete the reports that are kept no longer; return how many those were."""
    return Report.objects.old(timezone.now()).delete()[0]

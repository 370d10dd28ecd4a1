"""When a job of the operator's last went well: what `/readyz?detail` tells monitors."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Job(models.TextChoices):
    BACKUP = "backup", _("backup")
    DRILL = "drill", _("backup restored for a try")
    WORKER = "worker", _("sign of life of the mail worker")
    VERIFICATION = "verification", _("verification without a finding")


class LastRun(models.Model):
    """One row for each job that ever went well here."""

    job = models.CharField(max_length=20, choices=Job, primary_key=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("last run")
        verbose_name_plural = _("last runs")

    def __str__(self) -> str:
        return self.job


def note_run(job: Job) -> None:
    """Keep that a job has just gone well."""
    LastRun.objects.update_or_create(job=job, defaults={"at": timezone.now()})

"""The figures for Prometheus: of requests, counted by all processes together, and of what the database knows at this moment.

Loaded only where `METRICS_TOKEN` is set. The processes share files in the folder that `PROMETHEUS_MULTIPROC_DIR` names.
"""

import os
import shutil
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import Error
from django.db.models import Count
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from practices.health import disk
from practices.models import Job, LastRun, Mail, Practice
from practices.workflow import Status

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter("catalogue_requests", "Answers, by route and status.", ["route", "method", "status"])
DURATION = Histogram(
    "catalogue_request_seconds", "Seconds until an answer began.", ["route"], buckets=SECONDS
)
PAGES = Counter("catalogue_pages", "Public pages: from memory, kept, or made anew (cold).", ["page"])


def count(method: str, route: str, status: int, seconds: float, page: str) -> None:
    """Count an answer; `catalogue.request_log` lets no word of a visitor become a label."""
    REQUESTS.labels(route, method, status).inc()
    DURATION.labels(route).observe(seconds)
    if page:
        PAGES.labels(page).inc()


def page() -> tuple[bytes, str]:
    """Return all figures in the text form of Prometheus, and its media type."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it registers itself
    else:
        registry.register(OneProcess())
    registry.register(Situation())
    return generate_latest(registry), CONTENT_TYPE_LATEST


class OneProcess(Collector):
    """The counts of this process, where it is the only one."""

    def collect(self) -> Iterator[Any]:
        for each in (REQUESTS, DURATION, PAGES):
            yield from each.collect()


class Situation(Collector):
    """What the database and the disk say when they are asked."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield _one("catalogue_read_only", "1 while nothing can be written.", int(settings.READ_ONLY))
        free = [shutil.disk_usage(each) for each in disk.folders()]
        yield _one(
            "catalogue_disk_free_ratio",
            "The part of the disk that is free, where it is least.",
            min(each.free / each.total for each in free),
        )
        try:
            found = list(_asked())
        except Error:
            found = []
        yield _one("catalogue_database_up", "1 while the database answers.", int(bool(found)))
        yield from found


def _asked() -> Iterator[GaugeMetricFamily]:
    now = timezone.now()
    due = Mail.objects.due(now)
    oldest = due.order_by("next_attempt_at").values_list("next_attempt_at", flat=True).first()
    yield _one("catalogue_mails_due", "Mails that are due and not sent.", due.count())
    waits = (now - oldest).total_seconds() if oldest else 0
    yield _one("catalogue_mail_oldest_due_seconds", "For how long the oldest of them has been due.", waits)
    yield _one("catalogue_mails_failed", "Mails that have failed.", Mail.objects.failed().count())
    entries = GaugeMetricFamily("catalogue_entries", "Entries, by status.", labels=["status"])
    counted = dict(Practice.objects.order_by().values_list("status").annotate(Count("pk")))
    for status in Status:
        entries.add_metric([status.value], counted.get(status.value, 0))
    yield entries
    runs = GaugeMetricFamily(
        "catalogue_last_run_age_seconds", "For how long each job has not gone well.", labels=["job"]
    )
    for job, at in LastRun.objects.filter(job__in=Job.values).values_list("job", "at"):
        runs.add_metric([job], (now - at).total_seconds())
    yield runs


def _one(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, says, value=value)

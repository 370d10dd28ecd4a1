"""The content of an entry: one column per question of the template."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django_countries.fields import CountryField

from practices import choices
from practices.models.place import City
from practices.models.topic import Topic

SHOWN = 200
"""Characters of a title by which an entry is called where it is only named."""


class Content(models.Model):
    """The answers, each optional and of any length: what is needed and how long, `completeness` says.

    A city that is not in the list, or not linked to it yet, stays in its `_typed` column as people wrote it.
    """

    title = models.TextField(blank=True, default="")
    country = CountryField(blank=True, default="")
    city = models.ForeignKey(City, models.PROTECT, null=True, blank=True, related_name="+")
    city_typed = models.TextField(blank=True, default="")
    partner_cities = models.ManyToManyField(City, blank=True, related_name="+")
    partner_cities_typed = models.TextField(blank=True, default="")
    period = models.TextField(blank=True, default="")
    topics = models.ManyToManyField(Topic, blank=True, related_name="%(class)ss")
    language = models.CharField(
        max_length=10,
        choices=choices.languages,
        blank=True,
        default=choices.Language.EN,
    )
    summary = models.TextField(blank=True, default="")
    outcome = models.CharField(max_length=20, choices=choices.outcomes, blank=True, default="")

    purpose = models.TextField(blank=True, default="")
    stimulus = models.TextField(blank=True, default="")
    process = models.TextField(blank=True, default="")
    impact = models.TextField(blank=True, default="")
    documents = models.JSONField(blank=True, default=list)
    body = models.TextField(blank=True, default="")

    lessons = models.TextField(blank=True, default="")
    transfer = models.TextField(blank=True, default="")
    partners = models.TextField(blank=True, default="")
    cost = models.CharField(max_length=20, choices=choices.costs, blank=True, default="")
    staffing = models.CharField(max_length=20, choices=choices.staffings, blank=True, default="")
    evidence = models.CharField(max_length=20, choices=choices.evidences, blank=True, default="")
    evidence_url = models.TextField(blank=True, default="")

    pictures = models.JSONField(blank=True, default=list, db_default=[])
    attachments = models.JSONField(blank=True, default=list, db_default=[])

    contact_name = models.TextField(blank=True, default="")
    contact_email = models.TextField(blank=True, default="")
    contact_public = models.BooleanField(default=False)

    held: Mapping[str, list[Any]] = {}
    """The cities and topics of a row that is only read, by field, where somebody has brought them. Never stored."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title if len(self.title) <= SHOWN else f"{self.title[: SHOWN - 1]}…"

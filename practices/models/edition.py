"""The editions: the published text of each practice on line, the only thing that the public reads."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices import choices
from practices.models.content import Content
from practices.models.place import City, Place
from practices.models.practice import Practice
from practices.models.topic import Topic
from practices.period import Period

if TYPE_CHECKING:
    from practices.models.user import User


YEARS = ("period_start", "period_end", "period_ongoing")
CHOICES = ("outcome", "evidence", "cost")
"""What is counted is read from indexes that hold all of it, never from rows with long texts."""


class EditionQuerySet(models.QuerySet["Edition"]):
    def originals(self) -> Self:
        """Leave out translations of what is on line: they are few, so naming them reads no other row."""
        return self.exclude(pk__in=translation_keys())

    def in_countries(self, *codes: str) -> Self:
        return self.filter(pk__in=Place.objects.filter(country__in=codes).values("edition"))

    def in_cities(self, *slugs: str) -> Self:
        cities = City.objects.filter(slug__in=slugs)
        return self.filter(pk__in=Place.objects.filter(city__in=cities).values("edition"))

    def in_unlisted_cities(self) -> Self:
        return self.filter(pk__in=Place.objects.filter(city=None, is_unlisted=True).values("edition"))

    def about(self, *slugs: str) -> Self:
        topics = Topic.objects.filter(slug__in=slugs)
        return self.filter(pk__in=Edition.topics.through.objects.filter(topic__in=topics).values("edition"))

    def running_in(self, year: int, *, this_year: int) -> Self:
        """Keep what ran in a year; a period without start begins where it ends, an ongoing one runs to this year."""
        return self.filter(running(year, this_year=this_year))

    def cards(self, *besides: str) -> Self:
        """Load what a card shows of an edition itself and some columns besides, in one query; whatever else is read raises."""
        city = [f"city__{name}" for name in ("name", "country", "slug", "latitude", "longitude")]
        return (
            self.select_related("city", "practice")
            .only(*CARD, *city, "practice__slug", *besides)
            .fetch_mode(models.FETCH_RAISE)
        )

    def newest_first(self) -> Self:
        return self.order_by("-first_published_at", "-pk")


class Edition(Content):
    """The public answers of one practice, and what is derived from them once, when it is published.

    `rendered` maps the field of a long answer to its safe HTML. `original` is the edition that a translation translates,
    as long as that one is on line: lists and counts show it instead.
    """

    practice = models.OneToOneField(Practice, models.PROTECT, related_name="edition")
    translation_of = models.ForeignKey(Practice, models.PROTECT, null=True, related_name="+", db_index=False)
    translated_by = models.CharField(max_length=10, choices=choices.translators, blank=True, default="")
    original = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    licence = models.CharField(max_length=20, choices=choices.licences, blank=True, default="")
    first_published_at = models.DateTimeField()
    published_at = models.DateTimeField()
    published_by: models.ForeignKey["User | None", "User | None"] = models.ForeignKey(
        "practices.User",
        models.PROTECT,
        null=True,
        related_name="+",
    )
    rendered = models.JSONField(default=dict)
    teaser = models.TextField(default="")
    period_start = models.PositiveSmallIntegerField(null=True)
    period_end = models.PositiveSmallIntegerField(null=True)
    period_ongoing = models.BooleanField(default=False)
    sort_title = models.TextField()
    sort_place = models.TextField()

    passage: str = ""
    """What a card shows instead of the teaser: where a search found it. Never stored."""

    objects: ClassVar[models.Manager["Edition"]] = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        indexes = [
            models.Index(fields=["-first_published_at", "-id"], name="edition_newest"),
            models.Index(fields=[*YEARS, *CHOICES, "id"], name="edition_by_years"),
            models.Index(fields=[*CHOICES, *YEARS, "id"], name="edition_by_choices"),
            models.Index(fields=[*YEARS, *CHOICES, "language", "id"], name="edition_by_answers"),
            models.Index(
                fields=["translation_of", "id"],
                condition=Q(translation_of__isnull=False),
                name="edition_translations",
            ),
            models.Index(
                fields=["original", "id"], condition=Q(original__isnull=False), name="edition_beside_original"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(country=""), name="edition_has_title_and_country"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
            models.CheckConstraint(
                condition=Q(published_at__gte=models.F("first_published_at")),
                name="edition_not_before_first",
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_start__lte=models.F("period_end")),
                name="edition_period_in_order",
            ),
            models.CheckConstraint(
                condition=Q(period_ongoing=False) | Q(period_end__isnull=True),
                name="edition_ongoing_has_no_end",
            ),
        ]

    def get_absolute_url(self) -> str:
        return self.practice.get_absolute_url()

    @property
    def parsed_period(self) -> Period:
        return Period(self.period_start, self.period_end, self.period_ongoing)


CARD = (
    "title",
    "country",
    "city",
    "city_typed",
    "period",
    "language",
    "teaser",
    "outcome",
    "period_start",
    "period_end",
    "period_ongoing",
    "number",
    "first_published_at",
    "published_at",
    "pictures",
    "practice",
)
"""The columns that a card shows."""


def translation_keys() -> QuerySet[Edition, int]:
    """Return the keys of the editions that translate another one; an index holds these few and no others.

    A translation whose original is off line is the only text of its practice, and stands in the lists for it.
    """
    return Edition.objects.filter(original__isnull=False).values_list("pk", flat=True)


def month_begins(year: int, month: int) -> datetime:
    """Return when a month begins where the site is; the thirteenth is the first of the next year."""
    ahead, month = divmod(month - 1, 12)
    return datetime(year + ahead, month + 1, 1, tzinfo=timezone.get_default_timezone())


def first_published(year: int, month: int | None) -> Q:
    """Return the condition that something was first published here in a month, or in a whole year."""
    first, last = (month, month) if month else (1, 12)
    return Q(
        first_published_at__gte=month_begins(year, first),
        first_published_at__lt=month_begins(year, last + 1),
    )


def running_from(year: int, *, this_year: int) -> Q:
    """Return the condition that a period ran in a year or later, as `Period.last` decides it."""
    ongoing = Q(period_ongoing=True) if year <= this_year else Q(period_ongoing=True, period_start__gte=year)
    return Q(period_end__gte=year) | ongoing


def running_to(year: int, *, this_year: int) -> Q:
    """Return the condition that a period ran in a year or earlier, as `Period.first` decides it."""
    began = Q(period_start__lte=year) | Q(period_start__isnull=True, period_end__lte=year)
    return began | Q(period_ongoing=True, period_start__isnull=True) if year >= this_year else began


def running(year: int, *, this_year: int) -> Q:
    """Return the condition that a period ran in a year, as `Period.runs_in` decides it."""
    known = Q(period_start__lte=year, period_end__gte=year) | Q(period_start__isnull=True, period_end=year)
    if year < this_year:
        return known | Q(period_ongoing=True, period_start__lte=year)
    if year == this_year:
        return (
            known
            | Q(period_ongoing=True, period_start__isnull=True)
            | Q(period_ongoing=True, period_start__lte=year)
        )
    return known | Q(period_ongoing=True, period_start=year)

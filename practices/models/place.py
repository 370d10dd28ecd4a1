"""The cities, and the places (lead and partners) of each edition."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

if TYPE_CHECKING:
    from practices.models.edition import Edition


def just_so(name: str) -> models.Case:
    """Return what sorts the cities with this name or alias, exactly, before others; `name` is folded already."""
    return models.Case(models.When(names__contains=f"|{name}|", then=0), default=1)


class CityQuerySet(models.QuerySet["City"]):
    def in_country(self, code: str) -> Self:
        return self.filter(country=code)

    def called(self, name: str) -> Self:
        """Return the cities with this name or alias, exactly; `name` is folded already, and not empty."""
        return self.filter(names__contains=f"|{name}|")

    def largest_first(self) -> Self:
        return self.order_by("-population", "sort_name", "pk")


class City(models.Model):
    """A city or municipality; its slug is unique in the world and never changes by itself.

    `region` tells it from others of its name in the country; the list that we ship has none for all other cities.
    `names` holds the folded name and aliases as `|turin|torino|`, `sort_name` the folded name:
    `practices.places.cities.fold_names` writes both.
    """

    name = models.CharField(_("name"), max_length=200)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    country = CountryField(_("country"))
    region = models.CharField(_("region"), max_length=200, blank=True, default="", db_default="")
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    description = models.TextField(_("description"), blank=True, default="", db_default="")
    population = models.PositiveIntegerField(_("inhabitants"), default=0)
    geoname_id = models.PositiveIntegerField(_("GeoNames number"), null=True, blank=True, unique=True)
    slug = models.SlugField(_("name in addresses"), max_length=220, unique=True)
    names = models.TextField(editable=False)
    sort_name = models.CharField(max_length=200, editable=False)

    objects: ClassVar[models.Manager["City"]] = CityQuerySet.as_manager()

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ("sort_name", "pk")
        indexes = [models.Index(fields=["country", "sort_name"], name="city_by_country")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(country=""), name="city_has_name_and_country"
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="city_coordinates_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.country.name}"

    def get_absolute_url(self) -> str:
        return reverse("practices:city", args=[self.country.code.lower(), self.slug])

    @property
    def position(self) -> tuple[float, float] | None:
        """Longitude and latitude, where they are known."""
        if self.longitude is None or self.latitude is None:
            return None
        return self.longitude, self.latitude


class Place(models.Model):
    """A place of an edition: its lead or a partner; without a city it is the country as a whole.

    `is_unlisted` is a city, too, but one that no list has yet: the edition has its name as it was typed.
    """

    edition: models.ForeignKey["Edition", "Edition"] = models.ForeignKey(
        "practices.Edition",
        models.CASCADE,
        related_name="places",
    )
    country = CountryField()
    city = models.ForeignKey(City, models.PROTECT, null=True, related_name="places")
    is_lead = models.BooleanField()
    is_unlisted = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ("-is_lead", "pk")
        indexes = [
            models.Index(fields=["country", "edition"], name="place_by_country"),
            models.Index(fields=["city", "is_unlisted", "edition"], name="place_by_city"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(country=""), name="place_has_country"),
            models.CheckConstraint(
                condition=models.Q(is_unlisted=False) | models.Q(city__isnull=True),
                name="place_unlisted_has_no_city",
            ),
            models.UniqueConstraint(fields=["edition", "city"], name="place_city_once"),
            models.UniqueConstraint(
                fields=["edition"], condition=models.Q(is_lead=True), name="place_one_lead"
            ),
        ]

    def __str__(self) -> str:
        return str(self.city) if self.city else str(self.country.name)

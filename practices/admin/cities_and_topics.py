"""The pages of cities and topics: how do editors keep the lists, so that no address ever breaks?"""

from collections.abc import Callable
from functools import partial
from typing import Any, override

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.formats import number_format
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from practices import permissions
from practices.admin import merging
from practices.admin.editorial import city_links
from practices.admin.entry.fields import LARGE, TypedField
from practices.admin.expected_version import read_number
from practices.admin.files.page_picture import page_picture_view
from practices.admin.list_filters import ByCountry, ByOrigin
from practices.admin.naming import numbers_naming
from practices.admin.records import record_row, said_of
from practices.admin.sites import BaseModelAdmin, signed_in
from practices.audit import KINDS
from practices.models import AuditEvent, City, OldSlug, Place, Practice, Topic, version
from practices.models.old_slug import SlugKind, is_free
from practices.models.place import just_so
from practices.models.reserved_slugs import RESERVED
from practices.places import cities
from practices.places.countries import country_name
from practices.search.renames import follow_city, follow_topic, tell_renamed
from practices.text import fold, lines

LONGEST_TEXT = 20_000
"""Characters of a city's other names, or of a topic's description."""
NUMBERS = ("latitude", "longitude", "population")
LATEST = 20
"""How many of its records the page of a city or topic shows."""
WAYS = {"merge": merging.merge_view, "part": merging.part_view, "picture": page_picture_view}
"""What the page of a city or topic leads to, by the last part of its address."""


def is_used(city: City) -> bool:
    """Say whether an entry names a city, on line or not."""
    entries = Practice.all_objects.filter(Q(city=city) | Q(partner_cities=city))
    return entries.exists() or Place.objects.filter(city=city).exists()


class SluggedForm(forms.ModelForm):
    """A row with an address: an empty one is made of the name, one that was ever in use is refused."""

    kind: SlugKind

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED[self.kind]:
            raise ValidationError(_("Addresses of the site need this word. Write another."))
        if slug and not is_free(self.kind, slug, self.instance):
            raise ValidationError(_("This address is taken, or was once: it leads elsewhere for good."))
        return slug

    def wanted(self) -> list[str]:
        """Return the slugs to try for a row without one, best first."""
        return [slugify(fold(self.cleaned_data.get("name", "")))]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("slug") and "slug" not in self.errors:
            free = (slug for slug in self.wanted() if slug and is_free(self.kind, slug, self.instance))
            data["slug"] = next(free, "")
            if not data["slug"]:
                self.add_error("slug", _("Write the name in addresses: none could be made of the name."))
        return data


def _follows(number: int) -> str:
    return ngettext(
        "%(number)d practice on line is found by the new names within a few minutes.",
        "%(number)d practices on line are found by the new names within a few minutes.",
        number,
    ) % {"number": number}


class CountedChangeList(ChangeList):
    """A list that says of each row of its page how many entries name it."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows: list[Any] = list(self.result_list)
        numbers = numbers_naming(self.model, [row.pk for row in rows])
        for row in rows:
            row.number = numbers[row.pk]
        self.result_list: Any = rows


class Slugged(BaseModelAdmin):
    """The pages of a list whose rows have addresses: a changed address is kept, and redirects for good.

    `renames` has the columns by which practices are found; `follow` lets what is on line follow a row's new names, and
    returns how many practices that are.
    """

    change_form_template = "admin/practices/slugged_form.html"
    kind: SlugKind
    renames: frozenset[str]
    follow: Callable[[Any], int]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_change_cities_and_topics(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.can_change_cities_and_topics(request.user)

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_change_cities_and_topics(request.user)

    def get_urls(self) -> list[Any]:
        stock = [pattern for pattern in super().get_urls() if not str(pattern.name).endswith("_history")]
        ours = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(partial(view, admin=self)),
                name=f"practices_{self.opts.model_name}_{name}",
            )
            for name, view in WAYS.items()
        ]
        return [*ours, *stock]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CountedChangeList

    @admin.display(description=_("practices"))
    def entries(self, row: Any) -> int:
        return int(row.number)

    @override
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show what was done with the row, below its form."""
        kinds = [kind for kind in KINDS.values() if kind.about == self.kind.value]
        about = AuditEvent.objects.of(*kinds).filter(about_id=read_number(object_id)).select_related("actor")
        shown = {
            "records": [(each, said_of(each)) for each in about[:LATEST]],
            "merges": merging.undoable_of(self.model, object_id),
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, shown)

    @override
    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = form.initial.get("slug") if change else None
        OldSlug.objects.filter(kind=self.kind, slug=obj.slug, target=obj.pk or 0).delete()
        super().save_model(request, obj, form, change)
        if before and before != obj.slug:
            OldSlug.objects.create(kind=self.kind, slug=before, target=obj.pk)
            tell_renamed(self.kind, obj.pk)
        number = self.follow(obj) if change and self.renames & {*form.changed_data} else 0
        if form.changed_data or not change:
            record_row(signed_in(request), obj, form, change=change)
        version.invalidate_pages()
        if number:
            messages.info(request, _follows(number))


class AliasesField(TypedField):
    """Other names, one a line."""

    def to_python(self, value: Any) -> Any:
        return lines(super().to_python(value))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


def description_field() -> TypedField:
    """Return the field of what editors say of a city or topic on its public page."""
    return TypedField(
        label=_("Description"),
        required=False,
        longest=LONGEST_TEXT,
        help_text=_("Everybody reads it on its page, above the practices. A line is a line; no markup."),
        widget=forms.Textarea({"class": LARGE, "rows": 4}),
    )


class CityForm(SluggedForm):
    kind = SlugKind.CITY
    slug = forms.SlugField(label=_("Name in addresses"), required=False, max_length=220)
    description = description_field()
    aliases = AliasesField(
        label=_("Other names"),
        required=False,
        longest=LONGEST_TEXT,
        help_text=_("One a line: in other languages, former, short. People find the city by each."),
        widget=forms.Textarea({"class": LARGE, "rows": 4}),
    )

    class Meta:
        model = City
        fields = ("name", "aliases", "description", "country", *NUMBERS, "region", "slug")
        field_classes = {"name": TypedField, "region": TypedField}

    def wanted(self) -> list[str]:
        """Return the bare name, if it is the largest city of that name, then the name with its country."""
        data = self.cleaned_data
        bare = slugify(fold(data.get("name", "")))
        country = slugify(fold(country_name(data.get("country") or self.instance.country.code)))
        return (
            [bare, f"{bare}-{country}", *(f"{bare}-{country}-{number}" for number in range(2, 20))]
            if bare
            else []
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", _("Give both coordinates, or none."))
        return data


class TopicForm(SluggedForm):
    kind = SlugKind.TOPIC
    slug = forms.SlugField(label=_("Name in addresses"), required=False, max_length=120)
    description = description_field()

    class Meta:
        model = Topic
        fields = ("name", "slug", "description", "is_retired")
        field_classes = {"name": TypedField}


class Cities(Slugged):
    form = CityForm
    kind = SlugKind.CITY
    list_display = ("name", "country", "inhabitants", "slug", "entries")
    list_filter = (ByOrigin, ByCountry)
    renames = frozenset({"name", "aliases"})
    follow = staticmethod(follow_city)
    search_fields = ("names",)
    search_help_text = _("A name, in any spelling that is known.")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[City], search_term: str
    ) -> tuple[QuerySet[City], bool]:
        folded = fold(search_term)
        return (queryset.filter(names__contains=folded) if folded else queryset), False

    def get_ordering(self, request: HttpRequest) -> Any:
        """Put first, while nothing else is asked for, what bears just the name that is looked for."""
        sought = fold(request.GET.get("q", "").replace("\0", ""))
        usual = super().get_ordering(request)
        return [just_so(sought), *usual] if sought else usual

    @admin.display(description=_("inhabitants"), ordering="population")
    def inhabitants(self, city: City) -> str:
        return number_format(city.population, force_grouping=True) if city.population else ""

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        shown = {"way_back": city_links.way_back(request), **(extra_context or {})}
        return super().add_view(request, form_url, shown)

    def response_add(self, request: HttpRequest, obj: City, post_url_continue: Any = None) -> HttpResponse:
        """Lead back to the entry for which a city was added: it is found there by its name."""
        back = city_links.way_back(request, obj.name)
        if "_save" not in request.POST or not back:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, _("“%(city)s” is in the list. Link it here.") % {"city": obj})
        return redirect(back)

    @override
    def save_model(self, request: HttpRequest, obj: City, form: Any, change: bool) -> None:
        super().save_model(request, cities.fold_names(obj), form, change)

    def get_readonly_fields(self, request: HttpRequest, obj: City | None = None) -> tuple[str, ...]:
        """Keep the country of a city that entries name: they say it too, and would contradict it."""
        return ("country",) if obj and is_used(obj) else ()


class Topics(Slugged):
    form = TopicForm
    kind = SlugKind.TOPIC
    list_display = ("__str__", "slug", "entries", "retired")
    list_filter = ("is_retired",)
    renames = frozenset({"name"})
    follow = staticmethod(follow_topic)

    @admin.display(description=_("retired"), ordering="is_retired")
    def retired(self, topic: Topic) -> str:
        return str(_("retired")) if topic.is_retired else ""

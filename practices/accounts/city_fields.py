"""The fields for the city that a person works for: a name that she types, within a country; of several she chooses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from practices.models import City, User
from practices.places.cities import called
from practices.places.lookup import NONE_OF_THEM, told_apart


class CityFields(forms.Form):
    """Country and city, and the choice between cities of one name once there is one."""

    country = forms.ChoiceField()
    city = forms.CharField(
        label=_("City"),
        error_messages={"required": _("Enter the city that you work for.")},
        max_length=200,
        help_text=_("The city that you work for. An editor checks it when you submit your first practice."),
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.found: City | None = None
        self.fields["country"] = forms.ChoiceField(
            label=_("Country"),
            choices=[("", _("Choose a country")), *countries],
            widget=forms.Select(attrs={"autocomplete": "country"}),
            error_messages={"required": _("Choose the country of your city.")},
        )
        self.fields["city"] = type(self).base_fields["city"]
        person = getattr(self, "instance", None)
        if person is not None:
            country = person.country.code or (person.city.country.code if person.city else "")
            self.initial["country"] = country
            self.initial["city"] = person.city.name if person.city else person.city_typed
            if (
                person.city_typed
                and not self.is_bound
                and len(cities := called(person.city_typed, country)) > 1
            ):
                self._offer(cities, NONE_OF_THEM)

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.find_city()
        return self.cleaned_data

    def find_city(self) -> None:
        """Look the city up; where several have the name, ask which one is meant."""
        cities = called(self.cleaned_data.get("city", ""), self.cleaned_data.get("country", ""))
        kept = getattr(getattr(self, "instance", None), "city", None)
        if len(cities) > 1 and kept not in cities:
            self._ask_which(cities, is_known=not kept and not {"country", "city"} & set(self.changed_data))
        elif cities:
            self.found = kept if kept in cities else cities[0]

    def _ask_which(self, cities: list[City], *, is_known: bool) -> None:
        """Read which city is meant; of a name that stands in the account as it was typed, it is none of them still."""
        choices = self._offer(cities, NONE_OF_THEM if is_known else "")
        choice = self.data.get(self.add_prefix("which"), NONE_OF_THEM if is_known else "")
        if choice not in choices:
            self.add_error("which", _("Several cities have this name. Choose yours."))
        self.found = next((city for city in cities if city.slug == choice), None)

    def _offer(self, cities: list[City], chosen: str) -> set[str]:
        """Ask which city of one name is meant; return what can be chosen."""
        choices = [
            *(
                (city.slug, f"{city.name}, {where}" if where else city.name)
                for city, where in told_apart(cities)
            ),
            (NONE_OF_THEM, _("None of them")),
        ]
        self.fields["which"] = forms.ChoiceField(
            label=_("Which city of this name?"), choices=choices, widget=forms.RadioSelect, initial=chosen
        )
        self.order_fields(self.field_order)
        return {slug for slug, _label in choices}

    def apply_city(self, person: User) -> None:
        """Write the city into an account: the one of the list, or the name as it was typed."""
        person.country = self.cleaned_data.get("country", "")
        person.city = self.found
        person.city_typed = "" if self.found else self.cleaned_data.get("city", "")

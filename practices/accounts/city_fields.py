"""The fields for the city that a person works for: a name that she types, within a country; of several she chooses.

A city of another country is hers only once she says so: the country follows it then.
"""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from practices.models import City, User
from practices.places.countries import ordered
from practices.places.lookup import NONE_OF_THEM, CityMatch, Several, abroad, resolve_city
from practices.search import counts

MOVED = _("The country is {country} now.")


class CityFields(forms.Form):
    """Country and city, and the choice between cities of one name once there is one."""

    country = forms.ChoiceField()
    city = forms.CharField(
        label=_("City"),
        error_messages={"required": _("Enter the city that you work for.")},
        max_length=200,
        help_text=_("The city that you work for. Editors see it beside what you submit."),
        widget=forms.TextInput(attrs={"autocomplete": "address-level2", "data-which": "which"}),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.found: City | None = None
        self.fields["country"] = forms.ChoiceField(
            label=_("Country"),
            choices=[("", _("Choose a country")), *ordered(counts.country_codes())],
            widget=forms.Select(attrs={"autocomplete": "country"}),
            error_messages={"required": _("Choose the country of your city.")},
        )
        self.fields["city"] = type(self).base_fields["city"]
        self.fields["city"].widget.attrs |= {
            "data-cities": reverse("practices:suggestions"),
            "data-moved": MOVED,
        }
        person = getattr(self, "instance", None)
        self.kept = person.city if person else None
        if person is not None:
            country = person.country.code or (person.city.country.code if person.city else "")
            self.initial["country"] = country
            self.initial["city"] = person.city.name if person.city else person.city_typed
            if not self.is_bound:
                self._resolve(person.city_typed, country, which=NONE_OF_THEM)

    def clean(self) -> dict[str, Any]:
        """Look the city up; where several have the name, ask which one is meant.

        Nothing is asked of what stands in the account: its city stays, and a name that was typed is none of them still.
        """
        super().clean()
        stands = not {"country", "city"} & set(self.changed_data)
        which = self.data.get(self.add_prefix("which"), NONE_OF_THEM if stands else "")
        if stands and self.kept:
            which = ""  # it was chosen for a name that is not typed any more
        given = self.cleaned_data
        match = self._resolve(given.get("city", ""), given.get("country", ""), which=which)
        if match.is_open:
            (question,) = match.several
            several = _("Several cities have this name. Choose yours.")
            self.add_error("which", abroad(question) if question.is_abroad else several)
        self.found = next(iter(match.cities), None)
        return given

    def _resolve(self, typed: str, country: str, *, which: str) -> CityMatch:
        """Return which city is meant, with the field that asks which one of several, if they are."""
        kept = [self.kept] if self.kept else []
        match = resolve_city(typed, country, kept=kept, choose=lambda _question: which, abroad=True)
        for question in match.several:
            self._offer(question)
        return match

    def _offer(self, question: Several) -> None:
        choices = [
            (
                city.slug,
                ", ".join(filter(None, (str(city) if question.is_abroad else city.name, where))),
            )
            for city, where in question.told_apart
        ]
        self.fields["which"] = forms.ChoiceField(
            label=_("Do you mean this city?") if question.is_abroad else _("Which city of this name?"),
            choices=[*choices, (NONE_OF_THEM, _("None of them"))],
            widget=forms.RadioSelect,
            initial=question.chosen,
        )
        self.order_fields(self.field_order)

    def apply_city(self, person: User) -> None:
        """Write the city into an account: the one of the list, or the name as it was typed."""
        person.country = self.found.country if self.found else self.cleaned_data.get("country", "")
        person.city = self.found
        person.city_typed = "" if self.found else self.cleaned_data.get("city", "")

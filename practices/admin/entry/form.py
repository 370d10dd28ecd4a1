"""The form of an entry: how are the template's questions answered, with anything missing and nothing lost?"""

import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from operator import attrgetter
from typing import Any, override
from uuid import UUID, uuid4

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from practices.admin.entry.fields import CitiesInput, CityInput, ReadArea, ReadInput, TypedField, field
from practices.admin.expected_version import VersionedForm, key
from practices.admin.files.fields import FilesField
from practices.answers import ceilings, codec
from practices.answers.ceilings import TooLong
from practices.answers.codec import KEPT_TYPED, TYPED, Answers
from practices.answers.completeness import Issue
from practices.entries import readings
from practices.entries.files.receiving import brought_for
from practices.entries.readings import as_typed
from practices.models import Practice
from practices.places import lookup
from practices.places.lookup import CityMatch, Several
from practices.question_kinds import Kind, Question, Section
from practices.template import BY_FIELD, MANY, QUESTIONS, of_kind

DIGITS = 32
SAME = "same"
"""What names, in a form that was sent, the long answers that are as they were."""


class PracticeForm(VersionedForm):
    """All questions of the template, or those of one `section`; what is not asked is not touched.

    It is filled from a practice, and read by `answers` once it is valid. Only what cannot be stored is refused: a value
    that is none of the choices, and what is beyond the ceilings.
    """

    questions: tuple[Question, ...] = QUESTIONS
    issues: Sequence[Issue] = ()
    """What a page says at the fields of a form that nobody has sent yet."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        instance: Practice | None = None,
        initial: Any = None,
        section: Section | None = None,
    ) -> None:
        self.section = section
        if section:
            self.questions = section.questions
        self.instance = instance or Practice()
        self.before = codec.said(self.instance)
        super().__init__(
            _whole(data, self.before),
            initial=shown(self.instance, self.before, section) | (initial or {}),
            use_required_attribute=False,
            label_suffix="",
        )
        for question in self.questions:
            self.fields[question.field] = made = field(question, self.before[question.field])
            if isinstance(made, FilesField) and self.is_bound and made.lacks(self.data, question.field):
                made.admit(brought_for(self.instance, picture=question.kind is Kind.PICTURES))
            if question.kind is Kind.ATTACHMENTS and isinstance(made, FilesField):
                made.tell_names(self.instance)
        self.city, self.partners = CityMatch(), CityMatch()
        if not self.is_bound:
            asked = [name for name in TYPED if name in self.fields]
            self._resolve_cities({name: getattr(self.instance, TYPED[name]) for name in asked})
            self._suggest(self.before)

    @property
    @override
    def errors(self) -> ErrorDict:
        if self.is_bound:
            return super().errors
        return ErrorDict(
            {issue.field: self._error_list(issue) for issue in self.issues if issue.field in self.fields}
        )

    def _error_list(self, issue: Issue) -> Any:
        return self.error_class([issue.message], renderer=self.renderer, field_id=self[issue.field].auto_id)

    @property
    def answers(self) -> Answers:
        """Return the answers as `actions.save_answers` takes them; what was refused is not among them."""
        cities: Answers = {
            "city": next(iter(self.city.cities), None),
            "city_typed": "\n".join(self.city.typed),
            KEPT_TYPED: self.kept_typed,
        }
        partners = {
            "partner_cities": self.partners.cities,
            "partner_cities_typed": "\n".join(self.partners.typed),
        }
        given = {
            question.field: self.cleaned_data[question.field]
            for question in self.questions
            if question.field in self.cleaned_data
        }
        if self.city.cities:  # one that was chosen of another country takes the entry there
            given["country"] = self.city.cities[0].country.code
        return given | (cities if "city" in given else {}) | (partners if "partner_cities" in given else {})

    @property
    def kept_typed(self) -> list[str]:
        """Return the names of several cities of which none is meant."""
        if "city" not in self.fields:
            return list(self.instance.kept_typed)
        several = [*self.city.several, *self.partners.several]
        return sorted({each.radio_name for each in several if each.chosen == lookup.NONE_OF_THEM})

    @property
    def asked(self) -> str:
        """Return the field at which one of several cities is still to be chosen, if there is one."""
        return next(iter(sorted(self.all_asked)), "")

    @property
    def all_asked(self) -> set[str]:
        """Return the fields at which one of several cities is still to be chosen."""
        fields = {"city": self.city, "partner_cities": self.partners}
        return {name for name, match in fields.items() if match.is_open}

    @property
    def asks_abroad(self) -> bool:
        """Whether what is still to be chosen is a city of another country."""
        match = self.city if self.city.is_open else self.partners
        return all(each.is_abroad for each in match.several if not each.chosen)

    @property
    def said(self) -> Answers:
        """Return what the entry would say with these answers, as `codec.said` does; what was refused is as it was."""
        answers = self.answers
        return {name: answers.get(name, was) for name, was in self.before.items()}

    @property
    def encoded(self) -> Answers:
        """Return the answers as a snapshot would hold them; what was refused is as it was."""
        return codec.encode(self.said)

    def shows(self, practice: Practice) -> bool:
        """Say whether the questions of this page are answered as it showed them, whatever else was written since.

        Of all questions together it is the version that says so.
        """
        sent = self.data.get("seen", "").partition(".")[2]
        return self.section is not None and sent == _mark(practice, codec.said(practice), self.section)

    def clean(self) -> None:
        if "country" in self.cleaned_data:
            self._resolve_cities(self.cleaned_data)
        self._suggest(self.cleaned_data)
        try:
            ceilings.refuse_too_long(self.answers)
        except TooLong as refusal:
            for name, message in refusal.messages.items():
                self.add_error(name, message)

    def save(self, *, commit: bool = True) -> Practice:
        """Return the practice untouched: the doors write."""
        return self.instance

    def _resolve_cities(self, given: Answers) -> None:
        country, kept_typed = given.get("country") or self.before["country"], self.instance.kept_typed

        def choose(question: Several) -> str:
            return str(
                self.data.get(
                    question.radio_name, lookup.NONE_OF_THEM if question.radio_name in kept_typed else ""
                )
            )

        # a form that nobody has sent looks up only what was kept as typed, which is none of what is linked
        linked = self.before if self.is_bound else {"city": None, "partner_cities": []}
        lead = [city for city in [linked["city"]] if city and city.country.code == country]
        if "city" in given:
            typed = " ".join(given["city"].split("\n"))
            self.city = lookup.resolve_city(typed, country, kept=lead, choose=choose, abroad=True)
        if "partner_cities" in given:
            lines = given["partner_cities"].split("\n")
            self.partners = lookup.resolve_cities(
                lines, country, kept=linked["partner_cities"], choose=choose, abroad=True
            )

    def _suggest(self, given: Answers) -> None:
        """Give the cities' fields their suggestions and open choices, and each field what was understood of it."""
        if not any(name in self.fields for name in readings.READ):
            return
        country = given.get("country", "")
        lead, partners = (
            self._with_linked() if "city" in self.fields and not self.is_bound else (self.city, self.partners)
        )
        found = readings.of_matches(lead, partners, country=country, given=given)
        for name in readings.READ:
            widget = self.fields[name].widget if name in self.fields else None
            if isinstance(widget, CityInput):
                widget.suggestions, widget.several = lookup.suggestions(country), self.city.several
            if isinstance(widget, CitiesInput):
                widget.several = self.partners.several
            if isinstance(widget, ReadInput | ReadArea):
                widget.reading = found.get(name)

    def _with_linked(self) -> tuple[CityMatch, CityMatch]:
        """Return the typed cities of a form that nobody has sent, and with them those that are linked already."""
        city, partners = self.before["city"], self.before["partner_cities"]
        return (
            replace(self.city, cities=[city] if city else self.city.cities),
            replace(self.partners, cities=[*partners, *self.partners.cities]),
        )


class NewPracticeForm(PracticeForm):
    """What a new entry begins with, and the key of this one form: sent twice, it makes one entry."""

    questions = tuple(BY_FIELD[name] for name in ("title", "country", "city"))
    key = TypedField(required=False, widget=forms.HiddenInput, initial=uuid4)

    @property
    def once(self) -> UUID:
        return key(self.cleaned_data["key"])


class TitleForm(NewPracticeForm):
    """What a contributor begins with: a title; where her city is, her account says."""

    questions = (BY_FIELD["title"],)

    def clean(self) -> None:
        super().clean()
        if not self.cleaned_data.get("title", "").strip() and "title" not in self.errors:
            self.add_error("title", _("Write a title. You can change it at any time."))


def _whole(data: Any, before: Answers) -> Any:
    """Return what was sent, with the long answers that a page named and left out because they were unchanged."""
    if not isinstance(data, MultiValueDict) or SAME not in data:
        return data
    same = [question.field for question in of_kind(Kind.TEXT) if question.field in data.getlist(SAME)]
    return MultiValueDict({**dict(data.lists()), **{field: [before[field]] for field in same}})


def seen(practice: Practice, section: Section | None, said: Answers | None = None) -> int | str:
    """Return what a page carries of an entry that it shows: the version; of one section, the mark of its answers, too."""
    if section is None:
        return practice.version
    return f"{practice.version}.{_mark(practice, said or codec.said(practice), section)}"


def _mark(practice: Practice, said: Answers, section: Section) -> str:
    """Return what stays the same as long as the questions of a section are answered in the same way."""
    fields = [question.field for question in section.questions]
    answers = in_order(said) | {KEPT_TYPED: practice.kept_typed}
    names = [*fields, *(TYPED[field] for field in fields if field in TYPED)]
    if "city" in fields:
        names.append(KEPT_TYPED)
    text = json.dumps([answers[name] for name in names], default=attrgetter("pk"))
    return sha256(text.encode()).hexdigest()[:DIGITS]


def in_order(answers: Answers) -> Answers:
    """Return answers with their sets of rows in one order, as the database gives them in its own."""
    return answers | {name: sorted(answers[name], key=attrgetter("pk")) for name in MANY if name in answers}


def shown(practice: Practice, answers: Answers, section: Section | None = None) -> dict[str, Any]:
    """Return a practice's answers as the form shows them: cities as they are typed, and what the page has seen."""
    return as_typed(answers) | {"seen": seen(practice, section, answers)}

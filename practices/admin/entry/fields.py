"""The form fields: what does the form ask with, for each kind of question?"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from practices.admin.files.upload import FIELDS
from practices.answers.ceilings import beyond, exceeds
from practices.answers.period_reading import Reading
from practices.entries.readings import READ
from practices.models import Topic
from practices.places.countries import ordered
from practices.places.lookup import Several
from practices.question_kinds import Kind, Question
from practices.search import counts
from practices.template import SECTION_OF
from practices.text import count_words, documents_as_typed, documents_from_lines, legible, whole_address

LINE, LARGE = {"class": "vTextField"}, "vLargeTextField"
WORDS_A_ROW = 40


class TypedField(forms.CharField):
    """A text as typed: only signs that nobody can see are taken out, and lines end in one way; what asks for one line has one.

    What is longer than its question can store is refused before anything reads it; of other words the door says it.
    """

    def __init__(self, *, longest: int | None = None, named: str = "", **options: Any) -> None:
        self.longest, self.named = longest, named
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        text = legible(str(value or ""))
        if not isinstance(self.widget, forms.Textarea):
            text = text.replace("\n", " ")
        if self.longest and (message := exceeds(text, self.longest)):
            raise ValidationError(f"{self.named or self.label}: {message}")
        return super().to_python(text)


class WebAddressField(TypedField):
    """A web address; one without a scheme gets it."""

    def to_python(self, value: Any) -> Any:
        return whole_address(super().to_python(value).strip())


class DocumentsField(TypedField):
    """Documents one a line, and beneath them which of them lead where."""

    def to_python(self, value: Any) -> Any:
        documents = documents_from_lines(super().to_python(value))
        return [document | {"url": whole_address(document["url"])} for document in documents]

    def validate(self, value: Any) -> None:
        """Accept whatever was typed: what is no document is a title."""

    def run_validators(self, value: Any) -> None:
        """See `validate`."""

    def prepare_value(self, value: Any) -> Any:
        return documents_as_typed(value) if isinstance(value, list) else value


class TopicsField(forms.MultipleChoiceField):
    """Topics by slug. They are compared here, because not every database takes whatever a browser may send.

    One that is retired is offered only where it is `kept`; whoever had ticked it before it was, has it.
    """

    def __init__(self, *, kept: Collection[Topic] = (), **options: Any) -> None:
        self.topics = {topic.slug: topic for topic in Topic.objects.all()}
        offered = [topic for topic in self.topics.values() if not topic.is_retired or topic in kept]
        super().__init__(choices=[(topic.slug, str(topic)) for topic in offered], **options)

    def valid_value(self, value: str) -> bool:
        return value in self.topics

    def clean(self, value: Any) -> list[Topic]:
        return [self.topics[slug] for slug in super().clean(value)]


class ReadInput(forms.TextInput):
    """A line, and beneath it what was understood of it."""

    template_name = "admin/widgets/read.html"
    reading: Reading | None = None

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return _with_reading(super().get_context(name, value, attrs), self.reading)


def suggestions_address() -> str:
    """Return the address that suggests cities while one types."""
    return reverse("practices:suggestions")


class CityInput(ReadInput):
    """A line with suggestions, and radio buttons where several cities have the name."""

    template_name = "admin/widgets/city.html"
    suggestions: Sequence[str] = ()
    several: Sequence[Several] = ()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "list": f"{name}_suggestions",
            "data-cities": suggestions_address(),
            "data-moved": _("The country is {country} now."),
        }
        return context | {"suggestions": self.suggestions, "several": self.several}


class ReadArea(forms.Textarea):
    """Several lines, and beneath them what was understood of them."""

    template_name = "admin/widgets/read_area.html"
    reading: Reading | None = None

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return _with_reading(super().get_context(name, value, attrs), self.reading)


class CitiesInput(ReadArea):
    """Cities one a line, and radio buttons where several have a name."""

    template_name = "admin/widgets/cities.html"
    several: Sequence[Several] = ()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs) | {"several": self.several}
        context["widget"]["attrs"] |= {
            "data-cities": suggestions_address(),
            "data-find": _("Find a city to add"),
            "data-added": _("Added: {city}"),
        }
        return context


def _with_reading(context: dict[str, Any], reading: Reading | None) -> dict[str, Any]:
    """Add a reading to what a field is drawn from, and name it in what describes the field."""
    attrs = context["widget"]["attrs"]
    place = f"{attrs.get('id', context['widget']['name'])}_reading"
    attrs["aria-describedby"] = f"{attrs.get('aria-describedby', '')} {place}".strip()
    return context | {"reading": reading or Reading(""), "reading_id": place}


def _bounded(question: Question) -> dict[str, Any]:
    return {"longest": question.ceiling, "named": str(question.label)}


def _area(question: Question) -> forms.Textarea:
    rows = min(18, max(4, (question.words or 0) // WORDS_A_ROW))
    return forms.Textarea({"class": LARGE, "rows": rows})


def _line(widget: Callable[[dict[str, str]], forms.Widget]) -> Callable[[Question], forms.Field]:
    return lambda question: TypedField(**_bounded(question), widget=widget(LINE))


def _web_address(question: Question) -> forms.Field:
    return WebAddressField(longest=question.ceiling, widget=forms.URLInput(LINE))


def _text(question: Question) -> forms.Field:
    return TypedField(**_bounded(question), widget=_area(question))


def _documents(question: Question) -> forms.Field:
    return DocumentsField(**_bounded(question), widget=ReadArea({"class": LARGE, "rows": 4}))


def _cities(question: Question) -> forms.Field:
    return TypedField(**_bounded(question), widget=CitiesInput({"class": LARGE, "rows": 4}))


def _tick(question: Question) -> forms.Field:
    return forms.BooleanField()


def _country(question: Question) -> forms.Field:
    choices = [("", _("Choose a country")), *ordered(counts.country_codes())]
    return forms.ChoiceField(choices=choices)


def _choice(question: Question) -> forms.Field:
    choices = question.choices() if question.choices else []
    return forms.ChoiceField(choices=[("", _("Not stated")), *choices])


MAKERS: dict[Kind, Callable[[Question], forms.Field]] = {
    Kind.LINE: _line(forms.TextInput),
    Kind.PERIOD: _line(ReadInput),
    Kind.EMAIL: _line(forms.EmailInput),
    Kind.ADDRESS: _web_address,
    Kind.PLAIN: _text,
    Kind.TEXT: _text,
    Kind.CITY: _line(CityInput),
    Kind.CITIES: _cities,
    Kind.DOCUMENTS: _documents,
    Kind.COUNTRY: _country,
    Kind.CHOICE: _choice,
    Kind.TICK: _tick,
}
"""How each kind of question is asked."""


def _maker(question: Question) -> Callable[[Question], forms.Field]:
    is_read_line = question.kind is Kind.LINE and question.field in READ
    return MAKERS[Kind.PERIOD] if is_read_line else MAKERS[question.kind]


def field(question: Question, answer: Any) -> forms.Field:
    """Return the field for a question; nothing is required, because a draft may lack anything."""
    if question.kind is Kind.TOPICS:
        made: forms.Field = TopicsField(kept=answer, widget=forms.CheckboxSelectMultiple)
    elif question.kind in FIELDS:
        made = FIELDS[question.kind](answer)
    else:
        made = _maker(question)(question)
    made.required, made.help_text = False, guidance(question, answer)
    made.label = label_of(question)
    made.widget.attrs |= limits(question)
    return made


def label_of(question: Question) -> str:
    """Return what a question is called where it is asked; that a tick can be left out needs no word."""
    is_plain = question.needed or question.kind is Kind.TICK
    return str(question.label) if is_plain else _("%(question)s (optional)") % {"question": question.label}


def limits(question: Question) -> dict[str, str]:
    """Return the attributes from which the counter in the browser reads the limit of a text."""
    figures = {"data-words": question.words, "data-characters": question.characters}
    if question.kind is Kind.TOPICS:
        figures["data-ticks"] = question.most
    return {name: str(figure) for name, figure in figures.items() if figure}


def _first_text(question: Question) -> Question:
    """Return the first long question of a section: there it is said once what markup works."""
    return next(each for each in SECTION_OF[question.field].questions if each.kind is Kind.TEXT)


def guidance(question: Question, answer: Any) -> SafeString:
    """Return help, example and limit of a question, and how long its answer is now; a script that counts hides both."""
    parts = [question.help]
    if question.example:
        parts.append(_("For example: %(example)s.") % {"example": question.example})
    if question.kind is Kind.TEXT and question is _first_text(question):
        parts.append(
            _(
                "A line that begins with “- ” is a point of a list, *this* is emphasised, web addresses become links."
            )
        )
    limit = [question.limit] if question.limit else []
    if question.words and answer and not beyond(question, answer):
        limit.append(_("%(count)d now.") % {"count": count_words(answer)})
    if limit and limits(question):
        parts.append(format_html("<span data-limit>{}</span>", " ".join(map(str, limit))))
    else:
        parts += limit
    return format_html_join(" ", "{}", ((part,) for part in parts))

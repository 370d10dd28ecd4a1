"""What of an edition is searched, and which editions match a text?"""

from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django_countries import countries

from practices.answers import Answers
from practices.models import City, Edition
from practices.question import Kind
from practices.template import QUESTIONS
from practices.text import fold, plain


def words(answers: Answers) -> str:
    """Return the folded words of all answers that search reads."""
    return " ".join(filter(None, (_words(q.kind, answers[q.field]) for q in QUESTIONS if q.weight)))


def _words(kind: Kind, value: Any) -> str:
    if not value:
        return ""
    if kind is Kind.COUNTRY:
        return fold(country_name(value))
    if kind is Kind.CITY:
        return city_words(value)
    if kind is Kind.CITIES:
        return " ".join(city_words(city) for city in value)
    if kind is Kind.TOPICS:
        return fold(" ".join(topic.name for topic in value))
    return fold(plain(value))


def city_words(city: City) -> str:
    return city.names.replace("|", " ").strip()


def country_name(code: str) -> str:
    """Return a country's English name, whatever language is active."""
    with translation.override("en"):
        return str(countries.name(code))


def matching(editions: QuerySet[Edition], text: str) -> QuerySet[Edition]:
    """Keep the editions that contain every word of a text, also as part of a word; no words keep all."""
    for word in fold(text).split():
        editions = editions.filter(words__contains=word)
    return editions

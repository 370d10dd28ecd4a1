"""A small catalogue in many languages, and what is found in it."""

from pathlib import Path
from typing import Any

from practices.models import Edition
from practices.models.edition import EditionQuerySet
from practices.search.engine import matching
from tests.builders import make_city, make_topic, published

FOLDER = Path(__file__).parent
ENTRIES: dict[str, dict[str, Any]] = {
    "en": {
        "title": "Listening circles",
        "country": "NO",
        "purpose": "Neighbours meet in the library and at school, talk about noise in the city and about education.",
        "process": "* An interreligious table\n* An anti-rumour walk",
    },
    "fr": {"country": "FR", "title": "Le quartier à l'école", "purpose": "Éducation, diversité et accueil."},
    "es": {"country": "ES", "title": "El barrio", "purpose": "Los vecinos hablan de la educación."},
    "it": {"country": "IT", "title": "Il quartiere e la scuola", "purpose": "Accoglienza dei rifugiati."},
    "pt": {"country": "PT", "title": "O bairro na escola", "purpose": "A educação de todas as pessoas."},
    "de": {"country": "DE", "title": "Eine Straße", "purpose": "Familien aus der ganzen Stadt."},
    "ca": {"country": "AD", "title": "Diàleg a l'escola", "purpose": "Una taula."},
    "tr": {"country": "TR", "title": "Bir şehir", "purpose": "İstanbul ve Isparta."},
    "el": {"country": "GR", "title": "Διάλογος", "purpose": "Στην πόλη."},
    "uk": {"country": "UA", "title": "Місто", "purpose": "Київ говорить."},
    "sr": {"country": "RS", "title": "Град", "purpose": "Разговор."},
    "ja": {"country": "JP", "title": "多文化共生", "purpose": "図書館"},
    "ko": {"country": "KR", "title": "도서관", "purpose": "이웃"},
}


def publish_entries() -> None:
    towns = {
        "en": make_city("Bergen", "NO", aliases=["Björgvin"]),
        "it": make_city("Turin", "IT", aliases=["Torino", "Augusta Taurinorum", "Турин"]),
    }
    for language, answers in ENTRIES.items():
        published(
            **{"language": language, "city": towns.get(language), "topics": [], "process": ""} | answers
        )


def found(text: str, editions: EditionQuerySet | None = None) -> list[str]:
    """Return the languages of the entries that match."""
    rows = matching(Edition.objects.all() if editions is None else editions, text)
    return sorted(rows.values_list("language", flat=True))


def lines(name: str) -> list[tuple[str, str]]:
    """Return what is typed and what is expected, of a golden file."""
    rows = [line.rpartition(" | ") for line in (FOLDER / name).read_text().splitlines() if line[:1] != "#"]
    return [(typed, expected) for typed, _bar, expected in rows]


ORDERED: dict[str, dict[str, Any]] = {
    "a": {"title": "Noise at night", "process": "Quiet."},
    "b": {"title": "Élan", "country": "FI", "topics": ["noise"]},
    "c": {"title": "elan vital", "country": "FR", "summary": "Noise"},
    "d": {"title": "Zoo", "purpose": "A noise"},
    "e": {"title": "Øst", "country": "DK", "process": "Less noise."},
    "f": {"title": "陶芸", "country": "US", "city": "Noise Town"},
    "g": {"title": "Straße", "country": "DE"},
    "h": {"title": "İzmir", "country": "TR", "purpose": "Noises"},
    "i": {"title": "Ζωή", "country": "GR", "body": "Noise again."},
    "j": {"title": "Ёлка", "country": "RS", "city": "Čačak"},
    "k": {"title": "Noise", "process": "At night."},
    "l": {"title": "Straße-2", "country": "AX"},
}
"""Entries in the order in which they are published, by their letters."""


def publish_ordered() -> dict[str, str]:
    """Return the letter of each title."""
    for answers in ORDERED.values():
        city, country = answers.get("city"), answers.get("country", "NO")
        published(
            **{"purpose": "", "process": ""}
            | answers
            | {"city": make_city(city, country) if city else None}
            | {"topics": [make_topic(slug) for slug in answers.get("topics", ())]}
        )
    return {answers["title"]: letter for letter, answers in ORDERED.items()}

"""Which country is meant by a name."""

import pytest
from django.utils import translation
from django_countries import countries

from practices.places.countries import country_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NO", "NO"),
        (" no ", "NO"),
        ("NOR", "NO"),
        ("Norway", "NO"),
        ("UK", "GB"),
        ("United Kingdom", "GB"),
        ("Royaume-Uni", "GB"),
        ("Republic of Korea", "KR"),
        ("South Korea", "KR"),
        ("Czech Republic", "CZ"),
        ("Czechia", "CZ"),
        ("Turkey", "TR"),
        ("TÜRKIYE", "TR"),
        ("Macedonia", "MK"),
        ("Republic of Moldova", "MD"),
        ("Russian Federation", "RU"),
        ("The Netherlands", "NL"),
        ("Deutschland", "DE"),
        ("España", "ES"),
        ("Espana", "ES"),
        ("Україна", "UA"),
        ("Sverige", "SE"),
        ("Polska", "PL"),
        ("Norge", "NO"),
        ("Nederland", "NL"),
        ("Ελλάδα", "GR"),
        ("Литванија", ""),
        ("USA", "US"),
        ("Georgia", "GE"),
        ("Atlantis", ""),
        ("Nor", "NO"),
        ("Norw", ""),
        ("", ""),
        ("...", ""),
        ("the", ""),
    ],
)
def test_country_is_called_by_code_and_name(text: str, code: str) -> None:
    assert country_code(text) == code


def test_every_country_is_called_by_its_own_code_and_english_name() -> None:
    with translation.override("en"):
        mine = [(code, str(name)) for code, name in countries]
    assert [(country_code(code), country_code(name)) for code, name in mine] == [
        (code, code) for code, _ in mine
    ]

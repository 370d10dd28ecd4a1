"""Does text say its language only where the page speaks another?"""

import pytest
from django.utils import translation

from practices.templatetags import page


@pytest.mark.parametrize(
    ("spoken", "attributes"),
    [
        ("en", ""),
        ("", ""),
        ("fr", ' lang="fr"'),
        ("ar", ' lang="ar" dir="rtl"'),
        ("he", ' lang="he" dir="rtl"'),
    ],
)
def test_spoken_names_foreign_languages(spoken: str, attributes: str) -> None:
    assert page.spoken(spoken) == attributes


def test_spoken_depends_on_the_language_of_the_page() -> None:
    with translation.override("fr"):
        assert page.spoken("fr") == ""
        assert page.spoken("en") == ' lang="en"'


def test_spoken_is_escaped() -> None:
    assert page.spoken('"><b>') == ' lang="&quot;&gt;&lt;b&gt;"'


def test_language_has_a_name() -> None:
    assert (page.language_name("uk"), page.language_name("xx")) == ("Ukrainian", "xx")

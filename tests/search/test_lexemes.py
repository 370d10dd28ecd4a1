"""By which lexemes words are found."""

from importlib import import_module

import pytest
import snowballstemmer
import Stemmer
from hypothesis import given
from hypothesis import strategies as st

from practices.search.lexemes import (
    LONGEST_LEXEME,
    MOVE_THE_FIRST,
    STEMMERS,
    all_stems,
    plain_lexemes,
    stems,
    words,
)
from practices.text import fold
from tests import examples


@pytest.mark.thorough
@pytest.mark.long
def test_stems_in_c_are_those_in_python() -> None:
    said = {word for entry in examples.listed() for word in words(str(entry))}
    folded = {part for word in said for part in (*plain_lexemes(word), word.casefold())}
    for name in {*STEMMERS.values()}:
        assert isinstance(snowballstemmer.stemmer(name), Stemmer.Stemmer)
        slow = getattr(import_module(f"snowballstemmer.{name}_stemmer"), f"{name.title()}Stemmer")()
        fast = Stemmer.Stemmer(name)
        assert {word: fast.stemWord(word) for word in folded} == {
            word: slow.stemWord(word) for word in folded
        }


def test_words_are_cut_where_letters_end() -> None:
    assert list(words("L'été à Łódź_2: 多文化, don’t!")) == [
        "L",
        "été",
        "à",
        "Łódź",
        "2",
        "多",
        "文",
        "化",
        "don",
        "t",
    ]


def test_combined_letters_are_one_word() -> None:
    assert list(words("e\u0301te\u0301")) == ["été"]
    assert list(words("i\u0307zmir")) == ["i\u0307zmir"]


def test_stems_are_of_the_word_with_and_without_accents() -> None:
    assert stems("diversités", "fr") == ("fr_diversit", "fr_divers")
    assert stems("cities", "en") == stems("City", "en") == ("en_citi",)
    assert stems("Straßen", "de") == stems("strassen", "de")


def test_plural_and_singular_share_a_stem_where_the_stemmer_parts_them() -> None:
    for language, plural, singular in (
        ("it", "quartieri", "quartiere"),
        ("it", "mestieri", "mestiere"),
        ("de", "Nachbarn", "Nachbar"),
    ):
        assert set(stems(plural, language)) > set(stems(singular, language)) > set()
    assert stems("nachbarschaft", "de") == ("de_nachbarschaft",)


def test_english_is_found_in_both_spellings() -> None:
    for british, american in (
        ("rumours", "rumor"),
        ("neighbourhood", "neighborhood"),
        ("labour", "labor"),
        ("organised", "organize"),
        ("radicalisation", "radicalization"),
        ("analysing", "analyze"),
        ("centres", "center"),
        ("theatre", "theaters"),
    ):
        assert set(stems(british, "en")) > set(stems(american, "en")) > set()
    for one, other in (
        ("four", "for"),
        ("course", "corse"),
        ("wise", "wize"),
        ("acre", "acer"),
        ("hour", "hor"),
    ):
        assert not set(stems(one, "en")) & set(stems(other, "en"))


def test_housing_is_no_form_of_house() -> None:
    assert stems("Housing", "en") == ("en_housing",)
    assert stems("houses", "en") == stems("house", "en") == ("en_hous",)


def test_language_without_stemmer_has_plain_lexemes_only() -> None:
    for language in ("uk", "he", "is", "ja", "ko", ""):
        assert stems("місто", language) == ()
    assert plain_lexemes("Київ") == ("киів",)


def test_every_stemmer_is_there() -> None:
    assert set(STEMMERS.values()) <= set(snowballstemmer.algorithms())
    assert {stem.partition("_")[0] for stem in all_stems("universal")} == set(STEMMERS)


@given(st.text())
def test_lexemes_are_short_letters_and_digits(text: str) -> None:
    for word in words(text):
        for lexeme in plain_lexemes(word):
            assert fold(lexeme) == lexeme
            assert 0 < len(lexeme) <= LONGEST_LEXEME
        for stem in all_stems(word):
            language, _, rest = stem.partition("_")
            assert (language in STEMMERS, "_" in rest, rest != "") == (True, False, True)
            assert rest.split() == [rest]


def test_stem_begins_as_its_word_but_in_the_languages_that_move_the_first_letter() -> None:
    said = {word for entry in examples.listed() for word in words(str(entry)) if fold(word)}
    said |= {"Кагул", "الرياض", "gewann", "Binde", "č", "Straße", "Ærø", "Şehir"}
    moved = {
        language
        for language in STEMMERS
        for word in said
        for stem in stems(word, language)
        if stem.partition("_")[2][:1] != fold(word)[:1]
    }
    assert moved == MOVE_THE_FIRST

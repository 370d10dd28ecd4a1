"""The lexemes of words: by which is one found, whatever its accents, capitals and endings?

A word has a plain lexeme (folded) and, in a language that has a stemmer, stems that carry the language: `en_school`.
Stems are made of the word with and without its accents, because people leave accents out and stemmers need them.
Plain lexemes hold letters and digits only, so an underscore tells the two apart.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from threading import local
from typing import Any

import snowballstemmer

from practices.choices import Language
from practices.text import COMPARED, composed, fold

STEMMERS = {
    Language.AR: "arabic",
    Language.CA: "catalan",
    Language.HR: "serbian",  # one stemmer for both, Latin and Cyrillic
    Language.CS: "czech",
    Language.DA: "danish",
    Language.NL: "dutch",
    Language.EN: "english",
    Language.ET: "estonian",
    Language.FI: "finnish",
    Language.FR: "french",
    Language.DE: "german",
    Language.EL: "greek",
    Language.HU: "hungarian",
    Language.IT: "italian",
    Language.LT: "lithuanian",
    Language.NO: "norwegian",
    Language.PL: "polish",
    Language.PT: "portuguese",
    Language.RO: "romanian",
    Language.SR: "serbian",
    Language.ES: "spanish",
    Language.SV: "swedish",
    Language.TR: "turkish",
}
"""The languages with a stemmer, by its name; in the others words are folded and no more."""

OTHER_FORMS = {
    Language.IT: ((re.compile("eri$"), "ere"),),
    Language.DE: ((re.compile("arn$"), "ar"),),
    Language.EN: (
        (re.compile(r"(?<=\w{3})our(?!s[aeiou])"), "or"),
        (re.compile(r"(?<=\w{3})(i|y)s(?=e$|e[drs]$|ing$|ation)"), r"\1z"),
        (re.compile(r"(?<=\w{2})([bt])re(?=s?$)"), r"\1er"),
    ),
}
"""Forms that share no stem with the word: Italian takes "quartiere" for a verb, German keeps the n of "Nachbarn"; English is
written in two ways, which makes "rumor" of "rumour", "organized" of "organised" and "center" of "centre"."""
WHOLE = {Language.EN: {"housing"}}
"""Words that are no form of a shorter one: what is about housing is not about a house."""

MOVE_THE_FIRST = {Language.AR, Language.HR, Language.LT, Language.NL, Language.SR, Language.TR}
"""The languages of which a stem may begin with another letter than its word: Dutch leaves out the ge-."""

LONGEST_LEXEME = 40
SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # kana and Han: no blanks between words
WITHIN = rf"[^\W_{SIGNS}]"
_LETTERS = rf"{WITHIN}+(?:[\u0300-\u036f]+{WITHIN}*)*"
WORD = re.compile(rf"[{SIGNS}]|{_LETTERS}")
RUN = re.compile(rf"[{SIGNS}]+|{_LETTERS}")
_own = local()  # a stemmer keeps its state between two lines of code, so that each thread needs its own


def words(text: str) -> Iterator[str]:
    """Give the words of a text as they are written; kana and Han signs count one each."""
    return (match[0][:COMPARED] for match in WORD.finditer(composed(text)))


@lru_cache(2**15)  # 14 MB in every process that searches or indexes
def forms(word: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a written word's plain lexemes, and its stems."""
    folded = plain_lexemes(word)
    return folded, _stems(word, language, folded)


def plain_lexemes(word: str) -> tuple[str, ...]:
    """Return a written word's plain lexemes: one, but for signs that fold into several words or none."""
    return tuple(part[:LONGEST_LEXEME] for part in fold(word).split())


def stems(word: str, language: str) -> tuple[str, ...]:
    """Return a written word's stems in a language, tagged with it; none where the language has no stemmer."""
    return _stems(word, language, plain_lexemes(word))


def _stems(word: str, language: str, folded: tuple[str, ...]) -> tuple[str, ...]:
    if language not in STEMMERS or len(folded) != 1:
        return ()
    if folded[0] in WHOLE.get(Language(language), ()):
        return (f"{language}_{folded[0]}",)
    stem = _stemmer(STEMMERS[Language(language)]).stemWord
    written = composed(word[:COMPARED].casefold())[:LONGEST_LEXEME]
    found = [stem(folded[0])]
    other = folded[0]
    for pattern, instead in OTHER_FORMS.get(Language(language), ()):
        other = pattern.sub(instead, other)
    found.append(stem(other))
    if written != folded[0]:
        found.append("".join(plain_lexemes(stem(written))))
    return tuple(dict.fromkeys(f"{language}_{one}" for one in found if one))


@lru_cache(2**8)
def all_stems(word: str) -> tuple[str, ...]:
    """Return a written word's stems in every language: nobody says in which one she searches.

    One search asks for those of its words again and again, some 0.2 ms each time.
    """
    return tuple(stem for language in STEMMERS for stem in stems(word, language))


def _stemmer(name: str) -> Any:
    if name not in vars(_own):
        vars(_own)[name] = stemmer = snowballstemmer.stemmer(name)
        stemmer.maxCacheSize = 0  # of PyStemmer, 10,000 words each; `forms` remembers enough
    return vars(_own)[name]

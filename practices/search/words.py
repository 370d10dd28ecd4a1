"""The word list: which words does the catalogue know, and which are near to one that it does not know?"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import batched, chain, groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Count

from practices.choices import Language
from practices.models import Trigram, Word
from practices.models.search import WordSource
from practices.search.document import SearchText
from practices.search.engines import ENGINES
from practices.search.lexemes import LONGEST_LEXEME, plain_lexemes

SHORTEST, LONG = 3, 9
PLURAL = re.compile(r"(?<=\w\w)ies$")
AT_ONCE = 900
MOST_CANDIDATES = 150

KNOWN = "SELECT folded, sort FROM practices_word WHERE folded IN ({texts})"
NEW_WORDS = """
INSERT INTO practices_word (folded, shown, sort) SELECT a, b, CAST(c AS integer) FROM ({rows}) AS said WHERE true
ON CONFLICT DO NOTHING RETURNING id, folded
"""
NEW_TRIGRAMS = """
INSERT INTO practices_trigram (gram, length, word_id)
SELECT a, CAST(b AS integer), CAST(c AS bigint) FROM ({rows}) AS said
"""

type Known = tuple[str, int]
"""A folded word and its sort."""


def learn(parts: Iterable[SearchText]) -> set[Known]:
    """Keep the words of texts and names; return all of them."""
    said = _said(parts)
    known = _execute(KNOWN, [folded for folded, _sort in said])
    if missing := sorted(
        said.keys() - set(known)
    ):  # always in one order: two approvals never wait for one another
        new = _execute(NEW_WORDS, [(folded, said[folded, sort][:60], sort) for folded, sort in missing])
        _execute(NEW_TRIGRAMS, [(gram, len(folded), pk) for pk, folded in new for gram in trigrams(folded)])
    return set(said)


def unknown(parts: Iterable[SearchText]) -> set[Known]:
    """Return the words of texts and names that the list lacks."""
    said = said_in(parts)
    return said - set(_execute(KNOWN, sorted({folded for folded, _sort in said})))


def said_in(parts: Iterable[SearchText]) -> set[Known]:
    """Return the words of texts and names."""
    return set(_said(parts))


def _said(parts: Iterable[SearchText]) -> dict[Known, str]:
    """Return the words of texts that can be misspelt, as they are known, and as each is written where it comes first."""
    written: dict[tuple[WordSource, str], dict[str, None]] = {}
    for part in dict.fromkeys(parts):
        written.setdefault((part.sort, part.language), {}).update(dict.fromkeys(part.words))
    said: dict[Known, str] = {}
    for (sort, language), each in written.items():
        for word in _forms(each, language):
            if folded := _spelt(word):
                said.setdefault((folded, sort.value), word.lower() if sort is WordSource.TEXT else word)
    return said


def _forms(written: Iterable[str], language: str) -> Iterator[str]:
    """Give words; of English ones in "ies" the singular, too, which looks too different to be near."""
    for word in written:
        yield word
        if language == Language.EN and PLURAL.search(word):
            yield PLURAL.sub("y", word)


@lru_cache(2**14)
def _spelt(word: str) -> str:
    """Return the folded word if it is one that can be misspelt."""
    folded = "".join(plain_lexemes(word))
    return folded if SHORTEST <= len(folded) <= LONGEST_LEXEME and folded.isalpha() else ""


def _execute(statement: str, given: list[Any]) -> list[Any]:
    """Return what a statement says that reads texts, or rows of three columns."""
    engine = ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(texts=engine.TEXTS, rows=engine.ROWS), [json.dumps(given)])
        return cursor.fetchall() if cursor.description else []


def known_words(parts: Iterable[SearchText]) -> list[Word]:
    """Return the words of texts that are in the list, of whatever sort."""
    said = sorted({folded for folded, _sort in _said(parts)})
    rows = (Word.objects.filter(folded__in=some) for some in batched(said, AT_ONCE, strict=False))
    return list(chain.from_iterable(rows))


def forget_others(known: set[Known], *, before: int) -> None:
    """Forget the words that are not known any more, of those that were there `before` this key."""
    rows = Word.objects.filter(pk__lte=before).values_list("pk", "folded", "sort")
    gone = [pk for pk, folded, sort in rows if (folded, sort) not in known]
    for some in batched(gone, AT_ONCE, strict=False):
        Word.objects.filter(pk__in=some).delete()


def wrongly_spelt() -> Iterator[Word]:
    """Give the words whose rows of three letters are not theirs."""
    rows = Trigram.objects.order_by("word_id").values_list("word", "gram", "length").iterator()
    groups = groupby(rows, key=itemgetter(0))
    key, own = next(groups, (0, iter(())))
    for word in Word.objects.order_by("pk").iterator():
        while key and key < word.pk:
            key, own = next(groups, (0, iter(())))
        kept = sorted((gram, length) for _word, gram, length in own) if key == word.pk else []
        if kept != [(gram, len(word.folded)) for gram in trigrams(word.folded)]:
            yield word


def spell_anew(keys: Iterable[int]) -> None:
    """Write the rows of three letters of some words anew."""
    with transaction.atomic():
        Trigram.objects.filter(word__in=keys).delete()
        words = Word.objects.filter(pk__in=keys)
        _execute(
            NEW_TRIGRAMS,
            [(gram, len(each.folded), each.pk) for each in words for gram in trigrams(each.folded)],
        )


def trigrams(folded: str) -> list[str]:
    """Return all three letters in a row of a word, its beginning counted twice."""
    padded = f"  {folded} "
    return sorted({padded[start : start + 3] for start in range(len(padded) - 2)})


def near(folded: str) -> list[Word]:
    """Return known words that may be meant, nearest first."""
    slack = 1 + len(folded) // 5
    shared = (
        Trigram.objects.filter(
            gram__in=trigrams(folded), length__range=(len(folded) - slack, len(folded) + slack)
        )
        .values_list("word")
        .annotate(shared=Count("pk"))
        .order_by("-shared", "word")[:MOST_CANDIDATES]
    )
    candidates = Word.objects.in_bulk([pk for pk, _shared in shared]).values()
    ranked = sorted((_rank(folded, word), word.pk, word) for word in candidates)
    return [word for (distance, *_others), _pk, word in ranked if distance <= _farthest(folded, word.folded)]


def _rank(folded: str, word: Word) -> tuple[float, bool, bool, int, int]:
    """Return how far a known word is, and what decides between words as far: other names come last."""
    return (
        distance(folded, word.folded),
        folded[0] != word.folded[0],
        word.sort == WordSource.ALIAS,
        abs(len(folded) - len(word.folded)),
        word.sort,
    )


def _farthest(typed: str, known: str) -> float:
    """Return how far a known word may be: a short one with two letters wrong is another word, unless it begins the same."""
    half = (len(typed) + 1) // 2
    is_like = len(typed) >= LONG or typed[:half] == known[:half]
    return min(3, 1 + len(typed) / 6) if is_like else 1


def distance(typed: str, known: str) -> float:
    """Return how many letters are wrong, missing, too many or swapped; what is missing at the end counts half."""
    before: list[float] = []
    row = [float(column) for column in range(len(known) + 1)]
    for line, letter in enumerate(typed, 1):
        earlier, before, row = before, row, [float(line)]
        for column, other in enumerate(known, 1):
            added = row[-1] + (0.5 if line == len(typed) else 1)
            cost = min(added, before[column] + 1, before[column - 1] + (letter != other))
            if line > 1 and column > 1 and (letter, typed[line - 2]) == (known[column - 2], other):
                cost = min(cost, earlier[column - 2] + 1)
            row.append(cost)
    return row[-1]

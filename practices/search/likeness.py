"""The likeness of editions: which others share rare words and topics with one, whatever their age?

A word or topic weighs the more the fewer editions have it. Of none more than so many are read or counted, so that the
work is the same in a catalogue of 100,000.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import log

from django.db import connection

from practices.models import Edition, Topic
from practices.search.document import parts
from practices.search.engines import ENGINES
from practices.search.lexemes import forms, words

MOST_READ, MOST_COUNTED = 300, 20_000
"""So many editions are read of those that have a word, which says nothing if as many have it, or the newest that are
about a topic; so many of a topic are counted."""
MOST_WORDS, SHORTEST = 30, 4
"""So many words of an edition are looked up, its title's first, then the longest; shorter ones than this are none."""
IN_TITLE, TOPIC, SHARED = 1.5, 2.0, 1.0
"""What the rarity of a word of the title and that of a topic count more than another word's, and any shared topic."""
MOST_LOOKED_AT, MOST_ALIKE = 200, 24

WORDS = """
SELECT 'word ' || a, NULL, CASE WHEN {frequent} THEN NULL ELSE
(SELECT CASE WHEN count(*) < {most} THEN coalesce({keys}, '[]') END FROM ({found}) AS editions) END
FROM ({rows}) AS asked
"""
NEWEST = """
SELECT %s, count(*), {keys} FROM (
SELECT edition_id AS found FROM practices_edition_topics WHERE topic_id = %s ORDER BY edition_id DESC LIMIT {most}) AS newest
"""
SIZE = "SELECT %s, count(*), NULL FROM (SELECT 1 FROM practices_edition_topics WHERE topic_id = %s LIMIT {most}) AS counted"
ABOUT = "SELECT topic_id, edition_id FROM practices_edition_topics WHERE topic_id IN ({topics}) AND edition_id IN ({keys})"
TOTAL = "SELECT 'total', count(*), NULL FROM (SELECT 1 FROM practices_edition LIMIT {most}) AS counted"
"""A row for each word or topic. The keys are left out of a word that too many editions have, which are most of all keys; all
words are one statement, as a database plans each."""


@dataclass
class Shared:
    """The keys of the editions that have each word, or are about each topic; and how many are about it.

    `most` is how many editions have the word that most have, as far as it was read.
    """

    words: dict[str, set[int]] = field(default_factory=dict)
    topics: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    sizes: dict[str, int] = field(default_factory=dict)
    most: int = 0


def alike(edition: Edition, topics: Sequence[Topic]) -> list[int]:
    """Return the keys of the editions that are most like one, the likest first."""
    weights = _weights(edition)
    shared = _shared(weights, topics)
    scores: defaultdict[int, float] = defaultdict(float)
    for word, having in shared.words.items():
        _add(scores, having, weights[word] * log((shared.most + 1) / len(having)))
    likest = sorted(scores, key=lambda key: -scores[key])[:MOST_LOOKED_AT]
    for topic, key in _about(topics, likest):
        shared.topics[str(topic)].add(key)
    for name, having in shared.topics.items():
        rarity = log((shared.sizes["total"] + 1) / shared.sizes[name])
        _add(scores, having, SHARED + TOPIC * rarity)
    scores.pop(edition.pk, None)
    return sorted(scores, key=lambda key: (-scores[key], -key))[:MOST_ALIKE]


def _about(topics: Sequence[Topic], keys: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Return which of these topics editions are about: each by its key, in words that are not made anew each time."""
    if not topics:
        return ()
    engine = ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        asked = ABOUT.format(topics=", ".join(["%s"] * len(topics)), keys=engine.KEYS)
        cursor.execute(asked, [*(topic.pk for topic in topics), engine.ALL.format(",".join(map(str, keys)))])
        return [(topic, key) for topic, key in cursor.fetchall()]


def _add(scores: dict[int, float], keys: Iterable[int], weight: float) -> None:
    for key in keys:
        scores[key] += weight


def _weights(edition: Edition) -> dict[str, float]:
    """Return what each telling word of the title, the summary and the purpose counts, by its lexeme."""
    title, *others = parts(edition, "AC")
    rest = {word.casefold() for part in others for word in words(part.text)}
    said = [(word, IN_TITLE) for word in words(title.text)]
    said += [(word, 1.0) for word in sorted(rest, key=lambda word: (-len(word), word))]
    found: dict[str, float] = {}
    for word, weight in said:
        own, stemmed = forms(word, edition.language)
        if len(word) >= SHORTEST and (stemmed or own):
            found.setdefault((stemmed or own)[0], weight)
    return dict(islice(found.items(), MOST_WORDS))


def _shared(lexemes: Iterable[str], topics: Iterable[Topic]) -> Shared:
    """Look up which editions have words in their titles, summaries or purposes, and which are about topics; at once."""
    engine, found = ENGINES[connection.vendor], Shared()
    marks = {lexeme: (f"a_{lexeme}", f"c_{lexeme}") for lexeme in lexemes}
    asked = [
        (lexeme, engine.expression((tuple((mark,) for mark in own),)), " ".join(own))
        for lexeme, own in marks.items()
    ]
    keys_of, frequent = engine.KEYS_AS_JSON, engine.FREQUENT.format(most=MOST_READ)
    having = engine.SOME.format(most=MOST_READ)
    words_asked = WORDS.format(
        found=having, most=MOST_READ, keys=keys_of, rows=engine.ROWS, frequent=frequent
    )
    statements = [TOTAL.format(most=MOST_COUNTED), words_asked]
    given: list[str | int] = [json.dumps(asked)]
    for topic in topics:
        statements += [NEWEST.format(most=MOST_READ, keys=keys_of), SIZE.format(most=MOST_COUNTED)]
        given += [f"topic {topic.pk}", topic.pk, f"size {topic.pk}", topic.pk]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), given)
        for said, count, listed in cursor.fetchall():
            kind, _, name = said.partition(" ")
            keys = set(json.loads(listed or "[]"))
            if kind == "word":
                found.most = max(found.most, MOST_READ if listed is None else len(keys))
                found.words |= {name: keys} if keys else {}
            elif kind == "topic":
                found.topics[name] = keys
            else:
                found.sizes[name or kind] = count
    return found

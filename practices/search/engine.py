"""The search engine: which editions match what a person types, on the database at hand?

Both databases keep the same lexemes and are asked for the same groups of them, so that they find the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import batched
from operator import or_

from django.db import connection, transaction
from django.db.models import BooleanField, Case, F, Func, Max, Q, QuerySet, Value, When

from practices.models import Edition, SearchEntry, Word
from practices.models.edition import EditionQuerySet
from practices.search.document import SearchText, lexemes, parts
from practices.search.engines import ENGINES
from practices.search.query import Groups, Query, groups, parse_query
from practices.search.words import Known, forget_others, known_words, learn

TIERS = ("a", "ab", "abc")
"""Title; or place and topic as well; or summary and purpose as well. What is left comes last."""
BATCH, MOST_RANKED = 500, 3


def _has(wanted: Groups) -> Func:
    """Return the condition that an edition has these groups of lexemes."""
    engine = ENGINES[connection.vendor]
    before, after = engine.FOUND.split("%s")
    return Func(
        F("pk"),
        Value(engine.expression(wanted)),
        template=f"%(expressions)s{after})",
        arg_joiner=f" IN ({before}",
        output_field=BooleanField(),
    )


def index(editions: Sequence[Edition], *, new: bool) -> set[Known]:
    """Make editions found by what they say now, in the caller's transaction; return the words that they taught.

    `new` ones were never found before.
    """
    texts = [list(parts(edition)) for edition in editions]
    engine = ENGINES[connection.vendor]
    entries = {edition.pk: engine.entry(lexemes(said)) for edition, said in zip(editions, texts, strict=True)}
    if not new:
        engine.take_out(entries)
    SearchEntry.objects.bulk_create(
        [SearchEntry(pk=key, lexemes=entry) for key, entry in entries.items()],
        ignore_conflicts=not new and engine.KEEPS_WHAT_IS_SAID,
    )
    return learn(part for said in texts for part in said)


def wrongly_found(editions: Iterable[Edition], held_back: dict[int, int] | None = None) -> set[int]:
    """Return the keys of the editions that the index holds otherwise than `index` would write them now, or not at all.

    What is `held_back` there is compared by `wrongly_found_of`, all of it at once, in the same transaction.
    """
    said = {edition.pk: lexemes(parts(edition)) for edition in editions}
    return said.keys() - ENGINES[connection.vendor].same(said, held_back) if said else set()


def wrongly_found_of(held_back: dict[int, int]) -> set[int]:
    """Return which keys of those that were held back the index holds otherwise, or not at all."""
    return ENGINES[connection.vendor].unlike(held_back) if held_back else set()


def matching(editions: EditionQuerySet, text: str) -> EditionQuerySet:
    """Keep the editions that match a text; a text without words finds nothing."""
    query = parse_query(text)
    if not query:
        return editions.none()
    if query.wanted:
        editions = editions.filter(_has(query.groups))
    for clauses in query.unwanted:
        editions = editions.exclude(_has(groups(clauses)))
    return editions


def by_relevance(editions: EditionQuerySet, *texts: str) -> EditionQuerySet:
    """Order editions by where one of the texts has its words: the best place first, newer ones before older ones."""
    queries = _ranked(texts)
    if not queries:
        return editions.newest_first()
    tiers = [
        When(_any(query.weighted(weights) for query in queries), Value(n)) for n, weights in enumerate(TIERS)
    ]
    return editions.order_by(Case(*tiers, default=Value(len(TIERS))), "-first_published_at", "-pk")


def keys_by_tier(*texts: str) -> Iterator[list[int]]:
    """Give the keys of the editions that come first by relevance, then of those that come next; each is looked up by itself."""
    queries = _ranked(texts)
    for weights in TIERS if queries else ():
        yield [key for query in queries for key in keys_having(query.weighted(weights))]


def keys_having(wanted: Groups) -> list[int]:
    """Return the keys of the editions that have these groups of lexemes; the index alone is read."""
    engine = ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(engine.FOUND, [engine.expression(wanted)])
        return [key for (key,) in cursor.fetchall()]


def _ranked(texts: Iterable[str]) -> list[Query]:
    return [query for query in map(parse_query, texts) if query.wanted][:MOST_RANKED]


def _any(wanted: Iterable[Groups]) -> Q:
    return reduce(or_, (Q(_has(groups)) for groups in wanted))


def is_found(text: str) -> bool:
    """Say whether any edition on line matches a text; it looks for the first one only."""
    engine = ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(engine.FIRST, [engine.expression(parse_query(text).groups)])
        return cursor.fetchone() is not None


def forget_unused(said: Iterable[SearchText]) -> None:
    """Take words of texts that are off line for good out of the word list, unless an edition still has them in any form."""
    gone = [word.pk for word in known_words(said) if not _is_used(word.shown)]
    Word.objects.filter(pk__in=gone).delete()


def _is_used(word: str) -> bool:
    return is_found(f'"{word}"') or is_found(word)  # most are found as written, at a tenth of the cost


def rebuild() -> int:
    """Index all editions again, some at a time, while others go on searching and approving; return their number."""
    before = Word.objects.aggregate(last=Max("pk"))["last"] or 0
    known: set[Known] = set()
    keys = list(Edition.objects.order_by("pk").values_list("pk", flat=True))
    for some in batched(keys, BATCH, strict=False):
        known |= reindex(some)
    SearchEntry.objects.exclude(edition__in=Edition.objects.all()).delete()
    forget_others(known, before=before)
    return len(keys)


def reindex(keys: Iterable[int]) -> set[Known]:
    """Index editions again by what they and their places and topics say now, some at a time; return their words."""
    known: set[Known] = set()
    for some in batched(keys, BATCH, strict=False):
        with transaction.atomic():
            known |= index(list(_locked(some)), new=False)
    return known


def _locked(keys: Iterable[int]) -> QuerySet[Edition]:
    """Return editions as they are once nobody else writes them: what they name is read afterwards, not joined."""
    rows = Edition.objects.filter(pk__in=keys).prefetch_related("city", "partner_cities", "topics")
    return rows.select_for_update().order_by("pk")  # in one order: two never wait for one another

"""The entries that name a city or a topic: how many are there?"""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Model

from practices.models import City, Practice


def numbers_naming_cities(keys: Iterable[int]) -> Counter[int]:
    """Return, by the keys of cities, how many entries name each, as its own or a partner's; none in the trash."""
    keys = list(keys)
    own = Practice.objects.filter(city__in=keys).values_list("city", "pk")
    partners = Practice.partner_cities.through.objects.filter(city__in=keys, practice__trashed_at=None)
    return Counter(city for city, _pk in {*own, *partners.values_list("city", "practice")} if city)


def numbers_naming_topics(keys: Iterable[int]) -> Counter[int]:
    """Return, by the keys of topics, how many entries name each; none in the trash."""
    rows = Practice.topics.through.objects.filter(topic__in=list(keys), practice__trashed_at=None)
    return Counter(rows.values_list("topic", flat=True))


def numbers_naming(model: type[Model], keys: Iterable[int]) -> Counter[int]:
    """Return how many entries name each city, or each topic."""
    return numbers_naming_cities(keys) if model is City else numbers_naming_topics(keys)

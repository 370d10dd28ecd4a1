"""The counts behind facets: are they those of the editions on line, counted one by one?"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from practices.choices import NOT_STATED, UNLISTED
from practices.models import Edition
from practices.search import counts
from practices.verify.findings import Finding, Portion

PORTION = 500


def wrong_counts(_portion: Portion) -> Iterator[Finding]:
    """Find countries, cities and topics of which the lists show another number of practices than there are."""
    one_by_one = _one_by_one()
    shown: dict[str, Counter[Any]] = {
        _("country"): counts.by_country(),
        _("city"): counts.by_city(),
        _("topic"): counts.by_topic(),
    }
    for (name, found), counted in zip(shown.items(), one_by_one, strict=True):
        for value in sorted({*found, *counted}, key=str):
            if found[value] != counted[value]:
                says = _("lists count %(shown)d practices, and there are %(counted)d") % {
                    "shown": found[value],
                    "counted": counted[value],
                }
                cure = _(
                    "`verify --fix` mends what editions say otherwise; else let the database make its indexes anew (REINDEX)."
                )
                yield Finding(f"{name} {value}", says, cure)


def _one_by_one() -> tuple[Counter[Any], Counter[Any], Counter[Any]]:
    countries, cities, topics = Counter[Any](), Counter[Any](), Counter[Any]()
    rows = Edition.objects.filter(original=None).only("country", "city", "city_typed").order_by("pk")
    for edition in rows.prefetch_related("partner_cities", "topics").iterator(chunk_size=PORTION):
        partners = {city.pk: city.country.code for city in edition.partner_cities.all()}
        lead = edition.city_id or (UNLISTED if edition.city_typed else NOT_STATED)
        countries.update({edition.country.code, *partners.values()})
        cities.update({lead, *partners})
        topics.update(topic.pk for topic in edition.topics.all())
    return countries, cities, topics

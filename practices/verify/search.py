"""The search: is each edition found by what it says, and by nothing else?

A city or topic that was renamed is followed by the worker: what it waits for is no fault.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from practices.models import Edition, Rename, SearchEntry
from practices.models.old_slug import SlugKind
from practices.search import engine, words
from practices.search.document import parts
from practices.verify.editions import FOLLOWS
from practices.verify.findings import Finding, Portion, name_of_entry


def unfound_editions(portion: Portion) -> Iterator[Finding]:
    """Find editions whose index row is none, or another than would be written now."""
    waiting = set(Rename.objects.values_list("kind", "target")) if portion.editions else set()
    followed = [edition for edition in portion.editions if waiting.isdisjoint(_named(edition))]
    wrong = engine.wrongly_found(followed, portion.held_back)
    unknown = words.unknown(part for edition in followed for part in parts(edition))
    for edition in followed:
        if edition.pk in wrong:
            what = f"{name_of_entry(edition.practice)}, edition {edition.number}"
            yield Finding(what, _("search does not find it by what it says"), str(FOLLOWS), edition.pk)
        elif unknown and (own := unknown & words.said_in(parts(edition))):
            what = f"{name_of_entry(edition.practice)}, edition {edition.number}"
            says = _("the list of words lacks %(number)d of its words") % {"number": len(own)}
            yield Finding(what, says, str(FOLLOWS), edition.pk)


def unfound_at_the_end(portion: Portion) -> Iterator[Finding]:
    """Find editions whose index row is another, where the database compares all rows at once."""
    wrong = engine.wrongly_found_of(portion.held_back or {})
    for edition in Edition.objects.filter(pk__in=wrong).select_related("practice").order_by("pk"):
        what = f"{name_of_entry(edition.practice)}, edition {edition.number}"
        yield Finding(what, _("search does not find it by what it says"), str(FOLLOWS), edition.pk)


def _named(edition: Edition) -> set[tuple[str, int]]:
    cities = {city.pk for city in (edition.city, *edition.partner_cities.all()) if city}
    topics = {topic.pk for topic in edition.topics.all()}
    return {(SlugKind.CITY.value, key) for key in cities} | {(SlugKind.TOPIC.value, key) for key in topics}


def stray_entries(_portion: Portion) -> Iterator[Finding]:
    """Find rows of the index that are of no edition."""
    for key in SearchEntry.objects.exclude(edition__in=Edition.objects.all()).values_list("pk", flat=True):
        what = _("search index, row %(key)d") % {"key": key}
        yield Finding(what, _("it is of no edition"), _("`verify --fix` deletes it."), key)


def forget_entries(keys: list[int]) -> None:
    SearchEntry.objects.filter(pk__in=keys).exclude(edition__in=Edition.objects.all()).delete()


def broken_words(_portion: Portion) -> Iterator[Finding]:
    """Find words of the list that no misspelling leads to: their rows of three letters are not theirs."""
    for word in words.wrongly_spelt():
        what = _("list of words, “%(word)s”") % {"word": word.folded}
        yield Finding(
            what,
            _("its rows of three letters are not those of the word"),
            _("`verify --fix` makes them anew."),
            word.pk,
        )

"""What would a catalogue of any number of practices look like? Made-up ones, to measure with.

Nobody can take them for real ones: their title says what they are, and their words are strings of syllables. Lengths
and counts are like those of the programme's own practices, and words follow Zipf's law. The same numbers and seed give
the same practices.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import accumulate, batched
from random import Random
from typing import Any

from django.db.models import Max

from practices.answers.codec import Answers
from practices.choices import Cost, Evidence, Language, Licence, Outcome, Translator
from practices.entries.incoming import Incoming, bring_in
from practices.models import City, Practice, Topic
from practices.template import FIELDS

TITLE = "Synthetic practice"
SYLLABLES = [one + other for one in "bdfgjklmnprstvw" for other in "aeo"]
VOCABULARY, CITIES, BATCH = 20_000, 150, 500
TRANSLATED = 50
"""The practices of every such number are translations of the ones before."""
WORDS = {"purpose": 50, "stimulus": 60, "process": 120, "impact": 30, "body": 10, "lessons": 20}
"""About how many words an answer has."""
PERIODS = (
    "2015-2020",
    "since 2012",
    "2019",
    "2008 - ongoing",
    "since 2021",
    "2003-2011",
    "2016/2018",
    "ongoing",
)
OTHERS = (Language.FR, Language.ES, Language.IT, Language.PT, Language.DE, Language.UK)
FIRST, HOURS = datetime(2010, 1, 1, tzinfo=UTC), 130_000
"""When the first one came on line, and for how many hours one came each hour; any others came between these."""


class NoCities(Exception):
    """Made-up practices need real cities and topics."""


def word(rank: int) -> str:
    """Return the made-up word of a rank: the more frequent, the shorter."""
    rest, found = rank + len(SYLLABLES), ""
    while rest:
        rest, syllable = divmod(rest, len(SYLLABLES))
        found = SYLLABLES[syllable] + found
    return found


class Maker:
    """Makes answers by number."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.vocabulary = [word(rank) for rank in range(VOCABULARY)]
        self.weights = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
        self.cities = list(City.objects.order_by("-population", "pk")[:CITIES])
        self.topics = list(Topic.objects.all())
        if len(self.cities) < CITIES or not self.topics:
            raise NoCities

    def answers(self, number: int) -> Answers:
        """Return the answers of a practice."""
        dice = Random(f"{self.seed} {number}")  # noqa: S311  the same for the same number
        city = self.cities[min(int(dice.expovariate(1 / 30)), CITIES - 1)]
        return dict.fromkeys(FIELDS, "") | {
            "title": f"{TITLE} {number:06}: {self._text(dice, 4)}",
            "country": city.country.code,
            "city": city if dice.random() < 0.95 else None,
            "partner_cities": sorted(
                dice.sample(self.cities, dice.choice((0, 0, 0, 0, 0, 0, 1, 3))),
                key=lambda city: city.sort_name,
            ),
            "period": dice.choice(PERIODS),
            "topics": sorted(
                dice.sample(self.topics, min(dice.randint(1, 3), len(self.topics))), key=self.topics.index
            ),
            "language": _language(number, dice),
            "summary": self._text(dice, 30) + "." if number % 2 else "",
            "outcome": dice.choice(("", *Outcome.values)),
            "documents": [{"title": self._text(dice, 5), "url": f"https://city.example/{number}"}],
            "cost": dice.choice(("", *Cost.values)),
            "evidence": dice.choice(("", *Evidence.values)),
            "contact_public": False,
            **{
                field: self._text(dice, dice.randint(about // 2, about * 3 // 2))
                for field, about in WORDS.items()
            },
        }

    def _text(self, dice: Random, length: int) -> str:
        return " ".join(dice.choices(self.vocabulary, cum_weights=self.weights, k=length)).capitalize()


def _language(number: int, dice: Random) -> Language:
    """Return an original's language, or that of a translation: another one than its original's."""
    is_translation, is_translated = number % TRANSLATED == 0, number % TRANSLATED == TRANSLATED - 1
    languages = OTHERS if is_translation else (*OTHERS, *(Language.EN,) * 54)
    return Language.EN if is_translated else dice.choice(languages)


def numbers_made() -> set[int]:
    """Return the numbers of the practices that are there."""
    titles = Practice.objects.filter(title__startswith=TITLE).order_by().values_list("title", flat=True)
    return {int(title.removeprefix(TITLE).partition(":")[0]) for title in titles.iterator()}


def make(numbers: Iterable[int], *, seed: int = 0) -> None:
    """Put the practices of these numbers on line, some at a time; raises `NoCities` where cities are not loaded."""
    maker = Maker(seed)
    for some in batched(numbers, BATCH, strict=False):
        given = {number: maker.answers(number) for number in some}
        translations = {
            number: given.pop(number) for number in some if not number % TRANSLATED and number - 1 in given
        }
        last = Practice.objects.aggregate(last=Max("pk"))["last"] or 0
        _bring_in(given, {})  # two transactions: two makers never wait for one another in a circle
        _bring_in(translations, _originals(translations, last) if translations else {})


def _bring_in(given: dict[int, Answers], originals: dict[int, Practice]) -> None:
    entries = []
    for number, said in given.items():
        about: dict[str, Any] = {"licence": Licence.CC0}
        if original := originals.get(number - 1):
            about |= {"translation_of": original, "translated_by": Translator.HUMAN}
        at = FIRST + timedelta(hours=number % HOURS, minutes=number // HOURS)
        entries.append(Incoming(said, about, at=at))
    bring_in(entries, publish=True)


def _originals(translations: dict[int, Answers], last: int) -> dict[int, Practice]:
    """Return what is translated, by number, of the practices that came after the `last` one."""
    latest = Practice.objects.only("pk", "title").filter(pk__gt=last)
    by_number = {int(each.title.removeprefix(TITLE).partition(":")[0]): each for each in latest}
    return {number - 1: by_number[number - 1] for number in translations}

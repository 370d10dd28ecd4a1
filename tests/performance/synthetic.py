"""What would a catalogue of any number of practices look like? Made-up ones, to measure with.

Nobody can take them for real ones: their title says what they are, and their words are strings of syllables. Lengths
and counts are like those of the programme's own practices, and words follow Zipf's law. The same numbers and seed give
the same practices.
"""

from datetime import UTC, datetime, timedelta
from itertools import accumulate, batched
from random import Random

from django.db import transaction

from practices.answers import codec
from practices.answers.codec import Answers
from practices.choices import Cost, Evidence, Language, Licence, Outcome, Translator
from practices.entries.publishing import derived, places
from practices.models import City, Content, Edition, Event, Place, Practice, Snapshot, Topic, chain
from practices.search.engine import index
from practices.template import FIELDS, MANY
from practices.workflow import Status

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
FIRST = datetime(2010, 1, 1, tzinfo=UTC)


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


def make(numbers: range, *, seed: int = 0) -> None:
    """Put the practices of these numbers on line, some at a time; raises `NoCities` where cities are not loaded."""
    maker = Maker(seed)
    for some in batched(numbers, BATCH, strict=False):
        with transaction.atomic():
            _write({number: maker.answers(number) for number in some})


def _write(given: dict[int, Answers]) -> None:
    rows = [(_practice(number, said), said) for number, said in given.items()]
    Practice.objects.bulk_create(practice for practice, _said in rows)
    _translate({number: practice for number, (practice, _said) in zip(given, rows, strict=True)})
    editions = [(_edition(practice, said), said) for practice, said in rows]
    Edition.objects.bulk_create(edition for edition, _said in editions)
    codec.link(rows)
    codec.link(editions)
    found = [edition for edition, _said in editions]
    _set_originals(found)
    Place.objects.bulk_create(place for edition, said in editions for place in places(edition, said))
    _write_history(rows)
    index(found, new=True)


def _write_history(rows: list[tuple[Practice, Answers]]) -> None:
    snapshots = [_snapshot(practice, said) for practice, said in rows]
    events = [_event(practice) for practice, _said in rows]
    for written in zip(snapshots, events, strict=True):
        for each in written:
            chain.extend(each.practice, each)
    Snapshot.objects.bulk_create(snapshots)
    Event.objects.bulk_create(events)
    Practice.objects.bulk_update([practice for practice, _said in rows], chain.TAIL)


def _translate(practices: dict[int, Practice]) -> None:
    translations = [number for number in practices if number % TRANSLATED == 0 and number - 1 in practices]
    for number in translations:
        practices[number].translation_of, practices[number].translated_by = (
            practices[number - 1],
            Translator.HUMAN,
        )
    translated = [practices[number] for number in translations]
    Practice.objects.bulk_update(translated, ["translation_of", "translated_by"])


def _set_originals(editions: list[Edition]) -> None:
    by_practice: dict[int | None, Edition] = {edition.practice_id: edition for edition in editions}
    translations = [edition for edition in editions if edition.translation_of_id]
    for edition in translations:
        edition.original = by_practice[edition.translation_of_id]
    Edition.objects.bulk_update(translations, ["original"])


def _practice(number: int, said: Answers) -> Practice:
    at = FIRST + timedelta(hours=number)
    return _filled(
        Practice(
            status=Status.PUBLISHED,
            slug=f"synthetic-practice-{number:06}",
            licence=Licence.CC0,
            created_at=at,
            saved_at=at,
            status_since=at,
            version=2,
        ),
        said,
    )


def _edition(practice: Practice, said: Answers) -> Edition:
    at = practice.status_since
    times = {"first_published_at": at, "published_at": at}
    edition = Edition(practice=practice, number=1, licence=practice.licence, **times, **derived(said))
    edition.translation_of, edition.translated_by = practice.translation_of, practice.translated_by
    return _filled(edition, said)


def _filled[Row: Content](row: Row, said: Answers) -> Row:
    for field in FIELDS:
        if field not in MANY:
            setattr(row, field, said[field])
    return row


def _snapshot(practice: Practice, said: Answers) -> Snapshot:
    answers, about = codec.encode(said), {"licence": practice.licence, "at": practice.status_since}
    return Snapshot(practice=practice, edition=1, answers=answers, **about)


def _event(practice: Practice) -> Event:
    return Event(
        practice=practice,
        move="publish",
        from_status=Status.DRAFT,
        to_status=Status.PUBLISHED,
        at=practice.status_since,
    )

"""The article of a practice: what does its page show, on line, as an old edition or as a preview?

`article(answers, rendered)` loops over the template: facts at a glance first, then the sections in their order. What
is empty is not there. `linked=False` leaves places and topics as words, where their pages may not exist.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django_countries import countries

from practices.answers import codec
from practices.answers.attachments import (
    ShownAttachment,
    public_attachment_address,
    shown_attachment,
    shown_attachments,
)
from practices.answers.codec import TYPED, Answers
from practices.answers.file_places import PUBLIC_PLACES, FilePlaces
from practices.answers.pictures import JPEG, Picture, ShownPicture, public_picture_address, shown_pictures
from practices.answers.uploaded import FileRow
from practices.choices import is_foreign
from practices.models import City, Topic
from practices.period import Period
from practices.question_kinds import MOST_VALUES, Kind, PageArea, Question
from practices.template import BY_FIELD, QUESTIONS, SECTIONS
from practices.text import lines, with_dashes
from practices.uploads.kinds import WIDTHS

LONG = 2000
"""From how many characters on a page has links to its own headings."""

DASH = re.compile(r"\s*[-–—]\s*")
IN_FACTS = {Kind.COUNTRY, Kind.CITY, Kind.CITIES, Kind.PERIOD, Kind.TOPICS, Kind.CHOICE, Kind.ADDRESS}


@dataclass(frozen=True)
class Item:
    """A value as words, with an address to go to and a quiet remark, if it has them."""

    text: str | Promise
    url: str = ""
    note: str = ""

    @property
    def is_elsewhere(self) -> bool:
        """Whether the address is another site's."""
        return self.url.startswith(("http://", "https://"))


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question with its answer: safe HTML or items; files are items, and to be shown as what they are, too."""

    field: str
    label: str | Promise
    items: list[Item]
    html: SafeString
    pictures: Sequence[ShownPicture] = ()
    attachments: Sequence[ShownAttachment] = ()

    @property
    def is_heading(self) -> bool:
        return BY_FIELD[self.field].kind in {Kind.TEXT, Kind.DOCUMENTS}


@dataclass(frozen=True)
class ArticlePart:
    name: str
    title: str | Promise
    passages: list[AnsweredQuestion]


@dataclass(frozen=True)
class Article:
    title: str
    language: str
    city: str
    country: str
    period: str
    summary: str
    facts: list[AnsweredQuestion]
    parts: list[ArticlePart]

    @property
    def place(self) -> str:
        return ", ".join(filter(None, (self.city, self.country)))

    @property
    def pictures(self) -> list[ShownPicture]:
        return [each for part in self.parts for passage in part.passages for each in passage.pictures]

    @property
    def contents(self) -> list[tuple[str, str | Promise]]:
        """The headings of the page, each with its anchor; short answers stand under their section's."""
        headings: list[tuple[str, str | Promise]] = []
        for part in self.parts:
            texts = [(passage.field, passage.label) for passage in part.passages if passage.is_heading]
            headings += texts or [(f"part-{part.name}", part.title)]
        return headings

    @property
    def is_long(self) -> bool:
        return sum(len(passage.html) for part in self.parts for passage in part.passages) > LONG


def article(
    answers: Answers,
    rendered: dict[str, str],
    *,
    linked: bool = True,
    places: FilePlaces | None = PUBLIC_PLACES,
) -> Article:
    """Return what the page shows of answers; `rendered` has the safe HTML of the long ones, by field.

    `places` says where their files are found; without it they are told of in words alone.
    """
    shown = codec.public_answers(answers)
    return Article(
        title=shown["title"],
        language=shown["language"],
        city=_city_name(shown),
        country=str(countries.name(shown["country"])),
        period=with_dashes(shown["period"]),
        summary=shown["summary"].strip(),
        facts=list(_facts(shown, linked=linked)),
        parts=[part for part in _parts(shown, rendered, places) if part.passages],
    )


def _city_name(answers: Answers) -> str:
    city: City | None = answers["city"]
    return city.name if city else str(answers[TYPED["city"]])


def _facts(answers: Answers, *, linked: bool) -> Iterator[AnsweredQuestion]:
    for question in QUESTIONS:
        if question.page_area in {PageArea.HEAD, PageArea.FACTS} and question.kind in IN_FACTS:
            items = list(_items(question, answers))
            if not linked and question.kind is not Kind.ADDRESS:
                items = [Item(item.text, note=item.note) for item in items]
            if items and (question.field != "language" or is_foreign(answers["language"])):
                yield AnsweredQuestion(question.field, question.label, items, SafeString())


def _parts(answers: Answers, rendered: dict[str, str], places: FilePlaces | None) -> Iterator[ArticlePart]:
    for section in SECTIONS:
        passages = [
            AnsweredQuestion(
                question.field,
                question.label,
                list(_items(question, answers)) if question.kind is not Kind.TEXT else [],
                mark_safe(rendered.get(question.field, "")),  # noqa: S308  what practices.text.as_html made
                *_files(question, answers[question.field], places),
            )
            for question in section.questions
            if question.page_area is PageArea.TEXT
        ]
        said = [passage for passage in passages if passage.html or passage.items]
        is_one_kind = section.takes_files and len(said) == 1
        yield ArticlePart(section.name, said[0].label if is_one_kind else section.title, said)


def _files(
    question: Question, rows: list[FileRow], places: FilePlaces | None
) -> tuple[Sequence[ShownPicture], Sequence[ShownAttachment]]:
    if places and question.kind is Kind.PICTURES:
        return shown_pictures(rows, places.picture), ()
    if places and question.kind is Kind.ATTACHMENTS:
        return (), shown_attachments(rows, places.attachment)
    return (), ()


def _items(question: Question, answers: Answers) -> Iterator[Item]:
    """Give the values of a short answer; nothing for an empty one."""
    value = answers[question.field]
    typed = answers.get(TYPED.get(question.field, ""), "")
    if not codec.is_empty(value):
        yield from _read(question, value, answers)
    yield from map(Item, lines(typed)[:MOST_VALUES])


def _read(question: Question, value: Any, answers: Answers) -> Iterator[Item]:
    if question.kind in LINKED:
        yield from LINKED[question.kind](value, answers)
    elif question.kind is Kind.CHOICE:
        yield Item(dict(question.choices() if question.choices else []).get(value, value))
    else:
        yield Item(value)


def _country(code: str, answers: Answers) -> Iterator[Item]:
    yield Item(countries.name(code), reverse("practices:country", args=[code.lower()]))


def _cities(cities: list[City], answers: Answers) -> Iterator[Item]:
    """Give cities, each with its country when that is not the practice's."""
    for city in cities:
        text = city.name if city.country.code == answers["country"] else str(city)
        yield Item(text, city.get_absolute_url())


def _city(city: City, answers: Answers) -> Iterator[Item]:
    yield from _cities([city], answers)


def _topics(topics: list[Topic], answers: Answers) -> Iterator[Item]:
    yield from (Item(str(topic), topic.get_absolute_url()) for topic in topics)


def _period(text: str, answers: Answers) -> Iterator[Item]:
    period = Period.parse(text)
    said = {_spelt(str(period)), _spelt(period.meaning())}
    yield Item(with_dashes(text), note="" if _spelt(text) in said else period.meaning())


def _spelt(text: str) -> str:
    return DASH.sub("–", text.strip().casefold())


def _documents(rows: list[dict[str, str]], answers: Answers) -> Iterator[Item]:
    yield from (document(row.get("title", ""), row.get("url", "")) for row in rows[:MOST_VALUES])


def _pictures(pictures: list[Picture], answers: Answers) -> Iterator[Item]:
    """Give pictures in words, each with its address: what stands where none can be shown."""
    for each in pictures:
        note = ", ".join(filter(None, (each["credit"], each["licence"])))
        yield Item(
            each["caption"] or each["alt"], public_picture_address(each["file"], WIDTHS[-1], JPEG), note
        )


def _attachments(rows: list[FileRow], answers: Answers) -> Iterator[Item]:
    for each in rows:
        yield attachment_item(shown_attachment(each, None, public_attachment_address(each["file"])))


def attachment_item(shown: ShownAttachment) -> Item:
    """Return a document in words, with its address."""
    return Item(shown.title, shown.address, shown.remark)


def _address(url: str, answers: Answers) -> Iterator[Item]:
    yield document("", url)


def _email(address: str, answers: Answers) -> Iterator[Item]:
    """Return an e-mail address with its link; what is none stays words."""
    try:
        validate_email(address)
    except ValidationError:
        yield Item(address)
    else:
        yield Item(address, f"mailto:{address}")


LINKED: dict[Kind, Callable[[Any, Answers], Iterator[Item]]] = {
    Kind.COUNTRY: _country,
    Kind.CITY: _city,
    Kind.CITIES: _cities,
    Kind.TOPICS: _topics,
    Kind.PERIOD: _period,
    Kind.DOCUMENTS: _documents,
    Kind.PICTURES: _pictures,
    Kind.ATTACHMENTS: _attachments,
    Kind.ADDRESS: _address,
    Kind.EMAIL: _email,
}
"""How the answers are read that are more than their words."""


def document(title: str, url: str) -> Item:
    """Return a link with the name of its site; what is no web address stays words."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return Item(title or url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return Item(title or url)
    site = parts.netloc.removeprefix("www.")
    return Item(title or site, url, note=site if title else "")

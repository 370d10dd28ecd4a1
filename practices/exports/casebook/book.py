"""A casebook: practices one after another, with what a reader needs around them, whatever form they are printed in."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from practices.answers.article import AnsweredQuestion, Article, Item, article, attachment_item, document
from practices.answers.attachments import public_attachment_address, shown_attachment
from practices.choices import LICENCE_ADDRESSES, Language, Licence
from practices.exports.casebook.figures import PrintedPicture, figures_of
from practices.exports.citation import Citation
from practices.exports.formats.taken import Taken, TakenEdition
from practices.exports.record import public_answers_of
from practices.models import Edition
from practices.question_kinds import Kind
from practices.template import BY_FIELD
from practices.text import fold

LANGUAGES = frozenset(Language.values)


@dataclass(frozen=True)
class Case:
    """A practice of the book."""

    edition: Edition
    article: Article
    cited: Citation
    figures: Mapping[str, PrintedPicture] = field(default_factory=dict)
    """Its pictures that are printed, by their digests."""
    is_old: bool = False

    def figures_in(self, passage: AnsweredQuestion) -> list[PrintedPicture]:
        """Return the pictures that an answer shows, in their order."""
        if BY_FIELD[passage.field].kind is not Kind.PICTURES:
            return []
        named = (each["file"] for each in self.edition.pictures)
        return [self.figures[digest] for digest in named if digest in self.figures]

    def items_in(self, passage: AnsweredQuestion) -> list[Item]:
        """Return the values of an answer that are told in words: of pictures those that are not printed, of documents what one gets."""
        kind = BY_FIELD[passage.field].kind
        if kind is Kind.ATTACHMENTS:
            return self._attachments
        if kind is not Kind.PICTURES:
            return passage.items
        both = zip(passage.items, self.edition.pictures, strict=True)
        return [item for item, picture in both if picture["file"] not in self.figures]

    @property
    def _attachments(self) -> list[Item]:
        known = {row.file: row for row in self.edition.practice.uploads.all()}
        rows = [(row, row["file"]) for row in self.edition.attachments]
        shown = [
            shown_attachment(row, known.get(file), public_attachment_address(file)) for row, file in rows
        ]
        return [attachment_item(each) for each in shown]

    @property
    def key(self) -> str:
        """Its name within the book."""
        return f"practice-{self.cited.practice}"

    @property
    def language(self) -> str:
        """The language of its texts, by ISO 639-1."""
        return self.article.language if self.article.language in LANGUAGES else own_language()

    @property
    def remarks(self) -> Iterator[str]:
        """What a reader must know of the text before she reads it."""
        if self.is_old:
            told = {"number": self.cited.number, "date": date_format(localtime(self.cited.at), "j F Y")}
            yield _("This is edition %(number)d of %(date)s: it is no longer the current one.") % told
        if removed_at := getattr(self.edition, "taken_down_at", None):
            day = date_format(localtime(removed_at), "j F Y")
            removed = _(
                "Something was removed from this text on %(date)s for legal reasons. Where words stood, there is now […]."
            )
            yield removed % {"date": day}
        if self.edition.translated_by == "machine":
            yield _("This text was translated by a machine.")
        elif self.edition.translated_by:
            yield _("This text is a translation.")

    @property
    def colophon(self) -> Iterator[tuple[str, str, str]]:
        """What the edition is and how it is named: a label, a text, and an address to go to."""
        at = date_format(localtime(self.cited.at), "j F Y")
        told = {"number": self.cited.number, "date": at}
        yield _("Edition"), _("Edition %(number)d, %(date)s") % told, ""
        if self.cited.change_note:
            yield _("What is new"), self.cited.change_note, ""
        yield _("Licence"), str(self.cited.licence_name), self.cited.licence_url
        source = document("", self.edition.practice.source_url)
        if source.url:
            yield _("Source"), str(source.text), source.url
        yield _("Permanent link"), self.cited.address, self.cited.address
        yield _("How to cite"), self.cited.citation, ""


@dataclass(frozen=True)
class IndexEntry:
    """A word of an index, and the cases that it leads to."""

    name: str
    cases: list[Case]


class Book:
    """What somebody takes along as a book; `is_single` is one practice, without all that leads through many."""

    def __init__(self, taken: Taken) -> None:
        self.taken = taken
        self.is_single = taken.is_entry
        self.title = taken.title
        editions = list(taken.editions)
        figures = figures_of(editions, taken.unread)
        self.cases = [self._case(edition, figures.get(edition.pk, {})) for edition in editions]

    def _case(self, edition: Edition, figures: Mapping[str, PrintedPicture]) -> Case:
        answers = public_answers_of(edition)
        shown, is_old = (
            article(answers, edition.rendered, places=None),
            isinstance(self.taken, TakenEdition),
        )
        return Case(edition, shown, self.taken.cite(edition), figures, is_old)

    @property
    def figures(self) -> dict[str, PrintedPicture]:
        """All pictures that are printed in it, each once, by their digests."""
        return {digest: figure for case in self.cases for digest, figure in case.figures.items()}

    @property
    def site(self) -> str:
        return settings.SITE_NAME

    @property
    def language(self) -> str:
        """The language of what stands around the practices."""
        return own_language()

    @property
    def address(self) -> str:
        return self.taken.address

    @property
    def day(self) -> str:
        return date_format(localtime(self.taken.at), "j F Y")

    @property
    def count(self) -> str:
        total = len(self.cases)
        return ngettext("%(total)d practice", "%(total)d practices", total) % {"total": total}

    @property
    def citation(self) -> str:
        """How the book itself is cited."""
        told = {"site": self.site, "title": self.title, "count": self.count, "date": self.day}
        return _("%(site)s: “%(title)s”. Casebook of %(count)s, %(date)s.") % told

    @property
    def licences(self) -> list[tuple[Licence, str]]:
        """The licences that practices of the book have, each with its address."""
        stated = {case.cited.licence for case in self.cases}
        return [
            (licence, address) for licence, address in LICENCE_ADDRESSES.items() if licence.value in stated
        ]

    @property
    def by_place(self) -> list[IndexEntry]:
        """The countries in the order of the alphabet, each with its practices by city."""
        return _index(((case.article.country, case) for case in self.cases), lambda case: case.article.city)

    @property
    def by_topic(self) -> list[IndexEntry]:
        """The topics, each with its practices by title."""
        return _index(
            ((capfirst(topic), case) for case in self.cases for topic in case.cited.topics),
            lambda case: case.article.title,
        )


def own_language() -> str:
    """Return the language of the site's own words, by ISO 639-1."""
    return (get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def _index(pairs: Iterable[tuple[str, Case]], order: Callable[[Case], str]) -> list[IndexEntry]:
    found: dict[str, list[Case]] = {}
    for name, case in pairs:
        found.setdefault(name, []).append(case)
    return [
        IndexEntry(name, sorted(found[name], key=lambda case: fold(order(case))))
        for name in sorted(found, key=fold)
    ]

"""The questions of a template: what is one, and what may be said of it?"""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from enum import Enum, auto

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.choices import Choices


class Kind(Enum):
    """How an answer looks: what the form asks with, and what the page prints."""

    LINE = auto()
    EMAIL = auto()
    ADDRESS = auto()
    PLAIN = auto()
    TEXT = auto()
    PERIOD = auto()
    COUNTRY = auto()
    CITY = auto()
    CITIES = auto()
    TOPICS = auto()
    DOCUMENTS = auto()
    CHOICE = auto()
    TICK = auto()
    PICTURES = auto()
    ATTACHMENTS = auto()


UPLOADED = {Kind.PICTURES, Kind.ATTACHMENTS}
"""The kinds that are answered with files: no text, table or Word form can answer them."""
LONGEST_LINE, LONGEST_TEXT, MOST_VALUES = 2_000, 200_000, 200
"""What is stored of an answer at most, far above its limits: characters of a line and of a long one, and values."""
LONGEST_NOTE = 20_000
"""What is stored of a note, reason or comment at most."""
LONG = {Kind.PLAIN, Kind.TEXT, Kind.CITIES, Kind.DOCUMENTS}
"""The kinds of more than one line."""


class PageArea(Enum):
    """Where the public page shows an answer."""

    HEAD = auto()
    FACTS = auto()
    TEXT = auto()
    NOWHERE = auto()


class Public(Enum):
    """Who may read an answer once it is published."""

    ALWAYS = auto()
    IF_TICKED = auto()


@dataclass(frozen=True)
class Question:
    """One question: a model field of the same name holds its answer.

    `words` and `characters` limit a text, `most` limits how many values it may have. `weight` is its search weight,
    A (most) to D, or empty when search does not read it.
    """

    field: str
    kind: Kind
    label: str | Promise
    help: str | Promise
    _: KW_ONLY
    example: str | Promise = ""
    needed: bool = False
    words: int | None = None
    characters: int | None = None
    most: int | None = None
    choices: Callable[[], Choices] | None = None
    public: Public = Public.ALWAYS
    page_area: PageArea = PageArea.TEXT
    weight: str = ""

    @property
    def ceiling(self) -> int:
        """Return how many characters of an answer are stored at most: a longer one is refused, and stays on the page."""
        return LONGEST_TEXT if self.kind in LONG else LONGEST_LINE

    @property
    def limit(self) -> str | Promise:
        """Return the limit as a sentence for people, or an empty text."""
        if self.words:
            return _("Up to %(count)d words.") % {"count": self.words}
        if self.characters:
            return _("Up to %(count)d characters.") % {"count": self.characters}
        if self.most:
            return _("Up to %(count)d.") % {"count": self.most}
        return ""

    @property
    def is_written(self) -> bool:
        """Whether words can answer it, wherever they stand."""
        return self.kind not in UPLOADED


@dataclass(frozen=True)
class Section:
    name: str
    title: str | Promise
    help: str | Promise
    questions: tuple[Question, ...]

    @property
    def takes_files(self) -> bool:
        return not all(question.is_written for question in self.questions)

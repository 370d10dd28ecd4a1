"""The import of practices: what becomes of each entry of a file, created, published, already there, or refused, and why?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.db import Error as DatabaseFault
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.answers import ceilings
from practices.answers.ceilings import TooLong
from practices.answers.codec import is_empty
from practices.answers.completeness import validate_address
from practices.choices import Licence
from practices.entries.incoming import Incoming, bring_in
from practices.imports import values
from practices.imports.files import read_file
from practices.imports.known import SOURCE, Known
from practices.imports.originals import ORIGINAL, TRANSLATION, read_original
from practices.imports.rows import Reader, Row
from practices.imports.tables import Entry, Source, Unreadable
from practices.imports.vacuum import MUCH, vacuum
from practices.imports.values import WrongType
from practices.models import version
from practices.template import FIELDS

COLUMNS = {*FIELDS, SOURCE, *TRANSLATION}
"""The names that a column of a file may have."""
LONGEST_SOURCE, LONGEST_TITLE, MOST_NAMED = 500, 80, 20
AT_ONCE, CHARACTERS_AT_ONCE = 200, 200_000
"""So many entries, and so much of their text, come in with one transaction: each alone would wait for the disk."""
IMPORTS = 0x1A90_27B5
"""The advisory lock that an import holds while it brings in entries."""


class Refused(Exception):
    """An entry does not come in; the text says why."""


class Stopped(Exception):
    """The database cannot go on: its disk is full, or it is away; the text says where, and what to do."""


STOPPED = gettext_lazy(
    "The database gave up at %(where)s: %(reason)s. What came in before is kept; "
    "when the database is well again, give the same command again: it goes on there."
)


@dataclass
class Read:
    """What was read of an entry, and what became of it: why it is refused, why it is there already, why it stays a draft."""

    entry: Entry
    row: Row = field(default_factory=Row)
    source: str = ""
    refused: str = ""
    there: str = ""
    alike: str = ""
    draft: str = ""

    @property
    def notes(self) -> list[str]:
        """Return what is to be known about it."""
        if self.refused:
            return [_("refused: %(reason)s") % {"reason": self.refused}]
        if self.there:
            return [self.there]
        draft = self.draft and _("It stays a draft: %(reason)s") % {"reason": self.draft}
        notes = (note for note in self.row.notes if note not in self.draft)
        return [note for note in (*notes, draft, self.alike) if note]


@dataclass
class Totals:
    """How many entries of a file became what; `unknown` are its columns that say nothing to us."""

    created: int = 0
    published: int = 0
    there: int = 0
    refused: int = 0
    unknown: dict[str, None] = field(default_factory=dict)

    def __str__(self) -> str:
        return _(
            "%(created)d created, %(published)d published, %(there)d already there, %(refused)d refused."
        ) % vars(self)


def import_practices(
    path: Path,
    *,
    publish: bool = False,
    licence: str = "",
    dry_run: bool = False,
    say: Callable[[str], None] = print,
    told: Callable[[int, int], None] = lambda _number, _total: None,
) -> Totals:
    """Bring in the entries of a file, some in a transaction, and say what is to be known.

    `licence` is an SPDX identifier and wins over the file's. A dry run says the same and changes nothing. `told` hears how
    many are read, and how many there are. Raises `Unreadable` when the file as a whole cannot be imported, and `Stopped` when the database cannot go on.
    """
    source = read_file(path)
    run = Run(publish=publish, licence=spdx(licence or source.licence), dry=dry_run, say=say, told=told)
    try:
        run.take_all(source)
        if run.totals.created >= MUCH and not dry_run:
            vacuum()
    except DatabaseFault as error:
        say(str(run.totals))
        raise Stopped(STOPPED % {"where": run.where, "reason": _first_line(error)}) from error
    return run.totals


def spdx(text: str) -> str:
    """Return a licence that we know as it is written there; no text is no licence."""
    known = {value.lower(): value for value in Licence.values}
    if text and text.strip().lower() not in known:
        words = {"licence": text, "known": ", ".join(Licence.values)}
        raise Unreadable(_("The licence “%(licence)s” is not known. Known are: %(known)s.") % words)
    return known.get(text.strip().lower(), "")


@dataclass
class Run:
    """One import: what it was asked for, what it knows, and what became of the entries so far."""

    publish: bool
    licence: str
    dry: bool
    say: Callable[[str], None]
    told: Callable[[int, int], None]
    known: Known = field(default_factory=Known)
    totals: Totals = field(default_factory=Totals)
    where: str = ""
    version: int = -1
    reader: Reader = field(init=False)
    waiting: list[Read] = field(default_factory=list)
    characters: int = 0

    def take_all(self, source: Source) -> None:
        for note in source.notes:
            self.say(note)
        self.totals.unknown |= dict.fromkeys(source.ignored)
        entries = list(source.entries)
        for number, entry in enumerate(entries, 1):
            self.totals.unknown |= dict.fromkeys(name for name in entry.values if name not in COLUMNS)
            if not is_empty(entry.values.get(ORIGINAL)):
                self._take_waiting()  # its original may be among them
            if not self.waiting:
                self._hear()
            self.waiting.append(self._read(Read(entry)))
            self.characters += _size(self.waiting[-1])
            if len(self.waiting) >= AT_ONCE or self.characters >= CHARACTERS_AT_ONCE:
                self._take_waiting()
            self.told(number, len(entries))
        self._take_waiting()
        if self.totals.unknown:
            self.say(_ignored(list(self.totals.unknown)))
        self.say(str(self.totals))

    def _read(self, read: Read) -> Read:
        self.where, read.row, read.refused = read.entry.where, Row(), ""
        try:
            self._read_answers(read)
        except (Refused, WrongType, TooLong) as refusal:
            read.refused = str(refusal)
        return read

    def _read_answers(self, read: Read) -> None:
        if read.entry.fault:
            raise Refused(read.entry.fault)
        read.row, read.source = self.reader.read(read.entry.values), _source(read.entry)
        read_original(read.row, read.entry.values)
        if not read.row.answers.get("title"):
            raise Refused(_("it has no title"))
        ceilings.refuse_too_long(read.row.answers)

    def _hear(self) -> bool:
        """Look names up anew when others changed what the public reads, and say so: it may be the name of a topic or city."""
        if (now := version.now()) == self.version:
            return False
        self.version, self.reader = now, Reader()
        return True

    def _take_waiting(self) -> None:
        """Bring in what was read, all at once, or one by one if that cannot be; say what became of each."""
        waiting, self.waiting, self.characters = self.waiting, [], 0
        try:
            self._bring_in(waiting)
        except DatabaseFault:
            for each in waiting:
                self._bring_in_alone(each)
                self._tell(each)
        else:
            for each in waiting:
                self._tell(each)

    def _bring_in_alone(self, each: Read) -> None:
        self.where = each.entry.where
        try:
            self._bring_in([each])
        except (DataError, IntegrityError) as error:
            words = {"reason": _first_line(error)}
            each.refused = _("the database does not take it (%(reason)s)") % words

    def _tell(self, each: Read) -> None:
        self.totals.refused += bool(each.refused)
        self.totals.there += bool(each.there)
        if notes := each.notes:
            self.say(f"{_name(each.entry)}: {' '.join(notes)}")

    def _bring_in(self, some: list[Read]) -> None:
        """Bring in the entries that are good and not there already, all or none, and count them."""
        if all(each.refused for each in some):
            return
        came = Known()
        with transaction.atomic():
            _one_at_a_time()
            if self._hear():
                for each in some:
                    self._read(each)
            self.known.renew()
            new = self._new_among([each for each in some if not each.refused], came)
            drafts = bring_in([self._incoming(each) for each in new], publish=self.publish)
            if not self.dry:
                self.version = version.now()
            transaction.set_rollback(self.dry)
        self.known.take(came)
        for each, draft in zip(new, drafts, strict=True):
            each.draft = draft
        self.totals.created += len(new)
        if self.publish:
            self.totals.published += drafts.count("")

    def _new_among(self, some: list[Read], came: Known) -> list[Read]:
        """Return the entries that are not there already, neither here nor among these, which are remembered in `came`."""
        for each in some:
            about = each.row.answers, each.source
            each.there = self.known.same(*about) or came.same(*about)
            if not each.there:
                each.alike = self.known.like(each.row.answers) or came.like(each.row.answers)
                came.add(*about, each.entry.where)
        return [each for each in some if not each.there]

    def _incoming(self, each: Read) -> Incoming:
        about = {"source_url": each.source, "licence": self.licence}
        return Incoming(each.row.answers, about | each.row.original)


def _size(each: Read) -> int:
    return sum(len(answer) for answer in each.row.answers.values() if isinstance(answer, str))


def _one_at_a_time() -> None:
    """Let no other import bring in what this one asks for; SQLite has one writer at a time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORTS])


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")


def _source(entry: Entry) -> str:
    """Return the address that an entry comes from; it is the entry's identity, so a wrong one refuses it."""
    source = values.line(entry.values.get(SOURCE))
    try:
        if source:
            validate_address(source)
    except ValidationError as error:
        raise Refused(_("its source_url is no web address")) from error
    if len(source) > LONGEST_SOURCE:
        raise Refused(_("its source_url is too long"))
    return source


def _ignored(names: list[str]) -> str:
    """Return the names of unknown columns as a sentence, of very many the first ones."""
    first = [Truncator(values.line(name)).chars(LONGEST_TITLE) for name in names[:MOST_NAMED]]
    if more := len(names) - len(first):
        first.append(_("and %(count)d more") % {"count": more})
    return _("Columns that are not known, and ignored: %(names)s.") % {"names": ", ".join(first)}


def _name(entry: Entry) -> str:
    """Return where an entry stands, and its title if it has one."""
    title = entry.values.get("title")
    short = Truncator(values.line(title)).chars(LONGEST_TITLE) if isinstance(title, str) else ""
    return f"{entry.where}, “{short}”" if short else entry.where

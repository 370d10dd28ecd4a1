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

from practices.answers.ceilings import TooLong
from practices.answers.completeness import validate_address
from practices.choices import Licence
from practices.entries import actions
from practices.imports import values
from practices.imports.files import read_file
from practices.imports.known import SOURCE, Known
from practices.imports.originals import TRANSLATION, read_original
from practices.imports.rows import Reader, Row
from practices.imports.tables import Entry, Source, Unreadable
from practices.imports.vacuum import MUCH, vacuum
from practices.imports.values import WrongType
from practices.models import version
from practices.template import FIELDS

COLUMNS = {*FIELDS, SOURCE, *TRANSLATION}
"""The names that a column of a file may have."""
LONGEST_SOURCE, LONGEST_TITLE, MOST_NAMED = 500, 80, 20
IMPORTS = 0x1A90_27B5
"""The advisory lock that an import holds while it brings in an entry."""


class Refused(Exception):
    """An entry does not come in; the text says why."""


class Stopped(Exception):
    """The database cannot go on: its disk is full, or it is away; the text says where, and what to do."""


STOPPED = gettext_lazy(
    "The database gave up at %(where)s: %(reason)s. What came in before is kept; "
    "when the database is well again, give the same command again: it goes on there."
)


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
) -> Totals:
    """Bring in the entries of a file, each in a transaction of its own, and say what is to be known.

    `licence` is an SPDX identifier and wins over the file's. A dry run says the same and changes nothing. Raises
    `Unreadable` when the file as a whole cannot be imported, and `Stopped` when the database cannot go on.
    """
    source = read_file(path)
    run = Run(publish=publish, licence=spdx(licence or source.licence), dry=dry_run, say=say)
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
    known: Known = field(default_factory=Known)
    totals: Totals = field(default_factory=Totals)
    where: str = ""
    version: int = -1
    reader: Reader = field(init=False)

    def take_all(self, source: Source) -> None:
        for note in source.notes:
            self.say(note)
        self.totals.unknown |= dict.fromkeys(source.ignored)
        for entry in source.entries:
            self.where = entry.where
            self.totals.unknown |= dict.fromkeys(name for name in entry.values if name not in COLUMNS)
            try:
                notes = self._take(entry)
            except (Refused, WrongType, TooLong) as refusal:
                self.totals.refused += 1
                notes = [_("refused: %(reason)s") % {"reason": refusal}]
            if notes:
                self.say(f"{_name(entry)}: {' '.join(notes)}")
        if self.totals.unknown:
            self.say(_ignored(list(self.totals.unknown)))
        self.say(str(self.totals))

    def _take(self, entry: Entry) -> list[str]:
        """Bring in one entry, unless it is there already; return what is to be known about it."""
        if entry.fault:
            raise Refused(entry.fault)
        self._hear()
        row, source = self.reader.read(entry.values), _source(entry)
        read_original(row, entry.values)
        if not row.answers.get("title"):
            raise Refused(_("it has no title"))
        try:
            why = self._import_entry(row, source)
        except (DataError, IntegrityError) as error:
            words = {"reason": _first_line(error)}
            raise Refused(_("the database does not take it (%(reason)s)") % words) from error
        if why:
            self.totals.there += 1
            return [why]
        if alike := self.known.like(row.answers):
            row.notes.append(alike)
        self.known.add(row.answers, source, entry.where)
        return row.notes

    def _hear(self) -> None:
        """Look names up anew when others changed what the public reads: it may be the name of a topic or city."""
        if (now := version.now()) != self.version:
            self.version, self.reader = now, Reader()

    def _import_entry(self, row: Row, source: str) -> str:
        """Bring in an entry, or return why it is there already."""
        with transaction.atomic():
            _one_at_a_time()
            self.known.renew()
            if why := self.known.same(row.answers, source):
                return why
            about = {"source_url": source, "licence": self.licence} | row.original
            draft = actions.import_entry(row.answers, publish=self.publish, **about)
            transaction.set_rollback(self.dry)
        self.totals.created += 1
        if draft:
            row.notes.append(_("It stays a draft: %(reason)s") % {"reason": draft})
        elif self.publish:
            self.totals.published += 1
            self.version += not self.dry
        return ""


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

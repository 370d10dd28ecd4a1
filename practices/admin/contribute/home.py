"""The contributor's home: which of her practices stand there, in which order, and where does the one button lead?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices import permissions
from practices.admin.entry.summary import last_note
from practices.admin.expected_version import NUMBER_WORD
from practices.admin.next_steps import next_step_for
from practices.admin.sites import page_address
from practices.answers import completeness
from practices.answers.pictures import prefetch_uploads
from practices.models import Practice, User
from practices.models.practice import PracticeQuerySet
from practices.question_kinds import Kind
from practices.template import of_kind
from practices.text import COMPARED, fold
from practices.workflow import SUBMIT, Status

PER_PAGE = 50
FEW = 10
"""So many practices are seen at a glance; of more, one is searched."""
TEXTS = ("edition_aside", *(question.field for question in of_kind(Kind.PLAIN, Kind.TEXT, Kind.DOCUMENTS)))
"""What of a practice is long, and shown by its own pages."""
NOTED = {Status.RETURNED, Status.REJECTED}
"""The statuses in which the editors' note waits to be read."""

READ = (_("Read it"), "entry", ())
REVISE = (_("Revise it"), "move", ("revise",))
CHECK = (_("Check and submit"), "move", (SUBMIT,))
WRITE = (_("Go on writing"), "entry", ())
ANSWER = (_("Answer the note"), "entry", ())

type Button = tuple[str | Promise, str, tuple[str, ...]]
"""A label, and the page of an entry to which it leads, with what its address holds further."""

BUTTONS: dict[Status, Button] = {
    Status.DRAFT: WRITE,
    Status.SUBMITTED: READ,
    Status.RETURNED: ANSWER,
    Status.PUBLISHED: REVISE,
    Status.REJECTED: READ,
    Status.WITHDRAWN: REVISE,
}


@dataclass(frozen=True)
class Own:
    """One practice on the home page; `note` and `remarks` (the questions they are about) are what nobody has answered yet."""

    practice: Practice
    is_hers: bool
    next_step: str | Promise
    note: str
    remarks: list[str]
    edition: int | None
    address: str
    label: str | Promise
    button: str


def own_page(person: User, *, words: str = "", number: str = "") -> Page[Practice]:
    """Return a page of a person's practices, the latest first; with `words`, of those that have all of them.

    They are compared here, as nobody has many and databases differ in how they fold letters.
    """
    found = Practice.objects.of(person)
    if wanted := fold(NUMBER_WORD.sub("", words[:COMPARED])).split():
        found = found.filter(pk__in=_named(found, wanted))
    loaded = found.with_edition().defer(*TEXTS).prefetch_related("coauthors")
    return Paginator(loaded.order_by("-saved_at", "-pk"), PER_PAGE).get_page(number)


def _named(practices: PracticeQuerySet, wanted: list[str]) -> list[int]:
    """Return the numbers of the practices whose title, city or number has these words, or begins one with them."""
    rows = practices.order_by().values_list("pk", "title", "city__name", "city_typed")
    said = ((row[0], fold(" ".join(str(each or "") for each in row[1:]))) for row in rows)
    return [pk for pk, text in said if all(word in text or word == str(pk) for word in wanted)]


def own_practices(person: User, site: str, practices: Iterable[Practice]) -> Iterator[Own]:
    """Give a person's practices: what waits for her first, then in their order."""
    latest = list(practices)
    complete = _complete(latest)
    prefetch_related_objects([each for each in latest if each.status in NOTED], "events", "comments")
    for practice in sorted(latest, key=lambda each: not permissions.waits_for(person, each)):
        label, page, more = CHECK if practice.pk in complete else BUTTONS[Status(practice.status)]
        note = last_note(practice) if practice.status in NOTED else None
        yield Own(
            practice=practice,
            is_hers=permissions.waits_for(person, practice),
            next_step=next_step_for(person, practice),
            note=note.note if note else "",
            remarks=[str(each.label) for each in practice.comments.all() if each.is_asked]
            if practice.status == Status.RETURNED
            else [],
            edition=getattr(practice, "edition_number", None),
            address=page_address(practice, "entry", site),
            label=label,
            button=page_address(practice, page, site, *more),
        )


def _complete(practices: list[Practice]) -> set[int]:
    """Return the numbers of the drafts that can be submitted as they are: of these alone the texts are read."""
    drafts = Practice.objects.filter(pk__in=[each.pk for each in practices if each.status == Status.DRAFT])
    whole = drafts.select_related("city").prefetch_related(
        "topics", "partner_cities", "translation_of__edition"
    )
    found = list(whole.defer("edition_aside"))
    prefetch_uploads(found)
    return {each.pk for each in found if completeness.is_complete(each)}

"""The editions: does each say what its snapshot says, and does what is made of it follow from it?"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.answers import codec
from practices.answers.codec import Answers
from practices.answers.derived import derived_columns, places
from practices.models import Edition, Place, Practice, Snapshot
from practices.template import FIELDS, MANY
from practices.text import lines
from practices.verify.findings import Finding, Portion, name_of_entry
from practices.workflow import Status

SAID = [field for field in (*FIELDS, *codec.TYPED.values()) if field not in codec.CONTACT]
"""What both an edition and its snapshot say."""
FOLLOWS = gettext_lazy("`verify --fix` makes it anew from the edition.")


def strange_states(portion: Portion) -> Iterator[Finding]:
    """Find entries that are on line and may not be, are not and should be, or say other than their status allows."""
    on_line = {edition.practice_id: edition for edition in portion.editions}
    for practice in portion.practices.values():
        edition = on_line.get(practice.pk)
        if says := _strange(practice, edition):
            yield Finding(
                name_of_entry(practice),
                says,
                _("Compare its history and a backup, and mend the row by hand."),
            )


def _strange(practice: Practice, edition: Edition | None) -> str:
    is_gone = practice.trashed_at is not None or practice.status in {Status.WITHDRAWN, Status.REJECTED}
    if edition and is_gone:
        return _("it is on line, and its status says that it is not")
    if edition and not practice.slug:
        return _("it is on line without an address")
    if not edition and not is_gone and practice.status == Status.PUBLISHED:
        return _("it is not on line, and its status says that it is")
    if practice.purged_at and any(not codec.is_empty(value) for value in _words(practice).values()):
        return _("it was purged, and has words")
    if edition and practice.status == Status.PUBLISHED:
        public = codec.public_answers(codec.read(practice)) | codec.typed(practice)
        if fields := _differing(public, codec.said(edition), [*FIELDS, *codec.TYPED.values()]):
            return _("it is published, and its working copy differs from its edition (%(fields)s)") % {
                "fields": fields
            }
    return ""


def _words(practice: Practice) -> Answers:
    return {field: value for field, value in codec.said(practice).items() if field != "language"}


def differing_editions(portion: Portion) -> Iterator[Finding]:
    """Find editions that say anything else than the last numbered snapshot of their entry."""
    numbers = _numbers(portion)
    last = {
        snapshot.practice_id: snapshot
        for snapshot in Snapshot.objects.filter(practice__in=numbers, edition__isnull=False)
        if snapshot.edition == numbers[snapshot.practice_id]["last"]
    }
    decoded = codec.decode_each([snapshot.answers for snapshot in last.values()])
    said = dict(zip(last, decoded, strict=True))
    for edition in portion.editions:
        what = f"{name_of_entry(edition.practice)}, edition {edition.number}"
        snapshot = last.get(edition.practice_id)
        if snapshot is None:
            yield Finding(
                what, _("it has no snapshot"), _("Withdraw it, or bring the snapshot back from a backup.")
            )
            continue
        says = _differing(_as_kept(codec.said(edition)), said[edition.practice_id], SAID)
        facts = _facts(snapshot, numbers[edition.practice_id]["first"])
        says = ", ".join(
            filter(None, [says, *(name for name, value in facts.items() if getattr(edition, name) != value)])
        )
        if says:
            cure = _(
                "Bring the edition's row back from a backup; or withdraw the entry and restore it, which makes it from the snapshot."
            )
            words = {"columns": says, "snapshot": snapshot.pk}
            yield Finding(what, _("%(columns)s is not as in its snapshot %(snapshot)d") % words, cure)


def _numbers(portion: Portion) -> dict[int, Any]:
    """Return the last numbered edition of each entry that is on line, and when its first was published."""
    numbered = Snapshot.objects.filter(practice__in=[edition.practice_id for edition in portion.editions])
    rows = (
        numbered.exclude(edition=None)
        .order_by()
        .values("practice")
        .annotate(last=Max("edition"), first=Min("at"))
    )
    return {row["practice"]: row for row in rows}


def _facts(snapshot: Snapshot, first: Any) -> dict[str, Any]:
    return {
        "number": snapshot.edition,
        "licence": snapshot.licence,
        "published_at": snapshot.at,
        "published_by_id": snapshot.by_id,
        "first_published_at": first,
    }


def _as_kept(said: Answers) -> Answers:
    """Return answers as a snapshot keeps them: of a city that is typed and linked, what was typed."""
    return said | {"city": None} if said[codec.TYPED["city"]] else said


def _differing(one: Answers, other: Answers, fields: list[str]) -> str:
    """Return the fields in which two say different things; cities and topics are sets, typed cities stand one a line."""
    return ", ".join(field for field in fields if _plain(field, one[field]) != _plain(field, other[field]))


def _plain(field: str, value: Any) -> Any:
    if field in MANY:
        return {row.pk for row in value}
    return lines(value) if field in codec.TYPED.values() else value


def differing_columns(portion: Portion) -> Iterator[Finding]:
    """Find what is derived from an edition when it is published, and is not as it would be derived now."""
    originals = _originals(portion)
    for edition in portion.editions:
        columns = derived_columns(codec.said(edition)) | {
            "original_id": originals.get(edition.translation_of_id)
        }
        names = ", ".join(name for name, value in columns.items() if getattr(edition, name) != value)
        if names:
            what = f"{name_of_entry(edition.practice)}, edition {edition.number}"
            yield Finding(
                what, _("%(columns)s does not follow from it") % {"columns": names}, str(FOLLOWS), edition.pk
            )


def _originals(portion: Portion) -> dict[int | None, int]:
    """Return the editions on line of the entries that are translated, by the keys of these entries."""
    named = {edition.translation_of_id for edition in portion.editions} - {None}
    return dict(Edition.objects.filter(practice__in=named).values_list("practice", "pk")) if named else {}


def differing_places(portion: Portion) -> Iterator[Finding]:
    """Find editions whose rows of places, which filters and counts read, are not those that they name."""
    for edition in portion.editions:
        named = places(edition, codec.said(edition))
        if sorted(map(_place, named)) != sorted(map(_place, edition.places.all())):
            what = f"{name_of_entry(edition.practice)}, edition {edition.number}"
            yield Finding(what, _("its rows of places are not those that it names"), str(FOLLOWS), edition.pk)


def _place(place: Place) -> tuple[str, int, bool, bool]:
    return str(place.country.code), place.city_id or 0, place.is_lead, place.is_unlisted
